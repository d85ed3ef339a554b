"""The verbs that write gated rows: each checks floors, renders, saves all or none."""

from collections.abc import Iterable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from guide.entries import floors, markdown
from guide.entries.models import AlsoSpoils, Entry, Evidence, Source
from guide.films.models import TEXT_LENGTH, Beat, Film, GatedRow, Status
from guide.films.titles import sort_key
from guide.gate.horizon import join

Row = TypeVar("Row", bound=GatedRow)


@transaction.atomic
def save(row: Row, *, beats: Iterable[Beat] | None = None) -> list[GatedRow]:
    """Save a gated row, and raise what rests on it to its horizon.

    `beats` are those of its evidence, if the form that saves it knows them better
    than the database. Returns the rows that were raised. Raises ValidationError if
    the row would lie below its floor, or is no valid row.
    """
    check(row, beats)
    if row.status == Status.PUBLISHED:
        markdown.stamp(row)
        row.published_at = row.published_at or timezone.now()
    row.full_clean()
    row.save()
    return list(dict.fromkeys(_raise_what_rests_on(row)))


def check(row: GatedRow, beats: Iterable[Beat] | None = None) -> None:
    """Raise ValidationError for what `save` would refuse, beside an invalid field."""
    floors.check(row, beats)
    _refuse_long_texts(row)
    if row.status == Status.PUBLISHED:
        _refuse_under_unpublished(row)


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
def remove(row: GatedRow) -> None:
    """Delete a row that was never published. Raises ValidationError otherwise, and
    where other rows rest on it, naming them: what was public is retired instead."""
    if row.published_at:
        raise ValidationError("This was published: retire it instead.")
    if resting := floors.resting_on(row):
        named = ", ".join(map(floors.name, resting))
        raise ValidationError(f"Others rest on it: {named}. Move or delete them first.")
    row.delete()


@transaction.atomic
def save_film(film: Film) -> None:
    """Save a film, its premise rendered and its place in lists known."""
    film.sort_title = film.sort_title or sort_key(film.title)
    _refuse_long_texts(film)
    markdown.stamp(film)
    if film.status == Status.PUBLISHED:
        film.published_at = film.published_at or timezone.now()
    film.full_clean()
    film.save()


@transaction.atomic
def add_evidence(evidence: Evidence) -> None:
    """Tie a beat to an entry. Raises ValidationError if that spoils the entry's film
    earlier than the entry says, or ties two films together."""
    entry = Entry.unguarded.filter(pk=evidence.entry_id).first()
    beat = Beat.unguarded.filter(pk=evidence.beat_id).first()
    if entry and beat:  # as they are stored now; full_clean asks for what is missing
        check_evidence(entry, beat)
    evidence.full_clean()
    evidence.save()


def check_evidence(entry: Entry, beat: Beat) -> None:
    """Raise ValidationError on `beat` if it may not be evidence of the entry."""
    if entry.film_id != beat.film_id:
        raise ValidationError({"beat": "This beat belongs to another film."})
    if join(entry.horizon, beat.horizon) != entry.horizon:
        raise ValidationError({"beat": floors.too_early(entry, [beat])})


@transaction.atomic
def attach(part: Source | AlsoSpoils) -> None:
    """Save a source, or a link to another film, that hangs on one gated row."""
    if part.row is None:
        raise ValidationError("Say which row this belongs to.")
    if isinstance(part, AlsoSpoils):
        part.film = part.row.film
    part.full_clean()
    part.save()


def _raise_what_rests_on(row):
    """Lift the horizons above; the texts stay as they are, published or not."""
    raised = []
    for other in floors.resting_on(row):
        needed = join(other.horizon, row.horizon)
        if needed != other.horizon:
            other.horizon = needed
            other.save(update_fields=["horizon"])
            raised += [other, *_raise_what_rests_on(other)]
    return raised


def _refuse_long_texts(row):
    for name in row.markdown_fields:
        if len(getattr(row, name) or "") > TEXT_LENGTH:
            sentence = f"A text has at most {TEXT_LENGTH:,} characters."
            raise ValidationError({name: sentence})


def _refuse_under_unpublished(row):
    """What a row hangs on must be public before the row is.

    Not the beats of its evidence: evidence of a beat that does not show is left out.
    """
    for other in floors.rests_on(row, beats=()):
        if other.status != Status.PUBLISHED:
            raise ValidationError(
                {
                    "status": f"It rests on {floors.name(other)}, "
                    f"which is {other.get_status_display()}. Publish that first."
                }
            )
