"""Who watches another cut says its minutes, and the cut is remembered with them."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

from guide.films.models import Cut, Film
from guide.gate.horizon import SEEN
from guide.readers import progress_cookie
from guide.readers.models import Bookmark
from guide.readers.progress_cookie import Kept
from tests import builders
from tests.conftest import flat
from tests.readers.test_shelf import kept, undo

CUTS = Path(__file__).parent / "two-cuts-2019.yaml"
FILM = "/films/two-cuts-2019/"
PROGRESS = f"{FILM}progress/"
LONG = "longcut001"


@pytest.fixture
def film(db):
    call_command("seed", str(CUTS), verbosity=0)
    return Film.objects.published().get(slug="two-cuts-2019")


@pytest.fixture(params=["cookie", "account"])
def reader(request, film, newcomer):
    if request.param == "account":
        newcomer.reader = builders.a_reader()
        newcomer.force_login(
            newcomer.reader, backend="django.contrib.auth.backends.ModelBackend"
        )
    return newcomer


def form(client):
    """What the form on the film's page would send, as it stands there."""
    page = flat(client.get(FILM).content.decode())
    minute = re.search(r'id="minute"[^>]* value="([^"]*)"', page)[1]
    return {"minute": minute, "cut": re.search(r'value="(\w+)"[^>]* selected', page)[1]}


def test_a_longer_cut_places_its_reader_earlier(reader, film):
    said = {}
    for minute in (20, 70, 120, 130):
        reader.post(PROGRESS, {"minute": str(minute), "cut": LONG})
        said[minute] = kept(reader, film)
    assert said == {20: 0, 70: 40, 120: 90, 130: SEEN}


def test_the_same_button_pressed_again_gives_the_same_minute(reader, film):
    reader.post(PROGRESS, {"minute": "70", "cut": LONG})
    for _ in range(2):
        assert form(reader) == {"minute": "70", "cut": LONG}
        reader.post(PROGRESS, form(reader))
        assert kept(reader, film) == 40


def test_a_cut_that_a_form_forgets_is_remembered(reader, film):
    reader.post(PROGRESS, {"minute": "70", "cut": LONG})
    for forgotten in ({}, {"cut": ""}):
        reader.post(PROGRESS, {"minute": "90", **forgotten})
        assert kept(reader, film) == 60
    reader.post(PROGRESS, {"minute": "90", "cut": "reference"})
    assert (kept(reader, film), form(reader)["cut"]) == (90, "reference")


def test_undo_and_the_end_keep_the_cut_and_a_forgotten_film_loses_it(reader, film):
    reader.post(PROGRESS, {"minute": "70", "cut": LONG})
    reader.post(PROGRESS, {"minute": "90", "cut": "reference"})
    undo(reader)
    assert form(reader) == {"minute": "70", "cut": LONG}
    reader.post(PROGRESS, {"minute": "seen"})
    assert form(reader)["cut"] == LONG
    reader.post(PROGRESS, {"minute": "forget"})
    assert form(reader) == {"minute": "", "cut": "reference"}


def test_a_refused_minute_keeps_the_cut_that_was_chosen(reader, film):
    answer = reader.post(PROGRESS, {"minute": "half", "cut": LONG})
    page = flat(answer.content.decode())
    assert f'value="{LONG}" data-longer="30" selected' in page
    assert (
        reader.post(PROGRESS, {"minute": "5", "cut": "nevercut01"}).status_code == 400
    )


def test_the_question_about_a_minute_is_about_the_same_cut(reader, film):
    reader.post(PROGRESS, {"minute": "5", "cut": LONG})
    answer = reader.post(PROGRESS, {"minute": "1:40"})
    page = flat(reader.get(answer["Location"]).content.decode())
    assert f'name="cut" value="{LONG}"' in page
    assert re.findall(r'name="minute" value="([^"]*)"', page) == ["1m 40s", "1h 40m"]


def test_a_cut_that_is_no_more_moves_nobody(reader, film):
    reader.post(PROGRESS, {"minute": "70", "cut": LONG})
    Cut.objects.all().delete()
    assert 'id="cut"' not in reader.get(FILM).content.decode()
    assert kept(reader, film) == 40


def test_a_new_account_and_a_takeover_know_the_cut(film, newcomer):
    newcomer.post(PROGRESS, {"minute": "70", "cut": LONG})
    secret = {"password1": "some new password", "password2": "some new password"}
    newcomer.post("/accounts/signup/", {"email": "new@example.org"} | secret)
    mark = Bookmark.objects.select_related("cut").get()
    assert (mark.minute, mark.cut.public_id) == (40, LONG)
    newcomer.post("/accounts/logout/")
    newcomer.post(PROGRESS, {"minute": "110", "cut": LONG})
    who = {"login": "new@example.org", "password": "some new password"}
    newcomer.post("/accounts/login/", who)
    newcomer.post("/shelf/takeover/", {"film": film.public_id})
    mark.refresh_from_db()
    assert (mark.minute, mark.cut.public_id) == (80, LONG)


def test_a_cookie_with_cuts_is_read_strictly_and_an_old_one_still():
    films = {"aaaaaa": Kept(5), "bbbbbb": Kept(40, "longcut001"), "cccccc": Kept(SEEN)}
    text = "aaaaaa.5~bbbbbb.40.longcut001~cccccc.s"
    assert progress_cookie.kept(text) == films
    assert progress_cookie.read("aaaaaa.5~cccccc.s") == {"aaaaaa": 5, "cccccc": SEEN}
    cuts = {name: one.cut for name, one in films.items()}
    assert (
        progress_cookie.write({n: one.minute for n, one in films.items()}, cuts) == text
    )
    for bad in ("aaaaaa.5.", "aaaaaa.5.short", "aaaaaa.5.longcut0012",
                "aaaaaa.longcut001", "aaaaaa.5.LONGCUT001", "aaaaaa.5.longcut001.",
                "aaaaaa.5..longcut001"):  # fmt: skip
        assert progress_cookie.kept(bad) == {}


def test_a_cookie_of_many_cuts_stays_small_and_drops_the_oldest():
    minutes = {f"f{n:05d}": 90 for n in range(300)}
    text = progress_cookie.write(minutes, dict.fromkeys(minutes, "longcut001"))
    assert len(text) <= progress_cookie.MOST_BYTES
    left = progress_cookie.read(text)
    assert list(left) == list(minutes)[-len(left) :]
