"""The order of horizons: the specification that SQL is compared with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.gate.horizon import (
    LATE,
    LONGEST,
    SEEN,
    join,
    late,
    place,
    reached,
    spoken,
)

MINUTES = st.integers(0, LONGEST) | st.just(SEEN)
HORIZONS = MINUTES | st.none()


@given(MINUTES)
def test_minute_0_is_safe_for_everybody(minute):
    assert reached(0, minute) is True


@given(MINUTES)
def test_nobody_reaches_a_missing_horizon(minute):
    assert reached(None, minute) is False


@given(st.integers(0, LONGEST))
def test_the_whole_film_stands_above_every_minute(minute):
    assert reached(minute, SEEN) is True
    assert reached(SEEN, minute) is False


@given(HORIZONS, MINUTES, MINUTES)
def test_whoever_watches_on_loses_nothing(horizon, minute, other):
    if reached(horizon, min(minute, other)):
        assert reached(horizon, max(minute, other)) is True


@given(HORIZONS, HORIZONS, MINUTES)
def test_a_join_is_reached_where_both_are(one, other, minute):
    both = reached(one, minute) and reached(other, minute)
    assert reached(join(one, other), minute) == both


@given(HORIZONS, HORIZONS, HORIZONS)
def test_a_join_does_not_depend_on_order(a, b, c):
    assert join(a, join(b, c)) == join(join(c, a), b) == join(a, b, c)


def test_the_join_of_nothing_is_safe():
    assert join() == 0


@pytest.mark.parametrize(
    ("minute", "there"), [(0, 0), (99, 99), (100, SEEN), (101, SEEN), (SEEN, SEEN)]
)
def test_a_minute_at_the_runtime_is_the_whole_film(minute, there):
    assert place(minute, 100) == there


def test_an_unchecked_minute_errs_late():
    assert late(50, 100) == 50 + LATE
    assert late(96, 100) == SEEN


def test_editors_read_horizons_in_words():
    assert [spoken(None), spoken(68), spoken(SEEN)] == [
        "nobody",
        "minute 68",
        "the end",
    ]
