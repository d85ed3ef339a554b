"""The runtime bar, the evidence strip, a share: numbers that a template can print.

Pure functions. Positions along the film are percentages, offsets from them pixels;
both are strings with a decimal point, so that no language turns 44.25 into 44,25.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

NEAR_EDGE = 5  # percent: closer than this a figure hangs inwards instead of centred
FIGURE_ROOM = 14  # percent: how near the last figure another may stand on a phone
HEAD_WIDTH = 3  # pixels; of the mark of a share as well
MARK_WIDTH = 6  # pixels
MARK_STEP = 8  # pixels from one mark to the next where several share a minute
HOLLOW_INSET = 0.75  # pixels: half the outline of a hollow mark


@dataclass(frozen=True)
class Head:
    """Where the reader is: `x` in percent, `dx` in pixels from there."""

    x: str
    dx: str
    anchor: str
    figure: str


@dataclass(frozen=True)
class Tick:
    """A mark on the ruler, `x` in percent; tall where a figure may stand."""

    x: str
    tall: bool


@dataclass(frozen=True)
class Figure:
    """A number on the ruler, `x` in percent."""

    x: str
    text: str
    anchor: str


@dataclass(frozen=True)
class Mist:
    """What lies beyond: where it begins and how wide it is, in percent."""

    x: str
    width: str


@dataclass(frozen=True)
class RuntimeBar:
    """The film as a line, as far as one reader has reached."""

    reached: str
    head: Head
    notches: tuple[str, ...]
    ticks: tuple[Tick, ...]
    figures: tuple[Figure, ...]
    mist: Mist | None
    sentence: str


@dataclass(frozen=True)
class RuntimeLine:
    """The same line without figures, for lists."""

    reached: str
    mist: Mist | None


@dataclass(frozen=True)
class Mark:
    """A mark on a line: `x` in percent, `dx` in pixels from there to its edge. `id`
    names what it stands for, where something does."""

    x: str
    dx: str
    id: str = ""


@dataclass(frozen=True)
class ShareRange:
    """A share, and the range about it that the sample supports, in percent."""

    low: str
    width: str
    mark: Mark


@dataclass(frozen=True)
class EvidenceItem:
    """One piece of evidence in words; `minute` is that of its beat.

    `beat_url` is where its beat stands. `moved` says how many it convinced, `mine`
    whether this reader is one of them.
    """

    minute: int
    for_it: bool
    note: str
    beat_title: str
    beat_url: str = ""
    id: str = ""
    moved: str = ""
    mine: bool = False


@dataclass(frozen=True)
class EvidenceStrip:
    """A reading's evidence along the film, and the same in words by minute."""

    sentence: str
    marks_for: tuple[Mark, ...]
    marks_against: tuple[Mark, ...]
    items: tuple[EvidenceItem, ...]
    ticks: tuple[Tick, ...]
    figures: tuple[Figure, ...]


def runtime_bar(minute: int, runtime: int, beats: Iterable[int] = ()) -> RuntimeBar:
    """The bar of a film of `runtime` minutes for a reader at `minute`.

    A minute at or above the runtime is the whole film. `beats` are the minutes of
    beats the reader has reached, and no others. Raises ValueError if the runtime is
    not positive or the minute negative.
    """
    _check(minute, runtime)
    return RuntimeBar(
        reached=_percent(minute, runtime),
        head=_head(minute, runtime),
        notches=tuple(_percent(beat, runtime) for beat in sorted({*beats} - {0})),
        ticks=tuple(_ticks(runtime)),
        figures=tuple(_figures(runtime)),
        mist=_mist(minute, runtime),
        sentence=_where(minute, runtime),
    )


def runtime_line(minute: int, runtime: int) -> RuntimeLine:
    """The line of a list; arguments and errors as those of `runtime_bar`."""
    _check(minute, runtime)
    return RuntimeLine(_percent(minute, runtime), _mist(minute, runtime))


def evidence_strip(items: Iterable[EvidenceItem], runtime: int) -> EvidenceStrip:
    """The strip of a reading, its items in order of minute.

    Marks of one side that fall on one minute are fanned out side by side. Raises
    ValueError if the runtime is not positive.
    """
    _check(0, runtime)
    ordered = tuple(sorted(items, key=lambda item: item.minute))
    supporting = [item for item in ordered if item.for_it]
    undermining = [item for item in ordered if not item.for_it]
    said = (_for_at(_minutes(supporting)), _against_at(_minutes(undermining)))
    return EvidenceStrip(
        sentence=" ".join(filter(None, said)),
        marks_for=tuple(_marks(supporting, runtime, 0)),
        marks_against=tuple(_marks(undermining, runtime, HOLLOW_INSET)),
        items=ordered,
        ticks=tuple(_ticks(runtime)),
        figures=tuple(_figures(runtime)),
    )


