"""Which way the letters of a line run, and in which order one sees them.

The Unicode bidirectional algorithm as far as one line needs it that holds no control
characters (`guide.common.text_checks` refuses those): letters, numbers, and what stands
between them.
"""

from collections.abc import Iterable
from unicodedata import bidirectional


def runs_to_the_left(text: str) -> bool:
    """Whether the first letter with a direction of its own runs to the left."""
    strong = (bidirectional(char) for char in text)
    return next((way for way in strong if way in ("L", "R", "AL")), "L") != "L"


def levels(text: str, base: int) -> list[int]:
    """The embedding level of each character: odd ones run to the left. `base` is that
    of the line, 0 or 1."""
    kinds = _numbers(_kinds(text))
    around, before = "RL"[base == 0], "RL"[base == 0]
    for i, kind in enumerate(kinds):
        if kind == "EN" and before == "L":
            kinds[i] = "L"
        elif kind in "LR":
            before = kind
    for i, kind in enumerate(kinds):
        if kind not in ("L", "R", "EN"):
            left = "L" if (kinds[i - 1] if i else around) == "L" else "R"
            after = next((k for k in kinds[i:] if k in ("L", "R", "EN")), around)
            kinds[i] = left if left == ("L" if after == "L" else "R") else around
    above = {"L": (0, 2), "R": (1, 1), "EN": (2, 2)}
    return [above[kind][base] for kind in kinds]


def in_order_of_sight(runs: Iterable[tuple]) -> list[tuple]:
    """Runs, whose last part is their level, from left to right."""
    runs = list(runs)
    for level in range(max((run[-1] for run in runs), default=0), 0, -1):
        start = 0
        while start < len(runs):
            end = start
            while end < len(runs) and runs[end][-1] >= level:
                end += 1
            runs[start:end] = reversed(runs[start:end])
            start = end + 1
    return runs


def _kinds(text):
    """L, R, EN for numbers, ES, ET and CS for what may belong to one, else ON."""
    kinds = []
    for char in text:
        kind = bidirectional(char)
        if kind == "NSM":
            kind = kinds[-1] if kinds else "ON"
        known = {"L": "L", "R": "R", "AL": "R", "EN": "EN", "AN": "EN"}
        kinds.append(known.get(kind, kind if kind in ("ES", "ET", "CS") else "ON"))
    return kinds


def _numbers(kinds):
    """With the signs of a number as part of it: 9.99, $9."""
    for i in range(1, len(kinds) - 1):
        if kinds[i] in ("ES", "CS") and kinds[i - 1] == kinds[i + 1] == "EN":
            kinds[i] = "EN"
    for i in (*range(len(kinds)), *reversed(range(len(kinds)))):
        if kinds[i] == "ET" and "EN" in kinds[max(i - 1, 0) : i + 2]:
            kinds[i] = "EN"
    return kinds
