"""Casting a vote: one upsert, and nothing locked but the voter's own account.

The protocol: see `guide.votes`."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from guide.passages.models import Entry, Kind
from guide.readers import locks
from guide.readers.models import Reader
from guide.votes.models import Vote

VOTED_ON = (Kind.INTERPRETATION, Kind.ANSWER)


class NotAVote(ValueError):
    """The value, or the kind of entry, is none that takes a vote."""


def value_of(text: str) -> int:
    """The value that a form sent: 1, -1 or 0. Raises NotAVote for anything else."""
    if text not in ("1", "-1", "0"):
        raise NotAVote(_("A vote is 1, -1, or 0 to withdraw it."))
    return int(text)


def refuse_other_kinds(entry: Entry) -> None:
    """Raise NotAVote for an entry that takes no vote: a question."""
    if entry.kind not in VOTED_ON:
        raise NotAVote(_("You can only vote on readings and answers."))


def cast(*, reader: Reader, entry: Entry, value: int, unprompted: bool = False) -> None:
    """Write the reader's vote on an entry that came through the gate.

    `unprompted`: no tally had shown yet; of a vote that is there already it says
    nothing. The account is locked meanwhile, for no vote must slip past its suspension.
    Raises Suspended, and NotAVote for a question or a value other than 1, −1 and 0.
    """
    refuse_other_kinds(entry)
    if value == 0:
        with transaction.atomic(durable=True):
            locks.lock(reader)
            # Nothing is read back; where there is no row, nothing is withdrawn.
            QuerySet(Vote).filter(reader=reader, passage=entry).update(
                value=0, at=timezone.now(), pending=True
            )
        return
    if value not in (1, -1):
        raise NotAVote(_("A vote is 1, -1, or 0 to withdraw it."))
    with transaction.atomic(durable=True):
        locks.lock(reader)
        QuerySet(Vote).bulk_create(
            [
                Vote(
                    reader=reader,
                    passage=entry,
                    value=value,
                    first_value=value,
                    unprompted=unprompted,
                )
            ],
            update_conflicts=True,
            update_fields=["value", "at", "pending"],
            unique_fields=["reader", "passage"],
        )
