"""Tokens: one for each text, with the condition under which a reader may see it.

The condition is written down as the text is written, in plain Python, and does not
ask the site: `guide.gate.horizon.reached` is the specification that it is held to.
"""

import base64
import re
import zlib
from binascii import Error as NotBase64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from random import Random

from guide.gate.horizon import join, reached

MARK = "zz"  # begins every token, and no word of a guide
DIGITS = 32  # hexadecimal: 128 bits
SURE = 12  # characters of a token, its mark among them, that give it away
_TOKEN = re.compile(rb"zz[0-9a-f]{10,32}", re.IGNORECASE)
_TAG = re.compile(rb"<[^>]*>")

Needs = Mapping[str, int | None] | None
"""{film's slug: the minute one must have reached there}; None: nobody ever may."""


@dataclass(frozen=True, eq=False)
class Canary:
    """One text: its token, which row and field hold it, and who may read it.

    `owner`: the one reader whom it is shown to, whatever they watched. `nowhere`: why
    no page prints it, though its readers might see it; "" for what pages do print.
    """

    token: str
    row: str
    field: str
    needs: Needs
    owner: str = ""
    nowhere: str = ""

    def shows_to(self, minutes: Mapping[str, int], name: str, default: int = 0) -> bool:
        """Whether a reader who is at these minutes may read it; `default` elsewhere."""
        if self.owner:
            return name == self.owner
        return self.needs is not None and all(
            reached(least, minutes.get(film, default))
            for film, least in self.needs.items()
        )


def both(*needs: Needs) -> Needs:
    """What one must have reached for all of them."""
    if None in needs:
        return None
    films = {film for each in needs for film in each}
    return {film: join(*(n[film] for n in needs if film in n)) for film in films}


def mint(rng: Random, room: int = 200) -> str:
    """A new token, cut to the `room` of a short field (20 letters leave 72 bits)."""
    return f"{MARK}{rng.getrandbits(4 * DIGITS):0{DIGITS}x}"[:room]


class Book:
    """All canaries, found by their tokens in what the site answers."""

    def __init__(self, canaries: Iterable[Canary]):
        self.canaries = list(canaries)
        self._by_start = {c.token[:SURE].encode(): c for c in self.canaries}
        if len(self._by_start) != len(self.canaries):
            raise ValueError("two tokens begin alike")

    def found_in(self, *texts: bytes) -> set[Canary]:
        """The canaries whose token, or the beginning of it, stands in a text."""
        starts = {t[:SURE].lower() for text in texts for t in _TOKEN.findall(text)}
        return {self._by_start[start] for start in starts if start in self._by_start}


def readings(body: bytes, kind: str) -> list[bytes]:
    """The ways to read a body: as it is; a page also as what stands between its tags,
    for a token could be cut by a tag or written in character references."""
    if not kind.startswith(("text/html", "application/xml", "application/atom")):
        return [body]
    bare = _TAG.sub(b"", body)
    if b"&#" in bare:
        bare += unescape(bare.decode("utf-8", "replace")).encode()
    return [body, bare]


def unsigned(cookie: str) -> bytes:
    """What one of Django's signed cookies carries, readable by whoever holds it."""
    packed = cookie.strip('"').split(":")[0]
    squeezed = packed.startswith(".")
    packed = packed.lstrip(".")
    try:
        plain = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        return zlib.decompress(plain) if squeezed else plain
    except (NotBase64, ValueError, zlib.error):
        return b""
