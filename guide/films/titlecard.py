"""Title cards: one film, two colours, one motif, drawn from public facts alone.

Nothing here reads a beat, an ending or an entry, so a card cannot know what it must
not say. The motif follows the first genre; its numbers follow the title and the year.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import count
from unicodedata import bidirectional, category, east_asian_width
from zlib import crc32

from guide.films import palette

WIDTH, HEIGHT, MARGIN = 1200, 630, 64
SERIF = (
    "Iowan Old Style,Palatino Linotype,Palatino,P052,TeX Gyre Pagella,"
    "Noto Serif,Georgia,serif"
)
SANS = "system-ui,Segoe UI,Roboto,Helvetica Neue,Noto Sans,sans-serif"
# Size in px, columns, lines. The last two are for titles as long as a sentence.
SIZES = (
    (148, 11, 3),
    (124, 14, 3),
    (104, 17, 4),
    (84, 22, 5),
    (64, 29, 6),
    (48, 39, 8),
)
EM_PER_COLUMN = 0.54  # letters are reckoned wide, so that a wide fallback face fits

MOTIFS = {  # the first genre -> its motif; all others: line
    "action": "lanes",
    "adventure": "lanes",
    "war": "lanes",
    "science fiction": "rings",
    "fantasy": "rings",
    "animation": "rings",
    "mystery": "levels",
    "crime": "levels",
    "thriller": "levels",
    "horror": "levels",
    "romance": "mirror",
    "comedy": "mirror",
    "musical": "mirror",
}


@dataclass(frozen=True)
class Room:
    """What the type leaves free, in px: right of `left`, above `floor`.

    `type_top` is where the letters begin, whichever of the two rooms was taken.
    """

    left: int
    floor: int
    type_top: int


def title_card(
    title: str,
    year: int,
    genres: Sequence[str],
    colour_ground: str,
    colour_figure: str,
) -> str:
    """The whole card as SVG text, 1200 by 630, presentation attributes only.

    Titles of any length and script; a right-to-left title mirrors the card. Raises
    ValueError if a colour is not "#rrggbb".
    """
    for colour in (colour_ground, colour_figure):
        palette.channels(colour)
    title = _printable(title)
    size, lines = typeset(title)
    leading = round(size * 1.02)
    baseline = HEIGHT - MARGIN - 8 - leading * (len(lines) - 1)
    room = _room(size, lines, baseline)
    motif = MOTIFS.get(genres[0] if genres else "", "line")
    numbers = _numbers(title, year)
    drawn = DRAW[motif](numbers, room)
    # A horizon crosses the whole card; every other motif is cut flush with its room.
    x, height = (0, HEIGHT) if motif == "line" else (room.left, room.floor)

    mirrored = _runs_right_to_left(title)
    edge = WIDTH - MARGIN if mirrored else MARGIN
    flip = f' transform="matrix(-1 0 0 1 {WIDTH} 0)"' if mirrored else ""
    direction = ' direction="rtl"' if mirrored else ""
    year_anchor = ' text-anchor="end"' if mirrored else ""
    spans = "".join(
        f'<tspan x="{edge}" y="{baseline + i * leading}">{escape(text)}</tspan>'
        for i, text in enumerate(lines)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' width="{WIDTH}" height="{HEIGHT}" color="{colour_figure}"'
        ' fill="currentColor">\n'
        f"<title>{escape(title)}, {year}</title>\n"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colour_ground}"/>\n'
        f'<g{flip}><svg x="{x}" width="{WIDTH - x}" height="{height}"'
        f' viewBox="{x} 0 {WIDTH - x} {height}">{drawn}</svg></g>\n'
        f'<text x="{edge}" y="{MARGIN + 30}" font-family="{SANS}" font-size="40"'
        f' font-weight="500" letter-spacing="1"{year_anchor}>{year}</text>\n'
        f'<text font-family="{SERIF}" font-size="{size}"'
        f' letter-spacing="{_tracking(size, title)}"{direction}>{spans}</text>\n'
        "</svg>\n"
    )


def typeset(title: str) -> tuple[int, list[str]]:
    """(size in px, lines): the largest size at which the title fits.

    A title too long for the smallest size is cut at a word and ends in "…".
    """
    for size, columns, most in SIZES:
        lines = _wrap(title.split(), columns)
        if len(lines) <= most and max(map(_columns, lines)) <= columns:
            return size, lines
    lines = _wrap([part for word in title.split() for part in _cut(word)], columns)
    if len(lines) > most:
        kept = lines[most - 1]
        while kept and _columns(kept) > columns - 1:
            kept = kept[:-1]
        lines = [*lines[: most - 1], kept.rstrip() + "…"]
    return size, lines


def _wrap(words: list[str], columns: int) -> list[str]:
    """Words in lines of at most so many columns; a longer word keeps its own line."""
    lines = [""]
    for word in _breakable(words):
        # What stands in `word` before its first letter is the space it needs.
        joined = lines[-1] + word if lines[-1] else word.lstrip()
        if _columns(joined) <= columns or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word.lstrip())
    return lines


def _breakable(words: list[str]) -> Iterator[str]:
    """Pieces between which a line may end: words, and wide characters one by one."""
    for i, word in enumerate(words):
        piece = " " if i else ""
        for char in word:
            if _is_wide(char) and piece.strip() and category(char)[0] != "P":
                yield piece
                piece = ""
            piece += char
        yield piece


def _cut(word: str, columns: int = SIZES[-1][1]) -> Iterator[str]:
    """A word longer than a line of the smallest size, in pieces, marks kept on."""
    piece = ""
    for char in word:
        if _columns(piece) >= columns and category(char)[0] != "M":
            yield piece
            piece = ""
        piece += char
    yield piece


def _columns(text: str) -> float:
    """How wide the text is, in letters of ordinary width."""
    wide = 1.35 if text.isupper() and len(text) > 1 else 1
    return wide * sum(
        0 if category(char) in ("Mn", "Me", "Cf") else 1 + _is_wide(char)
        for char in text
    )


def _is_wide(char: str) -> bool:
    return east_asian_width(char) in ("W", "F")


def _runs_right_to_left(title: str) -> bool:
    """Whether the first letter with a direction of its own runs to the left."""
    strong = (bidirectional(char) for char in title)
    return next((way for way in strong if way in ("L", "R", "AL")), "L") != "L"


def _tracking(size: int, title: str) -> str:
    """Latin, Greek and Cyrillic are tightened; joined and wide scripts are not."""
    return f"{-size * 0.012:.1f}" if max(title, default=" ") < "\u0590" else "0"


def _printable(title: str) -> str:
    """The title on one line, without characters that XML 1.0 forbids."""
    kept = "".join(
        " " if char.isspace() else char
        for char in title
        if char.isspace()
        or (category(char) not in ("Cc", "Cs") and char not in "\ufffe\uffff")
    )
    return " ".join(kept.split())


def _room(size: int, lines: list[str], baseline: int) -> Room:
    """The larger of the two rooms that the type leaves: above it or beside it."""
    top = baseline - round(size * 0.94)
    longest = max(map(_columns, lines))
    beside = MARGIN + 48 + round(longest * size * EM_PER_COLUMN)
    rooms = (Room(320, top, top), Room(beside, HEIGHT, top))
    return max(rooms, key=lambda room: (WIDTH - room.left) * room.floor)


def _numbers(title: str, year: int) -> Iterator[int]:
    """An endless row of integers 0 to 99, the same on every machine."""
    return (crc32(f"{title}/{year}/{i}".encode()) % 100 for i in count())


def _line(n: Iterator[int], room: Room) -> str:
    """A horizon over the whole card and one disc that touches it."""
    r = 52 + next(n) // 3
    y = min(room.type_top - 24, 130 + next(n))
    x = room.left + r + (WIDTH - room.left - 2 * r) * next(n) // 110
    above = y > 2 * r + 60 and next(n) < 60
    if not above and room.floor - y < 2 * r + 8:  # it would run under the letters
        above, r = True, min(r, (y - 16) // 2)
    centre = y - r - 2 if above else y + r + 2
    return (
        f'<path d="M0 {y}H{WIDTH}" fill="none" stroke="currentColor"'
        f' stroke-width="5"/><circle cx="{x}" cy="{centre}" r="{r}"/>'
    )


def _rings(n: Iterator[int], room: Room) -> str:
    """Circles about one point that run off the frame."""
    x = room.left + (WIDTH - room.left) * (55 + next(n) // 5) // 100
    y = room.floor * (30 + next(n) // 2) // 100
    r, drawn = 30 + next(n) // 5, []
    while r < x - room.left - 20:
        width = 4 + next(n) // 4
        drawn.append(f'<circle cx="{x}" cy="{y}" r="{r}" stroke-width="{width}"/>')
        r += width + 34 + next(n) // 3
    return f'<g fill="none" stroke="currentColor">{"".join(drawn)}</g>'


def _levels(n: Iterator[int], room: Room) -> str:
    """Slabs from the edge, one under the other, of unequal reach."""
    y, drawn = 0, []
    while y + 60 < room.floor:
        height = 30 + next(n) // 2
        reach = (WIDTH - room.left) * (35 + next(n) * 6 // 10) // 100
        drawn.append(f'<path d="M{WIDTH} {y}h-{reach}v{height}h{reach}z"/>')
        y += height + 28 + next(n) // 4
    return "".join(drawn)


def _lanes(n: Iterator[int], room: Room) -> str:
    """Slanted bars, all one way, cut by the frame."""
    lean = room.floor * 42 // 100
    x, drawn = room.left + lean + next(n) // 2, []
    while x < WIDTH + lean:
        width = 8 + next(n) // 2
        drawn.append(f'<path d="M{x} 0h{width}l-{lean} {room.floor}h-{width}z"/>')
        x += width + 30 + next(n) * 6 // 10
    return "".join(drawn)


def _mirror(n: Iterator[int], room: Room) -> str:
    """Two half discs that face each other over a gap, one set lower."""
    r = min((WIDTH - room.left) // 2 - 60, 150 + next(n) // 2)
    x, y = WIDTH - MARGIN - r, room.floor * (40 + next(n) // 4) // 100
    gap, drop = 7 + next(n) // 9, r * (25 + next(n) // 2) // 100
    return (
        f'<path d="M{x - gap} {y - r}a{r} {r} 0 0 0 0 {2 * r}z"/>'
        f'<path d="M{x + gap} {y - r + drop}a{r} {r} 0 0 1 0 {2 * r}z"/>'
    )


DRAW = {
    "line": _line,
    "rings": _rings,
    "levels": _levels,
    "lanes": _lanes,
    "mirror": _mirror,
}
