"""Bytes to rows of plain nodes with their lines: the YAML that guides are written in.

It reads the parser's events and not its nodes, since those are built by recursion
and from anchors: a hostile file could nest or multiply them past any bound.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml
from yaml.scanner import ScannerError

from guide.editorial.guidefile.outcome import GuideFileError, GuideFileErrors

MOST_BYTES = 1_000_000
DEEPEST = 8  # collections in each other; a guide needs four
TOO_DEEP = "This is nested too deep."
NO_ESCAPE = "This is not YAML: an escape (\\) names no character."

# What neither YAML nor a text holds. U+2028 and its like would count as ends of lines.
NO_TEXT = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\ufeff"
)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Scalar:
    """A single value, as written; `plain` if it stands without quotes."""

    line: int
    text: str
    plain: bool


@dataclass(slots=True)
class Sequence:
    """A list of nodes."""

    line: int
    items: list = field(default_factory=list)

    def add(self, node):
        self.items.append(node)


@dataclass(slots=True)
class Mapping:
    """Keys and values in the order of the file, doubles and all."""

    line: int
    items: list = field(default_factory=list)

    def add(self, node):
        self.items.append(node)

    @property
    def pairs(self) -> list[tuple]:
        """(key node, value node) for each."""
        return list(zip(self.items[::2], self.items[1::2], strict=True))


def rows(data: bytes) -> Iterator[Scalar | Sequence | Mapping]:
    """The items of the file's one list, each as soon as it has been read.

    Raises GuideFileErrors where the file is too large, no UTF-8, no YAML, or not
    one list.
    """
    stack, documents, line = [], 0, 1
    for event in _events(_text(data)):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _error(line, "A guide file is one document; take the --- out.")
        if isinstance(event, yaml.NodeEvent):
            _refuse_tricks(event, line)
        if node := _node(event, line):
            if not stack and not isinstance(node, Sequence):
                raise _error(line, "A guide file is a list of rows: “- model: …”.")
            if stack:
                stack[-1].add(node)
            if not isinstance(node, Scalar):
                stack.append(node)
                if len(stack) > DEEPEST:
                    raise _error(line, TOO_DEEP)
            elif len(stack) == 1:
                yield node
        elif isinstance(event, yaml.CollectionEndEvent):
            done = stack.pop()
            if len(stack) == 1:
                yield done
    if not documents:
        raise _error(line, "The file is empty.")


def _node(event, line):
    if isinstance(event, yaml.ScalarEvent):
        return Scalar(line, event.value, event.style is None or event.style == "")
    if isinstance(event, yaml.SequenceStartEvent):
        return Sequence(line)
    return Mapping(line) if isinstance(event, yaml.MappingStartEvent) else None


def _refuse_tricks(event, line):
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        raise _error(line, "Anchors and aliases (& and *) are not allowed: quote this.")
    if event.tag is not None:
        raise _error(line, "Tags (!) are not allowed: quote this.")


def _text(data):
    if len(data) > MOST_BYTES:
        raise _error(1, f"The file is larger than {MOST_BYTES:,} bytes.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = _line_after(data[: error.start].decode("utf-8"))
        raise _error(line, "This is not UTF-8.") from None
    text = text.removeprefix("\ufeff")
    if found := NO_TEXT.search(text):
        line = _line_after(text[: found.start()])
        raise _error(line, f"U+{ord(found[0]):04X} is not allowed in a text.")
    return text


def _line_after(text):
    """The line that follows a text, counted as the parser counts."""
    return len(re.findall(r"\r\n|\r|\n", text)) + 1


def _events(text):
    line, read = 1, 0
    try:
        for event in yaml.parse(text, _LOADER):
            line, read = event.start_mark.line + 1, event.end_mark.index
            yield event
    except yaml.YAMLError as error:
        raise _not_yaml(error, text, line, read) from None
    except (ValueError, OverflowError):  # an escape such as \\UFFFFFFFF
        raise _error(line, NO_ESCAPE) from None


def _not_yaml(error, text, line, read):
    """What is amiss, in our own words: the parser's differ from release to release.

    line: for when it names none; read: up to where it came.
    """
    problem, last = getattr(error, "problem_mark", None), line
    began = getattr(error, "context_mark", None)
    at = problem.index if problem else read
    if not re.search("[\"']", text[read:at]) and _opens(text[read:at]) > DEEPEST:
        # Some parsers look far ahead, and have a bound of their own on the way.
        return _error(line, TOO_DEEP)
    line = problem.line + 1 if problem else line
    if began and isinstance(error, ScannerError):
        if text[began.index : began.index + 1] in ('"', "'"):
            if at < len(text):
                return _error(line, NO_ESCAPE)
            return _error(began.line + 1, "This is not YAML: a quote is never closed.")
        line = began.line + 1
    if text[at : at + 1] == "\t":
        return _error(
            line, "This is not YAML: there is a tab here; indent with spaces."
        )
    first = max(last, began.line + 1 if began else 0)  # where a text begins, say
    too = f" and of line {first}" if 0 < first < line else ""
    hint = f"look at the quotes, colons and indentation of this line{too}."
    return _error(line, f"This is not YAML: {hint}")


def _opens(text):
    """How many lists and mappings in brackets a text opens and does not close."""
    return sum(text.count(opens) - text.count(shuts) for opens, shuts in ("[]", "{}"))


def _error(line, message):
    return GuideFileErrors([GuideFileError(line, message)])
