"""The order of entries: how much support is sure, and how much is possible.

The Wilson score interval (Wilson 1927, "Probable inference, the law of succession,
and statistical inference") at 80 %, computed on the entry's own votes alone: a mean
over the site in the formula would tell of what is hidden.
"""

from collections.abc import Iterable
from math import sqrt

from guide.entries.models import Entry
from guide.votes.tally import NO_VOTES, Tally

Z = 1.281551565545  # the normal quantile of a two-sided interval of 80 %


def wilson(tally: Tally) -> tuple[float, float]:
    """The lower and upper bound of the share of yes, each in [0, 1]; (0, 1) for none.

    (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n), with p = yes/n.
    """
    n = tally.total
    if n == 0:
        return 0.0, 1.0
    p, zz = tally.yes / n, Z * Z
    middle = p + zz / (2 * n)
    reach = Z * sqrt(p * (1 - p) / n + zz / (4 * n * n))
    scale = 1 + zz / n
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)


def ranked(entries: Iterable[Entry], tallies: dict[int, Tally]) -> list[Entry]:
    """Best supported first: lower bound, upper bound, day published, public id."""

    def place(entry):
        low, high = wilson(tallies.get(entry.pk, NO_VOTES))
        day = entry.published_at.date().toordinal() if entry.published_at else 0
        return -low, -high, day, entry.public_id

    return sorted(entries, key=place)
