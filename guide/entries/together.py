"""Publishing a guide's drafts together: all or none, each after what it rests on."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from guide.entries import floors, publishing
from guide.entries.models import Dispute, Ending, Entry, Kind
from guide.films.locking import locked
from guide.films.models import Beat, Film, GatedRow, Status
from guide.films.statuses import DRAFTS
from guide.readers.models import Reader

_KINDS = (Kind.INTERPRETATION, Kind.QUESTION, Kind.ANSWER)


def drafts(film: Film) -> list[Film | GatedRow]:
    """What of a film was never published, the film first if it is a draft itself."""
    rows = [film] if film.status == Status.DRAFT else []
    rows += _of(Beat, film).order_by("minute", "order", "public_id")
    rows += _of(Ending, film)
    rows += sorted(_of(Entry, film), key=lambda entry: _KINDS.index(entry.kind))
    return [*rows, *_of(Dispute, film)]


@transaction.atomic
def publish_together(
    film: Film, keys: Iterable[tuple[str, int]], *, by: Reader | None = None
) -> tuple[list[Film | GatedRow], list[GatedRow]]:
    """Publish those of a film's drafts that `key_of` names. Returns them, and the rows
    that were raised. Raises ValidationError on the first that is refused, naming it;
    then none is published."""
    wanted = set(keys)
    # Of two who press at once, the second finds nothing left to publish.
    rows = [row for row in drafts(_locked(film)) if key_of(row) in wanted]
    raised = []
    for row in rows:
        try:
            raised += _publish(_locked(row), by)
        except ValidationError as error:
            sentence = f"{floors.name(row)}: {' '.join(error.messages)}"
            raise ValidationError(sentence) from error
    return rows, raised


def key_of(row: Film | GatedRow) -> tuple[str, int]:
    """What names a draft among those of its film."""
    return "film" if isinstance(row, Film) else row.gate.noun, row.pk


def _publish(row, by):
    if isinstance(row, Film):
        publishing.publish_film(row, by=by)
        return []
    return publishing.publish(row, by=by)


def _locked(row):
    """A row as it is stored now: what it rests on may be public since a moment ago."""
    return locked(type(row).unguarded.all()).get(pk=row.pk)


def _of(model, film):
    rows = model.unguarded.filter(film=film, status__in=DRAFTS)
    return rows.select_related("film", *model.gate.through)
