"""One value of a row as a guide file writes it: the counterpart of `values`.

The writer is our own and short, since YAML's would choose by itself how to quote: here
every text is quoted or a block, as fixtures/README.md asks of people.
"""

import json
import re
import textwrap
from datetime import UTC, date, datetime

from django.db import models

from guide.editorial.guidefile.scan import NO_TEXT
from guide.editorial.guidefile.values import plain

_WIDTH = 96  # of a line in a paragraph; the fixtures keep it as well
_INDENT = " " * 6


def written(field: models.Field, value) -> str:
    """What stands behind `name: ` for a value; more lines than one for a block."""
    if value is None:
        return "null"
    if field.is_relation:
        return f"[{', '.join(map(quoted, value.natural_key()))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime):
        return quoted(value.astimezone(UTC).isoformat().replace("+00:00", "Z"))
    if isinstance(value, date):
        return quoted(value.isoformat())
    text = plain(value)
    block = isinstance(field, models.TextField) and _may_stand_in_a_block(text)
    return _block(text) if block else quoted(text)


def _may_stand_in_a_block(text):
    """Whether a block gives back every letter: not where it begins or ends in space."""
    return text == text.strip() != "" and not NO_TEXT.search(text)


def _block(text):
    if "\n" in text:
        lines = [_INDENT + line if line else "" for line in text.split("\n")]
        return "\n".join(["|-", *lines])
    if re.search(r"\s\s|[^\S ]", text):  # a fold gives back single spaces alone
        return f"|-\n{_INDENT}{text}"
    folded = textwrap.fill(
        text,
        _WIDTH,
        initial_indent=_INDENT,
        subsequent_indent=_INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return f">-\n{folded}"


def quoted(text: str) -> str:
    """In double quotes, with JSON's escapes, which are YAML's too."""
    json_text = json.dumps(plain(text), ensure_ascii=False)
    return NO_TEXT.sub(lambda letter: f"\\u{ord(letter[0]):04x}", json_text)
