"""Letting a finding through: an editor says why, and the list keeps it, struck out.

It holds for the row and the word, whatever else is written there, until it is undone.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from guide.editorial.lint.findings import Finding, key_of
from guide.editorial.models import REPORTED, Waved
from guide.entries.models import none_of
from guide.films.letters import in_a_line
from guide.films.models import Film, GatedRow
from guide.readers.models import Reader
from guide.readers.roles import WAVE, refuse

_WHOSE = "Only an editor lets a word stand."


@transaction.atomic
def wave(row: Film | GatedRow, word: str, reason: str, by: Reader | None) -> Waved:
    """Let a word stand in a row, or in a film's public facts, for a reason.

    Doing it again replaces the reason. Raises ValidationError without one, and
    PermissionDenied.
    """
    refuse(by, WAVE, _WHOSE)
    if not reason.strip():
        raise ValidationError({"reason": "Say why it may stand."})
    undo(row, word, by)
    waved = Waved(**_of(row), word=word.casefold(), reason=reason.strip(), by=by)
    save(waved, by)
    return waved


def save(waved: Waved, by: Reader | None) -> None:
    """Save one that says all it needs. Raises ValidationError and PermissionDenied."""
    refuse(by, WAVE, _WHOSE)
    waved.full_clean()
    waved.save()


def undo(row: Film | GatedRow, word: str, by: Reader | None) -> None:
    """Object to the word again. Raises PermissionDenied, and ValidationError for what
    is no word."""
    refuse(by, WAVE, _WHOSE)
    in_a_line(word)
    _in(row).filter(word__iexact=word).delete()


def mark(film: Film, findings: Iterable[Finding]) -> list[Finding]:
    """The findings of a film, each knowing why it was let through, if it was."""
    reasons = {
        (*_key(waved), waved.word.casefold()): waved.reason
        for waved in Waved.unguarded.filter(film=film)
    }
    return [
        found.waved(reasons[found.key]) if found.key in reasons else found
        for found in findings
    ]


def _of(row):
    if isinstance(row, Film):
        return {"film": row}
    return {"film": row.film, row.gate.noun: row}


def _in(row):
    noun, key = key_of(row)
    if noun == "film":
        return Waved.unguarded.filter(none_of(*REPORTED), film=key)
    return Waved.unguarded.filter(**{noun: key})


def _key(waved):
    noun = waved.row_noun or "film"
    return noun, getattr(waved, f"{noun}_id")
