"""The verbs that write guides: each asks who, checks floors, renders, all or none.

`by` is who asks; None is a command, which may do everything (`guide.readers.roles`).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from guide.common.locking import locked
from guide.films.models import (
    TEXT_LENGTH,
    AlternativeTitle,
    Credit,
    Cut,
    Film,
    NaturalKey,
    Person,
)
from guide.films.provenance import Provenance
from guide.films.sort_keys import made_from
from guide.films.statuses import DRAFTS, Status
from guide.gate.horizon import join, spoken
from guide.passages import floors, markdown, provenance, rights
from guide.passages.models import (
    AlsoSpoils,
    Beat,
    Entry,
    Evidence,
    Passage,
    Source,
)
from guide.readers.models import Reader
from guide.readers.roles import PUBLISH, TAKE_DOWN, may
from guide.readers.roles import refuse as refuse_without

minute_raised = Signal()
"""Sent with `row`, in the same transaction, when a stored row is moved to later."""

_constraints_left = ContextVar("constraints_left", default=False)

Row = TypeVar("Row", bound=Passage)
Fact = Person | Credit | AlternativeTitle | Cut | Provenance


@contextmanager
def leaving_constraints_to_the_database() -> Iterator[None]:
    """Rows saved within are not asked for each constraint beforehand, which is a third
    of the time: IntegrityError comes instead of a sentence."""
    token = _constraints_left.set(True)
    try:
        yield
    finally:
        _constraints_left.reset(token)


def _validate(row: NaturalKey) -> None:
    row.full_clean(validate_constraints=not _constraints_left.get())


@transaction.atomic
def save(
    row: Row,
    *,
    beats: Iterable[Beat] | None = None,
    by: Reader | None = None,
    by_hand: bool | None = None,
) -> list[Passage]:
    """Save a passage, and raise what rests on it to its horizon.

    `beats` are those of its evidence, if the form that saves it knows them better than
    the database. `by_hand`: whether a person wrote what changes, who need not be who
    asks; None: if a person asks. Returns the rows that were raised. Raises
    ValidationError if the row would lie below its floor, is no valid row, or is
    another's to change. Whether a stored row is held, or cleared,
    `guide.editorial.moderation` alone says.
    """
    check(row, beats, by)
    is_new = row._state.adding  # then nothing is stored of it, and nothing rests on it
    was = None if is_new else _keep_held(row)
    if _is_by_hand(by, by_hand):
        provenance.say_by_hand(row)
    if row.status == Status.PUBLISHED:
        markdown.stamp(row)
        row.published_at = row.published_at or timezone.now()
    _validate(row)
    row.save()
    if was is not None and join(was, row.horizon) != was:
        minute_raised.send(type(row), row=row)
    return [] if is_new else list(dict.fromkeys(_raise_what_rests_on(row)))


def _is_by_hand(by: Reader | None, by_hand: bool | None) -> bool:
    return by is not None if by_hand is None else by_hand


def _keep_held(row: Passage) -> int | None:
    """Readers may have held the row since it was read: that must not be undone.
    Returns the minute it stands at; None for one that has none."""
    minute = None
    stored = locked(type(row).unguarded.filter(pk=row.pk))
    for now in stored.values("held", "cleared", "horizon"):
        row.held, row.cleared = now["held"], now["cleared"]
        minute = now["horizon"]
    return minute


def check(
    row: Passage, beats: Iterable[Beat] | None = None, by: Reader | None = None
) -> None:
    """Raise ValidationError for what `save` would refuse, beside an invalid field."""
    _settle_time(row)
    rights.check(row, by)
    floors.check(row, beats)
    _refuse_raising_what_is_public(row, by)
    _refuse_long_texts(row)
    if row.status == Status.PUBLISHED:
        _refuse_under_unpublished(row)


def publish_film(film: Film, *, by: Reader | None = None) -> None:
    """Publish a film, and with it all of its guide that is published."""
    film.status = Status.PUBLISHED
    save_film(film, by=by)


def let_drafts_show(film: Film) -> None:
    """Publish a film and all its drafts as they stand, without history: for a look
    at them within a transaction that is rolled back."""
    drafts = {"film": film, "status__in": DRAFTS}
    told = {"status": Status.PUBLISHED, "published_at": timezone.now()}
    Passage.unguarded.filter(**drafts).update(publish_at=None, **told)
    Film.unguarded.filter(pk=film.pk, status=Status.DRAFT).update(
        publish_at=None, **told
    )


def publish(row: Row, *, by: Reader | None = None) -> list[Passage]:
    """Publish a row; see `save` for what comes back and what is raised."""
    row.status = Status.PUBLISHED
    return save(row, by=by)


@transaction.atomic
def retire(row: Row, *, by: Reader | None = None) -> None:
    """Take a published row down; what rests on it no longer shows either.

    Raises PermissionDenied.
    """
    refuse_without(by, PUBLISH, "Only an editor can take down what is published.")
    row.status = Status.RETIRED
    row.save(update_fields=["status"])


@transaction.atomic
def send_back(row: Row, *, by: Reader | None = None) -> None:
    """Make a row that waits for review a draft again. Raises ValidationError for one
    that does not wait, and PermissionDenied."""
    refuse_without(
        by, PUBLISH, "Only an editor can send back what is waiting for review."
    )
    if row.status != Status.REVIEW:
        raise ValidationError(f"It is not waiting for review: it is {row.status}.")
    row.status, row.publish_at = Status.DRAFT, None
    row.save(update_fields=["status", "publish_at"])


@transaction.atomic
def remove(row: Passage, *, by: Reader | None = None) -> None:
    """Delete a row that was never published. Raises ValidationError otherwise, and
    where other rows rest on it, naming them: what was public is retired instead.
    Raises PermissionDenied."""
    rights.refuse(row, by)
    if row.published_at:
        raise ValidationError("This was published: retire it instead.")
    if resting := floors.resting_on(row):
        named = ", ".join(map(floors.name, resting))
        raise ValidationError(f"Others rest on it: {named}. Move or delete them first.")
    row.delete()


@transaction.atomic
def save_film(
    film: Film, *, by: Reader | None = None, by_hand: bool | None = None
) -> None:
    """Save a film, its premise rendered and its place in lists known; `by_hand` as of
    a row."""
    _sort(film)
    check_film(film, by)
    if _is_by_hand(by, by_hand):
        provenance.say_premise_by_hand(film)
    markdown.stamp(film)
    if film.status == Status.PUBLISHED:
        film.published_at = film.published_at or timezone.now()
    _validate(film)
    film.save()


def _sort(film: Film) -> None:
    """Its place in lists: an editor's, else that of its title, also of a new one."""
    was = Film.unguarded.filter(pk=film.pk).values_list("title", "sort_title").first()
    if was and film.sort_title == was[1] == made_from(was[0]):
        film.sort_title = ""
    film.sort_title = film.sort_title or made_from(film.title)


