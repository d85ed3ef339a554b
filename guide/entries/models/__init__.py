"""The models of this room."""

from guide.entries.models.attached import (
    AlsoSpoils,
    Dispute,
    Evidence,
    HangsOnAnyRow,
    Source,
    exactly_one,
    none_of,
    of_film,
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
    "HangsOnAnyRow",
    "Interpretation",
    "Kind",
    "Question",
    "Source",
    "exactly_one",
    "none_of",
    "of_film",
]
