"""Floors: no passage's horizon lies below the join of the horizons that it rests on.

A passage rests on the one it hangs under and on the beats of its evidence, and a beat
on its own minute. Evidence and sources have no horizon of their own: they show where
their passages show.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst

from guide.films.models import NaturalKey
from guide.gate.horizon import join, place, spoken
from guide.passages.models import ENTRIES, HANGS_ON, Beat, Evidence, Kind, Passage


def rests_on(row: Passage, beats: Iterable[Beat] | None = None) -> list[Passage]:
    """The passages that `row` rests on.

    `beats` are those of its evidence, where they are known better than the database
    knows them (a form that is being saved).
    """
    if beats is None:
        theirs = Evidence.unguarded.filter(passage=row.pk).values("beat")
        has_any = row.pk and row.kind in ENTRIES
        beats = Beat.unguarded.filter(pk__in=theirs) if has_any else []
    return [*filter(None, [row.under]), *beats]


def resting_on(row: Passage) -> list[Passage]:
    """The passages that rest directly on `row`, disputes last."""
    speaks_for = Evidence.unguarded.filter(beat=row.pk).values("passage")
    rows = Passage.unguarded.filter(Q(under=row.pk) | Q(pk__in=speaks_for))
    return sorted(rows, key=lambda other: other.kind == Kind.DISPUTE)


def floor(row: Passage, beats: Iterable[Beat] | None = None) -> int | None:
    """The least horizon that `row` may have: a minute, SEEN, or None for nobody."""
    return join(row.minute or 0, *(other.horizon for other in rests_on(row, beats)))


def check(row: Passage, beats: Iterable[Beat] | None = None) -> None:
    """Raise ValidationError on `horizon` if the row lies below its floor.

    Also on `film` where there is none, where rows of two films are tied together, and
    on the minute of a beat after the film's end.
    Settles the horizon: at or past the runtime it becomes SEEN.
    """
    film = getattr(row, "film", None)
    if film is None:
        raise ValidationError({"film": "Say which film this belongs to."})
    _same_film(row)
    if row.horizon is not None:
        row.horizon = place(row.horizon, film.runtime)
    beats = None if beats is None else list(beats)
    below = [
        other
        for other in rests_on(row, beats)
        if join(row.horizon, other.horizon) != row.horizon
    ]
    if below:
        raise ValidationError({"horizon": too_early(row, below)})
    if row.kind == Kind.BEAT:
        _after_its_beginning(row)
        _before_the_end(row)


def too_early(row: Passage, below: Iterable[Passage]) -> str:
    """The sentence that refuses a row below its floor, naming what it rests on."""
    named = "; ".join(f"{name(other)} ({spoken(other.horizon)})" for other in below)
    return f"This opens too early, at {spoken(row.horizon)}. It rests on {named}."


def name(row: models.Model) -> str:
    """A row as an editor's sentence names it: the beat “A day undone”."""
    return f"the {row._meta.verbose_name} “{row}”"


def key_of(row: NaturalKey) -> tuple[str, int]:
    """What names a film or a passage among all of both."""
    return row._meta.concrete_model._meta.model_name, row.pk


def _after_its_beginning(beat: Passage) -> None:
    minute = beat.minute  # none yet, if a form left it empty
    if minute is not None and join(beat.horizon, minute) != beat.horizon:
        raise ValidationError(
            {
                "horizon": f"The beat begins at minute {minute}; what it tells "
                f"is not safe at {spoken(beat.horizon)}."
            }
        )


def _before_the_end(beat: Passage) -> None:
    runtime = beat.film.runtime  # none yet, as above
    if None not in (beat.minute, runtime) and beat.minute > runtime:
        raise ValidationError({"minute": f"The film ends at minute {runtime}."})


def _same_film(row: Passage) -> None:
    under = row.under
    if under is not None and under.film_id != row.film_id:
        sentence = f"{capfirst(name(under))} belongs to another film."
        raise ValidationError({"under": sentence})
    if under is not None and under.kind not in HANGS_ON.get(row.kind, ()):
        raise ValidationError({"under": _MISPLACED.get(row.kind, "No such kind.")})
    if row.cut and row.cut.film_id != row.film_id:
        raise ValidationError({"cut": "This cut belongs to another film."})


_MISPLACED = {
    Kind.BEAT: "A beat belongs to its film alone.",
    Kind.ENDING: "An ending belongs to its film alone.",
    Kind.INTERPRETATION: "Only an ending can be interpreted.",
    Kind.QUESTION: "A question belongs to an ending, or to the film alone.",
    Kind.ANSWER: "Only a question can have answers.",
    Kind.DISPUTE: "A dispute cannot be disputed.",
}
