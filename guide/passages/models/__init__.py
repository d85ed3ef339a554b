"""Passages and what belongs to them."""

from guide.passages.models.attached import AlsoSpoils, Attached, Evidence, Source
from guide.passages.models.kinds import (
    HANGS_ON,
    Answer,
    Beat,
    Dispute,
    Ending,
    Entry,
    Interpretation,
    Question,
)
from guide.passages.models.passages import ENTRIES, Column, Kind, Passage

__all__ = [
    "ENTRIES",
    "HANGS_ON",
    "AlsoSpoils",
    "Answer",
    "Attached",
    "Beat",
    "Column",
    "Dispute",
    "Ending",
    "Entry",
    "Evidence",
    "Interpretation",
    "Kind",
    "Passage",
    "Question",
    "Source",
]
