"""A save on an outdated form: merged field by field, or refused with both versions.

A form carries a digest of every field that it was made from. What only somebody else
has changed since stays as they left it; what both have changed is refused once, and
shown beside what was typed. The next save is against what was shown.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import InlineForeignKeyField
from django.utils.text import capfirst
from django.utils.timezone import localtime

from guide.admin.minutes import MinuteFormField, figure
from guide.admin.people import called
from guide.admin.seeing import SEE
from guide.editorial.difference import GONE, NEW, difference
from guide.editorial.proposing import digest_of
from guide.films.models import Status
from guide.gate.horizon import join

MADE_FROM = "_made_from"  # {row: {field: digest}}; the row of the page is ""
THEIRS = "_theirs"  # boxes: fields where the other’s version is to stand
APART = {"held", "cleared"}  # readers may hold a row meanwhile: the verbs keep that
BOTH = "Somebody else has changed this too: look at both versions above."
SHIFTED = (
    "Somebody else has changed the text meanwhile: see whether this still fits it, "
    "and save again."
)
OPENED = (
    "Somebody else has changed this meanwhile: with it, what you wrote shows earlier. "
    "See whether it may, and save again."
)


@dataclass
class Clash:
    """One field that two people have changed, each in their own way."""

    field: str  # as it is posted; empty where there is nothing to choose
    at: str  # the id of its control
    label: str
    theirs: list[tuple[str, str]]
    mine: list[tuple[str, str]]
    who: str
    when: datetime | None
    sentence: str


def made_from(forms_of_page) -> str:
    """What the forms of a page are made from, for a hidden field."""
    told = {row_key(form): digests(form) for form in forms_of_page if is_stored(form)}
    return json.dumps(told, separators=(",", ":"))


def read(posted) -> dict[str, dict[str, str]]:
    """What a posted page says it was made from: nothing, if that makes no sense."""
    try:
        told = json.loads(posted.get(MADE_FROM, ""))
    except (ValueError, RecursionError):
        return {}
    rows = told.items() if isinstance(told, dict) else ()
    return {key: row for key, row in rows if isinstance(row, dict)}


def row_key(form) -> str:
    """`beat-12` for a row within a page; nothing for that of the page."""
    if not form.prefix:
        return ""
    return f"{form.prefix.rpartition('-')[0]}-{form.instance.pk}"


def is_stored(form) -> bool:
    return form.instance.pk is not None and not form.instance._state.adding


def digests(form) -> dict[str, str]:
    """{field: digest} of a stored row as its form shows it."""
    return {name: digest_of(plain(form.initial[name])) for name in compared(form)}


def compared(form) -> list[str]:
    """The fields of a form in which two people can cross each other."""
    apart = APART | {form._meta.model._meta.pk.name}
    return [
        name
        for name, field in form.fields.items()
        if name in form.initial.keys() - apart
        and not field.disabled
        and not isinstance(field, InlineForeignKeyField)
    ]


def plain(value) -> str:
    """A value as one text, the same however it was stored or typed."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(microsecond=0).isoformat()
    return str(value).replace("\r\n", "\n").strip()


def typed(form, name: str):
    """What somebody typed, as it would be stored; as they typed it, if it cannot."""
    field, raw = form.fields[name], form[name].data
    if isinstance(field, forms.ModelChoiceField):
        return raw  # the key; the row itself would be one query more
    try:
        return field.clean(raw)
    except ValidationError:
        return raw


