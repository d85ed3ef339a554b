"""Minutes that cannot stand: below a floor, unchecked and not late, out of order."""

from bisect import bisect_right, insort
from collections import defaultdict, deque
from collections.abc import Iterator
from itertools import accumulate, islice

from guide.editorial.lint.findings import Finding, place
from guide.editorial.lint.texts import Guide
from guide.gate.horizon import LATE, SEEN, join, late, spoken
from guide.gate.horizon import place as settled
from guide.passages import floors
from guide.passages.models import Kind

FAR = 0.15  # of the runtime: no passage is so long
ASTRAY = 3  # beats that begin later and are safe earlier
FEW = 0.1  # of the beats: more of them out of the story's order are the film's form


def findings(guide: Guide) -> Iterator[Finding]:
    """All of them, in no order."""
    yield from _below_floors(guide)
    yield from _too_sure(guide)
    yield from _out_of_order(guide)
    yield from _ahead_of_the_story(guide)


def _on_horizon(row, says, advice) -> Finding:
    return Finding(row, "horizon", "minute", spoken(row.horizon), says, advice)


def _below_floors(guide):
    beats = defaultdict(list)
    for piece in guide.evidence:
        beats[piece.passage_id].append(piece.beat)
    for row in guide.rows:
        resting = floors.rests_on(row, beats[row.pk])
        below = [o for o in resting if join(row.horizon, o.horizon) != row.horizon]
        if below:
            says = floors.too_early(row, below)
            yield _on_horizon(row, says, "Raise its minute to theirs.")
        elif settled(row.horizon, guide.film.runtime) != row.horizon:
            says = "This minute is at or past the end of the film."
            yield _on_horizon(row, says, "Enter “seen”.")


def _too_sure(guide):
    """Minutes that nobody has checked, and that do not err late as they must."""
    for row in guide.rows:
        if row.horizon_checked:
            continue
        if row.kind == Kind.ENDING and row.horizon < SEEN:
            says = f"It opens at {spoken(row.horizon)}, and nobody has checked that."
            yield _on_horizon(row, says, "Check it against the film, or enter “seen”.")
        if row.kind == Kind.BEAT:
            least = late(row.minute, guide.film.runtime)
            if join(row.horizon, least) != row.horizon:
                says = (
                    f"Nobody has checked {spoken(row.horizon)}; the passage begins at "
                    f"{row.minute}, and an unchecked one must be {LATE} minutes late."
                )
                advice = f"Check it against the film, or set {spoken(least)} or later."
                yield _on_horizon(row, says, advice)


def _out_of_order(guide):
    """Beats whose place in the film tells that they happen long before they show."""
    far = FAR * guide.film.runtime
    astray, before = set(), []  # where the beats begin that are safe earlier, in order
    waiting = deque(guide.beats)
    for beat in guide.beats:
        while waiting[0].horizon < beat.horizon:
            insort(before, waiting.popleft().minute)
        end = min(beat.horizon, guide.film.runtime)
        if end - beat.minute <= far:
            continue
        if len(before) - bisect_right(before, beat.minute) >= ASTRAY:
            astray.add(beat)
            says = (
                f"It comes at minute {beat.minute} in the order of the film, and is "
                f"not shown before {spoken(beat.horizon)}."
            )
            advice = "Set the minute at which its passage begins."
            yield Finding(beat, "minute", "minute", f"at {beat.minute}", says, advice)
    steady = sorted(set(guide.beats) - astray, key=lambda b: (b.minute, b.order))
    before = None  # the latest of those that begin sooner
    for beat in steady:
        if before and not beat.horizon_checked and before.horizon > beat.horizon + LATE:
            says = f"It begins after {place(before)} and yet opens earlier."
            yield _on_horizon(beat, says, "Check one of the two minutes.")
        if before is None or beat.horizon > before.horizon:
            before = beat


def _ahead_of_the_story(guide):
    """Single beats that a place in the story calls a look ahead."""
    placed = [beat for beat in guide.beats if beat.story_order is not None]
    placed.sort(key=lambda beat: (beat.minute, beat.order))
    places = [beat.story_order for beat in reversed(placed)]
    lowest = [*accumulate(places, min)][::-1]  # from each beat on
    most, ahead = max(1, FEW * len(placed)), []
    for at, beat in enumerate(placed):
        if lowest[at] == beat.story_order:
            continue  # as in every film that tells in order
        if first := _first_overtaken(beat, islice(placed, at + 1, None)):
            ahead.append((beat, first))
        if len(ahead) > most:
            return  # the film does not tell in order, and everybody sees that
    for beat, other in ahead:
        says = (
            f"Place {beat.story_order} in the story comes after {place(other)}: it "
            f"tells at {spoken(beat.horizon)} that this looks ahead."
        )
        advice = "Leave the place empty, or let it stand if the film says so itself."
        label = "place in story order"
        word = f"place {beat.story_order}"
        yield Finding(beat, "story_order", label, word, says, advice)


def _first_overtaken(beat, following):
    return next(
        (
            other
            for other in following
            if other.story_order < beat.story_order and other.horizon > beat.horizon
        ),
        None,
    )
