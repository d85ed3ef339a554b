"""What readers report, and what comes of it: a row that stands too early is held.

When two readers of the group Trusted say so, the row shows only to those who have
seen the film, at once, until an editor sets its minute or clears it. What others say
goes to the editors' queue and holds nothing. A minute that is raised answers what was
reported until then, and so does an editor who clears the row: what comes later counts.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import receiver
from django.utils import timezone

from guide import gate
from guide.common.locking import locked
from guide.editorial.models import Report
from guide.passages.models import Passage
from guide.passages.publishing import minute_raised
from guide.readers import locks
from guide.readers.models import Reader
from guide.readers.roles import REPORTS, TRUSTED, refuse

ENOUGH = 2  # trusted readers
A_DAY = 5  # reports of one reader in 24 hours
READERS_HOLD = "readers report that it stands too early"  # stands in the history
_WHOSE = "Only an editor can answer what readers report."


class TooMany(Exception):
    """The reader has reported A_DAY rows within a day."""


@transaction.atomic
def report_too_early(*, reader: Reader, row: Passage) -> None:
    """A reader says that a row, which came through the gate, stands too early.

    Saying it again changes nothing, but counts anew once the minute was raised.
    Raises TooMany and Suspended.
    """
    locks.lock(reader)
    with gate.unguarded("a reader's own reports, and whether a row is held by them"):
        mine = QuerySet(Report).filter(reader=reader)
        said = mine.filter(passage=row).first()
        if said and said.state != Report.State.MENDED:
            return
        if mine.filter(at__gt=timezone.now() - timedelta(days=1)).count() >= A_DAY:
            raise TooMany
        again = said or Report(reader=reader, passage=row)
        again.state, again.at = Report.State.OPEN, timezone.now()
        again.save()
        trusted = QuerySet(Report).filter(
            passage=row, state=Report.State.OPEN, reader__groups__name=TRUSTED
        )
        if trusted.count() >= ENOUGH:
            _hold_for_readers(row)


@transaction.atomic
def clear(row: Passage, *, by: Reader | None = None) -> None:
    """An editor finds that the row stands where it should: what was reported until
    now holds it no more. Raises PermissionDenied."""
    refuse(by, REPORTS, _WHOSE)
    row.held, row.cleared = False, True
    row.save(update_fields=["held", "cleared"])
    _close(row, Report.State.CLEARED)


@transaction.atomic
def mended(row: Passage, *, by: Reader | None = None) -> None:
    """An editor has set the row's minute: it is held no longer. Raises
    PermissionDenied."""
    refuse(by, REPORTS, _WHOSE)
    row.held = False
    row.save(update_fields=["held"])
    _close(row, Report.State.MENDED)


@transaction.atomic
def hold(row: Passage, *, by: Reader | None = None) -> None:
    """An editor holds a row until its minute is known. Raises PermissionDenied."""
    refuse(by, REPORTS, _WHOSE)
    row.held = True
    row.save(update_fields=["held"])


@transaction.atomic
def unclear(row: Passage, *, by: Reader | None = None) -> None:
    """An editor takes back that a row was cleared. Raises PermissionDenied."""
    refuse(by, REPORTS, _WHOSE)
    row.cleared = False
    row.save(update_fields=["cleared"])


def _hold_for_readers(row):
    """With a record of it that names none of them."""
    rows = QuerySet(type(row)).filter(pk=row.pk, held=False)
    for now in locked(rows):
        now.held, now.cleared = True, False
        now._change_reason, now._history_user = READERS_HOLD, None
        now.save(update_fields=["held", "cleared"])


@receiver(minute_raised)
def _answer_reports(sender, row, **kwargs):
    """What was reported of a row that is not held is answered by its later minute.

    A held row waits for an editor who lets it go.
    """
    if not row.held:
        _close(row, Report.State.MENDED)


def _close(row, state):
    reports = Report.unguarded.filter(passage=row.pk)
    reports.filter(state=Report.State.OPEN).update(state=state)


def of_row(row: Passage) -> QuerySet[Report]:
    """The open reports of one row, for editors."""
    return Report.unguarded.filter(passage=row.pk, state=Report.State.OPEN)
