"""What a person types as a place in a film, read in one way for every page and field.

The eighth law of the gate: an unclear answer opens the least it can mean. `12:34` is
12 minutes 34 seconds on a player that shows no hours yet, and 12 hours 34 minutes on
another. Where a film is long enough for both, a reader stays at the earlier one until
they have confirmed the later (`places`), and a row that shows from such a minute on
shows from the later one (`latest`).
"""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guide.gate.horizon import LONGEST, SEEN

TOLERANCE = 30  # minutes past the longest cut that a player's clock may show
LONGEST_TEXT = 40  # characters

_UNITS = {
    "h": "h hr hrs hour hours std stdn stunde stunden 時間",
    "m": "m min mins minute minutes minuten ' 分",
    "s": 's sec secs second seconds sek sekunde sekunden " 秒',
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_SECONDS = {"h": 3600, "m": 60, "s": 1}
_SMALLER = {"h": "m", "m": "s"}

_BEFORE = re.compile(r"(?:minute|min)\b[.:]?\s*(?=\d)")
_CLOCK = re.compile(
    r"(?P<a>\d{1,4})(?P<sign>[:.])(?P<b>[0-5]\d)"
    r"(?:(?P=sign)(?P<c>[0-5]\d)(?:[.,]\d{1,3})?)?"
    r"\s*(?P<unit>[^\W\d_]*)\.?"
)
_PART = re.compile(
    r"(?P<number>\d{1,5})\s*\.?\s*(?P<unit>[^\W\d_]+|['\"])?\.?"
    r"\s*(?:,|&|(?:and|und)\b)?\s*"
)
_LOOKALIKES = str.maketrans({"∶": ":", "′": "'", "’": "'", "”": '"', "“": '"'})


class BadMinute(ValueError):
    """What was typed is no place. Its text is a sentence for the person who typed."""


@dataclass(frozen=True)
class Reading:
    """One thing that a text can mean: numbers with their units, the largest first."""

    parts: tuple[tuple[int, str], ...]

    @property
    def minute(self) -> int:
        """Whole minutes. Seconds are dropped, so that nobody is placed further on."""
        return sum(number * _SECONDS[unit] for number, unit in self.parts) // 60

    def __str__(self) -> str:
        """As one can type it and mean nothing else: `12m 34s`."""
        return " ".join(f"{number}{unit}" for number, unit in self.parts)

    @property
    def words(self) -> str:
        """As it is said to a reader: `12 min 34 s`."""
        units = {"h": _("%(n)s h"), "m": _("%(n)s min"), "s": _("%(n)s s")}
        return " ".join(units[unit] % {"n": number} for number, unit in self.parts)


@dataclass(frozen=True)
class Place:
    """Where a reading puts a reader: a minute of the reference release, or SEEN, which
    a word can say too; it has no reading."""

    reading: Reading | None
    minute: int


def readings(text: str) -> list[Reading]:
    """All that a text can mean as a place in a film, the earliest first.

    Raises BadMinute for what is none, with a sentence to show.
    """
    plain = _plain(text)
    within = _BEFORE.match(plain)
    plain = plain[within.end() :] if within else plain
    if clock := _CLOCK.fullmatch(plain):
        unit = _UNIT_OF.get(clock["unit"], "" if not clock["unit"] else "?")
        found = _of_clock(clock, "m" if within and not unit else unit)
    else:
        found = _of_parts(plain)
    if not found:
        raise BadMinute(
            _("Enter a minute such as 47, or what your player shows: 47:12 or 1:02:33.")
        )
    return sorted(found, key=lambda reading: reading.minute)


def places(text: str, runtime: int, cut: int | None = None) -> list[Place]:
    """The places that a reader who typed `text` can mean, the earliest first.

    `runtime` is that of the reference release in minutes, `cut` that of the release
    they watch. More than one: it opens no more than the first before they have said
    which. Raises BadMinute with a sentence to show.
    """
    cut = cut or runtime
    found: dict[int, Place] = {}
    for reading in readings(text):
        if reading.minute <= min(cut + TOLERANCE, LONGEST):
            minute = _in_the_reference(reading.minute, runtime, cut)
            found.setdefault(minute, Place(reading, minute))
    if not found:
        raise BadMinute(
            ngettext(
                "The film runs %(runtime)s minute. Enter a minute up to that.",
                "The film runs %(runtime)s minutes. Enter a minute up to that.",
                cut,
            )
            % {"runtime": cut}
        )
    return list(found.values())


def latest(text: str) -> int:
    """The minute from which a row is to show, as somebody typed it: `107`, `1:47`.

    Of two readings it is the later one, which opens less. Raises BadMinute with a
    sentence to show.
    """
    minutes = [reading.minute for reading in readings(text)]
    return max([m for m in minutes if m <= LONGEST] or minutes)


def _in_the_reference(minute: int, runtime: int, cut: int) -> int:
    """Who watches a longer cut is placed earlier by the whole difference: nobody knows
    where the additional minutes lie."""
    if minute >= cut:
        return SEEN
    return max(0, minute - max(0, cut - runtime))


def _plain(text: str) -> str:
    """Without what only looks different: full-width and other digits, marks that are
    not seen, spaces. A raised ² is no digit of a number and stays."""
    if len(text) > LONGEST_TEXT:
        return ""
    letters = []
    for letter in text:
        kind = unicodedata.category(letter)
        if kind == "Nd":
            letters.append(str(unicodedata.decimal(letter)))
        elif kind not in ("No", "Cf"):
            letters.append(unicodedata.normalize("NFKC", letter))
        elif kind == "No":
            letters.append(letter)
    plain = "".join(letters).translate(_LOOKALIKES).replace("''", '"').casefold()
    return re.sub(r"\s*:\s*", ":", " ".join(plain.split()))


def _of_clock(clock: re.Match[str], unit: str) -> list[Reading]:
    """Two numbers are minutes and seconds or hours and minutes, unless a unit says
    which; three are hours, minutes and seconds."""
    a, b = int(clock["a"]), int(clock["b"])
    if clock["c"]:
        c = int(clock["c"])
        return [Reading(((a, "h"), (b, "m"), (c, "s")))] if unit in ("", "h") else []
    if clock["sign"] == "." and unit:
        return []  # an hour and a half, or an hour and fifty minutes?
    both = {"m": Reading(((a, "m"), (b, "s"))), "h": Reading(((a, "h"), (b, "m")))}
    return [reading for name, reading in both.items() if unit in ("", name)]


def _of_parts(plain: str) -> list[Reading]:
    """`47`, `49m`, `1h 2m 33s`, `1 h 02`: each unit once, each smaller than the last;
    a number without one is what comes next, or minutes where it stands alone."""
    parts: list[tuple[int, str]] = []
    at, least = 0, ""
    while part := _PART.match(plain, at):
        at = part.end()
        word = part["unit"]
        unit = _UNIT_OF.get(word, "?") if word else _SMALLER.get(least, "m")
        follows = least != "" and _SECONDS.get(unit, 60) < _SECONDS[least]
        if unit == "?" or (parts and (not follows or int(part["number"]) > 59)):
            return []
        parts.append((int(part["number"]), unit))
        least = unit if word else "s"  # nothing follows a number without a unit
    return [Reading(tuple(parts))] if parts and at == len(plain) else []
