"""Letting a finding through: an editor says why, and the list keeps it, struck out.

It holds for the row and the word, whatever else is written there, until it is undone.
"""

from collections.abc import Iterable
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction

from guide.common.text_checks import in_a_line
from guide.editorial.lint.findings import Finding
from guide.editorial.models import Waiver
from guide.films.models import Film
from guide.passages.floors import key_of
from guide.passages.models import Passage
from guide.readers.models import Reader
from guide.readers.roles import WAVE, refuse

_WHOSE = "Only an editor can let a word stand."


@transaction.atomic
def wave(row: Film | Passage, word: str, reason: str, by: Reader | None) -> Waiver:
    """Let a word stand in a row, or in a film's public facts, for a reason.

    Doing it again replaces the reason. Raises ValidationError without one, and
    PermissionDenied.
    """
    refuse(by, WAVE, _WHOSE)
    if not reason.strip():
        raise ValidationError({"reason": "Say why it can stand."})
    undo(row, word, by)
    waiver = Waiver(**_of(row), word=word.casefold(), reason=reason.strip(), by=by)
    save(waiver, by)
    return waiver


def save(waiver: Waiver, by: Reader | None) -> None:
    """Save one that says all it needs. Raises ValidationError and PermissionDenied."""
    refuse(by, WAVE, _WHOSE)
    waiver.full_clean()
    waiver.save()


def undo(row: Film | Passage, word: str, by: Reader | None) -> None:
    """Object to the word again. Raises PermissionDenied, and ValidationError for what
    is no word."""
    refuse(by, WAVE, _WHOSE)
    in_a_line(word)
    _in(row).filter(word__iexact=word).delete()


def mark(film: Film, findings: Iterable[Finding]) -> list[Finding]:
    """The findings of a film, each knowing why it was let through, if it was."""
    reasons = {
        (*key_of(waiver.row), waiver.word.casefold()): waiver.reason
        for waiver in Waiver.unguarded.filter(film=film).select_related("passage")
    }
    return [replace(found, reason=reasons.get(found.key, "")) for found in findings]


def _of(row):
    if isinstance(row, Film):
        return {"film": row}
    return {"film": row.film, "passage": row}


def _in(row):
    if isinstance(row, Film):
        return Waiver.unguarded.filter(film=row, passage=None)
    return Waiver.unguarded.filter(passage=row)
