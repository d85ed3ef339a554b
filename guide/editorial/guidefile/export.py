"""Writes a film as a guide file: the same rows, the same bytes, on every database.

What comes out depends on what the rows say alone, not on their primary keys or on who
saved them when, so that two exports differ where the guides do.
"""

from datetime import UTC, datetime

from guide.editorial.guidefile import shape
from guide.editorial.guidefile.values import plain
from guide.editorial.guidefile.written import written
from guide.entries.models import Dispute, Ending, Entry, Evidence
from guide.films.models import (
    AlternativeTitle,
    Beat,
    Credit,
    Cut,
    Film,
    NaturalKey,
    Person,
    Status,
)
from guide.gate.horizon import place

_NEVER = datetime.max.replace(tzinfo=UTC)


def export(film: Film) -> str:
    """The film's guide file. It holds all that the gate hides: for editors alone."""
    rows = sorted(_rows(film.slug), key=_place)
    runtime = next(row for row in rows if isinstance(row, Film)).runtime
    return "\n".join(_row(row, runtime) for row in rows)


def _rows(slug) -> list[NaturalKey]:
    """Every row of the film and its makers.

    What names others is read before them: whoever saves meanwhile cannot leave here a
    row that names none.
    """
    found = []
    for model in reversed(shape.MODELS):
        rows = model._default_manager.filter(shape.of_film(model, slug))
        if model is Person:
            makers = Credit.objects.filter(film__slug=slug).values("person")
            rows = model._default_manager.filter(pk__in=makers)
        found += rows.select_related(*shape.named_by(model))
    return found


def _place(row) -> tuple:
    """Where a row stands: as a reader meets it, evidence and answers below their own.

    By the day it was published and not by its minute: a corrected minute moves nothing.
    """
    if isinstance(row, Evidence):
        return *_place(row.entry), 0, row.order, row.public_id
    if isinstance(row, Entry):
        root = row.parent or row
        kinds = ["interpretation", "question", "answer"]
        ours = (1, *_since(row)) if row.parent else ()
        return shape.MODELS.index(Entry), kinds.index(root.kind), *_since(root), *ours
    return shape.MODELS.index(type(row)), *_among_its_kind(row)


def _among_its_kind(row):
    if isinstance(row, Credit):
        return row.role, row.order, row.person.slug
    if isinstance(row, AlternativeTitle):
        return row.order, plain(row.title)
    if isinstance(row, Cut):
        return row.runtime, row.public_id
    if isinstance(row, Beat):
        return row.minute, row.order, row.public_id
    if isinstance(row, Ending):  # retired ones first: a cut has one other at most
        runtime = row.cut.runtime if row.cut else 0
        return row.status != Status.RETIRED, runtime, row.public_id
    if isinstance(row, Dispute):
        return _since(row)
    if shape.one_of(type(row)):
        return row.row_noun or "", row.row.public_id, row.public_id
    return row.natural_key()


def _since(row):
    return row.published_at or _NEVER, row.public_id


def _row(row, runtime):
    lines = [f"- model: {row._meta.label_lower}", "  fields:"]
    nouns = shape.one_of(type(row))
    one = nouns and row.row_noun
    for name, field in shape.fields_of(type(row)).items():
        value = getattr(row, name)
        if one and name in nouns and value is None:
            continue
        if name == "horizon" and value is not None:
            value = place(value, runtime)
        lines.append(f"    {name}: {written(field, value)}")
    return "\n".join(lines) + "\n"
