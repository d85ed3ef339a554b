"""The models of this room."""

from guide.entries.models.attached import (
    AlsoSpoils,
    Dispute,
    Evidence,
    Source,
    exactly_one,
)
from guide.entries.models.endings import Ending
from guide.entries.models.entries import (
    Answer,
    Entry,
    Interpretation,
    Kind,
    Question,
)

__all__ = [
    "AlsoSpoils",
    "Answer",
    "Dispute",
    "Ending",
    "Entry",
    "Evidence",
    "Interpretation",
    "Kind",
    "Question",
    "Source",
    "exactly_one",
]
