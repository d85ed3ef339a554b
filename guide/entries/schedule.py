"""Publishing at a set time: what is due is published by a command, `publish_due`.

The clock alone shows nothing: the gate reads a status, and a status is written once, by
a verb that renders the text and checks its floors as it always does. A timer calls the
command; what was refused then stays a draft, with its time, and is tried again.
"""

from collections.abc import Iterator
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from guide.entries import publishing
from guide.entries.models import Dispute, Ending, Entry, Kind
from guide.films.locking import locked
from guide.films.models import Beat, Film, GatedRow

MODELS = (Film, Beat, Ending, Entry, Dispute)  # each before what may rest on it


def timed() -> Iterator[Film | GatedRow]:
    """What has a time to be published at, in the order in which it can be."""
    for model in MODELS:
        rows = model.unguarded.exclude(publish_at=None).order_by("publish_at", "pk")
        if model is Film:
            yield from rows
        else:
            # An answer comes after its question, whatever their times.
            found = rows.select_related("film")
            yield from sorted(found, key=lambda r: _kind(r) == Kind.ANSWER)


def publish_due(now: datetime) -> Iterator[tuple[Film | GatedRow, list[str]]]:
    """Publish what is due, one by one: each with why it was refused, if it was."""
    for row in timed():
        if row.publish_at > now:
            continue
        try:
            if published := _publish(row, now):
                yield published, []
        except ValidationError as error:
            yield row, error.messages


@transaction.atomic
def _publish(row, now):
    """The row as it was published; None where somebody else was quicker."""
    still = type(row).unguarded.filter(pk=row.pk, publish_at__lte=now)
    found = locked(still).first()
    if found is not None:
        found._change_reason = "published at its set time"
        is_film = isinstance(found, Film)
        (publishing.publish_film if is_film else publishing.publish)(found)
    return found


def _kind(row):
    return getattr(row, "kind", None)
