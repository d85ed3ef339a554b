"""Moves all minutes of a guide from one on, as when another release was counted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from guide.films.models import Film
from guide.gate.horizon import SEEN
from guide.passages import floors, publishing
from guide.passages.models import AlsoSpoils, Kind, Passage
from guide.readers.models import Reader
from guide.readers.roles import PUBLISH, refuse

MOVED = "minutes moved"  # begins the reason in the history
_BY_WHOM = "Only an editor can move the minutes of a whole guide."


@dataclass(frozen=True)
class Move:
    """One row, or a link from another film's guide, and its minutes: {name: (before,
    after)}."""

    row: Passage | AlsoSpoils
    minutes: dict[str, tuple[int, int]]


def moves(film: Film, since: int, by: int) -> list[Move]:
    """What moving every minute of a film from `since` on by `by` minutes would do,
    what others rest on first. Raises ValidationError where a minute would leave the
    film; "seen" stays."""
    found, wrong = [], []
    for row, names in _rows(film):
        minutes = {
            name: (now, now + by)
            for name in names
            if (now := getattr(row, name)) not in (None, SEEN) and now >= since
        }
        if any(not 0 <= after < film.runtime for _, after in minutes.values()):
            wrong.append(_name(row))
        if minutes:
            found.append(Move(row, minutes))
    if wrong:
        raise ValidationError(f"These would fall outside the film: {', '.join(wrong)}.")
    return found


@transaction.atomic
def move(film: Film, since: int, by: int, *, who: Reader | None = None) -> str:
    """Move them, all or none; returns the reason that stands in the history. Raises
    ValidationError, naming what may not stand where it would, and PermissionDenied."""
    refuse(who, PUBLISH, _BY_WHOM)
    found = moves(film, since, by)
    reason = f"{MOVED} by {by:+} from {since} on, {timezone.now():%Y-%m-%d %H:%M:%S}"
    # Nothing may stand before what it rests on, not even in between.
    for one in reversed(found) if by > 0 else found:
        _write(
            one.row, {n: after for n, (_, after) in one.minutes.items()}, reason, who
        )
    return reason


def last(film: Film) -> str:
    """The reason of the last move that something of a film still stands by; or ""."""
    told = (_reason(row) for row, _ in _rows(film))
    return max((r for r in told if r.startswith(MOVED)), key=_when, default="")


@transaction.atomic
def undo(film: Film, reason: str, *, who: Reader | None = None) -> int:
    """Put back what a move changed and nobody has changed since; how many rows.

    Raises ValidationError and PermissionDenied, and does then nothing."""
    refuse(who, PUBLISH, _BY_WHOM)
    found = [(row, names) for row, names in _rows(film) if _reason(row) == reason]
    # Those that went to earlier go back to later, and the other way round.
    for row, names in reversed(found) if f"{MOVED} by -" in reason else found:
        before = row.history.all()[1]
        then = {name: getattr(before, name) for name in names}
        _write(row, then, f"undone: {reason}"[:100], who)
    return len(found)


def _write(
    row: Passage | AlsoSpoils,
    minutes: Mapping[str, int | None],
    reason: str,
    who: Reader | None,
) -> None:
    for name, minute in minutes.items():
        setattr(row, name, minute)
    row._change_reason = reason
    try:
        publishing.write(row, by=who)
    except ValidationError as error:
        told = " ".join(error.messages)
        raise ValidationError(f"{_name(row)}: {told}") from error


def _rows(film: Film) -> Iterator[tuple[Passage | AlsoSpoils, tuple[str, ...]]]:
    """What has a minute of a film, what others rest on first, and its fields."""
    rows = Passage.unguarded.filter(film=film).select_related("film", "cut")
    for row in sorted(rows, key=lambda row: row.kind_order):
        is_beat = row.kind == Kind.BEAT
        yield row, ("minute", "horizon") if is_beat else ("horizon",)
    for link in AlsoSpoils.unguarded.filter(spoils=film).select_related("spoils"):
        yield link, ("minute",)


def _reason(row: Passage | AlsoSpoils) -> str:
    reasons = row.history.values_list("history_change_reason", flat=True)
    return reasons.first() or ""


def _when(reason: str) -> str:
    return reason[-19:]


def _name(row: Passage | AlsoSpoils) -> str:
    return floors.name(row) if isinstance(row, Passage) else f"a link: {row}"
