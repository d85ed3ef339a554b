"""The one renderer: Markdown in, safe HTML out, kept from the moment of publishing.

markdown-it-py with raw HTML off writes the HTML, nh3 lets through a short list of
tags: either alone already stopped every hostile text that was tried. No images: a
still can spoil, and a remote one tracks.
"""

from functools import lru_cache
from hashlib import blake2b

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table

from guide.films.models import TEXT_LENGTH, Rendered

_VERSION = "1"  # raise it when the same Markdown comes out otherwise
_MOST_CELLS = 10_000  # in all tables of a text


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The library's tables, which fill short rows up: 20,000 characters could become
    700,000 cells. What is beyond the bound stays text."""
    columns = state.src.count("|", state.bMarks[start], state.eMarks[start]) + 1
    rows = (_MOST_CELLS - state.env.get("cells", 0)) // columns
    before = len(state.tokens)
    if rows < 2 or not table(state, start, min(end, start + 1 + rows), silent):
        return False
    made = [each for each in state.tokens[before:] if each.type in _CELLS]
    state.env["cells"] = state.env.get("cells", 0) + len(made)
    return True


_CELLS = ("th_open", "td_open")
_markdown = (
    MarkdownIt("commonmark", {"html": False, "typographer": True})
    .enable(["table", "strikethrough", "replacements", "smartquotes"])
    .disable(["image"])
)
_markdown.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
_cleaner = nh3.Cleaner(
    tags={
        "p", "br", "hr", "em", "strong", "s", "a", "blockquote", "code", "pre",
        "ul", "ol", "li", "h3", "h4", "h5", "h6",
        "table", "thead", "tbody", "tr", "th", "td",
    },
    attributes={"a": {"href", "title"}, "ol": {"start"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="nofollow noopener ugc",
)  # fmt: skip


class TooLong(ValueError):
    """The text is longer than TEXT_LENGTH characters."""


@lru_cache(maxsize=32)  # what is read again and again costs half a second once
def render(text: str) -> SafeString:
    """Safe HTML of a text of at most TEXT_LENGTH characters, else raises TooLong."""
    if len(text) > TEXT_LENGTH:
        raise TooLong(f"A text has at most {TEXT_LENGTH:,} characters.")
    return mark_safe(_cleaner.clean(_markdown.render(text.replace("\0", ""))))


def stamp(row: Rendered) -> None:
    """Render every Markdown field of the row into `row.rendered`; does not save."""
    row.rendered = {
        name: {"of": _digest(text), "html": render(text)}
        for name in row.markdown_fields
        if (text := getattr(row, name))
    }


def html(row: Rendered, field: str) -> SafeString:
    """The safe HTML of one field: the kept one, or rendered now if that is stale."""
    text = getattr(row, field)
    kept = row.rendered.get(field)
    if kept and kept["of"] == _digest(text):
        return mark_safe(kept["html"])
    return render(text) if text else mark_safe("")


def _digest(text: str) -> str:
    return blake2b(f"{_VERSION}:{text}".encode(), digest_size=9).hexdigest()
