"""One value of a row: from a node of the file to what the field stores, and back."""

import re
from datetime import UTC, date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from guide.common.text_checks import NO_LETTER, check_for, unix_lines
from guide.editorial.guidefile.scan import Mapping, Scalar, Sequence
from guide.editorial.guidefile.schema import Key
from guide.gate.fields import MinuteField
from guide.gate.horizon import LONGEST, SEEN

CLOCKS = timedelta(days=1)  # no two machines agree on the time
_NUMBER = re.compile(r"0|-?[1-9]\d{0,9}", re.ASCII)
_LEAST_OF = {"PositiveSmallIntegerField": 0, "PositiveIntegerField": 0}
_MOST_OF = {"PositiveSmallIntegerField": 32_767, "SmallIntegerField": 32_767}
_PLAIN = {"true": True, "false": False, "null": None}


class BadValue(ValueError):
    """The value does not fit its field. Its text is a sentence for the writer."""


def value_of(key: Key, node: Scalar | Sequence | Mapping):
    """What is stored for a key: text, number, truth, time, day, None, or the key of
    another row as a tuple. Raises BadValue with a sentence."""
    if key.related_model:
        return _reference(key, node)
    if not isinstance(node, Scalar):
        raise BadValue(f"{key.name} is one value, not a list.")
    value = _scalar(key, node)
    if value is None:
        if not key.null:
            raise BadValue(f"{key.name} cannot be null.")
        return None
    value = _typed(key, value)
    if key.choices and value not in key.choices:
        known = ", ".join(f"“{choice}”" for choice in key.choices)
        raise BadValue(f"{key.name} is one of {known}.")
    try:
        if check := check_for(key.field):
            check(value)
        value = key.field.clean(value, None)
        if value == "" and key.required:
            raise ValidationError(key.field.error_messages["blank"])
        return value
    except ValidationError as error:
        raise BadValue(f"{key.name}: {' '.join(error.messages)}") from None


def _scalar(key, node):
    if not node.plain:
        return _clean(node.text)
    if node.text in _PLAIN:
        return _PLAIN[node.text]
    if _NUMBER.fullmatch(node.text):
        return int(node.text)
    numbers = models.IntegerField | models.BooleanField
    if isinstance(key.field, numbers) and node.text != "seen":
        return node.text  # quotes would not mend it: the field says what would
    raise BadValue(f"Quote this text: {_short(node.text)}.")


def _typed(key, value):
    """The value in the type of its field, or BadValue."""
    if isinstance(key.field, MinuteField):
        return _minute(key, value)
    if isinstance(key.field, models.BooleanField):
        return _of_type(key, value, bool, "true or false")
    if isinstance(key.field, models.IntegerField):
        return _whole(key, value)
    if isinstance(value, bool | int):
        raise BadValue(f"{key.name} is a text: quote it, “{str(value).lower()}”.")
    if isinstance(key.field, models.DateTimeField):
        return _time(key, value)
    if isinstance(key.field, models.DateField):
        return _day(key, value)
    if key.field.max_length and len(value) > key.field.max_length:
        raise BadValue(
            f"{key.name} has {len(value):,} characters; "
            f"{key.field.max_length:,} is the most."
        )
    if key.name == "public_id":
        return _public_id(key, value)
    return value


def _minute(key, value):
    if value == "seen":
        return SEEN
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole or not (0 <= value <= LONGEST or value == SEEN):
        raise BadValue(
            f"{key.name} is a whole number of minutes from 0 to {LONGEST}, "
            "without quotes, or “seen”, with quotes."
        )
    return value


def _whole(key, value):
    _of_type(key, value, int, "a whole number, without quotes")
    kind = key.field.get_internal_type()
    most = _MOST_OF.get(kind, 2_147_483_647)
    if not _LEAST_OF.get(kind, -most - 1) <= value <= most:
        raise BadValue(f"{key.name} is out of range.")
    return value


def _of_type(key, value, kind, words):
    if type(value) is not kind:
        raise BadValue(f"{key.name} is {words}.")
    return value


def _public_id(key, value):
    if not re.fullmatch(rf"[a-z0-9]{{{key.field.max_length}}}", value, re.ASCII):
        raise BadValue(
            f"public_id is {key.field.max_length} small letters and digits, at random."
        )
    return value


def _time(key, value):
    try:
        time = datetime.fromisoformat(value)
        if time.tzinfo is None:
            raise ValueError
        time = time.astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadValue(
            f"{key.name} is a time such as “2026-11-22T12:00:00Z”, quoted."
        ) from None
    if key.name == "published_at" and time > timezone.now() + CLOCKS:
        raise BadValue(
            "published_at says since when it is public, and lies in the future. Leave "
            "it out, with the status “draft”, and set the day on the desk."
        )
    return time


def _day(key, value):
    try:
        return date.fromisoformat(value)
    except ValueError:
        sentence = f"{key.name} is a day such as “2026-11-22”, quoted."
        raise BadValue(sentence) from None


def _reference(key, node):
    """The natural key of the row that a foreign key names."""
    if isinstance(node, Scalar) and node.plain and node.text == "null":
        if not key.null:
            raise BadValue(f"{key.name} cannot be null.")
        return None
    length = len(key.related_model.natural_key_fields)
    texts = isinstance(node, Sequence) and [
        _clean(item.text)
        for item in node.items
        if isinstance(item, Scalar) and not item.plain
    ]
    if not texts or len(texts) != len(node.items) or len(texts) != length:
        raise BadValue(f'{key.name} names a row by its key: ["…"], quoted.')
    return tuple(texts)


def plain(text: str) -> str:
    """A text as a file can say it: a form ends lines with CR LF, and what was kept
    before `common.text_checks` may hold control characters."""
    return NO_LETTER.sub(" ", unix_lines(text))


def _clean(text):
    if found := NO_LETTER.search(text):
        raise BadValue(f"U+{ord(found[0]):04X} is not allowed in a text.")
    return text


def _short(text):
    line = " ".join(text.split())
    return f"“{line[:40]}…”" if len(line) > 40 else f"“{line}”"
