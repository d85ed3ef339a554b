"""The order of entries: how much support is sure, and how much is possible.

The Wilson score interval (Wilson 1927, "Probable inference, the law of succession,
and statistical inference") at 80 %, computed on the entry's own votes alone: a mean
over the site in the formula would tell of what is hidden.

It is computed in whole numbers and rounded down once, at the end. What is rounded down
keeps its order, so one more yes never lowers an entry, nor one more no lifts it;
floating point, which rounds at every step, reverses neighbours near 0 and 1.
"""

from collections.abc import Iterable
from math import isqrt

from guide.passages.models import Entry
from guide.votes.tally import NO_VOTES, Tally

Z = 1_281_551_565_545  # the normal quantile of a two-sided interval of 80 %, in UNIT
UNIT = 10**12
BITS = 96  # of a bound: neighbours at 10⁹ votes lie 2⁻⁶⁰ apart


def bounds(tally: Tally) -> tuple[int, int]:
    """The lower and upper bound of the share of yes, in units of 2^-BITS; exact.

    The roots of (n + z²) p² − (2 yes + z²) p + yes²/n, with n votes in all.
    """
    yes, no, n = tally.yes, tally.no, tally.total
    if n == 0:
        return 0, 1 << BITS
    zz, one = Z * Z, UNIT * UNIT
    middle = (2 * yes * one + zz) * n << BITS
    reach = (zz * n) ** 2 + 4 * zz * one * yes * no * n << 2 * BITS
    least = isqrt(reach)
    most = least if least * least == reach else least + 1
    whole = 2 * n * (n * one + zz)
    return (middle - most) // whole, (middle + least) // whole


def wilson(tally: Tally) -> tuple[float, float]:
    """The lower and upper bound of the share of yes, each in [0, 1]; (0, 1) for none.

    (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n), with p = yes/n.
    """
    low, high = bounds(tally)
    return low / (1 << BITS), high / (1 << BITS)


def ranked(entries: Iterable[Entry], tallies: dict[int, Tally]) -> list[Entry]:
    """Best supported first: lower bound, upper bound, day published, public id."""

    def place(entry: Entry) -> tuple[int, int, int, str]:
        low, high = bounds(tallies.get(entry.pk, NO_VOTES))
        day = entry.published_at.date().toordinal() if entry.published_at else 0
        return -low, -high, day, entry.public_id

    return sorted(entries, key=place)
