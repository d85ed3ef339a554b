"""An account goes, and with it all that is its own: minutes, votes, reports, proposals.

What became part of a guide stays. The tallies lose its votes in the same transaction,
by a trigger of the database (`migrations/0003_triggers`).
"""

from django.db import transaction
from django.db.models import QuerySet

from guide import gate
from guide.readers.models import Reader
from guide.votes.models import Snapshot, Vote


@transaction.atomic
def leave(reader: Reader) -> None:
    """Delete an account and what is kept with it, for good."""
    with gate.unguarded("deletes a reader's own rows; nothing is shown"):
        entries = QuerySet(Vote).filter(reader=reader).values("passage")
        # In one order, so that two who leave at once do not wait for each other.
        snapshots = QuerySet(Snapshot).filter(passage__in=entries).order_by("pk")
        list(snapshots.select_for_update().values_list("pk"))
        reader.delete()
