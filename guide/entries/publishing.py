"""The verbs that write gated rows: each checks floors, renders, and saves all or none."""

from collections.abc import Iterable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from guide.entries import floors, markdown
from guide.entries.models import AlsoSpoils, Evidence, Source
from guide.films.titles import sort_key
from guide.films.models import Beat, Film, GatedRow, Status
from guide.gate.horizon import join

Row = TypeVar("Row", bound=GatedRow)


@transaction.atomic
def save(row: Row, *, beats: Iterable[Beat] | None = None) -> list[GatedRow]:
    """Save a gated row, and raise what rests on it to its horizon.

    `beats` are those of its evidence, if the form that saves it knows them better
    than the database. Returns the rows that were raised. Raises ValidationError if
    the row would lie below its floor, or is no valid row.
    """
    floors.check(row, beats)
    if row.status == Status.PUBLISHED:
        markdown.stamp(row)
        row.published_at = row.published_at or timezone.now()
        _refuse_under_unpublished(row)
    row.full_clean()
    row.save()
    raised = []
    for other in floors.resting_on(row):
        needed = join(other.horizon, row.horizon)
        if needed != other.horizon:
            other.horizon = needed
            raised += [other, *save(other)]
    return raised


def publish(row: Row) -> list[GatedRow]:
    """Publish a row; see `save` for what comes back and what is raised."""
    row.status = Status.PUBLISHED
    return save(row)


@transaction.atomic
def retire(row: Row) -> None:
    """Take a published row down; what rests on it no longer shows either."""
    row.status = Status.RETIRED
    row.save(update_fields=["status"])


@transaction.atomic
def save_film(film: Film) -> None:
    """Save a film, its premise rendered and its place in lists known."""
    film.sort_title = film.sort_title or sort_key(film.title)
    markdown.stamp(film)
    if film.status == Status.PUBLISHED:
        film.published_at = film.published_at or timezone.now()
    film.full_clean()
    film.save()


@transaction.atomic
def add_evidence(evidence: Evidence) -> None:
    """Tie a beat to an entry. Raises ValidationError if that spoils the entry's film
    earlier than the entry says, or ties two films together."""
    if evidence.entry.film_id != evidence.beat.film_id:
        raise ValidationError({"beat": "This beat belongs to another film."})
    if join(evidence.entry.horizon, evidence.beat.horizon) != evidence.entry.horizon:
        raise ValidationError({"beat": floors.too_early(evidence.entry, [evidence.beat])})
    evidence.full_clean()
    evidence.save()


@transaction.atomic
def attach(part: Source | AlsoSpoils) -> None:
    """Save a source, or a link to another film, that hangs on one gated row."""
    if part.row is None:
        raise ValidationError("Say which row this belongs to.")
    if isinstance(part, AlsoSpoils):
        part.film = part.row.film
    part.full_clean()
    part.save()


def _refuse_under_unpublished(row):
    """What a row names must be public before the row is."""
    for other in floors.rests_on(row):
        if other.status != Status.PUBLISHED:
            raise ValidationError(
                {
                    "status": f"It rests on {floors.name(other)}, "
                    f"which is {other.get_status_display()}. Publish that first."
                }
            )
