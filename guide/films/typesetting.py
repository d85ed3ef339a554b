"""Titles in lines: the largest size at which one fits, and where its lines end."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import category, east_asian_width

from guide.common.direction import runs_to_the_left
from guide.films.lettering import Line, clusters, line

# Size in px, most px wide, most lines. The last two are for titles as long as a
# sentence. A short title is set narrow, which leaves the motif its room.
SIZES = (
    (148, 880, 3),
    (124, 940, 3),
    (104, 960, 4),
    (84, 1000, 5),
    (64, 1010, 6),
    (48, 1010, 8),
)
BESIDE_SIZES = ((40, 1010, 1), (32, 1010, 2))  # of the other titles, under the title
HEIGHT = 448  # px, from below the year down to the last baseline
HANGING = 40  # px; how deep tails reach into the margin
NO_BEGINNING = "ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々"  # of a line
CLOSING = ("Pe", "Pf", "Po")
_KATAKANA = re.compile("[ァ-ヺー]")
_HANGUL = re.compile("[\u1100-\u11ff\uac00-\ud7a3]")


@dataclass(frozen=True)
class Setting:
    """Lines of one size, in px; `baselines` from the first, `top` and `bottom` of the
    ink above the first baseline and below the last."""

    size: int
    texts: tuple[str, ...]
    lines: tuple[Line, ...]
    baselines: tuple[int, ...]

    @property
    def top(self) -> float:
        return self.lines[0].top * self.size if self.lines else 0

    @property
    def bottom(self) -> float:
        return self.lines[-1].bottom * self.size if self.lines else 0

    def tall(self, hanging: int) -> float:
        """From the top of the ink to the last baseline, and what of its tails reaches
        deeper than `hanging`."""
        return self.top + self.baselines[-1] + max(0, self.bottom - hanging)

    @property
    def width(self) -> float:
        return max((one.width for one in self.lines), default=0) * self.size


def typeset(
    title: str,
    sizes: Sequence[tuple[int, int, int]] = SIZES,
    height: int = HEIGHT,
    hanging: int = HANGING,
) -> Setting:
    """The title at the largest of the sizes at which it fits into `height` px.

    Its tails may hang so many px below. One too long for the smallest size is cut and
    ends in "…".
    """

    def fits(setting):
        return setting.width <= width and setting.tall(hanging) <= height

    for size, width, most in sizes:
        texts = _wrap(title.split(), width / size)
        setting = _set(size, texts)
        if len(texts) <= most and fits(setting):
            return setting
    texts = _wrap(
        [p for w in title.split() for p in _cut(w, width / size)], width / size
    )
    most = min(most, len(texts))
    while most > 1 and not fits(_set(size, texts[:most])):
        most -= 1
    if len(texts) > most:
        kept = list(clusters(texts[most - 1]))
        while kept and line("".join(kept).rstrip() + "…").width > width / size:
            kept.pop()
        texts = [*texts[: most - 1], "".join(kept).rstrip() + "…"]
    return _set(size, texts)


def _set(size, texts):
    """Lines as near to each other as their ink allows, and no nearer than Latin."""
    to_the_left = runs_to_the_left("".join(texts))
    lines = tuple(line(text, to_the_left) for text in texts)
    apart = max([1.02] + [a.bottom + b.top + 0.06 for a, b in pairwise(lines)])
    places = tuple(round(size * apart) * i for i in range(len(lines)))
    return Setting(size, tuple(texts), lines, places)


def _wrap(words: list[str], width: float) -> list[str]:
    """Words in lines of at most `width` em; a longer word keeps its own line."""
    lines = [""]
    for word in _breakable(words):
        # What stands in `word` before its first letter is the space it needs.
        joined = lines[-1] + word if lines[-1] else word.lstrip()
        if line(joined).width <= width or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word.lstrip())
    return lines


def _breakable(words: list[str]) -> Iterator[str]:
    """Pieces between which a line may end."""
    for i, word in enumerate(words):
        piece = " " if i else ""
        for cluster in clusters(word):
            if piece.strip() and _may_part(piece[-1], cluster[0]):
                yield piece
                piece = ""
            piece += cluster
        yield piece


def _may_part(before: str, after: str) -> bool:
    """Whether a line may end between two letters of one word: where a script sets no
    spaces, but not before a full stop or after an opening bracket, nor in a word that
    is spelt out in katakana."""
    kinds = category(before), category(after)
    if after in NO_BEGINNING or kinds[0] in ("Ps", "Pi") or kinds[1] in CLOSING:
        return False
    if _KATAKANA.match(before) and _KATAKANA.match(after):
        return False
    return any(
        east_asian_width(c) in ("W", "F") and not _HANGUL.match(c)
        for c in (before, after)
    )


def _cut(word: str, width: float) -> Iterator[str]:
    """A word longer than a line, in pieces, marks kept on."""
    piece = ""
    for cluster in clusters(word):
        if piece and line(piece + cluster).width > width:
            yield piece
            piece = ""
        piece += cluster
    yield piece
