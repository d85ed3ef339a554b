"""The Wilson interval: exact to a thousand million votes, and an order that stays."""

from datetime import UTC, datetime
from decimal import Decimal, localcontext

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guide.passages.models import Interpretation
from guide.votes.ranking import BITS, bounds, ranked, wilson
from guide.votes.tally import NO_VOTES, Tally
from tests import builders

MOST = 10**9
COUNT = st.integers(0, MOST) | st.integers(0, 50) | st.integers(MOST - 50, MOST)
tallies = st.builds(Tally, COUNT, COUNT)


def by_the_book(tally):
    """The formula with sixty digits, as Wilson wrote it."""
    with localcontext() as context:
        context.prec = 60
        n, z = Decimal(tally.total), Decimal("1.281551565545")
        p = tally.yes / n
        reach = z * (p * (1 - p) / n + z * z / (4 * n * n)).sqrt()
        scale = 1 + z * z / n
        middle = p + z * z / (2 * n)
        return (middle - reach) / scale, (middle + reach) / scale


@given(tallies.filter(lambda tally: tally.total))
@example(Tally(MOST, MOST))
@example(Tally(0, MOST))
@example(Tally(1, 0))
def test_it_is_the_formula_to_twenty_five_digits(tally):
    for bound, right in zip(bounds(tally), by_the_book(tally), strict=True):
        assert abs(Decimal(bound) / 2**BITS - right) < Decimal(10) ** -25


@given(tallies)
def test_it_lies_between_nothing_and_all(tally):
    low, high = bounds(tally)
    assert 0 <= low < high <= 2**BITS
    assert all(0 <= bound <= 1 for bound in wilson(tally))


@given(tallies)
@example(Tally(0, 24_578))
@example(Tally(MOST, 0))
def test_one_more_yes_raises_it_and_one_more_no_lowers_it(tally):
    low, high = bounds(tally)
    more_yes = bounds(Tally(tally.yes + 1, tally.no))
    more_no = bounds(Tally(tally.yes, tally.no + 1))
    assert more_yes[0] > low
    assert more_no[1] < high
    # Both ends, and not the nearer alone; where there is no yes, 0 stays the least.
    assert (more_yes[1] > high) is (tally.no > 0)
    assert (more_no[0] < low) is (tally.yes > 0)


@given(tallies, tallies)
def test_what_readers_see_of_it_keeps_the_order(one, other):
    one_before = bounds(one) <= bounds(other)
    assert not one_before or wilson(one) <= wilson(other)


def test_nothing_is_known_of_an_entry_without_votes():
    assert wilson(NO_VOTES) == (0, 1)


def test_forty_noes_rank_below_no_votes_at_all(db):
    ending = builders.an_ending(builders.a_film())
    hated, new = (builders.an_interpretation(ending) for _ in "ab")
    assert ranked([hated, new], {hated.pk: Tally(0, 40)}) == [new, hated]


@given(st.permutations(range(6)), st.sampled_from([NO_VOTES, Tally(3, 1)]))
def test_ties_stand_in_the_order_of_day_and_name(order, votes):
    entries = [
        Interpretation(
            pk=number,
            public_id=f"{number:010}",
            # Later in the day comes first by the clock, and not by the day.
            published_at=datetime(2026, 1, 1 + number // 3, 12 - number, tzinfo=UTC),
        )
        for number in range(6)
    ]
    drawn = [entries[number] for number in order]
    assert ranked(drawn, dict.fromkeys(range(6), votes)) == entries


@pytest.mark.parametrize(("yes", "no"), [(90, 10), (900, 100), (9, 1)])
def test_more_votes_of_the_same_share_tell_more(yes, no):
    low, high = wilson(Tally(yes, no))
    wider = wilson(Tally(yes // 3, no // 3 or 1))
    assert wider[0] < low < yes / (yes + no) < high
