"""Tallies: a fold of the vote rows, never a counter."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from guide.entries.models import Entry
from guide.gate.progress import Progress
from guide.readers.models import Reader
from guide.votes.models import Vote

FEWEST_FOR_A_SHARE = 5  # votes; a share of fewer says nothing


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


def fold(entries: Iterable[Entry], progress: Progress) -> dict[int, Tally]:
    """{entry's key: Tally} of the entries that have votes; one query."""
    rows = (
        Vote.objects.visible_to(progress)
        .filter(entry__in=[entry.pk for entry in entries])
        .order_by()
        .values_list("entry")
        .annotate(
            yes=Count("pk", filter=Q(value=1)), no=Count("pk", filter=Q(value=-1))
        )
    )
    return {key: Tally(yes, no) for key, yes, no in rows}


def mine(
    entries: Iterable[Entry], reader: Reader, progress: Progress
) -> dict[int, int]:
    """{entry's key: 1 or −1} of this reader's own votes; one query, none signed out."""
    if not reader.is_authenticated:
        return {}
    rows = Vote.objects.visible_to(progress).filter(
        reader=reader, entry__in=[entry.pk for entry in entries]
    )
    return dict(rows.exclude(value=0).values_list("entry", "value"))
