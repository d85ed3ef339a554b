"""Which letters a text may hold: those that every database, file and header can say.

Control characters are refused wherever a text comes in, since nobody sees them: NUL
stops PostgreSQL, the others would be lost in a guide file. A line (a title, a name)
holds no end of a line either, nor what turns the direction of the text beside it, nor
letters that nobody sees; in a text such a turn ends with its paragraph. What was kept
before stays until it is edited.
"""

import re
from collections.abc import Collection
from unicodedata import category

from django.core.exceptions import SuspiciousOperation, ValidationError
from django.db import models
from django.db.backends.signals import connection_created
from django.utils.translation import gettext as _

_CONTROL = "\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"
NO_LETTER = re.compile(f"[{_CONTROL}]")  # but for the ends of lines that a form sends
_NOT_IN_A_LINE = re.compile(f"[{_CONTROL}\t\n\r\u2028\u2029\u202a-\u202e\u2066-\u2069]")
# Inside a word they hide it from whoever looks for it. Joiners stay, which some scripts
# and pictures are written with, and marks of direction, which a title may need.
_UNSEEN = re.compile(
    "[\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2064\u206a-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0001]"
)
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters by their kind, and empty


def unix_lines(text: str) -> str:
    """The text with every end of a line as one character."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def in_a_text(text: str) -> None:
    """Raise ValidationError for what no text may hold. Line ends of any kind may be."""
    _refuse(NO_LETTER, unix_lines(text))


def in_a_line(text: str) -> None:
    """Raise ValidationError for what no line may hold, or if nothing of it shows."""
    _refuse(_NOT_IN_A_LINE, text)
    if text and not any(map(_shows, text)):
        raise ValidationError(_("This has no visible characters."))
    _refuse(_UNSEEN, text)


def listen() -> None:
    """Let no statement take a NUL to a database, whatever brought it: an address, a
    cookie, a field. SQLite would take it for a letter, PostgreSQL would break; here
    both answer 400, and a session of that name is none."""
    connection_created.connect(_watch, dispatch_uid="letters")


def _watch(connection, **kwargs):
    if _no_nul not in connection.execute_wrappers:
        # As the first: whoever adds one for a while takes the last away.
        connection.execute_wrappers.insert(0, _no_nul)


def _no_nul(execute, sql, params, many, context):
    rows = (params or ()) if many else [params or ()]
    for row in rows:
        values = row.values() if isinstance(row, dict) else row
        if any(isinstance(value, str) and "\0" in value for value in values):
            raise SuspiciousOperation("a NUL, which no text holds")
    return execute(sql, params, many, context)


def _refuse(letters, text):
    if found := letters.search(text):
        said = {
            "code": f"U+{ord(found[0]):04X}",
            "before": text[: found.start()][-20:],
        }
        if not found.start():
            sentence = _(
                "It begins with a character that is not allowed here (%(code)s)."
            )
        else:
            sentence = _(
                "After “%(before)s” there is a character that is not allowed here "
                "(%(code)s). Please retype that part."
            )
        raise ValidationError(sentence % said)


def _shows(letter):
    return category(letter)[0] in "LNPSM" and letter not in _BLANK


class CheckedText(models.Model):
    """Rows whose every text is checked: a new field joins without being named."""

    class Meta:
        abstract = True

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Refuse letters beside the field they stand in. Raises ValidationError."""
        wrong = {}
        for field in self._meta.concrete_fields:
            check = check_for(field)
            value = getattr(self, field.attname)
            if check and isinstance(value, str) and field.name not in (exclude or ()):
                try:
                    check(value)
                except ValidationError as error:
                    wrong[field.name] = error.error_list
        try:
            super().clean_fields(exclude)
        except ValidationError as error:
            wrong = error.update_error_dict(wrong)
        if wrong:
            raise ValidationError(wrong)


def check_for(field: models.Field):
    """What checks the texts of a field; None for a field of another kind."""
    if isinstance(field, models.CharField):
        return in_a_line
    return in_a_text if isinstance(field, models.TextField) else None
