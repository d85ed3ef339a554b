"""The ledger: what each client sent, when, and what came back; and what must then hold.

A client writes a line after it has read the answer, with O_APPEND. Times are those of
the machine's one monotonic clock, so that lines of different processes compare. Of two
operations on one vote that overlapped either may have been the last; the row must be
what one of those wrote that no acknowledged operation followed as a whole.
"""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ACKNOWLEDGED = 303
NO_ANSWER = 0
GRACE = 2_000_000_000  # ns; what was cut off may still be carried out for so long

Pair = tuple[int, str]  # a reader's key, an entry's public id


@dataclass(frozen=True, slots=True)
class Operation:
    """One vote that a client sent: 1, −1, or 0 to withdraw it."""

    reader: int
    entry: str
    value: int
    sent: int
    answered: int
    status: int
    client: int = 0
    number: int = 0  # the client's own count

    @property
    def acknowledged(self) -> bool:
        return self.status == ACKNOWLEDGED

    @property
    def unknown(self) -> bool:
        """May or may not have been carried out."""
        return self.status == NO_ANSWER or self.status >= 500

    @property
    def over(self) -> int:
        """When it was certainly carried out, or certainly never will be."""
        return self.answered + (GRACE if self.unknown else 0)


class Ledger:
    """A file that any number of processes append to."""

    def __init__(self, path: str | Path):
        self.path = str(path)
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write(self, it: Operation) -> None:
        """Append one operation; a line is one write."""
        line = (
            f"{it.reader} {it.entry} {it.value} {it.sent} {it.answered} {it.status} "
            f"{it.client} {it.number}\n"
        )
        os.write(self._file, line.encode())

    def read(self) -> Iterator[Operation]:
        """Every operation so far; what was said of it last."""
        told = {}
        with open(self.path) as lines:
            for line in lines:
                reader, entry, *numbers = line.split()
                it = Operation(int(reader), entry, *map(int, numbers))
                told[it.client, it.number, it.sent] = it
        yield from told.values()

    def close(self) -> None:
        os.close(self._file)


@dataclass
class Found:
    """What a look at the rows found wrong, with a few examples."""

    lost: int = 0  # acknowledged, and the row tells of something older or is not there
    half: int = 0  # a row, or part of one, that nobody sent as it stands
    examples: list[str] = field(default_factory=list)

    def note(self, kind: str, what: str) -> None:
        """Count one, and keep the first few to print."""
        setattr(self, kind, getattr(self, kind) + 1)
        if len(self.examples) < 5:
            self.examples.append(f"{kind}: {what}")


def compare(
    operations: Iterable[Operation], rows: dict[Pair, tuple[int, int]]
) -> Found:
    """Hold the rows, {pair: (value, first value)}, against what was sent."""
    sent: dict[Pair, list[Operation]] = defaultdict(list)
    for it in operations:
        if it.acknowledged or it.unknown:
            sent[it.reader, it.entry].append(it)
    found = Found()
    for pair in rows.keys() - sent.keys():
        found.note("half", f"{pair} has {rows[pair]}, and nobody voted")
    for pair, its in sent.items():
        _compare(found, pair, its, rows.get(pair))
    return found


def _compare(found, pair, its, row):
    if row is None:
        if any(it.acknowledged and it.value for it in its):
            found.note("lost", f"{pair} has no row; sent {_told(its)}")
        return
    value, first = row
    if value not in {it.value for it in perhaps_last(its)}:
        kind = "lost" if value in {it.value for it in its} else "half"
        found.note(kind, f"{pair} is {value}; sent {_told(its)}")
    if first not in {it.value for it in perhaps_first(its)}:
        found.note("half", f"{pair} began as {first}; sent {_told(its)}")


def perhaps_last(its: list[Operation]) -> list[Operation]:
    """Those that no acknowledged operation followed as a whole."""
    latest = max((it.sent for it in its if it.acknowledged), default=0)
    return [it for it in its if it.over >= latest]


def perhaps_first(its: list[Operation]) -> list[Operation]:
    """Those that no acknowledged yes or no preceded as a whole."""
    votes = [it for it in its if it.value]
    earliest = min((it.answered for it in votes if it.acknowledged), default=None)
    return [it for it in votes if earliest is None or it.sent <= earliest]


def _told(its: list[Operation]) -> str:
    return ", ".join(f"{it.value:+d}→{it.status}" for it in its[-4:])
