"""How settled a matter is: one word for rival entries, from their tallies alone.

Like the tallies it is computed on what one reader may see, and on nothing else.
"""

from collections.abc import Iterable
from enum import StrEnum

from guide.votes.ranking import BITS, bounds
from guide.votes.tally import Tally

FEWEST_TO_TELL = 20  # votes on the leading entry
LEAD = 10  # points of a hundred
HALF = 1 << BITS - 1  # of a bound


class Consensus(StrEnum):
    """What the votes allow to be said."""

    TOO_FEW = "too few"
    SETTLED = "settled"
    LEANING = "leaning"
    CONTESTED = "contested"


def standing(tallies: Iterable[Tally]) -> Consensus:
    """The word for these rivals; their order does not matter."""
    leading, *rivals = sorted(tallies, key=bounds, reverse=True) or [Tally()]
    if leading.total < FEWEST_TO_TELL:
        return Consensus.TOO_FEW
    lower = bounds(leading)[0]
    if lower > max([HALF, *(bounds(rival)[1] for rival in rivals)]):
        return Consensus.SETTLED
    # A rival with too few votes for a share says nothing; where none has a share,
    # there is nobody to lead but the half.
    shares = [rival for rival in rivals if rival.share is not None]
    ahead = all(leads(leading, rival) for rival in shares) if shares else lower > HALF
    return Consensus.LEANING if ahead else Consensus.CONTESTED


def leads(leading: Tally, rival: Tally) -> bool:
    """Whether one share lies at least LEAD points above the other; in whole numbers."""
    apart = leading.yes * rival.total - rival.yes * leading.total
    return 100 * apart >= LEAD * leading.total * rival.total
