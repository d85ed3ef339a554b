"""Publishing at a set time: what is due is published by a command, `publish_due`.

The clock alone shows nothing: the gate reads a status, and a status is written once, by
a verb that renders the text and checks its floors as it always does. A timer calls the
command; what was refused then stays a draft, with its time, and is tried again.
"""

from collections.abc import Iterator
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from guide.common.locking import locked
from guide.films.models import Film
from guide.passages import publishing
from guide.passages.models import Passage


def timed() -> Iterator[Film | Passage]:
    """What has a time to be published at, each before what may rest on it."""
    yield from Film.unguarded.exclude(publish_at=None).order_by("publish_at", "pk")
    rows = Passage.unguarded.exclude(publish_at=None).order_by("publish_at", "pk")
    found = rows.select_related("film", "cut")
    yield from sorted(found, key=lambda row: row.kind_order)


def publish_due(now: datetime) -> Iterator[tuple[Film | Passage, list[str]]]:
    """Publish what is due, one by one: each with why it was refused, if it was."""
    for row in timed():
        if row.publish_at is None or row.publish_at > now:
            continue
        try:
            if published := _publish(row, now):
                yield published, []
        except ValidationError as error:
            yield row, error.messages


@transaction.atomic
def _publish(row: Film | Passage, now: datetime) -> Film | Passage | None:
    """The row as it was published; None where somebody else was quicker."""
    still = type(row).unguarded.filter(pk=row.pk, publish_at__lte=now)
    found = locked(still).first()
    if found is not None:
        found._change_reason = "published at its set time"
        is_film = isinstance(found, Film)
        (publishing.publish_film if is_film else publishing.publish)(found)
    return found
