"""What the desk shows of a guide file before it is imported, and whether it was."""

from dataclasses import dataclass, field
from hashlib import blake2b

from django.apps import apps
from django.conf import settings
from django.db import transaction

from guide.admin.changes import said
from guide.common.text_checks import unix_lines
from guide.editorial import guidefile
from guide.editorial.guidefile import schema
from guide.editorial.word_diff import difference, shortened
from guide.passages.models import Passage
from guide.readers.models import Reader

MOST_BYTES = settings.DATA_UPLOAD_MAX_MEMORY_SIZE * 4 // 5  # it travels in a form
MOST_SHOWN = 200  # problems of one file
_EXCERPT = 160  # letters of a line that is wrong

_TOLD = {
    guidefile.Action.CHANGED: ("Changed", ""),
    guidefile.Action.KEPT: (
        "Kept as editors have it",
        "This was written on the desk, or changed there since it came from a file. "
        "Tick what the file should replace.",
    ),
    guidefile.Action.RETIRED: (
        "Retired, or resting on something retired",
        "The file is not followed here. Tick what should come back as the file has it.",
    ),
    guidefile.Action.ADDED: ("Added", ""),
    guidefile.Action.RAISED: ("Raised to the minute of what they rest on", ""),
    guidefile.Action.ALONE: (
        "Left alone",
        "These are here and not in the file. An import deletes nothing.",
    ),
}


@dataclass
class Refusal:
    """One problem, with the line it stands in."""

    line: int
    sentence: str
    excerpt: str


@dataclass
class Section:
    """The rows with which the same happens."""

    title: str
    help: str
    steps: list


@dataclass
class Field:
    """One field that the file says otherwise, ready to be read."""

    change: guidefile.Change
    name: str
    parts: list[tuple[str, str]]


@dataclass
class Look:
    """A file as it was looked at. `done`: it was imported."""

    text: str = ""
    slug: str = ""
    refused: list[Refusal] = field(default_factory=list)
    more_refused: int = 0
    sections: list[Section] = field(default_factory=list)
    unchanged: int = 0
    writes: bool = False
    choices: bool = False  # whether there is anything to tick
    open_choices: int = 0  # that no one of the file's older texts answers
    seal: str = ""
    done: guidefile.Plan | None = None


def look(
    data: bytes, taken: set[str], by: Reader, *, agreed: str = "", every: bool = False
) -> Look:
    """Look at a file, and import it if `agreed` is the seal of what this look shows.

    `by` is the editor, who imports no more than they may write on the desk. `taken`
    are the choices that were ticked; `every` ticks all those in which the file says
    something that the database never said.
    """
    found = Look(text=_text(data))
    try:
        guide = _parse(data, found.text)
        found.slug = guide.slug
        if every:
            taken = taken | {c.choice for c in _open(guidefile.plan(guide))}
        with transaction.atomic():
            plan = guidefile.apply(guide, reason="import", taken=taken, by=by)
            found.seal = _seal(found.text, plan)
            if agreed == found.seal:
                found.done = plan
            else:
                transaction.set_rollback(True)
    except guidefile.GuideFileErrors as errors:
        _refuse(found, errors)
        plan = errors.plan
    if plan is not None:
        found.writes = plan.writes and not found.refused
        found.choices = any(_choices(plan))
        found.open_choices = len(_open(plan))
        found.unchanged = len(plan.of(guidefile.Action.UNCHANGED))
        found.sections = [_section(plan, action) for action in _TOLD if plan.of(action)]
    return found


def _text(data):
    """The file as a form holds it; nothing where it is no text, or too much."""
    try:
        text = "" if _is_too_large(data) else data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return unix_lines(text)


def _is_too_large(data):
    one_byte_ends = data.count(b"\n") - data.count(b"\r\n")  # a form sends two
    return len(data) + one_byte_ends > MOST_BYTES


def _parse(data, text):
    if _is_too_large(data):
        sentence = (
            f"The file is larger than {MOST_BYTES:,} bytes, more than a form can hold; "
            "load it with manage.py seed."
        )
        raise guidefile.GuideFileErrors([guidefile.GuideFileError(1, sentence)])
    return guidefile.parse(text.encode() or data)


def _seal(text, plan):
    """What is agreed to: these words of the file, and all that they do now."""
    told = sorted(map(repr, plan.steps))
    return blake2b("\0".join([text, *told]).encode(), digest_size=16).hexdigest()


def _choices(plan):
    return [each.choice for step in plan.steps for each in (step, *step.changes)]


def _open(plan):
    """Changes that are an editor's to decide, where the file says what is new here."""
    return [
        change
        for step in plan.of(guidefile.Action.KEPT)
        for change in step.changes
        if change.choice and not change.older
    ]


def _refuse(found, errors):
    lines = found.text.split("\n")
    for error in errors.errors[:MOST_SHOWN]:
        excerpt = lines[error.line - 1][:_EXCERPT] if error.line <= len(lines) else ""
        found.refused.append(Refusal(error.line, error.message, excerpt))
    found.more_refused = len(errors.errors) - len(found.refused)


def _section(plan, action):
    title, words = _TOLD[action]
    steps = [(step, _noun(step), _fields(step)) for step in plan.of(action)]
    return Section(title, words, steps)


def _noun(step):
    return apps.get_model(step.label)._meta.verbose_name


def _fields(step):
    model = apps.get_model(step.label)
    keys = schema.keys_of(model)
    return [_field(model, keys[change.field], change) for change in step.changes]


def _field(model, key, change):
    old, new = (_said(key.field, value) for value in (change.old, change.new))
    return Field(change, _called(model, key), shortened(difference(old, new)))


def _called(model, key):
    """What editors call a key of a file; what a row hangs on, they call as files do."""
    if key.column in ("under", "passage"):
        return key.name
    is_passage = issubclass(model, Passage)
    return model.called(key.column) if is_passage else key.field.verbose_name


def _said(column, value):
    """A value in an editor's words; a row is named by its key, a tuple."""
    return " ".join(value) if isinstance(value, tuple) else said(column, value)