def check_film(film: Film, by: Reader | None = None) -> None:
    """Raise ValidationError for what `save_film` would refuse, beside its field."""
    _settle_time(film)
    rights.check(film, by)
    _refuse_long_texts(film)


@transaction.atomic
def take_down(film: Film, *, by: Reader | None = None) -> None:
    """Make a film a draft again, and its whole guide with it. Raises
    PermissionDenied."""
    refuse_without(by, TAKE_DOWN, "Only a chief can take a film down.")
    film.status = Status.DRAFT
    film.save(update_fields=["status"])


@transaction.atomic
def save_fact(
    fact: Fact, *, by: Reader | None = None, by_hand: bool | None = None
) -> None:
    """Save a person, or what belongs to a film: a credit, a title, a cut, how its guide
    was made; `by_hand` as of a row."""
    rights.check(fact, by)
    if isinstance(fact, Provenance) and _is_by_hand(by, by_hand):
        provenance.keep_correction(fact)
    _validate(fact)
    fact.save()


def write(
    part: Film | Passage | Fact | Evidence | Source | AlsoSpoils,
    *,
    by: Reader | None = None,
    by_hand: bool | None = None,
) -> list[Passage]:
    """Save a film, a row or what belongs to one by its own verb; what that raised."""
    if isinstance(part, Passage):
        return save(part, by=by, by_hand=by_hand)
    if isinstance(part, Film):
        save_film(part, by=by, by_hand=by_hand)
    elif isinstance(part, Evidence):
        add_evidence(part, by=by)
    elif isinstance(part, Source | AlsoSpoils):
        attach(part, by=by)
    else:
        save_fact(part, by=by, by_hand=by_hand)
    return []


