"""Groups of votes that an editor should look at. Nothing here decides anything.

Each group is a reason to look, and says no more: friends who watched together vote
alike too. Only votes that count are looked at, the latest MOST of them.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from guide.votes.models import Vote

MOST = 200_000  # votes
BURST, WITHIN = 20, timedelta(minutes=10)  # votes the same way on one entry
LATELY = timedelta(days=7)  # for the alarm on an entry's own page
TIMES = 10  # as many as that entry usually gets in such a time
NEWCOMERS, YOUNG = 5, timedelta(hours=1)  # accounts, made so shortly before the vote
ALIKE, ENTRIES = 3, 4  # accounts that say the same of as many entries, and of no other


@dataclass(frozen=True)
class Ballot:
    """One vote, as far as it may be suspicious."""

    key: int
    entry: int
    value: int
    reader: int
    at: datetime
    joined: datetime
    active: bool


@dataclass(frozen=True)
class Group:
    """Votes that have something in common, and what; the earliest vote first."""

    kind: str
    sentence: str
    ballots: tuple[Ballot, ...]

    @property
    def entries(self) -> set[int]:
        return {ballot.entry for ballot in self.ballots}


def groups() -> list[Group]:
    """Every suspicious group, the largest of each kind first."""
    ballots = list(_latest())
    by_entry = _sorted_by(ballots, lambda b: (b.entry, b.value))
    found = [
        *_of_suspended(ballots),
        *(group for each in by_entry.values() for group in _bursts(each)),
        *(group for each in by_entry.values() for group in _newcomers(each)),
        *_alike(ballots),
    ]
    kinds = list(dict.fromkeys(group.kind for group in found))
    return sorted(found, key=lambda g: (kinds.index(g.kind), -len(g.ballots)))


def alarms(entries: Iterable[int]) -> dict[int, str]:
    """{entry: the burst alarm} of those of these entries that had one in a week."""
    ballots = _latest(passage__in=list(entries), at__gt=timezone.now() - LATELY)
    by_entry = _sorted_by(ballots, lambda b: (b.entry, b.value))
    told = {}
    for (entry, _), ballots in by_entry.items():
        for group in _bursts(ballots):
            told[entry] = group.sentence
    return told


def _latest(**which) -> Iterator[Ballot]:
    rows = Vote.unguarded.filter(counts=True, value__in=(1, -1), **which)
    latest = rows.order_by("-pk").values_list(
        "pk", "passage", "value", "reader", "at", "reader__date_joined",
        "reader__is_active",
    )[:MOST]  # fmt: skip
    return (Ballot(*row) for row in latest.iterator())


def _sorted_by(ballots, key) -> dict[tuple, list[Ballot]]:
    """Ballots by a key, each in the order of their time."""
    sorted_out = defaultdict(list)
    for ballot in sorted(ballots, key=lambda b: (b.at, b.key)):
        sorted_out[key(ballot)].append(ballot)
    return sorted_out


def _bursts(ballots: list[Ballot]) -> Iterator[Group]:
    """Times in which far more said the same of an entry than usually do."""
    many = max(BURST, TIMES * _usual(ballots))
    times = [ballot.at for ballot in ballots]
    start = end = 0
    for first in range(len(ballots)):
        after = bisect_right(times, times[first] + WITHIN)
        if after - first < many:
            continue
        if end and first >= end:
            yield _burst(ballots[start:end])
        start = first if first >= end else start
        end = after
    if end:
        yield _burst(ballots[start:end])


def _usual(ballots):
    """How many votes come in WITHIN on average; over a day at least."""
    span = max(ballots[-1].at - ballots[0].at, timedelta(days=1))
    return len(ballots) / (span / WITHIN)


def _burst(ballots):
    lasted = ballots[-1].at - ballots[0].at
    minutes = round(lasted.total_seconds() / 60) or 1
    sentence = f"burst: {len(ballots)} votes the same way within {minutes} min"
    return Group("burst", sentence, tuple(ballots))


def _newcomers(ballots: list[Ballot]) -> Iterator[Group]:
    """Accounts made shortly before they said the same of one entry."""
    young = tuple(b for b in ballots if b.at - b.joined < YOUNG)
    if len(young) >= NEWCOMERS:
        sentence = (
            f"{len(young)} accounts voted the same way within an hour of being made"
        )
        yield Group("newcomers", sentence, young)


def _alike(ballots: list[Ballot]) -> Iterator[Group]:
    """Accounts whose votes are the same, entry by entry."""
    of_reader = defaultdict(list)
    for ballot in ballots:
        of_reader[ballot.reader].append(ballot)
    said = defaultdict(list)
    for theirs in of_reader.values():
        if len(theirs) >= ENTRIES:
            said[frozenset((b.entry, b.value) for b in theirs)].append(theirs)
    for same, crowd in said.items():
        if len(crowd) >= ALIKE:
            sentence = (
                f"{len(crowd)} accounts voted the same way on the same {len(same)}"
            )
            together = sorted((b for one in crowd for b in one), key=lambda b: b.at)
            yield Group(
                "alike", f"{sentence} entries, and on no others", tuple(together)
            )


def _of_suspended(ballots: list[Ballot]) -> Iterator[Group]:
    """Votes that were on their way while their account was suspended."""
    if left := tuple(ballot for ballot in ballots if not ballot.active):
        yield Group(
            "suspended", f"{len(left)} votes of suspended accounts still count", left
        )
