"""Where two people change the same row of the desk, or one is cut off while typing.

Each page says on which version of every row it was opened: the key of the row's last
record in history. If somebody else has changed the row since, what was not touched here
stays as they left it. What was touched is refused once and shown beside theirs; the
next save, of the version that was shown, puts one's own in its place.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import InlineForeignKeyField
from django.utils.text import capfirst

from guide.admin.changes import said
from guide.admin.colleagues import called
from guide.admin.reader_preview import SEE
from guide.editorial.word_diff import GONE, NEW, difference

VERSIONS = "_versions"  # {row: version}; the row of the page is ""
KNOWN = 0  # the version of a deleted row, once its deletion was told
APART = {"held", "cleared"}  # readers may hold a row meanwhile: the verbs keep that
CHANGED = (
    "Somebody else has changed this in the meantime: compare the two versions, and "
    "save again to put yours in its place."
)
DELETING = (
    "Somebody else has changed a row that you are deleting here. Look at it first; "
    "save again to delete it anyway."
)


@dataclass
class Conflict:
    """One row that two people have changed: who wrote what stands there now, and field
    by field (label, theirs, mine) what differs."""

    title: str
    at: str  # the id of its first control that differs
    who: str
    when: datetime | None
    fields: list[tuple[str, list, list]]


class VersionedForm(forms.ModelForm):
    """A form that knows on which version of its row it was opened."""

    compared = False
    gone = False  # somebody else has deleted the row
    deleted = ""  # by whom and how, of a row that is gone
    conflict: Conflict | None = None
    left_alone = False  # it was not touched, and is as somebody else has left it
    theirs: Sequence[str] = ()  # fields that somebody else has changed

    def full_clean(self):
        self.compare()
        super().full_clean()

    def compare(self) -> None:
        """Compare, once, what the form was opened on, what is stored and what was
        typed."""
        if self.compared or not self.is_bound or SEE in self.data:
            return
        self.compared = True
        key = row_key(self)
        if not is_stored(self) or _posted(self.data).get(key) == self.version:
            return
        names, then = _names(self), _record(self, key)
        stored = {name: _plain(self.initial.get(name)) for name in names}
        typed = {name: _plain(_typed(self, name)) for name in names}
        opened = {n: None if then is None else _plain(_value(then, n)) for n in names}
        theirs = [n for n in names if stored[n] != opened[n]]
        mine = [n for n in names if typed[n] not in (opened[n], stored[n])]
        if not theirs:
            return  # readers have held it, or it was saved as it was
        self.theirs = theirs
        self.left_alone = not mine and typed != stored
        self._put_back([name for name in names if name not in mine])
        if mine:
            differing = [n for n in names if n in mine or (then and n in theirs)]
            self.conflict = conflict_of(self, differing)

    @cached_property
    def version(self) -> int | None:
        """The key of the row's last record, None without one; formsets ask for many."""
        return versions(self._meta.model, [self.instance.pk]).get(self.instance.pk)

    def touched(self) -> bool:
        """Of a row that is gone: whether anything was typed into it here."""
        then = _record(self, row_key(self))
        return then is not None and any(
            _plain(_typed(self, name)) != _plain(_value(then, name))
            for name in _names(self)
            if hasattr(then, name)
        )

    def _put_back(self, names):
        """Put into the form what is stored now."""
        self.data = self.data.copy()
        for name in names:
            widget, value = self.fields[name].widget, self.initial[name]
            if isinstance(widget, forms.MultiWidget):
                parts = zip(widget.widgets_names, widget.decompress(value), strict=True)
                for suffix, part in parts:
                    self.data[self.add_prefix(name) + suffix] = part
            else:
                self.data[self.add_prefix(name)] = value

    def clean(self):
        cleaned = super().clean()
        if self.conflict:
            self.add_error(None, CHANGED)
        if self.deleted:
            self.add_error(None, self.deleted)
        return cleaned


