"""What the lint says: one finding a row and word, with what an editor can do."""

from dataclasses import dataclass, replace
from typing import Self

from guide.editorial.lint.texts import Text
from guide.films.models import Film
from guide.gate.horizon import SEEN, spoken
from guide.passages import floors
from guide.passages.floors import key_of
from guide.passages.models import Passage


@dataclass(frozen=True)
class Finding:
    """Something that tells too early, or may.

    `word` names it, for a person and for whoever waves it through; `says` is a
    sentence on where it belongs, `advice` one on what to do.
    """

    row: Film | Passage
    name: str  # of the row’s field, or of the table whose row hangs on it
    label: str  # the same for a person
    word: str
    says: str
    advice: str
    quote: str = ""  # the sentence that it stands in
    reason: str = ""  # why somebody let it stand

    @property
    def key(self) -> tuple[str, int, str]:
        """What a waving through holds for: the row and the word."""
        return (*key_of(self.row), self.word.casefold())

    def waived(self, reason: str) -> Self:
        """The same, let through for a reason."""
        return replace(self, reason=reason)

    def __str__(self):
        return f"{place(self.row)}, {self.label}: {self.says} {self.advice}"


def about(text: Text, word: str, says: str, advice: str, quote: str = "") -> Finding:
    """A finding on something in a text."""
    return Finding(text.row, text.name, text.label, word, says, advice, quote)


def place(row: Film | Passage) -> str:
    """A row and its minute: the beat “20: The blue one” (minute 26)."""
    if isinstance(row, Film):
        return f"the film “{row}” (everybody)"
    return f"{floors.name(row)} ({spoken(row.horizon)})"


def order(finding: Finding) -> tuple:
    """Findings as an editor reads them: what everybody reads, then by the minute."""
    row = finding.row
    if isinstance(row, Film):
        return (-1, 0, 0, finding.word)
    minute = SEEN if row.minute is None else row.minute
    return (row.horizon, minute, row.pk, finding.word)
