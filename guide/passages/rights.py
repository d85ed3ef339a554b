"""Who may write what: drafts are the writers', what was once public the editors'.

A row is judged as it is stored, not as somebody has typed it. A film's page is taken
down by a chief.
"""

from collections.abc import Iterator

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError

from guide.films.models import Credit, Film, NaturalKey, Person
from guide.films.statuses import DRAFTS, Status
from guide.passages.models import Attached, Passage
from guide.readers.models import Reader
from guide.readers.roles import PUBLISH, TAKE_DOWN, may


def was_public(row: Film | Passage) -> bool:
    """Whether readers could ever see the row."""
    return row.published_at is not None or row.status not in DRAFTS


def guarded(row: Film | Passage | Person) -> str:
    """Why none but an editor changes a row, which is as it is stored; else empty."""
    if isinstance(row, Person):
        credited = Credit.objects.filter(person=row.pk).exclude(
            film__status=Status.DRAFT, film__published_at=None
        )
        films = "Films with a guide credit this person: only an editor can change this."
        return films if row.pk and credited.exists() else ""
    if was_public(row):
        is_public = row.status == Status.PUBLISHED
        was = "is published" if is_public else "was published and taken down"
        return f"This {was}: only an editor can change it."
    if row.publish_at:
        return "An editor has set a time for this: only an editor can change it."
    return ""


def why_not(row: NaturalKey, by: Reader | None) -> str:
    """Why somebody may not change a row; empty if they may.

    Evidence, sources, credits and cuts are judged by the rows that they belong to.
    """
    if may(by, PUBLISH):
        return ""
    if isinstance(row, Film | Passage | Person):
        stored = type(row)._default_manager.filter(pk=row.pk).first()
        return guarded(stored) if stored else ""
    return next(filter(None, (why_not(whole, by) for whole in _wholes(row))), "")


def refuse(row: NaturalKey, by: Reader | None) -> None:
    """Raise PermissionDenied if somebody may not change a row."""
    if sentence := why_not(row, by):
        raise PermissionDenied(sentence)


def check(row: NaturalKey, by: Reader | None) -> None:
    """Raise ValidationError for what only others may save, beside its field."""
    if sentence := why_not(row, by):
        raise ValidationError({NON_FIELD_ERRORS: [sentence]})
    if isinstance(row, Film):
        _check_taking_down(row, by)
    if isinstance(row, Film | Passage) and not may(by, PUBLISH):
        if row.status not in DRAFTS:
            sentence = "Only an editor can publish. Send it to review instead."
            raise ValidationError({"status": sentence})
        if row.publish_at:
            raise ValidationError({"publish_at": "Only an editor can set a time."})
        if getattr(row, "cleared", False):
            raise ValidationError({"cleared": "Only an editor can clear a report."})


def statuses(row: Film | Passage, by: Reader | None) -> list[str]:
    """The statuses that somebody may give a row, which is as it is stored."""
    public = row.status == Status.PUBLISHED or may(by, PUBLISH)
    if isinstance(row, Film):
        stays = row.pk and row.status == Status.PUBLISHED and not may(by, TAKE_DOWN)
        return [*([] if stays else [Status.DRAFT]), *[Status.PUBLISHED] * public]
    if was_public(row):
        return [Status.PUBLISHED, Status.RETIRED]
    return [*DRAFTS, *[Status.PUBLISHED] * public]


def _check_taking_down(film: Film, by: Reader | None) -> None:
    public = Film.unguarded.filter(pk=film.pk, status=Status.PUBLISHED).exists()
    if public and film.status != Status.PUBLISHED and not may(by, TAKE_DOWN):
        raise ValidationError({"status": "Only a chief can take a film down."})


def _wholes(part: NaturalKey) -> Iterator[Film | Passage]:
    """The rows that a part belongs to: the passage of a source, the film of a credit.

    As it is stored as well, where it may have hung on another.
    """
    stored = type(part)._default_manager.filter(pk=part.pk).first()
    for one in filter(None, (part, stored)):
        of = "passage" if isinstance(one, Attached) else "film"
        if getattr(one, f"{of}_id") is not None:
            yield getattr(one, of)
