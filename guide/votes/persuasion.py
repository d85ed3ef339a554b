"""What moved a voter: one piece of evidence a reading, said with one press.

The protocol: the vote is read through the gate, then one INSERT … ON CONFLICT (vote)
DO UPDATE writes the piece with the vote's value. If the vote changes in between, what
was written goes with the old value and does not count: there is nothing to lock.
Casting writes nothing here; the tally asks whether the vote is still what it was.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from guide.gate.progress import Progress
from guide.passages.models import Entry, Evidence
from guide.readers.models import Reader
from guide.votes.models import Persuasion, Vote


class NoVote(ValueError):
    """Who has not voted on a reading was not moved by its evidence."""


def say(reader: Reader, piece: Evidence, progress: Progress) -> None:
    """The reader says that a piece of evidence, which came through the gate, moved
    them; of each reading one piece does. Raises NoVote."""
    vote = _votes(progress, reader, piece.passage_id).first()
    if vote is None:
        raise NoVote(_("Vote on the reading first, then say what convinced you."))
    with transaction.atomic(durable=True):
        QuerySet(Persuasion).bulk_create(
            [Persuasion(vote=vote, evidence=piece, value=vote.value)],
            update_conflicts=True,
            update_fields=["evidence", "value"],
            unique_fields=["vote"],
        )


def take_back(reader: Reader, reading: Entry, progress: Progress) -> None:
    """No piece of evidence of this reading moved the reader after all."""
    keys = list(_votes(progress, reader, reading.pk).values_list("pk", flat=True))
    with transaction.atomic(durable=True):
        QuerySet(Persuasion).filter(vote__in=keys).delete()


def _votes(progress: Progress, reader: Reader, entry: int) -> QuerySet:
    votes = Vote.objects.visible_to(progress).exclude(value=0)
    return votes.filter(reader=reader, passage=entry)


def tallies(pieces: Iterable[Evidence], progress: Progress) -> dict[int, int]:
    """{piece's key: voters whom it moved}, of those that moved any; one query."""
    rows = _as_voted(pieces, progress, counts=True).order_by().values_list("evidence")
    return dict(rows.annotate(number=Count("pk")))


def mine(pieces: Iterable[Evidence], reader: Reader, progress: Progress) -> set[int]:
    """Keys of the pieces that moved this reader; one query, none signed out."""
    if not reader.is_authenticated:
        return set()
    rows = _as_voted(pieces, progress, reader=reader)
    return set(rows.values_list("evidence", flat=True))


def _as_voted(
    pieces: Iterable[Evidence], progress: Progress, **which: object
) -> QuerySet:
    """What was said of these pieces and still goes with its vote, of some votes."""
    pieces = list(pieces)
    keys = Evidence.objects.keys_shown(pieces, progress)
    readings = {piece.passage_id for piece in pieces if piece.pk in keys}
    votes = Vote.objects.hung_on(passage=readings)
    still = votes.filter(pk=OuterRef("vote"), value=OuterRef("value"), **which)
    return Persuasion.objects.hung_on(evidence=keys).filter(Exists(still))
