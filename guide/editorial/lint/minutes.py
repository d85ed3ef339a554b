"""Minutes that cannot stand: below a floor, unchecked and not late, out of order."""

from bisect import bisect_right, insort
from collections import deque
from collections.abc import Iterator

from guide.editorial.lint.findings import Finding
from guide.editorial.lint.texts import BEAT, ENDING, Guide, Row
from guide.gate.horizon import LATE, SEEN, join, late, spoken

FAR = 0.15  # of the runtime: no passage is so long
ASTRAY = 3  # beats that begin later and are safe earlier


def findings(guide: Guide) -> Iterator[Finding]:
    """All of them, in no order."""
    for row in guide.rows:
        below = [o for o in row.rests_on if join(row.horizon, o.horizon) != row.horizon]
        if below:
            places = "; ".join(other.place for other in below)
            says = f"This opens too early, at {spoken(row.horizon)}. It rests on "
            yield _on_horizon(row, f"{says}{places}.", "Raise its minute to theirs.")
        if not row.is_checked:
            yield from _too_sure(row, guide.film.runtime)
    yield from _out_of_order(guide)


def _too_sure(row: Row, runtime: int) -> Iterator[Finding]:
    """A minute that nobody has checked, and that does not err late as it must."""
    if row.kind == ENDING and row.horizon < SEEN:
        says = f"It opens at {spoken(row.horizon)}, and nobody has checked that."
        yield _on_horizon(row, says, "Check it against the film, or enter “seen”.")
    if row.kind == BEAT:
        least = late(row.minute or 0, runtime)
        if join(row.horizon, least) != row.horizon:
            says = (
                f"Nobody has checked {spoken(row.horizon)}; the passage begins at "
                f"{row.minute}, and an unchecked one must be {LATE} minutes late."
            )
            advice = f"Check it against the film, or set {spoken(least)} or later."
            yield _on_horizon(row, says, advice)


def _out_of_order(guide: Guide) -> Iterator[Finding]:
    """Beats that begin, by their minute, long before they show."""
    beats = [row for row in guide.rows if row.kind == BEAT]
    beats.sort(key=lambda beat: beat.horizon)
    waiting, before = deque(beats), []  # where those begin that are safe earlier
    for beat in beats:
        while waiting[0].horizon < beat.horizon:
            insort(before, waiting.popleft().minute)
        shown = min(beat.horizon, guide.film.runtime)
        if shown - beat.minute <= FAR * guide.film.runtime:
            continue
        if len(before) - bisect_right(before, beat.minute) >= ASTRAY:
            says = (
                f"It comes at minute {beat.minute} in the order of the film, and is "
                f"not shown before {spoken(beat.horizon)}."
            )
            advice = "Set the minute at which its passage begins."
            yield Finding(beat, "minute", "minute", f"at {beat.minute}", says, advice)


def _on_horizon(row: Row, says: str, advice: str) -> Finding:
    return Finding(row, "horizon", "minute", spoken(row.horizon), says, advice)
