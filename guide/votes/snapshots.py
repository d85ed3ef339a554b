"""Adds pending votes to the snapshot of their entry, in the background.

That changes no tally, only what it costs to read.

How it locks stands in the protocol in `guide.votes`, lines 5 to 7.
"""

import logging
import time
from collections.abc import Collection, Iterable
from threading import Lock, Thread

from django.db import DatabaseError, connection, transaction
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, When

from guide.votes import counting
from guide.votes.models import Snapshot, Vote

CROWD = 200  # pending votes on an entry from which on the snapshot is updated
PART = 500  # votes of one transaction: what a voter may have to wait for
PAUSE = 0.1  # seconds; whoever waits for SQLite asks again within a tenth of one

log = logging.getLogger(__name__)
_one_at_a_time = Lock()

COUNTED = Case(
    When(counts=True, then=F("value")), default=0, output_field=IntegerField()
)
"""What a vote is in a tally: its value, or nothing."""


def in_background(entries: Collection[int]) -> None:
    """Take in the pending votes on these entries in a thread, unless one is at it."""
    if entries and _one_at_a_time.acquire(blocking=False):
        Thread(target=_update_them, args=(list(entries),), daemon=True).start()


def _update_them(entries: Iterable[int]) -> None:
    try:
        for entry in entries:
            update(entry, pause=PAUSE)
    except DatabaseError as error:
        # Nothing is lost: the votes stay pending, and the next reader asks again.
        log.warning("could not update the snapshots of votes: %s", error)
    finally:
        connection.close()
        _one_at_a_time.release()


def update(entry: int, *, pause: float = 0) -> int:
    """Take in all pending votes on one entry, part by part; how many that were.

    `pause` is how many seconds to let others write between two parts.
    """
    taken = 0
    while part := update_part(entry):
        taken += part
        if part < PART:
            break
        time.sleep(pause)
    return taken


@transaction.atomic
def update_part(entry: int) -> int:
    """Take in at most PART pending votes on an entry; 0 if another is at it there."""
    if not _held(entry, skip_locked=True):
        return 0
    pending = QuerySet(Vote).filter(passage=entry, pending=True)
    locked = pending.select_for_update(skip_locked=True)
    keys = list(locked.values_list("pk", flat=True)[:PART])
    part = QuerySet(Vote).filter(pk__in=keys)
    yes = no = 0
    now: dict[int, list[int]] = {1: [], -1: [], 0: []}
    for key, was, is_now in part.values_list("pk", "snapshot_value", COUNTED):
        yes += (is_now == 1) - (was == 1)
        no += (is_now == -1) - (was == -1)
        now[is_now].append(key)
    for value, keys_of_it in now.items():
        if keys_of_it:
            votes = QuerySet(Vote).filter(pk__in=keys_of_it)
            votes.update(snapshot_value=value, pending=False)
    if yes or no:
        _row(entry).update(yes=F("yes") + yes, no=F("no") + no)
    return len(keys)


def repair(entry: int) -> None:
    """Make a snapshot, and what votes say of themselves, true to the records again."""
    votes = QuerySet(Vote).filter(passage=entry)
    keys = list(counting.undecided(votes).values_list("pk", flat=True))
    for start in range(0, len(keys), PART):
        counting.decide(QuerySet(Vote).filter(pk__in=keys[start : start + PART]))
    with transaction.atomic():
        _held(entry)
        votes.filter(pending=False).exclude(snapshot_value=COUNTED).update(pending=True)
        sums = votes.aggregate(
            yes=Count("pk", filter=Q(snapshot_value=1)),
            no=Count("pk", filter=Q(snapshot_value=-1)),
        )
        _row(entry).update(**sums)
    update(entry)


def _held(entry: int, **how: bool) -> bool:
    """Lock an entry's Snapshot row, made where there is none; whether we have it."""
    QuerySet(Snapshot).bulk_create([Snapshot(passage_id=entry)], ignore_conflicts=True)
    return bool(_row(entry).select_for_update(**how).values_list("pk"))


def _row(entry: int) -> QuerySet:
    return QuerySet(Snapshot).filter(passage=entry)