class VersionedFormSet:
    """For formsets of `VersionedForm`s: rows that somebody else has deleted are left
    out, those that were touched here after their deletion was told."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.conflicts: list[Conflict] = []
        self.dropped: list[str] = []

    @cached_property
    def versions(self) -> dict[int, int]:
        """{row's key: version} of all rows of the formset, in one query."""
        keys = [row.pk for row in self.get_queryset() if row.pk]
        return versions(self.model, keys)

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        self.prepare(form)
        if not self.is_bound:
            return form
        if form.instance.pk:
            form.version = self.versions.get(form.instance.pk)
        elif i < self.initial_form_count():
            self._tell_deletion(form)
        form.compare()  # before anybody asks what has changed in it
        return form

    def prepare(self, form) -> None:
        """What its form must know of the whole before it is read."""

    def _tell_deletion(self, form):
        form.fields["id"] = forms.CharField(required=False, widget=forms.HiddenInput)
        form.gone = True
        noun = self.model._meta.verbose_name
        who, _ = deletion(self.model, form["id"].data)
        if not form.touched():
            self.dropped.append(f"one {noun} deleted by {who}")
        elif _posted(self.data).get(row_key(form)) != KNOWN:
            form.deleted = (
                f"This {noun} has been deleted in the meantime, by {who}. Copy what "
                "you want to keep into a new one; save again to leave it out."
            )

    def refuse_deleting(self) -> None:
        """Raise ValidationError, once, where a row to be deleted was changed."""
        for form in () if SEE in self.data else self.initial_forms:
            if self.can_delete and self._should_delete_form(form) and form.theirs:
                self.conflicts.append(conflict_of(form, form.theirs, deleting=True))
        if self.conflicts:
            raise ValidationError(DELETING)


def versions_of(every: list[forms.ModelForm]) -> str:
    """The versions of all rows on a page, for a hidden field; a query a table."""
    told = {row_key(form): KNOWN for form in every if form.gone}
    tables: dict[type[models.Model], dict] = {}
    for form in filter(is_stored, every):
        rows = tables.setdefault(form._meta.model, {})
        rows[form.instance.pk] = row_key(form)
    for model, rows in tables.items():
        told |= {rows[pk]: number for pk, number in versions(model, rows).items()}
    return json.dumps(told, separators=(",", ":"))


def versions(model: type[models.Model], keys: Iterable[int]) -> dict[int, int]:
    """{row's key: key of its last record}; one query."""
    records = model.history.filter(id__in=list(keys)).order_by().values("id")
    last = records.annotate(last=models.Max("history_id"))
    return dict(last.values_list("id", "last"))


def _posted(data) -> dict[str, int]:
    """The versions that a posted page says: none, if that makes no sense."""
    return _read(data.get(VERSIONS, ""))


@lru_cache(maxsize=8)  # each of a page's rows asks for its own
def _read(text: str) -> dict[str, int]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    rows = told.items() if isinstance(told, dict) else ()
    return {key: number for key, number in rows if type(number) is int}


def _record(form, key) -> models.Model | None:
    """The record that a form was opened on."""
    version = _posted(form.data).get(key)
    if not version or abs(version) >= 2**31:
        return None
    row = form.instance.pk or form["id"].data
    records = form._meta.model.history.filter(history_id=version)
    return next((found for found in records if str(found.id) == str(row)), None)


def row_key(form) -> str:
    """`beat-12` for a row within a page; nothing for that of the page."""
    if not form.prefix:
        return ""
    key = form.instance.pk or form["id"].data
    return f"{form.prefix.rpartition('-')[0]}-{key}"


def is_stored(form) -> bool:
    return form.instance.pk is not None and not form.instance._state.adding


def _names(form) -> list[str]:
    """The fields of a form in which two people can cross each other."""
    model = form._meta.model
    columns = {column.name for column in model.history.model.tracked_fields}
    columns -= APART | {model._meta.pk.name}
    return [
        name
        for name, field in form.fields.items()
        if name in columns
        and not field.disabled
        and not isinstance(field, InlineForeignKeyField)
    ]


def _value(record, name):
    return record._meta.get_field(name).value_from_object(record)


def _plain(value) -> str:
    """A value as one text, the same however it was stored or typed."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(microsecond=0).isoformat()
    return str(value).replace("\r\n", "\n").strip()


def _typed(form, name: str):
    """What somebody typed, as it would be stored; as they typed it, if it cannot."""
    field, raw = form.fields[name], form[name].data
    if isinstance(field, forms.ModelChoiceField):
        return raw  # the key; the row itself would be one query more
    try:
        return field.clean(raw)
    except ValidationError:
        return raw


def conflict_of(form, names, *, deleting=False) -> Conflict:
    """Both versions of a row, of these fields, and who wrote the other."""
    fields = []
    for name in names:
        now = _shown(form, name, form.initial[name])
        mine = "deleted" if deleting else _shown(form, name, _typed(form, name))
        parts = difference(now, mine)
        label = capfirst(form.fields[name].label or name)
        fields.append((
            label,
            [part for part in parts if part[0] != NEW],
            [part for part in parts if part[0] != GONE],
        ))  # fmt: skip
    row = type(form.instance)._base_manager.get(pk=form.instance.pk)
    title = capfirst(f"{row._meta.verbose_name} “{row}”")
    who, when = last_change(row)
    return Conflict(title, form[names[0]].auto_id, who, when, fields)


def _shown(form, name: str, value) -> str:
    """A value in an editor's words."""
    field, column = form.fields[name], form._meta.model._meta.get_field(name)
    if isinstance(field, forms.ModelChoiceField):
        is_key = str(value).isdecimal()
        row = field.queryset.filter(pk=value).first() if is_key else None
        return field.label_from_instance(row) if row else str(value or "nothing")
    if isinstance(value, str) and not column.choices:  # also what is no value at all
        return value.replace("\r\n", "\n") or "nothing"
    return said(column, value) or "nothing"


def last_change(row) -> tuple[str, datetime | None]:
    """(who, when) of the last change of a row."""
    return _by(row.history.select_related("history_user").first())


def deletion(model, key) -> tuple[str, datetime | None]:
    """(who, when) of the deletion of a row."""
    if not str(key).isdecimal():
        return _by(None)
    records = model.history.filter(id=key, history_type="-")
    return _by(records.select_related("history_user").first())


def _by(record):
    if record is None:
        return "somebody", None
    return called(record.history_user), record.history_date