def share_range(low: float, share: float, high: float) -> ShareRange:
    """A share and its bounds, parts of one, along a line from none to all.

    Raises ValueError if they do not lie in this order between 0 and 1.
    """
    if not 0 <= low <= share <= high <= 1:
        raise ValueError(f"no range about a share: {low}, {share}, {high}")
    mark = Mark(_plain(100 * share), _plain(_hang(_anchor(100 * share))))
    return ShareRange(_plain(100 * low), _plain(100 * (high - low)), mark)


def _check(minute: int, runtime: int) -> None:
    if runtime <= 0:
        raise ValueError(f"a film runs for at least a minute, not {runtime}")
    if minute < 0:
        raise ValueError(f"a minute is not negative: {minute}")


def _plain(number: float) -> str:
    """At most two decimals, without those that are nought: 44.25, 50, -1.5."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _percent(minute: int, runtime: int) -> str:
    return _plain(100 * min(minute, runtime) / runtime)


def _mist(minute: int, runtime: int) -> Mist | None:
    if minute >= runtime:
        return None
    return Mist(_percent(minute, runtime), _percent(runtime - minute, runtime))


def _head(minute: int, runtime: int) -> Head:
    seen = minute >= runtime
    anchor = _anchor(100 * min(minute, runtime) / runtime)
    figure = gettext("Seen") if seen else str(minute)
    return Head(_percent(minute, runtime), _plain(_hang(anchor)), anchor, figure)


def _hang(anchor: str) -> float:
    """How far from its place a head begins, in pixels; at an edge it hangs inwards."""
    return {"start": 0, "middle": -HEAD_WIDTH / 2, "end": -HEAD_WIDTH}[anchor]


def _anchor(percent: float) -> str:
    if percent < NEAR_EDGE:
        return "start"
    return "end" if percent > 100 - NEAR_EDGE else "middle"


def _steps(runtime: int) -> tuple[int, int]:
    """Minutes from tick to tick and from figure to figure: 10 and 30, but for epics."""
    tick, figure = 10, 30
    while runtime > 8 * figure:
        tick, figure = 2 * tick, 2 * figure
    return tick, figure


def _ticks(runtime: int) -> Iterator[Tick]:
    step, tall = _steps(runtime)
    for minute in range(0, runtime, step):
        yield Tick(_percent(minute, runtime), minute % tall == 0)


def _figures(runtime: int) -> Iterator[Figure]:
    _, step = _steps(runtime)
    for minute in range(0, runtime, step):
        if 100 * (runtime - minute) / runtime >= FIGURE_ROOM:
            anchor = "middle" if minute else "start"
            yield Figure(_percent(minute, runtime), str(minute), anchor)
    yield Figure("100", str(runtime), "end")


def _where(minute: int, runtime: int) -> str:
    if minute >= runtime:
        return gettext("The film as a line. You’ve seen the whole film.")
    if minute == 0:
        return gettext(
            "The film as a line. You’re at the start, minute 0 of %(runtime)s."
        ) % {"runtime": runtime}
    return gettext(
        "The film as a line. You’re at minute %(minute)s of %(runtime)s."
    ) % {"minute": minute, "runtime": runtime}


def _minutes(items: list[EvidenceItem]) -> list[int]:
    return [item.minute for item in items]


def _marks(items: list[EvidenceItem], runtime: int, inset: float) -> Iterator[Mark]:
    """Side by side about their minute; at an edge of the strip they fan inwards."""
    together = defaultdict(list)
    for item in items:
        together[item.minute].append(item)
    for minute, fan in together.items():
        spread = MARK_STEP * (len(fan) - 1) + MARK_WIDTH
        anchor = _anchor(100 * min(minute, runtime) / runtime)
        first = {"start": 0, "middle": -spread / 2, "end": -spread}[anchor]
        for i, item in enumerate(fan):
            dx = first + i * MARK_STEP + inset
            yield Mark(_percent(minute, runtime), _plain(dx), item.id)


def _for_at(minutes: list[int]) -> str:
    return (
        ngettext(
            "Evidence for it at minute %(minutes)s.",
            "Evidence for it at minutes %(minutes)s.",
            len(minutes),
        )
        % {"minutes": _listed(minutes)}
        if minutes
        else ""
    )


def _against_at(minutes: list[int]) -> str:
    return (
        ngettext(
            "Evidence against it at minute %(minutes)s.",
            "Evidence against it at minutes %(minutes)s.",
            len(minutes),
        )
        % {"minutes": _listed(minutes)}
        if minutes
        else ""
    )


def _listed(minutes: list[int]) -> str:
    return ", ".join(map(str, minutes))
