"""Floors: no row's horizon lies below the join of the horizons that it rests on.

An answer rests on its question, an interpretation on its ending, an entry on the
beats of its evidence, a dispute on what it disputes, a beat on its own minute.
Evidence and sources have no horizon of their own: they show where their rows show.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst

from guide.entries.models import Dispute, Ending, Entry, Evidence
from guide.films.models import Beat, GatedRow
from guide.gate.horizon import join, place, spoken


def rests_on(row: GatedRow, beats: Iterable[Beat] | None = None) -> list[GatedRow]:
    """The gated rows that `row` rests on.

    `beats` are those of its evidence, where they are known better than the database
    knows them (a form that is being saved).
    """
    if isinstance(row, Beat | Ending):
        return []
    if isinstance(row, Dispute):
        return [row.row] if row.row else []
    if beats is None:
        theirs = Evidence.unguarded.filter(entry=row.pk).values("beat")
        beats = Beat.unguarded.filter(pk__in=theirs) if row.pk else []
    return [*filter(None, (row.parent, row.ending)), *beats]


def resting_on(row: GatedRow) -> list[GatedRow]:
    """The gated rows that rest directly on `row`, disputes last."""
    noun = row.gate.noun
    on_it = Q(pk__in=())
    if noun == "beat":
        evidence = Evidence.unguarded.filter(beat=row.pk)
        on_it = Q(pk__in=evidence.values("entry"))
    elif noun == "ending":
        on_it = Q(ending=row.pk)
    elif noun == "entry":
        on_it = Q(parent=row.pk)
    entries = Entry.unguarded.filter(on_it)
    disputes = (
        Dispute.unguarded.filter(**{noun: row.pk})
        if noun != "dispute"
        else Dispute.unguarded.none()
    )
    return [*entries, *disputes]


def floor(row: GatedRow, beats: Iterable[Beat] | None = None) -> int | None:
    """The least horizon that `row` may have: a minute, SEEN, or None for nobody."""
    own = row.minute if isinstance(row, Beat) and row.minute is not None else 0
    return join(own, *(other.horizon for other in rests_on(row, beats)))


def check(row: GatedRow, beats: Iterable[Beat] | None = None) -> None:
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
    if isinstance(row, Beat):
        _after_its_beginning(row)
        _before_the_end(row)


def too_early(row: GatedRow, below: Iterable[GatedRow]) -> str:
    """The sentence that refuses a row below its floor, naming what it rests on."""
    named = "; ".join(f"{name(other)} ({spoken(other.horizon)})" for other in below)
    return f"This stands too early, at {spoken(row.horizon)}. It rests on {named}."


def name(row: models.Model) -> str:
    """A row as an editor's sentence names it: the beat “A day undone”."""
    noun = row.kind if isinstance(row, Entry) else row._meta.verbose_name
    return f"the {noun} “{row}”"


def _after_its_beginning(beat):
    minute = beat.minute  # none yet, if a form left it empty
    if minute is not None and join(beat.horizon, minute) != beat.horizon:
        raise ValidationError(
            {
                "horizon": f"The beat begins at minute {minute}; what it tells "
                f"is not safe at {spoken(beat.horizon)}."
            }
        )


def _before_the_end(beat):
    runtime = beat.film.runtime  # none yet, as above
    if None not in (beat.minute, runtime) and beat.minute > runtime:
        raise ValidationError({"minute": f"The film ends at minute {runtime}."})


def _same_film(row):
    for noun in ("parent", "ending", "beat", "entry"):
        other = getattr(row, noun, None)
        if other is not None and other.film_id != row.film_id:
            sentence = f"{capfirst(name(other))} belongs to another film."
            raise ValidationError({noun: sentence})
    if getattr(row, "parent", None) is not None and row.parent.kind != "question":
        raise ValidationError({"parent": "Only a question has answers."})
    if isinstance(row, Ending) and row.cut and row.cut.film_id != row.film_id:
        raise ValidationError({"cut": "This cut belongs to another film."})
