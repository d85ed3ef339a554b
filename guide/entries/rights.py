"""Who may write what: drafts are the writers', what was once public the editors'.

A row is judged as it is stored, not as somebody has typed it. A film's page is taken
down by a chief.
"""

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError

from guide.entries.models import Evidence
from guide.films.models import Credit, Film, GatedRow, Person, Status
from guide.films.statuses import DRAFTS
from guide.readers.models import Reader
from guide.readers.roles import PUBLISH, TAKE_DOWN, may


def was_public(row: Film | GatedRow) -> bool:
    """Whether readers could ever see the row."""
    return row.published_at is not None or row.status not in DRAFTS


def guarded(row: Film | GatedRow | Person) -> str:
    """Why none but an editor changes a row, which is as it is stored; else empty."""
    if isinstance(row, Person):
        credited = Credit.objects.filter(person=row.pk).exclude(
            film__status=Status.DRAFT, film__published_at=None
        )
        films = "Films with a guide name this person: only an editor changes it."
        return films if row.pk and credited.exists() else ""
    if was_public(row):
        is_public = row.status == Status.PUBLISHED
        was = "is published" if is_public else "was published and taken down"
        return f"This {was}: only an editor changes it."
    if row.publish_at:
        return "An editor has set when this is published: only an editor changes it."
    return ""


def why_not(row, by: Reader | None) -> str:
    """Why somebody may not change a row; empty if they may.

    Evidence, sources, credits and cuts are judged by the rows that they belong to.
    """
    if may(by, PUBLISH):
        return ""
    if isinstance(row, Film | GatedRow | Person):
        stored = type(row)._default_manager.filter(pk=row.pk).first()
        return guarded(stored) if stored else ""
    return next(filter(None, (why_not(whole, by) for whole in _wholes(row))), "")


def refuse(row, by: Reader | None) -> None:
    """Raise PermissionDenied if somebody may not change a row."""
    if sentence := why_not(row, by):
        raise PermissionDenied(sentence)


def check(row, by: Reader | None) -> None:
    """Raise ValidationError for what only others may save, beside its field."""
    if sentence := why_not(row, by):
        raise ValidationError({NON_FIELD_ERRORS: [sentence]})
    if isinstance(row, Film):
        _check_taking_down(row, by)
    if isinstance(row, Film | GatedRow) and not may(by, PUBLISH):
        if row.status not in DRAFTS:
            sentence = "Only an editor publishes. Send it to review instead."
            raise ValidationError({"status": sentence})
        if row.publish_at:
            raise ValidationError({"publish_at": "Only an editor sets a time."})
        if getattr(row, "cleared", False):
            raise ValidationError({"cleared": "Only an editor clears what stands."})


def statuses(row: Film | GatedRow, by: Reader | None) -> list[str]:
    """The statuses that somebody may give a row, which is as it is stored."""
    public = row.status == Status.PUBLISHED or may(by, PUBLISH)
    if isinstance(row, Film):
        stays = row.pk and row.status == Status.PUBLISHED and not may(by, TAKE_DOWN)
        return [*([] if stays else [Status.DRAFT]), *[Status.PUBLISHED] * public]
    if was_public(row):
        return [Status.PUBLISHED, Status.RETIRED]
    return [*DRAFTS, *[Status.PUBLISHED] * public]


def _check_taking_down(film, by):
    public = Film.unguarded.filter(pk=film.pk, status=Status.PUBLISHED).exists()
    if public and film.status != Status.PUBLISHED and not may(by, TAKE_DOWN):
        raise ValidationError({"status": "Only a chief takes a film down."})


def _wholes(part):
    """The rows that a part belongs to: an entry, the row of a source, a film.

    As it is stored as well, where it may have hung on another.
    """
    stored = type(part)._default_manager.filter(pk=part.pk).first()
    for one in filter(None, (part, stored)):
        if isinstance(one, Evidence):
            whole = one.entry if one.entry_id else None
        elif hasattr(one, "row_noun"):
            whole = one.row
        else:
            whole = one.film
        if whole is not None:
            yield whole
