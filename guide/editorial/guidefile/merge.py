"""Compares a guide file with the database: what it may write, and what it may not.

A field follows the file only while it holds what a file last wrote (`Seeded` keeps a
digest) or what the file says anyway. Anything else is an editor's work and is kept,
minutes no less than texts.
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from hashlib import blake2b

from django.db import models
from django.db.models import Q

from guide.editorial.guidefile import shape
from guide.editorial.guidefile.parse import Guide, Row
from guide.editorial.models import Seeded
from guide.entries.models import Evidence
from guide.films.models import Film, NaturalKey, Status
from guide.gate.horizon import place


@dataclass(slots=True)
class Target:
    """What shall become of one row of the file."""

    row: Row
    found: NaturalKey | None  # the row as the database has it
    values: dict = field(default_factory=dict)  # by field: what the file may write
    changes: dict = field(default_factory=dict)  # of these, {field: (old, new)}
    kept: list[str] = field(default_factory=list)  # fields that an editor changed
    retired: bool = False  # not written: it, or what it rests on, was taken down

    @property
    def waits(self) -> bool:
        """Whether the file says anything new of the row."""
        return self.found is None or bool(self.changes)


class Merge:
    """The targets of a guide, against the database as it is now, which it locks."""

    def __init__(self, guide: Guide):
        self.guide = guide
        self.rows = {model: _load(model, guide) for model in shape.MODELS}
        self.digests = _load_digests(guide)
        film = self.rows[Film].get((guide.slug,))
        self.targets = [self._target(row) for row in guide.rows]
        chosen = self._target_of(Film, (guide.slug,)).values
        self._settle_horizons(chosen.get("runtime", film and film.runtime))
        for target in self.targets:
            self._compare(target)
        self._leave_the_retired()

    def alone(self) -> list[NaturalKey]:
        """Rows of the film that the file does not name."""
        named = {row.name for row in self.guide.rows}
        return [
            row
            for model, rows in self.rows.items()
            for key, row in rows.items()
            if (model, key) not in named and self.is_ours(row)
        ]

    def is_ours(self, row: NaturalKey) -> bool:
        """Whether a row of the database belongs to the guide's film, or to none."""
        film = shape.film_of(row)
        return film is None or film.slug == self.guide.slug

    @cached_property
    def beats(self) -> dict[tuple, list[tuple]]:
        """Keys of the beats of each entry's evidence, once the file is written."""
        ties = {
            key: (row.entry.natural_key(), row.beat.natural_key())
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

    def _target_of(self, model, key):
        return next(t for t in self.targets if t.row.name == (model, key))

    def _settle_horizons(self, runtime):
        """At or past the runtime a horizon is SEEN, here as in the verbs."""
        for target in self.targets:
            if target.values.get("horizon") is not None:
                target.values["horizon"] = place(target.values["horizon"], runtime)

    def _compare(self, target):
        if target.found is None:
            return
        digests = self.digests.get(seeded_key(target.row), {})
        for name, new in list(target.values.items()):
            old = current(target.found, name)
            if canonical(old) == canonical(new):
                continue
            if digest(old) == digests.get(name):
                target.changes[name] = (old, new)
            else:
                target.kept.append(name)
                del target.values[name]

    def _leave_the_retired(self):
        gone = {
            (model, key)
            for model in shape.GATED
            for key, row in self.rows[model].items()
            if row.status == Status.RETIRED
        }
        for target in self.targets:
            bases = set(target.row.references().values())
            if target.row.name in gone or (target.waits and gone & bases):
                target.retired = True
                if target.found is None:
                    gone.add(target.row.name)


def current(row: NaturalKey, name: str):
    """A field of a row of the database, a foreign key as the key it names."""
    value = getattr(row, name)
    return value.natural_key() if isinstance(value, models.Model) else value


def canonical(value):
    """A value as it is compared: a form that saves a text anew changes line ends."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
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
    condition = shape.of_film(model, guide.slug)
    lookup, *more = model.natural_key_fields
    if not more:
        keys = [row.key[0] for row in guide.rows if row.model is model]
        condition |= Q(**{f"{lookup}__in": keys})
    relations = [f.name for f in model._meta.concrete_fields if f.is_relation]
    rows = model._default_manager.filter(condition)
    rows = rows.select_related(*relations) if relations else rows
    return {row.natural_key(): row for row in rows.select_for_update(of=("self",))}
