"""How settled a matter is: the words, and what may never turn one into another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.votes.consensus import FEWEST_TO_TELL, Consensus, standing
from guide.votes.ranking import BITS, bounds
from guide.votes.tally import Tally

TALLIES = st.builds(Tally, st.integers(0, 200), st.integers(0, 200))
HUGE = st.builds(Tally, st.integers(0, 10**9), st.integers(0, 10**9))
RIVALS = st.lists(TALLIES, min_size=1, max_size=5)


def leading(tallies):
    return max(tallies, key=bounds)


@pytest.mark.parametrize(
    ("tallies", "word"),
    [
        ([(19, 0), (0, 19)], "too few"),
        ([(20, 0), (0, 20)], "settled"),
        ([(14, 5), (300, 700)], "too few"),  # the leading reading has 19
        ([(72, 26), (31, 49)], "settled"),
        ([(30, 20), (25, 25)], "leaning"),  # its range meets the rival's
        ([(30, 70), (15, 85)], "leaning"),  # apart, yet not above the half
        ([(60, 40), (50, 50)], "leaning"),  # by ten points exactly
        ([(60, 40), (51, 49)], "contested"),
        ([(50, 50)], "contested"),  # no rival, and no more yes than no
        ([(90, 10)], "settled"),
        ([(90, 10), (0, 0)], "leaning"),  # nobody has weighed the rival
        ([(90, 10), (4, 0)], "leaning"),  # too few for a share
        ([(50, 50), (0, 0)], "contested"),
        ([], "too few"),
    ],
)
def test_each_word_says_what_it_says(tallies, word):
    assert standing(Tally(*counts) for counts in tallies) == word


@given(RIVALS)
def test_too_few_is_said_of_the_leading_entry_alone(tallies):
    few = leading(tallies).total < FEWEST_TO_TELL
    assert (standing(tallies) == Consensus.TOO_FEW) == few


@given(st.lists(HUGE, min_size=1, max_size=5))
def test_settled_stands_above_the_half_and_above_every_rival(tallies):
    if standing(tallies) == Consensus.SETTLED:
        first = leading(tallies)
        rest = [*tallies]
        rest.remove(first)
        assert 2 * bounds(first)[0] > 1 << BITS
        assert all(bounds(first)[0] > bounds(rival)[1] for rival in rest)


@given(st.lists(HUGE, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_the_rivals_does_not_matter(tallies, chance):
    shuffled = [*tallies]
    chance.shuffle(shuffled)
    assert standing(shuffled) == standing(tallies)


@given(RIVALS, st.integers(1, 50))
def test_more_support_for_the_leading_entry_never_unsettles(tallies, more):
    if standing(tallies) == Consensus.SETTLED:
        first = leading(tallies)
        rest = [*tallies]
        rest.remove(first)
        backed = Tally(first.yes + more, first.no)
        assert standing([backed, *rest]) == Consensus.SETTLED


@given(RIVALS, st.integers(0, 4), st.integers(1, 50))
def test_doubt_about_a_rival_never_unsettles(tallies, number, more):
    if standing(tallies) == Consensus.SETTLED:
        first = leading(tallies)
        rest = [*tallies]
        rest.remove(first)
        if rest:
            rival = rest.pop(number % len(rest))
            rest.append(Tally(rival.yes, rival.no + more))
        assert standing([first, *rest]) == Consensus.SETTLED


@given(TALLIES, TALLIES)
def test_of_two_the_one_that_leans_leads_by_ten_points(one, other):
    if standing([one, other]) == Consensus.LEANING and min(one.total, other.total) >= 5:
        first, rival = sorted([one, other], key=bounds, reverse=True)
        assert 10 * (first.yes * rival.total - rival.yes * first.total) >= (
            first.total * rival.total
        )
