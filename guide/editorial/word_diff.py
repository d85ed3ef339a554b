"""What differs between two texts, word by word, for an editor to see at a glance."""

import re
from difflib import SequenceMatcher

SAME, GONE, NEW = "same", "gone", "new"
_MOST = 100_000  # pairs of words that are compared; beyond, the middle counts as new
_AROUND = 60  # letters of what stayed the same that are shown on either side


def difference(old: str, new: str) -> list[tuple[str, str]]:
    """[(SAME, GONE or NEW, text)]: both texts, in the order of reading."""
    before, after = (re.findall(r"\S+\s*|\s+", text) for text in (old, new))
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    head, tail = before[:start], before[len(before) - end :]
    before = before[start : len(before) - end]
    after = after[start : len(after) - end]
    parts = [(SAME, head), *_middle(before, after), (SAME, tail)]
    return [(what, "".join(words)) for what, words in parts if words]


def shortened(parts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A difference with no more of what stayed the same than shows where it is."""
    last = len(parts) - 1
    return [
        (what, _short(text, at > 0, at < last) if what == SAME else text)
        for at, (what, text) in enumerate(parts)
    ]


def _alike(before, after):
    """How many words both begin with."""
    pairs = enumerate(zip(before, after, strict=False))
    differ = (at for at, (one, other) in pairs if one != other)
    return next(differ, min(len(before), len(after)))


def _middle(before, after):
    if len(before) * len(after) > _MOST:
        return [(GONE, before), (NEW, after)]
    parts = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            parts.append((SAME, before[a:b]))
        else:
            parts += [(GONE, before[a:b]), (NEW, after[c:d])]
    return parts


def _short(text, after_a_change, before_a_change):
    sides = _AROUND * (after_a_change + before_a_change)
    if len(text) <= sides + 1:
        return text
    head = text[:_AROUND] if after_a_change else ""
    tail = text[-_AROUND:] if before_a_change else ""
    return f"{head}…{tail}"
