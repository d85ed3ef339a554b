"""Tallies: the sum of the vote rows, never a counter.

What was added up before is kept in Snapshot, and votes written since are pending. One
statement reads both, so that it sees one moment of the database: a tally is exact at
any time, and quick however many have voted. `guide.votes.snapshots` writes them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial

from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet, Value

from guide.gate.progress import Progress
from guide.passages.models import Entry
from guide.readers.models import Reader
from guide.votes import snapshots
from guide.votes.models import Snapshot, Vote

FEWEST_FOR_A_SHARE = 5  # votes; a share of fewer says nothing
BLANK = -(10**12)  # stands for the first key, one less for the next


@dataclass(frozen=True, order=True)
class Tally:
    """How many readers say yes and no to one entry."""

    yes: int = 0
    no: int = 0

    @property
    def total(self) -> int:
        return self.yes + self.no

    @property
    def share(self) -> float | None:
        """The part that says yes, 0 to 1; None under FEWEST_FOR_A_SHARE votes."""
        return self.yes / self.total if self.total >= FEWEST_FOR_A_SHARE else None


NO_VOTES = Tally()


def tallies(entries: Collection[Entry], progress: Progress) -> dict[int, Tally]:
    """{entry's key: Tally} of the entries that have votes; one query.

    Where many votes are pending, the snapshot is updated in the background.
    """
    tallies, crowded = {}, []
    for key, yes, no, pending in _rows(Entry.objects.keys_shown(entries, progress)):
        tallies[key] = Tally(yes, no)
        if pending >= snapshots.CROWD:
            crowded.append(key)
    # What is undone, as a look from the desk is, updates nothing.
    transaction.on_commit(partial(snapshots.in_background, crowded))
    return tallies


def _rows(keys: list[int]) -> list[tuple[int, int, int, int]]:
    """(entry, yes, no, pending votes) of the entries of these keys that have votes."""
    if not keys:
        return []
    text, blanks = _statement(len(keys))
    with connection.cursor() as cursor:
        cursor.execute(text, [keys[BLANK - b] if b <= BLANK else b for b in blanks])
        parts = cursor.fetchall()
    sums: dict[int, tuple[int, int, int]] = {}
    for key, yes, no, pending in parts:
        before = sums.get(key, (0, 0, 0))
        sums[key] = before[0] + yes, before[1] + no, before[2] + pending
    return [(key, *whole) for key, whole in sums.items()]


@lru_cache(maxsize=500)
def _statement(count: int) -> tuple[str, tuple[int, ...]]:
    """The statement for that many entries, and its parameters, their keys left blank.

    Written once: Django takes far longer to write it than a database to answer it.
    """
    keys = [BLANK - place for place in range(count)]
    votes = Vote.objects.hung_on(passage=keys)
    snapshots_of = Snapshot.objects.hung_on(passage=keys)
    parts = kept(snapshots_of).union(since(votes), all=True)
    return parts.query.sql_with_params()


def kept(snapshots: QuerySet) -> QuerySet:
    """(entry, yes, no, 0) of each entry that has a snapshot."""
    return snapshots.values_list("passage", "yes", "no").annotate(pending=Value(0))


def since(votes: QuerySet) -> QuerySet:
    """(entry, yes, no, votes) that pending votes add to their snapshot."""
    return (
        votes.filter(pending=True)
        .order_by()
        .values_list("passage")
        .annotate(
            yes=Count("pk", filter=Q(value=1, counts=True))
            - Count("pk", filter=Q(snapshot_value=1)),
            no=Count("pk", filter=Q(value=-1, counts=True))
            - Count("pk", filter=Q(snapshot_value=-1)),
            pending=Count("pk"),
        )
    )


def voted_since(
    when: datetime, entry: Entry, reader: Reader, progress: Progress
) -> bool:
    """Whether a reader has voted on an entry at that moment or later."""
    votes = Vote.objects.hung_on(passage=Entry.objects.keys_shown([entry], progress))
    return votes.filter(reader=reader, at__gte=when).exists()


def mine(
    entries: Iterable[Entry], reader: Reader, progress: Progress
) -> dict[int, int]:
    """{entry's key: 1 or −1} of this reader's own votes; one query, none signed out."""
    if not reader.is_authenticated:
        return {}
    rows = Vote.objects.visible_to(progress).filter(
        reader=reader, passage__in=[entry.pk for entry in entries]
    )
    return dict(rows.exclude(value=0).values_list("passage", "value"))
