"""Folds loose votes into Folded, in the background: it changes no tally, only its cost.

How it locks stands in the protocol in `guide.votes`, lines 5 to 7.
"""

import logging
import time
from collections.abc import Iterable
from threading import Lock, Thread

from django.db import DatabaseError, connection, transaction
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, When

from guide.votes import counting
from guide.votes.models import Folded, Vote

CROWD = 200  # loose votes on an entry from which on they are folded
PART = 500  # votes folded in one transaction: what a voter may have to wait for
PAUSE = 0.1  # seconds; whoever waits for SQLite asks again within a tenth of one

log = logging.getLogger(__name__)
_one_at_a_time = Lock()

COUNTED = Case(
    When(counts=True, then=F("value")), default=0, output_field=IntegerField()
)
"""What a vote is in a tally: its value, or nothing."""


def in_background(entries: Iterable[int]) -> None:
    """Fold the loose votes on these entries in a thread, unless one is at it here."""
    if entries and _one_at_a_time.acquire(blocking=False):
        Thread(target=_fold_them, args=(list(entries),), daemon=True).start()


def _fold_them(entries):
    try:
        for entry in entries:
            fold_in(entry, pause=PAUSE)
    except DatabaseError as error:
        # Nothing is lost: the votes stay loose, and the next reader asks again.
        log.warning("could not fold the votes: %s", error)
    finally:
        connection.close()
        _one_at_a_time.release()


def fold_in(entry: int, *, pause: float = 0) -> int:
    """Fold all loose votes on one entry, part by part; how many that were.

    `pause` is how many seconds to let others write between two parts.
    """
    folded = 0
    while part := fold_part(entry):
        folded += part
        if part < PART:
            break
        time.sleep(pause)
    return folded


@transaction.atomic
def fold_part(entry: int) -> int:
    """Fold at most PART loose votes on an entry; 0 if another is folding there."""
    if not _held(entry, skip_locked=True):
        return 0
    loose = QuerySet(Vote).filter(entry=entry, loose=True)
    locked = loose.select_for_update(skip_locked=True)
    keys = list(locked.values_list("pk", flat=True)[:PART])
    part = QuerySet(Vote).filter(pk__in=keys)
    yes = no = 0
    now = {1: [], -1: [], 0: []}
    for key, was, is_now in part.values_list("pk", "folded_value", COUNTED):
        yes += (is_now == 1) - (was == 1)
        no += (is_now == -1) - (was == -1)
        now[is_now].append(key)
    for value, keys_of_it in now.items():
        if keys_of_it:
            votes = QuerySet(Vote).filter(pk__in=keys_of_it)
            votes.update(folded_value=value, loose=False)
    if yes or no:
        _row(entry).update(yes=F("yes") + yes, no=F("no") + no)
    return len(keys)


def mend(entry: int) -> None:
    """Make Folded, and what votes say of themselves, true to the records again."""
    votes = QuerySet(Vote).filter(entry=entry)
    keys = list(counting.undecided(votes).values_list("pk", flat=True))
    for start in range(0, len(keys), PART):
        counting.decide(QuerySet(Vote).filter(pk__in=keys[start : start + PART]))
    with transaction.atomic():
        _held(entry)
        votes.filter(loose=False).exclude(folded_value=COUNTED).update(loose=True)
        sums = votes.aggregate(
            yes=Count("pk", filter=Q(folded_value=1)),
            no=Count("pk", filter=Q(folded_value=-1)),
        )
        _row(entry).update(**sums)
    fold_in(entry)


def _held(entry, **how) -> bool:
    """Lock an entry's Folded row, made where there is none; whether we have it."""
    QuerySet(Folded).bulk_create([Folded(entry_id=entry)], ignore_conflicts=True)
    return bool(_row(entry).select_for_update(**how).values_list("pk"))


def _row(entry) -> QuerySet:
    return QuerySet(Folded).filter(entry=entry)
