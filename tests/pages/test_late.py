"""Minutes that nobody has checked open late: said once, where the reader stands."""

import pytest

from guide.gate.horizon import SEEN
from guide.passages.models import Beat
from tests import builders
from tests.conftest import at

FILM = "/films/the-long-night/"
LATE = "some minutes late: what you have just watched may still be missing"


def page(film, minute, path=FILM):
    return at(film, minute).get(path).content.decode()


@pytest.fixture
def unchecked(film):
    Beat.unguarded.filter(horizon=10).update(horizon_checked=True)
    builders.a_beat(film, 30, horizon_checked=False)
    builders.a_question(film, 35, "Why so?", horizon_checked=False)
    return film


@pytest.mark.parametrize(("minute", "times"), [(5, 1), (15, 0), (40, 1), (SEEN, 0)])
def test_it_is_said_once_where_passages_may_be_missing(unchecked, minute, times):
    text = page(unchecked, minute)
    assert text.count(LATE) == times
    assert "Safe from" not in text


def test_it_depends_on_nothing_hidden(film):
    before = {minute: page(film, minute) for minute in (5, 15, 60)}
    builders.a_beat(film, 80, horizon_checked=False)
    assert {minute: page(film, minute) for minute in before} == before


def test_a_question_of_its_own_page_says_from_when_it_is_safe_to_share(unchecked):
    question = builders.a_question(unchecked, 35, "And so?", horizon_checked=False)
    text = page(unchecked, 40, f"/entries/{question.public_id}/")
    assert "Safe from about minute 35 on" in text
