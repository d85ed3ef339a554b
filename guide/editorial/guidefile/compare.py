"""Compares a guide file with the database: what it may write, and what it may not.

A field follows the file only while it holds what a file last wrote (`Seeded` keeps a
digest) or what the file says anyway. Anything else is an editor's work and is kept,
minutes no less than texts, unless whoever imports the file has it replaced. A row that
was retired stays so in any case: it returns on its own page of the desk.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property, partial
from hashlib import blake2b

from django.db import models
from django.db.models import Q

from guide.editorial.guidefile import schema
from guide.editorial.guidefile.outcome import Action, Change, Step
from guide.editorial.guidefile.parse import Guide, Row
from guide.editorial.guidefile.values import plain
from guide.editorial.models import Seeded
from guide.films.models import Film, NaturalKey, Status
from guide.gate.horizon import place, spoken
from guide.passages.models import Evidence

_FILLED_IN = ("sort_title", "published_at")  # by the verbs, where a file says nothing
_SHORT = 40  # characters of a value that a plan shows


@dataclass(slots=True)
class Pair:
    """A row of the file, and the same row as the database has it."""

    row: Row
    found: NaturalKey | None
    values: dict  # by field: what the file may write
    changes: dict = field(default_factory=dict)  # of these, {field: (old, new)}
    kept: dict = field(default_factory=dict)  # the same of fields an editor changed
    retired: bool = False  # not written: it, or what it rests on, was taken down

    @property
    def says_something_new(self) -> bool:
        """Whether there is anything in the file to be written."""
        return self.found is None or bool(self.changes)

    def steps(self) -> Iterable[Step]:
        """What a plan says of the row: one step, or two where a part of it is kept."""
        row = self.row
        step = partial(Step, label=row.label, key=row.key, title=self._title(),
                       line=row.line)  # fmt: skip
        if self.retired and (self.says_something_new or self.kept):
            changes = self._told(self.changes | self.kept)
            yield step(Action.RETIRED, changes=changes)
            return
        if self.found is None:
            yield step(Action.ADDED, detail=_who_sees(self.values))
        elif self.changes:
            detail = "; ".join(_change(*change) for change in self.changes.items())
            changes = self._told(self.changes)
            yield step(Action.CHANGED, detail=detail, changes=changes)
        elif not self.kept:
            yield step(Action.UNCHANGED)
        if self.kept:
            detail = f"{', '.join(self.kept)}, changed by an editor"
            yield step(Action.KEPT, detail=detail, changes=self._told(self.kept))

    def _title(self):
        """What a person calls the row, as far as it has a name."""
        if self.found is not None:
            return str(self.found)
        values = self.row.values
        names = ("title", "name", "note", "role", "word", "text", "tldr")
        return next((values[name] for name in names if values.get(name)), "")

    def _told(self, differing):
        lines = self.row.lines
        return tuple(
            Change(name, old, new, lines.get(name, self.row.line))
            for name, (old, new) in differing.items()
        )


class Comparison:
    """A guide, row by row, against the database as it is now, which it locks.

    `replace`: the file may write over what editors changed.
    """

    def __init__(self, guide: Guide, *, replace: bool = False):
        self.guide, self.replace = guide, replace
        self.rows = {model: _load(model, guide) for model in schema.MODELS}
        self.digests = _load_digests(guide)
        self.named = {row.name for row in guide.rows}
        first, *others = guide.rows  # the film, which is written first
        film = self._pair(first)
        self.runtime = film.values.get("runtime") or film.found.runtime
        self.pairs = [film, *map(self._pair, others)]
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
        for pair in self.pairs:
            if pair.row.model is Evidence and not pair.retired:
                entry, beat = ties.get(pair.row.key, (None, None))
                ties[pair.row.key] = (
                    pair.values.get("entry", entry),
                    pair.values.get("beat", beat),
                )
        beats = {}
        for entry, beat in ties.values():
            beats.setdefault(entry, []).append(beat)
        return beats

    def settled(self, name: str, value):
        """A field's value; from the runtime on a horizon is SEEN, as in the verbs."""
        if name != "horizon" or value is None:
            return value
        return place(value, self.runtime)

    def _pair(self, row):
        found = self.rows[row.model].get(row.key)
        values = {
            name: self.settled(name, value)
            for name, value in row.values.items()
            if value or name not in _FILLED_IN
        }
        pair = Pair(row, found, values)
        if found:
            if row.model is Film:
                del values["public_id"]  # readers' cookies name the film by it
            self._compare(pair)
        return pair

    def _compare(self, pair):
        digests = self.digests.get(seeded_key(pair.row), {})
        for name, new in list(pair.values.items()):
            key = schema.keys_of(pair.row.model)[name]
            old = self.settled(name, current(pair.found, key))
            if canonical(old) == canonical(new):
                continue
            if self.replace or digest(old) == digests.get(name):
                pair.changes[name] = (old, new)
            else:
                pair.kept[name] = (old, new)
                del pair.values[name]

    def _leave_the_retired(self):
        gone = {
            (model, key)
            for model in schema.PASSAGES
            for key, row in self.rows[model].items()
            if row.status == Status.RETIRED
        }
        for pair in self.pairs:
            rests_on_gone = gone & set(pair.row.references().values())
            if pair.row.name in gone or (pair.says_something_new and rests_on_gone):
                pair.retired = True
                if pair.found is None:
                    gone.add(pair.row.name)


def step_of(action: Action, row: NaturalKey, detail: str = "") -> Step:
    """What a plan says of a row that the file does not name."""
    key = tuple(map(str, row.natural_key()))
    label = schema.model_of(row)._meta.label_lower
    return Step(action, label, key, str(row), detail=detail)


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