@transaction.atomic
def detach(
    part: Fact | Evidence | Source | AlsoSpoils, *, by: Reader | None = None
) -> None:
    """Delete what belongs to a row or a film. Raises PermissionDenied."""
    rights.refuse(part, by)
    part.delete()


@transaction.atomic
def add_evidence(evidence: Evidence, *, by: Reader | None = None) -> None:
    """Tie a beat to an entry. Raises ValidationError if that spoils the entry's film
    earlier than the entry says, ties two films together, or is not `by`'s to do."""
    rights.check(evidence, by)
    entry = Entry.unguarded.filter(pk=evidence.passage_id).first()
    beat = Beat.unguarded.filter(pk=evidence.beat_id).first()
    if entry and beat:  # as they are stored now; full_clean asks for what is missing
        check_evidence(entry, beat)
    _validate(evidence)
    evidence.save()


def check_evidence(entry: Entry, beat: Beat) -> None:
    """Raise ValidationError on `beat` if it may not be evidence of the entry."""
    if entry.film_id != beat.film_id:
        raise ValidationError({"beat": "This beat belongs to another film."})
    if join(entry.horizon, beat.horizon) != entry.horizon:
        raise ValidationError({"beat": floors.too_early(entry, [beat])})


@transaction.atomic
def attach(part: Source | AlsoSpoils, *, by: Reader | None = None) -> None:
    """Save a source, or a link to another film, of one passage."""
    if part.passage_id is None:
        raise ValidationError("Say which row this belongs to.")
    rights.check(part, by)
    if isinstance(part, AlsoSpoils):
        part.film = part.passage.film
    _validate(part)
    part.save()


def _raise_what_rests_on(row: Passage) -> list[Passage]:
    """Lift the horizons above; the texts stay as they are, published or not."""
    raised = []
    for other in floors.resting_on(row):
        needed = join(other.horizon, row.horizon)
        if needed != other.horizon:
            other.horizon = needed
            other._change_reason = getattr(row, "_change_reason", None)
            other.save(update_fields=["horizon"])
            minute_raised.send(type(other), row=other)
            raised += [other, *_raise_what_rests_on(other)]
    return raised


def _refuse_raising_what_is_public(row: Passage, by: Reader | None) -> None:
    """A draft may be evidence of what is published; raising that is an editor's."""
    if may(by, PUBLISH) or row.pk is None:
        return
    for other in floors.resting_on(row):
        if rights.was_public(other) and join(other.horizon, row.horizon) != (
            other.horizon
        ):
            sentence = (
                f"This would move {floors.name(other)}, which readers see, to "
                f"{spoken(row.horizon)}: ask an editor."
            )
            raise ValidationError({"horizon": sentence})


def _settle_time(row: Film | Passage) -> None:
    """A time is one to come, of what is not published yet."""
    if row.status not in DRAFTS:
        row.publish_at = None
    if row.publish_at is None or row.publish_at > timezone.now():
        return
    stored = type(row).unguarded.filter(pk=row.pk, publish_at=row.publish_at)
    if not stored.exists():  # what is due and could not be published may be mended
        sentence = (
            "This time has passed. Publish it now, or choose a time in the future."
        )
        raise ValidationError({"publish_at": sentence})


def _refuse_long_texts(row: Film | Passage) -> None:
    for name in row.markdown_fields:
        if len(getattr(row, name) or "") > TEXT_LENGTH:
            sentence = f"A text has at most {TEXT_LENGTH:,} characters."
            raise ValidationError({name: sentence})


def _refuse_under_unpublished(row: Passage) -> None:
    """What a row hangs on must be public before the row is.

    Not where both were public and the other was taken back: the gate hides the row with
    it, and it can still be corrected. Nor the beats of its evidence: evidence of a beat
    that does not show is left out.
    """
    for other in floors.rests_on(row, beats=()):
        taken_back = row.published_at and other.published_at
        if other.status != Status.PUBLISHED and not taken_back:
            raise ValidationError(
                {
                    "status": f"It rests on {floors.name(other)}, "
                    f"which is not published ({other.get_status_display()}). "
                    "Publish that first."
                }
            )
