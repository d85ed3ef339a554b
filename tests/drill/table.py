"""The table that a drill prints: one line for each thing tried."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.drill.ledger import NO_ANSWER, Operation

COLUMNS = (
    "operations",
    "acknowledged",
    "lost",
    "half",
    "drift",
    "duplicates",
    "away",
    "broken",
    "cut",
    "refused",
)
LEGEND = """\
operations    votes cast, changed, withdrawn and sent again, by the clients' ledger
acknowledged  answered 303 (or, by the verb, returned), and read by the client
lost          acknowledged, and the row is missing or tells of something older
half          rows, or first values, that nobody sent as they stand
drift         by how many votes the tallies differ from a count of the rows, and how
              many tallies recount_votes would repair
away          503 with the constant page; broken: any other 5xx; cut: no answer
refused       4xx; in this table nobody should be"""


@dataclass
class Line:
    """One thing tried: what was counted, and what went wrong."""

    what: str
    operations: int = 0
    acknowledged: int = 0
    lost: int = 0
    half: int = 0
    drift: int = 0
    duplicates: int = 0
    away: int = 0
    broken: int = 0
    cut: int = 0
    refused: int = 0
    notes: list[str] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)
    seconds: float = 0.0

    def count(self, operations: Iterable[Operation]) -> None:
        """Count all operations anew."""
        its = list(operations)
        self.operations = len(its)
        self.acknowledged = sum(it.acknowledged for it in its)
        self.away = sum(it.status == 503 for it in its)
        self.cut = sum(it.status == NO_ANSWER for it in its)
        self.broken = sum(it.status >= 500 and it.status != 503 for it in its)
        self.refused = sum(400 <= it.status < 500 for it in its)
        self.seconds = time.monotonic() - self.began

    def tell(self, name: str, text: str) -> None:
        """A note of which only the last is kept."""
        if text:
            self.told[name] = text

    def must(self, holds: bool, otherwise: str) -> None:
        """Write a fault down unless something holds."""
        if not holds:
            self.faults.append(otherwise)

    @property
    def passed(self) -> bool:
        """Nothing lost, halved, doubled, adrift, broken or refused, and no fault."""
        wrong = self.lost, self.half, self.drift, self.duplicates
        return not any((*wrong, self.broken, self.refused, *self.faults))

    def text(self) -> str:
        """The line as it is printed."""
        counts = "".join(f"{getattr(self, name):>{len(name) + 2},}" for name in COLUMNS)
        verdict = "passed" if self.passed else "FAILED"
        parts = [f"{self.what:<52}{counts}{self.seconds:>7.0f} s  {verdict}"]
        parts += [f"    {note}" for note in [*self.told.values(), *self.notes]]
        parts += [f"    ! {fault}" for fault in self.faults[:8]]
        return "\n".join(parts)


def head() -> str:
    """The names of the columns."""
    return f"{'what':<52}" + "".join(f"  {name}" for name in COLUMNS) + "     time"
