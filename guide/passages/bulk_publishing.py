"""Publishing a guide's drafts together: all or none, each after what it rests on."""

from collections.abc import Iterable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction

from guide.common.locking import locked
from guide.films.models import Film
from guide.films.statuses import DRAFTS, Status
from guide.passages import floors, publishing
from guide.passages.models import Passage
from guide.readers.models import Reader

Draft = TypeVar("Draft", bound=Film | Passage)


def drafts(film: Film) -> list[Film | Passage]:
    """What of a film was never published, the film first if it is a draft itself, and
    each passage after what it may rest on."""
    rows = Passage.unguarded.filter(film=film, status__in=DRAFTS)
    rows = rows.select_related("film", "under", "cut")
    found = [film] if film.status == Status.DRAFT else []
    return found + sorted(
        rows.order_by("minute", "order", "horizon", "published_at", "public_id"),
        key=lambda row: row.kind_order,
    )


@transaction.atomic
def publish_together(
    film: Film, keys: Iterable[tuple[str, int]], *, by: Reader | None = None
) -> tuple[list[Film | Passage], list[Passage]]:
    """Publish those of a film's drafts that `floors.key_of` names. Returns them, and
    the rows that were raised. Raises ValidationError on the first that is refused,
    naming it; then none is published."""
    wanted = set(keys)
    # Of two who press at once, the second finds nothing left to publish.
    rows = [row for row in drafts(_locked(film)) if floors.key_of(row) in wanted]
    raised = []
    for row in rows:
        try:
            raised += _publish(_locked(row), by)
        except ValidationError as error:
            sentence = f"{floors.name(row)}: {' '.join(error.messages)}"
            raise ValidationError(sentence) from error
    return rows, raised


def _publish(row: Film | Passage, by: Reader | None) -> list[Passage]:
    if isinstance(row, Film):
        publishing.publish_film(row, by=by)
        return []
    return publishing.publish(row, by=by)


def _locked(row: Draft) -> Draft:
    """A row as it is stored now: what it rests on may be public since a moment ago."""
    return locked(type(row).unguarded.all()).get(pk=row.pk)
