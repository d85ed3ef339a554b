"""The progress cookie of readers without an account: a compact map, read strictly.

`k7qa2m.50~w3npx8.s`: a film's random name, a dot, its minute or `s` for seen; the
film moved last stands last. Whatever is not exactly that is no progress at all,
which hides more and never less.
"""

import re
from collections.abc import Mapping

from guide.gate.horizon import LONGEST, SEEN

NAME_LENGTH, MOST_FILMS, MOST_BYTES = 6, 300, 3_800
SECONDS = 400 * 24 * 3600  # the longest that browsers keep a cookie

_COOKIE = re.compile(r"[a-z0-9]{6}\.(?:s|0|[1-9]\d{0,3})(?:~(?!\Z)|\Z)", re.ASCII)


def read(text: str) -> dict[str, int]:
    """{film's public id: minute or SEEN}, oldest first; empty if anything is off."""
    if not text or len(text) > MOST_BYTES:
        return {}
    minutes, at = {}, 0
    while found := _COOKIE.match(text, at):
        name, minute = found[0].rstrip("~").split(".")
        minutes[name] = SEEN if minute == "s" else int(minute)
        at = found.end()
    whole = at == len(text) and len(minutes) == text.count("~") + 1 <= MOST_FILMS
    sane = all(m == SEEN or m <= LONGEST for m in minutes.values())
    return minutes if whole and sane else {}


def write(minutes: Mapping[str, int]) -> str:
    """The cookie's text; of more than MOST_FILMS films the oldest drop out."""
    kept = list(minutes.items())[-MOST_FILMS:]
    return "~".join(f"{name}.{'s' if m == SEEN else m}" for name, m in kept)
