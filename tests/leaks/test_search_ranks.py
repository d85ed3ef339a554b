"""What is hidden moves nothing of what is found."""

import os

import pytest
from django.test import Client

from guide.gate.horizon import SEEN
from guide.readers import progress_cookie
from guide.search import query
from tests import builders
from tests.leaks.stage import rolled_back

HIDDEN = [int(n) for n in os.environ.get("HIDDEN_DOCUMENTS", "1,10,200").split(",")]
WORDS = ("lantern", "harbour", "lantern harbour", "lan")
TEXTS = (
    "A lantern.",
    "A lantern and a lantern at the harbour.",
    "The harbour, long after the lantern went out, and nothing else at all.",
    "Harbour.",
)


@pytest.mark.django_db
@pytest.mark.parametrize("count", HIDDEN)
def test_hidden_documents_change_no_answer_of_a_search(count):
    film = builders.a_film("Lantern Street", slug="lantern-street-1999")
    other = builders.a_film("Harbour", slug="harbour-2001")
    for minute, text in enumerate(TEXTS):
        builders.a_beat(film, minute, text, title=text[:12])
        builders.a_question(other, minute, title=f"{text} Why?")
    client = Client()
    client.cookies["progress"] = progress_cookie.write(
        {film.public_id: 50, other.public_id: 9}
    )
    before = _found(client)
    assert all(b"lantern-street-1999/#" in page for page in before.values())
    with rolled_back():
        for number in range(count):
            hide(film, number)
        assert _found(client) == before


def hide(film, number):
    """One more hidden document that holds the words that are looked for."""
    text = f"{'lantern ' * (number % 7)} harbour {number}"
    if number % 3 == 0:
        builders.a_beat(film, SEEN, text, title="Lantern")
    elif number % 3 == 1:
        builders.a_beat(film, 1, text, title="Lantern", status="draft")
    else:
        builders.a_question(film, None, title=f"Lantern harbour {number}?")


def _found(client):
    return {words: client.get("/search/", {"q": words}).content for words in WORDS}


def test_a_look_up_takes_as_long_whatever_is_hidden(film, monkeypatch):
    now, slept = [100.0], []
    monkeypatch.setattr(query.time, "sleep", slept.append)
    monkeypatch.setattr(query.time, "monotonic", lambda: now[0])
    find = query.find

    def slow(text, progress):
        now[0] += len(text) / 1000
        return find(text, progress)

    monkeypatch.setattr(query, "find", slow)
    for word in ("lantern", "latecanary", "x" * 30):
        Client().get("/search/", {"q": word})
    assert [round(s, 3) for s in slept] == [0.013, 0.01, 0]
