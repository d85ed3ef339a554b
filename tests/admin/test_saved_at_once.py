"""Two editors press Save at the same moment: one wins, and the other is shown both."""

import os

import pytest

from tests.site import running_site

EDITORS = """
import json, threading, time
from django.db import connection
from django.test import Client
from guide.admin import edit_conflicts
from guide.passages.models import Beat
from tests import builders
from tests.admin.desk_forms import change, fields

def a_client(name):
    client = Client(headers={"host": "127.0.0.1"})
    reader = builders.a_reader(f"{name}@example.org", is_staff=True, is_superuser=True)
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
    return client

compare = edit_conflicts.VersionedForm.compare
def slowly(form):
    fresh = not form.compared
    compare(form)
    if fresh and form.is_bound:
        time.sleep(0.2)  # long enough for the other to read what is about to go
edit_conflicts.VersionedForm.compare = slowly

film = builders.a_film("At Once", status="draft")
beat = builders.a_beat(film, 10, "Begun.", status="draft")
pages = {"beat": (change(beat), "text"), "film": (change(film), "beat-0-text")}
clients = {name: a_client(name) for name in ("one", "other")}
came = []
for places in (("beat", "beat"), ("film", "film"), ("beat", "film")):
    line, told = threading.Barrier(2), {}
    def press(client, place, word):
        address, name = pages[place]
        word = f"{word} on {place}, of {places}."
        posted = fields(client.get(address)) | {name: word}
        line.wait()
        told[word] = client.post(address, posted).status_code
        connection.close()
    presses = [
        threading.Thread(target=press, args=(client, place, f"By {name}"))
        for (name, client), place in zip(clients.items(), places)
    ]
    for thread in presses: thread.start()
    for thread in presses: thread.join()
    text = Beat.unguarded.get(pk=beat.pk).text
    came.append([sorted(told.values()), told.get(text)])
print(json.dumps(came))
"""


@pytest.mark.full
def test_of_two_saves_at_the_same_moment_one_wins_and_the_other_is_refused():
    with running_site(os.environ.get("DATABASE_URL", "")) as site:
        assert site.json(EDITORS) == [[[200, 302], 302]] * 3
