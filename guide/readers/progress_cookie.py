"""The progress cookie of readers without an account: a compact map, read strictly.

`k7qa2m.50~w3npx8.s~b9c4dd.40.zt5m2x7qaw`: a film's random name, a dot, its minute or
`s` for seen, and where another cut is watched than the reference release, a dot and
that cut's random name; the film moved last stands last. Whatever is not exactly that
is no progress at all, which hides more and never less.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from guide.gate.horizon import LONGEST, SEEN

NAME_LENGTH, CUT_LENGTH, MOST_FILMS, MOST_BYTES = 6, 10, 300, 3_800
NO_CUTS = MappingProxyType({})
SECONDS = 400 * 24 * 3600  # the longest that browsers keep a cookie

_COOKIE = re.compile(
    r"([a-z0-9]{6})\.(s|0|[1-9]\d{0,3})(?:\.([a-z0-9]{10}))?(?:~(?!\Z)|\Z)", re.ASCII
)


class Kept(NamedTuple):
    """What is kept of a film: the minute of its reference release, or SEEN, and the
    public id of the cut that is watched, empty for the reference release."""

    minute: int
    cut: str = ""


def kept(text: str) -> dict[str, Kept]:
    """{film's public id: what is kept}, oldest first; empty if anything is off."""
    if not text or len(text) > MOST_BYTES:
        return {}
    films, at = {}, 0
    while found := _COOKIE.match(text, at):
        name, minute, cut = found.groups()
        films[name] = Kept(SEEN if minute == "s" else int(minute), cut or "")
        at = found.end()
    whole = at == len(text) and len(films) == text.count("~") + 1 <= MOST_FILMS
    sane = all(one.minute == SEEN or one.minute <= LONGEST for one in films.values())
    return films if whole and sane else {}


def read(text: str) -> dict[str, int]:
    """{film's public id: minute or SEEN}, oldest first; empty if anything is off."""
    return {name: one.minute for name, one in kept(text).items()}


def is_full(films: Mapping[str, Kept]) -> bool:
    """Whether one more film could make the oldest drop out."""
    longest = NAME_LENGTH + len(f".{LONGEST}.") + CUT_LENGTH + 1
    cuts = {name: one.cut for name, one in films.items()}
    text = write({name: one.minute for name, one in films.items()}, cuts)
    return len(films) >= MOST_FILMS or len(text) + longest > MOST_BYTES


def write(minutes: Mapping[str, int], cuts: Mapping[str, str] = NO_CUTS) -> str:
    """The cookie's text. What would make it longer than MOST_FILMS or MOST_BYTES drops
    out, the oldest first."""
    films, room = [], MOST_BYTES + 1
    for name, minute in reversed(list(minutes.items())[-MOST_FILMS:]):
        cut = f".{cuts[name]}" if cuts.get(name) else ""
        film = f"{name}.{'s' if minute == SEEN else minute}{cut}"
        room -= len(film) + 1
        if room < 0:
            break
        films.append(film)
    return "~".join(reversed(films))
