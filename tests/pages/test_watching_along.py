"""The next beat, one press away, and links to other films that are harmless."""

import pytest

from guide.entries.models import AlsoSpoils, Ending
from guide.films.models import Beat
from guide.gate.horizon import SEEN
from tests import builders
from tests.conftest import at
from tests.readers.test_shelf import kept

FILM = "/films/the-long-night/"


def press(client):
    return client.post(f"{FILM}progress/", {"minute": "next"})


def test_a_press_moves_to_the_next_beat_and_to_no_other(film, newcomer):
    moved = []
    for _ in range(3):
        press(newcomer)
        moved.append(kept(newcomer, film))
    assert moved == [10, 50, 90]


def test_what_is_hidden_for_other_reasons_is_no_next_beat(film, newcomer):
    builders.a_beat(film, 5, status="draft")
    builders.a_beat(film, 6, held=True)
    builders.a_beat(film, None)
    press(newcomer)
    assert kept(newcomer, film) == 10


def test_the_end_is_not_opened_without_asking(film):
    reader = at(film, 90)
    assert press(reader)["Location"] == f"{FILM}progress/"
    assert kept(reader, film) == 90


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
    rows = Beat.unguarded.filter(pk=link.beat_id)
    rows.update(status=status, **{"published_at": None} if status == "draft" else {})
    assert sees(at(film, SEEN)) == (False, False)


def test_a_draft_film_is_never_named(film, sequel, link):
    sequel.status = "draft"
    sequel.save()
    assert sees(at(film, SEEN)) == (False, False)


def test_a_link_that_is_not_announced_keeps_its_row_wholly_silent(film, link):
    builders.also_spoils(link.beat, builders.a_film("Thirdtitle"), 3)
    assert sees(at(film, SEEN)) == (False, False)


@pytest.mark.parametrize("above", ["question", "ending"])
@pytest.mark.parametrize("under", ["answer", "dispute"])
@pytest.mark.parametrize("announced", [True, False])
def test_nothing_is_announced_under_a_row_that_keeps_a_film_to_itself(
    film, sequel, above, under, announced
):
    ending = Ending.unguarded.get(film=film)
    question = builders.a_question(film, SEEN, ending=ending)
    answer = builders.an_answer(question, horizon=SEEN)
    row = answer if under == "answer" else builders.a_dispute(answer, horizon=SEEN)
    link = builders.also_spoils(row, sequel, 77)
    concealed = builders.also_spoils(
        {"question": question, "ending": ending}[above], builders.a_film("Third"), 30
    )
    AlsoSpoils.unguarded.filter(pk=link.pk).update(announced=True)
    AlsoSpoils.unguarded.filter(pk=concealed.pk).update(announced=announced)
    assert sees(at(film, SEEN))[0] is announced
