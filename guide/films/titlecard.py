"""Title cards: one film, two colours, one motif, drawn from public facts alone.

Nothing here reads a beat, an ending or an entry, so a card cannot know what it must
not say. The motif follows the first genre; its numbers follow the title and the year.
Letters are drawn as outlines (`guide.films.lettering`), so that a card is the same
whatever fonts there are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import count
from unicodedata import category
from zlib import crc32

from guide.common.direction import runs_to_the_left
from guide.films import palette
from guide.films.lettering import SANS, line
from guide.films.typesetting import BESIDE_SIZES, HANGING, SIZES, Setting, typeset

WIDTH, HEIGHT, MARGIN = 1200, 630, 64
YEAR_SIZE = 40
HIGHEST = MARGIN + 46  # px from the top: the year stands above

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
    beside: str = "",
) -> str:
    """The whole card as SVG text, 1200 by 630, presentation attributes only.

    Titles of any length and script; a right-to-left title mirrors the card. `beside`
    are the other titles, set smaller below it. Raises ValueError if a colour is not
    "#rrggbb".
    """
    for colour in (colour_ground, colour_figure):
        palette.channels(colour)
    title, beside = _printable(title), _printable(beside)
    below = typeset(beside, BESIDE_SIZES) if beside else Setting(0, (), (), ())
    floor, hanging = HEIGHT - MARGIN - 8, HANGING
    if beside:
        beside_at = floor - below.baselines[-1]
        floor, hanging = round(beside_at - below.top - 44), 10
    setting = typeset(title, SIZES, floor - HIGHEST, hanging)
    baseline = HIGHEST + round(floor - HIGHEST - setting.tall(hanging) + setting.top)
    room = _room(setting, below, baseline)
    motif = MOTIFS.get(genres[0] if genres else "", "line")
    numbers = _numbers(title, year)
    drawn = DRAW[motif](numbers, room)
    # A horizon crosses the whole card; every other motif is cut flush with its room.
    x, height = (0, HEIGHT) if motif == "line" else (room.left, room.floor)

    mirrored = runs_to_the_left(title)
    flip = f' transform="matrix(-1 0 0 1 {WIDTH} 0)"' if mirrored else ""
    dated = Setting(YEAR_SIZE, (), (line(str(year), first=SANS),), (0,))
    paths = _path(dated, MARGIN + 30, mirrored) + _path(setting, baseline, mirrored)
    if beside:
        paths += _path(below, beside_at, mirrored)
    named = f"{title}, {year}" + (f", {beside}" if beside else "")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' width="{WIDTH}" height="{HEIGHT}" color="{colour_figure}"'
        ' fill="currentColor">\n'
        f"<title>{escape(named)}</title>\n"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colour_ground}"/>\n'
        f'<g{flip}><svg x="{x}" width="{WIDTH - x}" height="{height}"'
        f' viewBox="{x} 0 {WIDTH - x} {height}">{drawn}</svg></g>\n'
        f"{paths}</svg>\n"
    )


def _path(setting, baseline, mirrored):
    """Lines from the one margin, or up to the other; `baseline` is the first one's."""
    data = ""
    for one, y in zip(setting.lines, setting.baselines, strict=True):
        x = WIDTH - MARGIN - one.width * setting.size if mirrored else MARGIN
        data += one.path(x, baseline + y, setting.size)
    return f'<path d="{data}"/>\n'


def _printable(title: str) -> str:
    """The title on one line, without characters that XML 1.0 forbids."""
    kept = "".join(
        " " if char.isspace() else char
        for char in title
        if char.isspace()
        or (category(char) not in ("Cc", "Cs") and char not in "\ufffe\uffff")
    )
    return " ".join(kept.split())


def _room(setting: Setting, below: Setting, baseline: int) -> Room:
    """The larger of the two rooms that the type leaves: above it or beside it."""
    ascent = max(0.94 * setting.size, setting.top + 0.2 * setting.size)
    top = baseline - round(ascent)
    right = MARGIN + 48 + round(max(setting.width, below.width))
    rooms = (Room(320, top, top), Room(right, HEIGHT, top))
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
    """Circles about one point that run off the frame, and end above the type."""
    x = room.left + (WIDTH - room.left) * (55 + next(n) // 5) // 100
    above = room.floor < HEIGHT  # then the type lies under the room
    y = room.floor * (30 + next(n) // (4 if above else 2)) // 100
    room_for = min(x - room.left, room.floor - y if above else WIDTH) - 20
    r, drawn = 30 + next(n) // 5, []
    while r < room_for:
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
    y = room.floor * (40 + next(n) // 4) // 100
    gap, lower = 7 + next(n) // 9, 25 + next(n) // 2  # pixels; percent of the radius
    r = min(r, (room.floor - y - 12) * 100 // (100 + lower))  # whole above the type
    x, drop = WIDTH - MARGIN - r, r * lower // 100
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
