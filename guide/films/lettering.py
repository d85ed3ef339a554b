"""Letters as outlines: a line of any script, set in type that the site brings along.

A server need have no fonts, and no two readers have the same ones: so a card's letters
are drawn here, once, and are the same in the SVG and in the PNG. HarfBuzz joins and
stacks them; the fonts are packages (SIL Open Font License 1.1).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from pathlib import Path
from unicodedata import category

import font_source_serif_pro
import manimgx_fonts
import manimgx_fonts_cjk
import uharfbuzz as hb

from guide.common.direction import in_order_of_sight, levels

REGULAR = 400
TRACKING = -0.012  # em; Latin, Greek and Cyrillic in the large are set tighter
_NOTO = Path(manimgx_fonts.__file__).parent
_SCRIPTS = (
    "Arabic", "Hebrew", "Devanagari", "Thai", "Armenian", "Georgian", "Bengali",
    "Tamil", "Telugu", "Kannada", "Malayalam", "Gujarati", "Gurmukhi", "Oriya",
    "Sinhala", "Ethiopic", "Khmer", "Lao", "Myanmar", "Symbols",
)  # fmt: skip
_JAPANESE, _KOREAN, _MAINLAND, _TAIWAN = range(4)  # faces of the collection
_JOINS = "\u200c\u200d\ufe0e\ufe0f"


class Face:
    """A font, opened when the first letter needs it."""

    def __init__(self, path: Path, weight: int = 0, index: int = 0, tracking=0.0):
        self.path, self.weight, self.index = path, weight, index
        self.tracking = tracking

    @cached_property
    def font(self) -> hb.Font:
        font = hb.Font(hb.Face(hb.Blob.from_file_path(self.path), self.index))
        if self.weight:
            font.set_variations({"wght": self.weight})
        return font

    @cached_property
    def em(self) -> int:
        return self.font.face.upem

    def has(self, cluster: str) -> bool:
        """Whether it draws every letter of a cluster; joiners are none."""
        return all(
            self.font.get_nominal_glyph(ord(c)) for c in cluster if c not in _JOINS
        )

    @lru_cache(maxsize=2048)  # noqa: B019  faces live as long as the program
    def outline(self, glyph: int) -> tuple[tuple[str, tuple[float, ...]], ...]:
        """Path commands in the units of the font, upwards positive."""
        pen = _Pen()
        self.font.draw_glyph_with_pen(glyph, pen)
        return tuple(pen.commands)


SERIF = Face(Path(font_source_serif_pro.SourceSerifPro), tracking=TRACKING)
SANS = Face(_NOTO / "NotoSans[wght].ttf", 500)
_OTHERS = (
    Face(_NOTO / "NotoSans[wght].ttf", REGULAR, tracking=TRACKING),
    *(Face(_NOTO / f"NotoSans{script}[wght].ttf", REGULAR) for script in _SCRIPTS),
    Face(_NOTO / "NotoEmoji[wght].ttf", REGULAR),
)
_CJK = tuple(
    Face(Path(manimgx_fonts_cjk.__file__).parent / "NotoSansCJK-VF.otf.ttc", REGULAR, i)
    for i in range(4)
)


@dataclass(frozen=True)
class Glyph:
    """A glyph with its place on the line, in em."""

    face: Face
    number: int
    x: float
    y: float


@dataclass(frozen=True)
class Line:
    """A line of text: its glyphs, and how far it reaches, in em of its size.

    `top` and `bottom` are those of the ink, above and below the baseline.
    """

    glyphs: tuple[Glyph, ...]
    width: float
    top: float
    bottom: float

    @property
    def is_whole(self) -> bool:
        """Whether every letter has a shape of its own."""
        return all(glyph.number for glyph in self.glyphs)

    def path(self, x: float, y: float, size: float) -> str:
        """The data of an SVG path: the line at `size` px, its baseline from (x, y)."""
        return "".join(
            command + " ".join(_numbers(points, glyph, x, y, size))
            for glyph in self.glyphs
            for command, points in glyph.face.outline(glyph.number)
        )


@lru_cache(maxsize=512)
def line(text: str, to_the_left: bool = False, first: Face = SERIF) -> Line:
    """The text as one line, in `first` where that has the letters; `to_the_left` if
    the line as a whole runs from right to left."""
    glyphs, at, top, bottom = [], 0.0, 0.0, 0.0
    for face, run, level in in_order_of_sight(_runs(text, to_the_left, first)):
        for number, advance, dx, dy in _shaped(face, run, level % 2 == 1):
            box = face.font.get_glyph_extents(number)
            top = max(top, (box.y_bearing + dy) / face.em)
            bottom = max(bottom, -(box.y_bearing + box.height + dy) / face.em)
            glyphs.append(Glyph(face, number, at + dx / face.em, dy / face.em))
            at += advance / face.em + (face.tracking if advance else 0)
    return Line(tuple(glyphs), at, top, bottom)


def clusters(text: str) -> Iterator[str]:
    """Letters with the marks on them; emoji with what is joined to them."""
    cluster = ""
    for char in text:
        flag = _is_flag(char) and len(cluster) == 1 and _is_flag(cluster)
        mark = category(char)[0] == "M" or char in _JOINS or "🏻" <= char <= "🏿"
        if cluster and not mark and not flag and cluster[-1] != "\u200d":
            yield cluster
            cluster = ""
        cluster += char
    if cluster:
        yield cluster


def _is_flag(char):
    """Whether it is half of one: two such letters are a flag."""
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _runs(text, to_the_left, first):
    """(face, text, level) in the order of reading."""
    cjk = _CJK[_region(text)]
    faces, chosen = (first, *_OTHERS, cjk), first
    pieces, ways = [], iter(levels(text, int(to_the_left)))
    for cluster in clusters(text):
        level = next(ways)
        for _ in cluster[1:]:
            next(ways)
        if not cluster.isspace():
            chosen = next((face for face in faces if face.has(cluster)), first)
        pieces.append((chosen, level, cluster))
    for (face, level), run in groupby(pieces, lambda piece: piece[:2]):
        yield face, "".join(cluster for _, _, cluster in run), level


def _region(text):
    """Whose forms of the letters that China, Japan and Korea share: the title tells by
    its other letters, or by which of their character sets holds it."""
    if any("\u3040" <= c <= "\u30ff" for c in text):
        return _JAPANESE
    if any("\uac00" <= c <= "\ud7a3" for c in text):
        return _KOREAN
    han = "".join(c for c in text if "\u3400" <= c <= "\u9fff")
    for region, name in ((_MAINLAND, "gb2312"), (_TAIWAN, "big5")):
        if han.encode(name, "ignore").decode(name) == han:
            return region
    return _JAPANESE


def _shaped(face, run, to_the_left):
    buffer = hb.Buffer()
    buffer.add_str(run)
    buffer.direction = "rtl" if to_the_left else "ltr"
    buffer.guess_segment_properties()
    hb.shape(face.font, buffer)
    for glyph, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        yield glyph.codepoint, place.x_advance, place.x_offset, place.y_offset


def _numbers(points, glyph, x, y, size):
    scale = size / glyph.face.em
    for i, number in enumerate(points):
        if i % 2:
            yield f"{y - glyph.y * size - number * scale:.1f}"
        else:
            yield f"{x + glyph.x * size + number * scale:.1f}"


class _Pen:
    """Writes down what HarfBuzz draws, as commands of an SVG path."""

    def __init__(self):
        self.commands = []

    def moveTo(self, point):
        self.commands.append(("M", tuple(point)))

    def lineTo(self, point):
        self.commands.append(("L", tuple(point)))

    def qCurveTo(self, *points):
        self.commands.append(("Q", sum(map(tuple, points), ())))

    def curveTo(self, *points):
        self.commands.append(("C", sum(map(tuple, points), ())))

    def closePath(self):
        self.commands.append(("Z", ()))

    def endPath(self):
        pass
