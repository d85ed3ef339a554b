"""What the desk shows of a guide file before it is imported, and whether it was."""

from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction

from guide.admin.changes import Differing, said
from guide.common.text_checks import unix_lines
from guide.editorial import guidefile
from guide.editorial.guidefile import schema
from guide.editorial.guidefile.compare import digest
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
        "It stays, unless you tick below that the file replaces it.",
    ),
    guidefile.Action.RETIRED: (
        "Retired, or resting on something retired",
        "The file is not followed here. To bring something back, publish it on its own "
        "page first.",
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
class Look:
    """A file as it was looked at. `shown` tells this look from any that shows or does
    something else; `is_done`: it was imported."""

    text: str = ""
    replace: bool = False
    slug: str = ""
    refused: list[Refusal] = field(default_factory=list)
    more_refused: int = 0
    plan: guidefile.Plan | None = None
    sections: list[Section] = field(default_factory=list)
    unchanged: int = 0
    shown: str = ""
    is_done: bool = False


def look(data: bytes, by: Reader, *, replace: bool = False, agreed: str = "") -> Look:
    """Look at a file, and import it if `agreed` is what this look is `shown` as.

    `by` is the editor, who imports no more than they may write on the desk; `replace`:
    the file also replaces what editors changed.
    """
    found = Look(_text(data), replace)
    try:
        guide = _parse(data, found.text)
        found.slug = guide.slug
        with transaction.atomic():
            found.plan = guidefile.apply(guide, reason="import", replace=replace, by=by)
            # The file, the tick and the guide may each have changed since a look.
            steps = sorted(map(repr, found.plan.steps))
            found.shown = digest([found.text, *steps])
            found.is_done = agreed == found.shown
            if not found.is_done:
                transaction.set_rollback(True)
    except guidefile.GuideFileErrors as errors:
        _refuse(found, errors)
        found.plan = errors.plan
    if plan := found.plan:
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


def _refuse(found, errors):
    lines = found.text.split("\n")
    for error in errors.errors[:MOST_SHOWN]:
        excerpt = lines[error.line - 1][:_EXCERPT] if error.line <= len(lines) else ""
        found.refused.append(Refusal(error.line, error.message, excerpt))
    found.more_refused = len(errors.errors) - len(found.refused)


def _section(plan, action):
    title, words = _TOLD[action]
    steps = [(step, _noun(step), _differing(step)) for step in plan.of(action)]
    return Section(title, words, steps)


def _noun(step):
    return schema.LABELS[step.label]._meta.verbose_name


def _differing(step):
    model, found = schema.LABELS[step.label], []
    for change in step.changes:
        key = schema.keys_of(model)[change.field]
        old, new = (_said(key.field, value) for value in (change.old, change.new))
        label = f"{_called(model, key)}, line {change.line}"
        found.append(Differing(label, shortened(difference(old, new))))
    return found


def _called(model, key):
    """What editors call a key of a file; what a row hangs on, they call as files do."""
    if key.column in ("under", "passage"):
        return key.name
    is_passage = issubclass(model, Passage)
    return model.called(key.column) if is_passage else key.field.verbose_name


def _said(column, value):
    """A value in an editor's words; a row is named by its key, a tuple."""
    return " ".join(value) if isinstance(value, tuple) else said(column, value)
