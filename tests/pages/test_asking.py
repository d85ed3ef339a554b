"""What is unclear or opens much is asked about first, and the question sets nothing."""

import re

import pytest

from guide.gate.horizon import SEEN
from guide.readers.models import Bookmark
from tests import builders
from tests.conftest import at, flat
from tests.pages.test_way_to_the_ending import follow
from tests.readers.test_shelf import kept

FILM = "/films/the-long-night/"
PROGRESS = f"{FILM}progress/"
ENDING = f"{FILM}ending/"


def ask(client, typed, path=PROGRESS, **more):
    """Send the form; the question it leads to, or None where the minute was taken."""
    answer = client.post(path, {"minute": typed, **more})
    assert answer.status_code == 303, typed
    there = answer["Location"]
    return client.get(there) if there.startswith(f"{path}?minute=") else None


def buttons(page):
    return re.findall(r'name="minute" value="([^"]*)">', flat(page.content.decode()))


@pytest.mark.parametrize(
    ("runtime", "typed", "asked"),
    [
        (775, "12:34", ["12m 34s", "12h 34m"]),
        (439, "5:12", ["5m 12s", "5h 12m"]),
        (113, "1:47", ["1m 47s", "1h 47m"]),
        (113, "1:53", ["1m 53s", "seen"]),
    ],
)
def test_a_clock_that_can_be_two_places_is_asked_about(db, runtime, typed, asked):
    film = builders.a_film(runtime=runtime, slug="long")
    reader = at(film, 0)
    page = ask(reader, typed, "/films/long/progress/")
    assert (buttons(page), kept(reader, film)) == (asked, 0)
    for value in asked:
        reader.post("/films/long/progress/", {"minute": value})
    at_last = SEEN if asked[-1] == "seen" else 60 * int(typed.split(":")[0])
    assert kept(reader, film) == (
        at_last if at_last == SEEN else at_last + int(typed[-2:])
    )


def test_what_can_be_one_place_alone_is_taken_at_once(db):
    film = builders.a_film(runtime=113, slug="long")
    reader = at(film, 0)
    typed = {"47:12": 47, "1:02:33": 62, "00:49:30": 49, "0:49:30": 49, "49m": 49,
             "1h 2m": 62, "1 h 02": 62, "４７": 47, "1：02：33": 62,
             "1 Std. 2 Min.": 62}  # fmt: skip
    taken = {}
    for text in typed:
        assert ask(reader, text, "/films/long/progress/") is None
        taken[text] = kept(reader, film)
    assert taken == typed


def test_the_question_keeps_all_that_was_typed(film, halfway):
    page = ask(halfway, " 1:07 ", next=ENDING)
    assert "endcanary" not in page.content.decode()
    answer = follow(halfway, page, "1 h 7 min")
    assert (answer["Location"], kept(halfway, film)) == (ENDING, 67)
    page = ask(halfway, "1:07", next=ENDING)
    assert follow(halfway, page, "Leave it as it is").request["PATH_INFO"] == ENDING
    assert kept(halfway, film) == 67


@pytest.mark.parametrize("typed", ["100", "103", "1:40:00", "130m"])
def test_a_minute_that_opens_the_end_from_far_asks_like_the_button(film, typed):
    reader = at(film, 50)
    page = ask(reader, typed).content.decode()
    assert "Have you seen the whole film?" in page or "I’ve seen the whole film" in page
    assert ("endcanary" in page, kept(reader, film)) == (False, 50)
    reader.post(PROGRESS, {"minute": "seen"})
    assert kept(reader, film) == SEEN


def test_near_the_end_a_minute_opens_it_without_asking(film):
    reader = at(film, 85)
    assert ask(reader, "100") is None
    assert kept(reader, film) == SEEN


def test_the_question_of_having_seen_it_all_sets_nothing(film, halfway):
    page = halfway.get(PROGRESS)
    assert page.status_code == 200
    assert "endcanary" not in page.content.decode()
    assert kept(halfway, film) == 50


def test_far_from_the_end_the_button_asks_and_near_it_does_not(film):
    far, near = (at(film, m).get(FILM) for m in (50, 85))
    assert f'href="{PROGRESS}"' in far.content.decode()
    assert f'href="{PROGRESS}"' not in near.content.decode()


def test_every_guide_opens_only_to_who_says_so_on_a_page_of_its_own(film, voter):
    voter.post(PROGRESS, {"minute": "50"})
    asked = follow(voter, voter.get("/shelf/"), "I don’t mind spoilers")
    assert asked.request["PATH_INFO"] == "/shelf/spoilers/"
    assert "endcanary" not in voter.get(ENDING).content.decode()
    follow(voter, asked, "Yes, open every guide")
    assert "endcanary" in voter.get(ENDING).content.decode()
    assert Bookmark.objects.get(film=film).minute == 50


@pytest.mark.parametrize("asked", [{"minute": "x"}, {"minute": "5", "cut": "nocut"}])
def test_a_question_about_nonsense_is_the_form_again(film, halfway, asked):
    page = halfway.get(PROGRESS, asked)
    assert page.status_code == 400
    assert f'value="{asked["minute"]}"' in page.content.decode()


def test_a_browser_that_takes_no_cookie_is_told_so(film, newcomer):
    answer = newcomer.post(PROGRESS, {"minute": "50", "next": ENDING})
    newcomer.cookies.clear()
    page = newcomer.get(answer["Location"]).content.decode()
    assert "Your browser did not accept this site’s cookie" in page
    assert ('value="50"' in page, "middlecanary" in page) == (True, False)
    assert f'name="next" value="{ENDING}"' in page


def test_a_browser_that_took_it_is_led_on_and_told_nothing(film, newcomer):
    answer = newcomer.post(PROGRESS, {"minute": "50", "next": ENDING})
    led = newcomer.get(answer["Location"])
    assert (led.status_code, led["Location"]) == (303, ENDING)
    answer = newcomer.post(PROGRESS, {"minute": "20"})
    assert answer["Location"] == f"{FILM}#runtime"


def test_the_look_for_the_cookie_leads_nowhere_else(film, halfway):
    led = halfway.get(PROGRESS, {"kept": "//evil.example/"})
    assert led["Location"] == f"{FILM}#runtime"


@pytest.mark.parametrize("page", [FILM, ENDING])
def test_the_keyboard_of_a_phone_has_a_colon(film, newcomer, page):
    (field,) = re.findall(
        r'<input[^>]*id="minute"[^>]*>', newcomer.get(page).content.decode()
    )
    assert 'inputmode="text"' in field
    assert int(re.search(r'maxlength="(\d+)"', field)[1]) >= len(
        "1 Std. 02 Min. 33 Sek."
    )
