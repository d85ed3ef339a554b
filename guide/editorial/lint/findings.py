"""What the lint says: one finding a row and word, with what an editor can do."""

from dataclasses import dataclass

from guide.editorial.lint.texts import Row, Text
from guide.gate.horizon import SEEN


@dataclass(frozen=True)
class Finding:
    """Something that tells too early, or may.

    `word` names it, for a person and for whoever waves it through; `says` is a
    sentence on where it belongs, `advice` one on what to do.
    """

    row: Row
    name: str  # of the row’s field, or of the table whose row hangs on it
    label: str  # the same for a person
    word: str
    says: str
    advice: str
    quote: str = ""  # the sentence that it stands in
    reason: str = ""  # why somebody let it stand

    @property
    def key(self) -> tuple[str, int | None, str]:
        """What a waving through holds for: the row and the word."""
        return (*self.row.key, self.word.casefold())

    def __str__(self):
        return f"{self.row.place}, {self.label}: {self.says} {self.advice}"


def about(text: Text, word: str, says: str, quote: str, advice: str = "") -> Finding:
    """A finding on something in a text."""
    advice = advice or _advice(text)
    return Finding(text.row, text.name, text.label, word, says, advice, quote)


def order(finding: Finding) -> tuple:
    """Findings as an editor reads them: what everybody reads, then by the minute."""
    row = finding.row
    minute = SEEN if row.minute is None else row.minute
    return (not row.is_public, row.horizon, minute, row.key[1] or 0, finding.word)


def _advice(text):
    if text.is_public:
        return "Everybody reads this: leave it out."
    if text.is_a_beat and text.tells_the_film:
        return "Leave it to the later beat, or let it stand if this one shows it."
    return "Leave it out, or raise the minute of this row."
