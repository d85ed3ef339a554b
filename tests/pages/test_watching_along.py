"""The next passage, asked for by its minute; links to other films that are harmless."""

import re

import pytest

from guide.films.models import Cut
from guide.gate.horizon import SEEN
from guide.passages.models import AlsoSpoils, Beat, Ending
from guide.readers import notes
from guide.readers.response_cookies import ResponseCookies
from tests import builders
from tests.conftest import at, leads_to
from tests.pages.test_way_to_the_ending import follow
from tests.readers.test_shelf import kept

FILM = "/films/the-long-night/"


def press(client):
    """Ask for the next passage: the question, which names its minute."""
    page = client.post(f"{FILM}progress/", {"minute": "next"})
    assert page.status_code == 200
    return page


def go_on(client, film):
    """Say on that page that one is there; where it leads."""
    page = press(client)
    (minute,) = re.findall(r"I’ve watched to minute (\d+)<", page.content.decode())
    answer = follow(client, page, f"I’ve watched to minute {minute}")
    assert kept(client, film) == int(minute)
    return int(minute), leads_to(client, answer)


def test_each_press_names_the_next_minute_and_leads_to_what_opens_there(film, newcomer):
    beats = Beat.unguarded.filter(film=film)
    asked = [go_on(newcomer, film) for _ in range(3)]
    assert asked == [
        (beat.minute, f"{FILM}#beat-{beat.public_id}")
        for beat in beats.order_by("minute")
    ]


def test_the_question_moves_nobody_and_tells_a_minute_alone(film):
    reader = at(film, 10)
    page = press(reader).content.decode()
    assert "Have you watched to minute 50?" in page
    assert ("middlecanary" in page, "Noon" in page) == (False, False)
    assert kept(reader, film) == 10
    for path in (FILM, f"{FILM}ending/", f"{FILM}progress/"):
        assert "minute 50" not in reader.get(path).content.decode()


def test_no_get_tells_where_the_next_passage_opens(film):
    page = at(film, 10).get(f"{FILM}progress/", {"minute": "next"})
    assert (page.status_code, b"minute 50" in page.content) == (400, False)


def test_what_is_hidden_for_other_reasons_is_no_next_passage(film, newcomer):
    builders.a_beat(film, 5, status="draft")
    builders.a_beat(film, 6, held=True)
    builders.a_beat(film, None)
    assert go_on(newcomer, film)[0] == 10


def test_the_end_is_not_opened_without_asking(film):
    reader = at(film, 90)
    assert "Have you seen the whole film?" in press(reader).content.decode()
    assert kept(reader, film) == 90


def test_who_watches_a_longer_cut_is_asked_in_its_minutes(film):
    cut = Cut.objects.create(film=film, name="Extended", runtime=120)
    reader = at(film, 10)
    reader.post(f"{FILM}progress/", {"minute": "30", "cut": cut.public_id})
    assert "I’ve watched to minute 70<" in press(reader).content.decode()
    follow(reader, press(reader), "I’ve watched to minute 70")
    assert kept(reader, film) == 50


def test_after_a_change_a_link_jumps_to_where_one_is(film, newcomer):
    newcomer.get(newcomer.post(f"{FILM}progress/", {"minute": "50"})["Location"])
    page = newcomer.get(FILM).content.decode()
    assert 'href="#here">Jump to where you are</a>' in page
    assert page.index("middlecanary") < page.index('id="here"')
    assert "Jump to where you are" not in newcomer.get(FILM).content.decode()


def test_from_the_ending_the_link_jumps_to_the_films_page(film, halfway):
    halfway.post(f"{FILM}progress/", {"minute": "20", "next": f"{FILM}ending/"})
    page = halfway.get(f"{FILM}ending/").content.decode()
    assert f'href="{FILM}#here">Jump to where you are</a>' in page


def test_a_notice_that_moves_nobody_does_not_jump(film, voter):
    left = ResponseCookies()
    notes.leave(left, "cast")
    voter.cookies["note"] = left.holds("note")
    page = voter.get(f"{FILM}ending/").content.decode()
    assert "Your vote was cast." in page
    assert "Jump to where you are" not in page


@pytest.fixture
def link(film, sequel):
    early = Beat.unguarded.get(film=film, minute=10)
    link = builders.also_spoils(early, sequel, 40)
    link.announced = True
    link.save()
    return link


def sees(client):
    page = client.get(FILM).content.decode()
    return "The Long Day" in page, "earlycanary" in page


def test_an_announced_link_names_the_other_film_at_the_rows_own_minute(film, link):
    assert sees(at(film, 9)) == (False, False)
    assert sees(at(film, 10)) == (True, False)
    assert sees(at(film, SEEN)) == (True, False)


def test_who_has_reached_both_films_reads_the_row(film, sequel, link):
    reader = at(film, 10)
    reader.post("/films/the-long-day/progress/", {"minute": "40"})
    reader.get("/")  # the notice names the other film
    assert sees(reader) == (False, True)


def test_a_link_that_is_not_announced_leaves_no_trace(film, link):
    link.announced = False
    link.save()
    assert sees(at(film, SEEN)) == (False, False)


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_a_hidden_row_announces_nothing(film, link, status):
    rows = Beat.unguarded.filter(pk=link.passage_id)
    rows.update(status=status, **{"published_at": None} if status == "draft" else {})
    assert sees(at(film, SEEN)) == (False, False)


def test_a_draft_film_is_never_named(film, sequel, link):
    sequel.status = "draft"
    sequel.save()
    assert sees(at(film, SEEN)) == (False, False)


def test_a_link_that_is_not_announced_keeps_its_row_wholly_silent(film, link):
    builders.also_spoils(link.passage, builders.a_film("Thirdtitle"), 3)
    assert sees(at(film, SEEN)) == (False, False)


@pytest.mark.parametrize("above", ["question", "ending"])
@pytest.mark.parametrize("under", ["answer", "dispute"])
@pytest.mark.parametrize("announced", [True, False])
def test_nothing_is_announced_under_a_row_that_keeps_a_film_to_itself(
    film, sequel, above, under, announced
):
    ending = Ending.unguarded.get(film=film)
    question = builders.a_question(film, SEEN, under=ending)
    answer = builders.an_answer(question, horizon=SEEN)
    row = answer if under == "answer" else builders.a_dispute(answer, horizon=SEEN)
    link = builders.also_spoils(row, sequel, 77)
    concealed = builders.also_spoils(
        {"question": question, "ending": ending}[above], builders.a_film("Third"), 30
    )
    AlsoSpoils.unguarded.filter(pk=link.pk).update(announced=True)
    AlsoSpoils.unguarded.filter(pk=concealed.pk).update(announced=announced)
    assert sees(at(film, SEEN))[0] is announced
