"""Compares every shown tally with its rows: has any drifted, and where."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Value

from guide.passages.models import ENTRIES, Entry
from guide.votes import counting, snapshots, tally
from guide.votes.models import Snapshot, Vote
from guide.votes.tally import Tally

TOGETHER = 500  # entries compared in one statement
COUNTED, IN_SNAPSHOT, ASTRAY = -1, -2, -3  # where shown parts have their pending votes


@dataclass(frozen=True)
class Drift:
    """An entry whose tally is not what its rows say, or will not be at the next vote.

    `snapshot` is what its votes say of Snapshot, `astray` how many stand in it as what
    they are not: a tally may be right for now all the same.
    """

    entry: int
    public_id: str
    shown: Tally
    counted: Tally
    kept: Tally
    snapshot: Tally
    astray: int


def drifted() -> Iterator[Drift]:
    """Every entry that has drifted, found while readers vote."""
    entries = QuerySet(Entry).filter(kind__in=ENTRIES).order_by("pk")
    entries = entries.values_list("pk", "public_id")
    batch = list(entries[:TOGETHER])
    while batch:
        for drift in _compared(dict(batch)):
            if (drift.shown, drift.kept, drift.astray) != (
                drift.counted,
                drift.snapshot,
                0,
            ):
                yield drift
        batch = list(entries.filter(pk__gt=batch[-1][0])[:TOGETHER])


def repair(drift: Drift) -> None:
    """Show again what the rows say."""
    snapshots.repair(drift.entry)


def _compared(names: dict[int, str]) -> Iterator[Drift]:
    """The entries {key: public id} that have votes, each side of one moment."""
    here = {"passage__in": list(names)}
    snapshot, votes = QuerySet(Snapshot).filter(**here), QuerySet(Vote).filter(**here)
    parts = [tally.since(votes), *_by_the_rows(votes)]
    sums: dict[int, dict[int | str, list[int]]] = defaultdict(
        lambda: defaultdict(lambda: [0, 0])
    )
    for key, yes, no, kind in tally.kept(snapshot).union(*parts, all=True):
        for side in {kind, "shown"} if kind >= 0 else {kind}:
            sums[key][side][0] += yes
            sums[key][side][1] += no
    for key, sides in sums.items():
        shown, counted, kept, snapshot = (
            Tally(*sides[side]) for side in ("shown", COUNTED, 0, IN_SNAPSHOT)
        )
        astray, _ = sides[ASTRAY]
        yield Drift(key, names[key], shown, counted, kept, snapshot, astray)


def _by_the_rows(votes: QuerySet) -> Iterator[QuerySet]:
    """(entry, …, COUNTED), (entry, …, IN_SNAPSHOT), (entry, …, ASTRAY): every vote."""
    counts = counting.should_count()
    stray = Q(pending=False) & ~Q(snapshot_value=snapshots.COUNTED)
    for kind, yes, no in (
        (COUNTED, Q(value=1) & counts, Q(value=-1) & counts),
        (IN_SNAPSHOT, Q(snapshot_value=1), Q(snapshot_value=-1)),
        (ASTRAY, stray, Q(pk=None)),
    ):
        rows = votes.order_by().values_list("passage")
        yield rows.annotate(
            yes=Count("pk", filter=yes), no=Count("pk", filter=no), pending=Value(kind)
        )
