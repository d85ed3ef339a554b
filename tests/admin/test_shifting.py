"""All minutes of a guide from one on are moved: shown first, done, undone."""

import pytest
from django.urls import reverse

from guide.passages.models import AlsoSpoils, Answer, Beat, Dispute, Ending, Question
from tests import builders


@pytest.fixture
def page(film):
    return reverse("shift", args=[film.pk])


def minutes(film) -> dict:
    """Where every row of the guide stands."""
    beats = Beat.unguarded.filter(film=film)
    told = {beat.title: (beat.minute, beat.horizon) for beat in beats}
    for model in (Question, Answer, Dispute, Ending):
        told[model.__name__] = model.unguarded.get(film=film).horizon
    return told


MOVED = {"Morning": (10, 10), "Noon": (53, 53), "Latetitle": (93, 93),
         "Question": 53, "Answer": 63, "Dispute": 73, "Ending": 32_767}  # fmt: skip


def test_what_would_move_is_shown_and_then_moves_and_is_undone(staff, film, page):
    before = minutes(film)
    asked = {"since": "0:50", "by": "3"}
    shown = staff["editor"].get(page, asked)
    assert len(shown.context["lines"]) == 5
    assert "minute 50 → 53" in shown.content.decode()
    assert minutes(film) == before
    assert staff["editor"].post(page, asked).status_code == 302
    assert minutes(film) == MOVED
    last = staff["editor"].get(page).context["last"]
    assert last.startswith("minutes moved by +3 from 50 on")
    Beat.unguarded.get(title="Noon").save()  # somebody works on
    staff["editor"].post(page, {"undo": last})
    assert minutes(film) == before | {"Noon": (53, 53)}


def test_to_earlier_and_back(staff, film, page):
    before = minutes(film)
    staff["editor"].post(page, {"since": "50", "by": "-5"})
    assert minutes(film)["Noon"] == (45, 45)
    staff["editor"].post(page, {"undo": staff["editor"].get(page).context["last"]})
    assert minutes(film) == before


@pytest.mark.parametrize(
    ("since", "by", "why"),
    [
        ("50", "10", "These would fall outside the film: the beat “90: Latetitle”."),
        ("60", "-30", "This opens too early"),
        ("noon", "3", "noon"),
    ],
)
def test_what_cannot_stand_moves_nothing_and_says_why(
    staff, film, page, since, by, why
):
    before = minutes(film)
    answer = staff["editor"].post(page, {"since": since, "by": by})
    assert why in answer.content.decode()
    assert minutes(film) == before


def test_a_link_from_another_films_guide_moves_with_the_film(staff, film, sequel, page):
    builders.also_spoils(builders.a_beat(sequel, 5), film, 60)
    staff["editor"].post(page, {"since": "50", "by": "3"})
    assert AlsoSpoils.unguarded.get().minute == 63


def test_a_writer_moves_nothing(staff, film, page):
    assert staff["writer"].post(page, {"since": "50", "by": "3"}).status_code == 403
