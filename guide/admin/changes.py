"""Changes as the desk tells them: who, when, from where, and what differs by words."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models
from django.urls import reverse
from django.utils.timezone import localtime

from guide.admin.addresses import history_of
from guide.admin.colleagues import called
from guide.admin.fields import label
from guide.admin.minutes import NAMES, figure
from guide.editorial import history
from guide.editorial.history import EVENTS, Change
from guide.editorial.moderation import READERS_HOLD
from guide.editorial.word_diff import difference, shortened
from guide.films.models import Film, Person
from guide.passages.models import Attached, Beat, Passage
from guide.votes.models import Discount, Lift

_HIDDEN = {"id", "public_id", "film", "published_at", "author"}


@dataclass
class Differing:
    """One field in two versions, ready to be read."""

    label: str
    parts: list[tuple[str, str]]


@dataclass
class Line:
    """One change, ready to be read."""

    change: Change
    noun: str
    title: str
    events: list[str]
    who: str
    source: str
    fields: list[Differing] = field(default_factory=list)
    film: Film | None = None
    page: str = ""  # the history that it stands in; none, if that is gone
    version: str = ""  # where it can be restored from

    @property
    def anchor(self) -> str:
        return f"{self.change.noun}-{self.change.record.pk}"


def lines(changes: list[Change], *, words: bool = True) -> list[Line]:
    """The changes to be read, without what differs if no `words` are asked for."""
    names = _names(changes) if words else {}
    return [_line(change, names if words else None) for change in changes]


def said(column: models.Field, value, names: dict | None = None) -> str:
    """A value as the desk shows it: minutes as numbers, choices by their labels.

    `names` are those of the rows that foreign keys name.
    """
    if value is None or value == "":
        return ""
    if column.is_relation:
        gone = f"one that is gone ({value})"
        return (names or {}).get((column.related_model, value), gone)
    if column.name in NAMES:
        return figure(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{localtime(value):%Y-%m-%d %H:%M}"
    return str(dict(column.flatchoices).get(value, value))


def differing(fields, old, new, names: dict) -> list[Differing]:
    """The fields in two versions of a row; None is no row at all."""
    found, version = [], old or new
    for column in fields:
        if column.name in _HIDDEN:
            continue
        before, after = (
            "" if one is None else said(column, getattr(one, column.attname), names)
            for one in (old, new)
        )
        if before or after:
            parts = shortened(difference(before, after))
            found.append(Differing(label_of(column, version), parts))
    return found


def label_of(column: models.Field, version: models.Model) -> str:
    """What a column is called in a version of a row."""
    if column.model is not Passage:
        return column.verbose_name
    return Passage.of_kind[version.kind].called(column.name)


def names_in(versions, fields) -> dict:
    """{(model, key): name} of the rows that these fields of versions name."""
    wanted = defaultdict(set)
    for column in fields:
        if column.is_relation and column.name not in _HIDDEN:
            keys = {getattr(one, column.attname) for one in versions}
            wanted[column.related_model] |= keys - {None}
    return {
        (model, key): label(row)
        for model, keys in wanted.items()
        if keys
        for key, row in history.rows(model, keys).items()
    }


def whole_of(row) -> models.Model:
    """The row on whose page a row of the desk is edited: itself, its passage, …"""
    if isinstance(row, Film | Passage | Person):
        return row
    if isinstance(row, Lift):
        return row.discount.passage
    return row.passage if isinstance(row, Attached | Discount) else row.film


def _line(change, names):
    title = _title(change.row or change.record)
    noun = "vote" if change.is_judgement else change.kind_name
    line = Line(change, noun, title, _events(change), _who(change), "")
    line.source = change.reason or ("the desk" if change.by else "a command")
    if change.row is not None:
        whole = whole_of(change.row)
        line.film = whole if isinstance(whole, Film) else getattr(whole, "film", None)
        line.page = history_of(whole)
    if not change.is_judgement:
        line.version = reverse("version", args=[change.noun, change.record.pk])
        if names is not None:
            gone = change.record.history_type == "-"
            old = change.record if gone else change.before
            new = None if gone else change.record
            line.fields = differing(change.changed, old, new, names)
    return line


def _events(change):
    told = [EVENTS[name].words for name in change.events]
    if len(told) > 1:  # what is published or restored was also written
        told = [words for words in told if words != EVENTS["written"].words]
    return told or ["changed"]


def _who(change):
    if change.reason == READERS_HOLD:
        return "readers"
    return called(change.by)


def _title(row):
    """What a row is called, or was, where but a record is left."""
    if isinstance(row, Beat):
        return label(row)
    if not hasattr(row, "history_type"):
        return str(whole_of(row) if isinstance(row, Discount | Lift) else row)
    named = (getattr(row, name, "") for name in ("title", "name", "note", "text"))
    words = next(filter(None, named), "").split()
    return " ".join(words[:8]) or str(row.id)


def _names(changes):
    found = {}
    for noun in {change.noun for change in changes} & history.NOUNS.keys():
        mine = [change for change in changes if change.noun == noun]
        versions = [v for c in mine for v in (c.record, c.before) if v is not None]
        fields = {each for change in mine for each in change.changed}
        found |= names_in(versions, fields)
    return found
