"""Tells what becomes of each row, for the plan that a person reads."""

from collections.abc import Iterable
from dataclasses import replace

from django.db import models

from guide.editorial.guidefile import schema
from guide.editorial.guidefile.merge import Target, canonical
from guide.editorial.guidefile.steps import Action, Change, Step
from guide.films.models import Status
from guide.gate.horizon import spoken

_SHORT = 40  # characters of a value that a plan shows


def steps_of(target: Target) -> Iterable[Step]:
    """The lines of the plan for one row of the file."""
    row = target.row
    about = Step(Action.UNCHANGED, row.label, row.key, line=row.line,
                 title=_title(target))  # fmt: skip
    if target.retired and (target.waits or target.kept):
        mine = {} if target.returns is None else {"choice": target.choice()}
        differing = _changes(target, target.changes | target.kept)
        yield replace(about, action=Action.RETIRED, changes=differing, **mine)
    elif target.found is None:
        yield replace(about, action=Action.ADDED, detail=_who_sees(target.values))
    elif target.changes:
        detail = "; ".join(_change(*change) for change in target.changes.items())
        mine = {"choice": target.choice(), "taken": True} if target.returns else {}
        yield replace(about, action=Action.CHANGED, detail=detail,
                      changes=_changes(target, target.changes), **mine)  # fmt: skip
    elif not target.kept:
        yield about
    if target.kept and not target.retired:
        detail = f"{', '.join(target.kept)}, changed by an editor"
        yield replace(about, action=Action.KEPT, detail=detail,
                      changes=_changes(target, target.kept))  # fmt: skip


def step_of(action: Action, row: models.Model, detail: str = "") -> Step:
    """The line of a row that the file does not name."""
    key = tuple(map(str, row.natural_key()))
    label = schema.model_of(row)._meta.label_lower
    return Step(action, label, key, detail, title=str(row))


def _changes(target, differing):
    """What differs, field by field, in the order of the file."""
    return tuple(
        Change(
            field=name,
            old=old,
            new=new,
            line=target.row.lines.get(name, target.row.line),
            older=name in target.older,
            choice=target.choice(name) if _is_choice(target, name) else "",
            taken=name in target.taken,
        )
        for name, (old, new) in differing.items()
    )


def _is_choice(target, name):
    """Whether an editor decides on this field alone."""
    follows = not target.retired and target.returns is None
    return follows and name in target.kept.keys() | target.taken


def _title(target):
    """What a person calls the row, as far as it has a name."""
    if target.found is not None:
        return str(target.found)
    values = target.row.values
    names = ("title", "name", "note", "role", "word", "text", "tldr")
    return next((values[name] for name in names if values.get(name)), "")


def _who_sees(values):
    """Of a new passage, what decides who may read it."""
    if "horizon" not in values:
        return ""
    return f"{values.get('status', Status.DRAFT)}, {spoken(values['horizon'])}"


def _change(name, values):
    old, new = (_shown(name, value) for value in values)
    return f"{name} {old} → {new}" if max(len(old), len(new)) <= _SHORT else name


def _shown(name, value):
    if name == "horizon":
        return spoken(value)
    if isinstance(value, tuple):
        return " ".join(value)
    return f"“{value}”" if isinstance(value, str) else str(canonical(value)).lower()