class MergingForm(forms.ModelForm):
    """A form that goes into what others wrote meanwhile."""

    merged = False
    gone = ""  # a sentence, where somebody has deleted the row meanwhile

    def full_clean(self):
        self.merge()
        super().full_clean()

    def merge(self) -> None:
        """Compare three versions, once: what the form was made from, what is stored
        now, and what was typed."""
        if self.merged or not self.is_bound:
            return
        self.merged = True
        self.theirs: set[str] = set()  # fields that somebody else has changed
        self.kept: list[str] = []  # those of them that stay as they were left
        self.clashes: dict[str, Clash] = {}
        if not is_stored(self):
            return
        made = read(self.data).get(row_key(self), {})
        mine, theirs = {}, self.theirs
        for name in compared(self):
            now, said = plain(self.initial[name]), typed(self, name)
            if self.add_prefix(name) in self._boxes():
                theirs.add(name)
                continue
            if made.get(name) != digest_of(now):
                theirs.add(name)
            if plain(said) != now and made.get(name) != digest_of(plain(said)):
                mine[name] = said
        self._clash(mine, theirs)
        self._keep([name for name in compared(self) if name in theirs - mine.keys()])

    def _boxes(self):
        many = getattr(self.data, "getlist", lambda name: ())
        return many(THEIRS)

    def _clash(self, mine, theirs):
        texts = {name for name in compared(self) if self._is_text(name)}
        for name in compared(self):
            now, said = self.initial[name], mine.get(name)
            if name in theirs & mine.keys():
                self._note(name, said, BOTH)
            elif name in mine and theirs & texts and _opens(name, now, said):
                self._note(name, said, SHIFTED)
            elif name in theirs and mine.keys() & texts:
                before = typed(self, name)  # untouched: as it was
                if _opens(name, before, now):
                    self._note(name, before, OPENED)

    def _note(self, name, said, sentence):
        clash = clash_of(self, name, said, sentence)
        if sentence != BOTH:
            clash.field = ""
        self.clashes[name] = clash

    def _keep(self, names):
        """Put into the form what is stored now."""
        changed = [n for n in names if plain(typed(self, n)) != plain(self.initial[n])]
        if not changed:
            return
        self.data = self.data.copy()
        for name in changed:
            self.kept.append(name)
            widget, value = self.fields[name].widget, self.initial[name]
            html_name = self.add_prefix(name)
            if isinstance(widget, forms.MultiWidget):
                parts = zip(widget.widgets_names, widget.decompress(value), strict=True)
                for suffix, part in parts:
                    self.data[html_name + suffix] = part
            else:
                self.data[html_name] = value

    def _is_text(self, name):
        column = self._meta.model._meta.get_field(name)
        return isinstance(column, models.CharField | models.TextField) and not (
            column.choices
        )

    def clean(self):
        cleaned = super().clean()
        if not self.merged or SEE in self.data:  # a look: nothing will be saved
            return cleaned
        for name, clash in self.clashes.items():
            self.add_error(name, clash.sentence)
        if self.gone:
            self.add_error(None, self.gone)
        return cleaned


def _opens(name, before, after) -> bool:
    """Whether a change makes what a row tells show earlier."""
    if name == "status":
        return after == Status.PUBLISHED != before
    if name != "horizon" or isinstance(after, str) or isinstance(before, str):
        return False
    return join(before, after) != after


def clash_of(form, name: str, said, sentence: str) -> Clash:
    """Both versions of a field, and who wrote the other."""
    now = form.initial[name]
    parts = difference(shown(form, name, now), shown(form, name, said))
    who, when = wrote(form.instance, name)
    return Clash(
        field=form.add_prefix(name),
        at=form[name].auto_id,
        label=label(form, name),
        theirs=[part for part in parts if part[0] != NEW],
        mine=[part for part in parts if part[0] != GONE],
        who=who,
        when=when,
        sentence=sentence,
    )


def label(form, name: str) -> str:
    """`Title`, or `beat “47: A day undone”, title` within a page."""
    words = form.fields[name].label or name
    if not form.prefix:
        return capfirst(words)
    noun = form.instance._meta.verbose_name
    return f"{capfirst(noun)} “{stored_name(form)}”, {words.lower()}"


def stored_name(form) -> str:
    """How a row is called: as it is stored, whatever is typed into its form."""
    stored = type(form.instance)._base_manager.filter(pk=form.instance.pk).first()
    return str(stored or form.instance)


def shown(form, name: str, value) -> str:
    """A value in an editor's words."""
    field = form.fields[name]
    if isinstance(field, MinuteFormField) and not isinstance(value, str):
        value = figure(value)
    if isinstance(field, forms.ModelChoiceField):
        is_key = str(value).isdecimal()
        row = field.queryset.filter(pk=value).first() if is_key else None
        return field.label_from_instance(row) if row else str(value or "nothing")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{localtime(value):%Y-%m-%d %H:%M}"
    choices = dict(form._meta.model._meta.get_field(name).flatchoices)
    return str(choices.get(value, value) or "nothing").replace("\r\n", "\n")


def wrote(row, name: str) -> tuple[str, datetime | None]:
    """(who, when) of the change that made a field what it is now."""
    history = getattr(type(row), "history", None)
    if history is None:
        return "somebody", None
    column = row._meta.get_field(name).attname
    last = None
    records = history.filter(id=row.pk).order_by("-history_date", "-history_id")
    for record in records.select_related("history_user")[:200]:
        if last and getattr(record, column) != getattr(last, column):
            break
        last = record
    return _by(last)


def deleted(model, key) -> tuple[str, datetime | None]:
    """(who, when) of the deletion of a row."""
    history = getattr(model, "history", None)
    if history is None or not str(key).isdecimal():
        return "somebody", None
    records = history.filter(id=key, history_type="-").select_related("history_user")
    return _by(records.order_by("-history_date").first())


def _by(record):
    if record is None:
        return "somebody", None
    return called(record.history_user), record.history_date
