"""Compares every shown tally with its rows: has any drifted, and where."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Value

from guide.entries.models import Entry
from guide.votes import counting, folding, tally
from guide.votes.models import Folded, Vote
from guide.votes.tally import Tally

TOGETHER = 500  # entries compared in one statement
COUNTED, FOLDED, ASTRAY = -1, -2, -3  # where shown parts have their loose votes


@dataclass(frozen=True)
class Drift:
    """An entry whose tally is not what its rows say, or will not be at the next vote.

    `folded` is what its votes say of Folded, `astray` how many are folded as what they
    are not: a tally may be right for now all the same.
    """

    entry: int
    public_id: str
    shown: Tally
    counted: Tally
    kept: Tally
    folded: Tally
    astray: int


def drifted() -> Iterator[Drift]:
    """Every entry that has drifted, found while readers vote."""
    entries = QuerySet(Entry).order_by("pk").values_list("pk", "public_id")
    batch = list(entries[:TOGETHER])
    while batch:
        for drift in _compared(dict(batch)):
            if (drift.shown, drift.kept, drift.astray) != (
                drift.counted,
                drift.folded,
                0,
            ):
                yield drift
        batch = list(entries.filter(pk__gt=batch[-1][0])[:TOGETHER])


def repair(drift: Drift) -> None:
    """Show again what the rows say."""
    folding.mend(drift.entry)


def _compared(names: dict[int, str]) -> Iterator[Drift]:
    """The entries {key: public id} that have votes, each side of one moment."""
    here = {"entry__in": list(names)}
    folded, votes = QuerySet(Folded).filter(**here), QuerySet(Vote).filter(**here)
    parts = [tally.since(votes), *_by_the_rows(votes)]
    sums = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for key, yes, no, kind in tally.kept(folded).union(*parts, all=True):
        for side in {kind, "shown"} if kind >= 0 else {kind}:
            sums[key][side][0] += yes
            sums[key][side][1] += no
    for key, sides in sums.items():
        yield Drift(
            key,
            names[key],
            *(Tally(*sides[side]) for side in ("shown", COUNTED, 0, FOLDED)),
            astray=sides[ASTRAY][0],
        )


def _by_the_rows(votes: QuerySet) -> Iterator[QuerySet]:
    """(entry, …, COUNTED), (entry, …, FOLDED), (entry, …, ASTRAY): every vote."""
    counts = counting.should_count()
    stray = Q(loose=False) & ~Q(folded_value=folding.COUNTED)
    for kind, yes, no in (
        (COUNTED, Q(value=1) & counts, Q(value=-1) & counts),
        (FOLDED, Q(folded_value=1), Q(folded_value=-1)),
        (ASTRAY, stray, Q(pk=None)),
    ):
        rows = votes.order_by().values_list("entry")
        yield rows.annotate(
            yes=Count("pk", filter=yes), no=Count("pk", filter=no), loose=Value(kind)
        )
