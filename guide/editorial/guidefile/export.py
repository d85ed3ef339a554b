"""Writes a film as a guide file: the same rows, the same bytes, on every database.

What comes out depends on what the rows say alone, not on their primary keys or on who
saved them when, so that two exports differ where the guides do. The writer is our own
and short, since YAML's would choose by itself how to quote: here every text is quoted
or a block, as fixtures/README.md asks of people.
"""

import json
import re
import textwrap
from datetime import UTC, date, datetime

from django.db import models

from guide.editorial.guidefile import schema
from guide.editorial.guidefile.scan import NO_TEXT
from guide.editorial.guidefile.values import plain
from guide.films.models import (
    AlternativeTitle,
    Credit,
    Cut,
    Film,
    NaturalKey,
    Person,
    Status,
)
from guide.gate.horizon import place
from guide.passages.models import Attached, Beat, Dispute, Ending, Entry, Evidence, Kind

_WIDTH = 96  # of a line in a paragraph; the fixtures keep it as well
_INDENT = " " * 6
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
    for model in reversed(schema.MODELS):
        rows = model._default_manager.filter(schema.of_film(model, slug))
        if model is Person:
            makers = Credit.objects.filter(film__slug=slug).values("person")
            rows = model._default_manager.filter(pk__in=makers)
        found += rows.select_related(*schema.names_of(model))
    return found


def _place(row) -> tuple:
    """Where a row stands: as a reader meets it, evidence and answers below their own.

    By the day it was published and not by its minute: a corrected minute moves nothing.
    """
    model = schema.model_of(row)
    if model is Evidence:
        return *_place(row.passage), 0, row.order, row.public_id
    if model is Entry:
        root = row.under if row.kind == Kind.ANSWER else row
        kinds = ["interpretation", "question"]
        ours = (1, *_since(row)) if row is not root else ()
        return schema.MODELS.index(model), kinds.index(root.kind), *_since(root), *ours
    return schema.MODELS.index(model), *_among_its_kind(row)


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
    if isinstance(row, Attached):
        of = row.passage
        noun = schema.model_of(of)._meta.model_name if of else ""
        return noun, of.public_id if of else "", row.public_id
    return row.natural_key()


def _since(row):
    return row.published_at or _NEVER, row.public_id


def _row(row, runtime):
    model = schema.model_of(row)
    lines = [f"- model: {model._meta.label_lower}", "  fields:"]
    # What hangs on a passage says on which by one key alone; an entry says all.
    one = model is not Entry and getattr(row, "passage_id", getattr(row, "under_id", 0))
    for name, key in schema.keys_of(model).items():
        value = schema.told(row, key)
        if one and key.one_of and value is None:
            continue
        if name == "horizon" and value is not None:
            value = place(value, runtime)
        lines.append(f"    {name}: {written(key.field, value)}")
    return "\n".join(lines) + "\n"


def written(field: models.Field, value) -> str:
    """What stands behind `name: ` for a value; more lines than one for a block."""
    if value is None:
        return "null"
    if field.is_relation:
        return f"[{', '.join(map(quoted, value.natural_key()))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime):
        return quoted(value.astimezone(UTC).isoformat().replace("+00:00", "Z"))
    if isinstance(value, date):
        return quoted(value.isoformat())
    text = plain(value)
    block = isinstance(field, models.TextField) and _may_stand_in_a_block(text)
    return _block(text) if block else quoted(text)


def _may_stand_in_a_block(text):
    """Whether a block gives back every letter: not where it begins or ends in space."""
    return text == text.strip() != "" and not NO_TEXT.search(text)


def _block(text):
    if "\n" in text:
        lines = [_INDENT + line if line else "" for line in text.split("\n")]
        return "\n".join(["|-", *lines])
    if re.search(r"\s\s|[^\S ]", text):  # a fold gives back single spaces alone
        return f"|-\n{_INDENT}{text}"
    folded = textwrap.fill(
        text,
        _WIDTH,
        initial_indent=_INDENT,
        subsequent_indent=_INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return f">-\n{folded}"


def quoted(text: str) -> str:
    """In double quotes, with JSON's escapes, which are YAML's too."""
    json_text = json.dumps(plain(text), ensure_ascii=False)
    return NO_TEXT.sub(lambda letter: f"\\u{ord(letter[0]):04x}", json_text)
