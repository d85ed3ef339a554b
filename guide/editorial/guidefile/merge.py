"""Compares a guide file with the database: what it may write, and what it may not.

A field follows the file only while it holds what a file last wrote (`Seeded` keeps a
digest) or what the file says anyway. Anything else is an editor's work and is kept,
minutes no less than texts; so is a row that was retired. An editor who imports a file
may name what it shall take over nevertheless.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from hashlib import blake2b

from django.db import models
from django.db.models import Q

from guide.editorial.guidefile import schema
from guide.editorial.guidefile.parse import Guide, Row
from guide.editorial.guidefile.values import plain
from guide.editorial.models import Seeded
from guide.films.models import Film, NaturalKey, Status
from guide.gate.horizon import place
from guide.passages.models import Evidence


@dataclass(slots=True)
class Target:
    """What shall become of one row of the file."""

    row: Row
    found: NaturalKey | None  # the row as the database has it
    values: dict = field(default_factory=dict)  # by field: what the file may write
    changes: dict = field(default_factory=dict)  # of these, {field: (old, new)}
    kept: dict = field(default_factory=dict)  # the same of fields an editor changed
    taken: set[str] = field(default_factory=set)  # changes that an editor allowed
    older: set[str] = field(default_factory=set)  # fields that once held the new value
    retired: bool = False  # not written: it, or what it rests on, was taken down
    returns: bool | None = None  # of a retired row: whether an editor lets it return

    @property
    def waits(self) -> bool:
        """Whether the file says anything new of the row."""
        return self.found is None or bool(self.changes)

    def choice(self, name: str = "") -> str:
        """What an editor names to take over the row, or one field of it."""
        return " ".join([self.row.label, *self.row.key, name]).strip()


class Merge:
    """The targets of a guide, against the database as it is now, which it locks."""

    def __init__(self, guide: Guide, taken: Collection[str] = ()):
        self.guide, self.taken = guide, taken
        self.rows = {model: _load(model, guide) for model in schema.MODELS}
        self.digests = _load_digests(guide)
        self.targets = [self._target(row) for row in guide.rows]
        self.named = {row.name for row in guide.rows}
        film, *others = self.targets  # a film is written first
        self._compare(film)
        self.runtime = film.values.get("runtime") or film.found.runtime
        for target in others:
            self._settle(target)
            self._compare(target)
        self._find_the_older()
        self._leave_the_retired()

    def alone(self) -> list[NaturalKey]:
        """Rows of the film that the file does not name."""
        return [
            row
            for model, rows in self.rows.items()
            for key, row in rows.items()
            if (model, key) not in self.named and self.is_ours(row)
        ]

    def is_ours(self, row: NaturalKey) -> bool:
        """Whether a row of the database belongs to the guide's film, or to none."""
        film = schema.film_of(row)
        return film is None or film.slug == self.guide.slug

    @cached_property
    def beats(self) -> dict[tuple, list[tuple]]:
        """Keys of the beats of each entry's evidence, once the file is written."""
        ties = {
            key: (row.passage.natural_key(), row.beat.natural_key())
            for key, row in self.rows[Evidence].items()
        }
        for target in self.targets:
            if target.row.model is Evidence and not target.retired:
                entry, beat = ties.get(target.row.key, (None, None))
                ties[target.row.key] = (
                    target.values.get("entry", entry),
                    target.values.get("beat", beat),
                )
        beats = {}
        for entry, beat in ties.values():
            beats.setdefault(entry, []).append(beat)
        return beats

    def _target(self, row):
        target = Target(row, self.rows[row.model].get(row.key))
        unsaid = {  # what the verbs fill in where a file says nothing
            name
            for name, value in row.values.items()
            if name in ("sort_title", "published_at") and not value
        }
        if row.model is Film and target.found:
            unsaid.add("public_id")  # readers' cookies name the film by it
        target.values = {n: v for n, v in row.values.items() if n not in unsaid}
        return target

    def settled(self, name: str, value):
        """A field's value; from the runtime on a horizon is SEEN, as in the verbs."""
        if name != "horizon" or value is None:
            return value
        return place(value, self.runtime)

    def _settle(self, target):
        for name, value in target.values.items():
            target.values[name] = self.settled(name, value)

    def _compare(self, target):
        if target.found is None:
            return
        if getattr(target.found, "status", "") == Status.RETIRED:
            target.returns = target.choice() in self.taken
        digests = self.digests.get(seeded_key(target.row), {})
        for name, new in list(target.values.items()):
            key = schema.keys_of(target.row.model)[name]
            old = self.settled(name, current(target.found, key))
            if canonical(old) == canonical(new):
                continue
            if digest(old) == digests.get(name) or target.returns:
                target.changes[name] = (old, new)
            elif target.choice(name) in self.taken:
                target.changes[name] = (old, new)
                target.taken.add(name)
            else:
                target.kept[name] = (old, new)
                del target.values[name]

    def _find_the_older(self):
        """Fields in whose place the database has had what the file says now."""
        by_model = {}
        for target in self.targets:
            if (target.kept or target.taken) and hasattr(target.row.model, "history"):
                model = target.row.model
                by_model.setdefault(model, {})[target.found.pk] = target
        for model, targets in by_model.items():
            for record in model.history.filter(id__in=targets):
                target = targets[record.id]
                for name in {*target.kept, *target.taken}:
                    _, new = target.kept.get(name) or target.changes[name]
                    key = schema.keys_of(model)[name]
                    if not key.related_model:
                        then = self.settled(name, schema.told(record, key))
                        if canonical(then) == canonical(new):
                            target.older.add(name)

    def _leave_the_retired(self):
        gone = {
            (model, key)
            for model in schema.PASSAGES
            for key, row in self.rows[model].items()
            if row.status == Status.RETIRED
        }
        gone -= {target.row.name for target in self.targets if target.returns}
        for target in self.targets:
            bases = set(target.row.references().values())
            if target.row.name in gone or (target.waits and gone & bases):
                target.retired = True
                if target.found is None:
                    gone.add(target.row.name)


def current(row: NaturalKey, key: schema.Key):
    """What a row of the database says by a key, another row as what names it."""
    value = schema.told(row, key)
    return value.natural_key() if isinstance(value, models.Model) else value


def canonical(value):
    """A value as it is compared: a form that saves a text anew changes line ends."""
    if isinstance(value, str):
        return plain(value).strip()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def digest(value) -> str:
    """What `Seeded` keeps of a value."""
    text = json.dumps(canonical(value))
    return blake2b(text.encode(), digest_size=9).hexdigest()


def seeded_key(row: Row) -> tuple[str, str]:
    """(model, key) by which `Seeded` knows a row of a file."""
    key = " ".join(row.key)
    return row.label, key if len(key) <= 300 else digest(key)


def _load_digests(guide):
    keys = [seeded_key(row) for row in guide.rows]
    found = Seeded.objects.filter(key__in={key for _, key in keys})
    return {(seeded.model, seeded.key): seeded.digests for seeded in found}


def _load(model, guide):
    """{key: row}: all of the film, and whatever else has a key of the file."""
    condition = schema.of_film(model, guide.slug)
    lookup, *more = model.natural_key_fields
    if not more:
        keys = [row.key[0] for row in guide.rows if row.model is model]
        condition |= Q(**{f"{lookup}__in": keys})
    rows = model._default_manager.filter(condition)
    rows = rows.select_related(*schema.names_of(model))
    # Nothing that somebody votes on waits for this: keys do not change.
    rows = rows.select_for_update(of=("self",), no_key=True)
    return {tuple(map(plain, row.natural_key())): row for row in rows}
