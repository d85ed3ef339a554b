"""The register of every room's models: Django finds them here. No room imports it."""

from guide.editorial.models import Report, Seeded, Waved
from guide.editorial.proposals import Proposal, ProposedEvidence
from guide.entries.models import (
    AlsoSpoils,
    Answer,
    Dispute,
    Ending,
    Entry,
    Evidence,
    Interpretation,
    Question,
    Source,
)
from guide.films.models import AlternativeTitle, Beat, Credit, Cut, Film, Person
from guide.readers.models import Bookmark, Reader
from guide.search.models import SearchDoc
from guide.votes.models import Discount, Folded, Lift, Moved, Vote

__all__ = [
    "AlsoSpoils",
    "AlternativeTitle",
    "Answer",
    "Beat",
    "Bookmark",
    "Credit",
    "Cut",
    "Discount",
    "Dispute",
    "Ending",
    "Entry",
    "Evidence",
    "Film",
    "Folded",
    "Interpretation",
    "Lift",
    "Moved",
    "Person",
    "Proposal",
    "ProposedEvidence",
    "Question",
    "Reader",
    "Report",
    "SearchDoc",
    "Seeded",
    "Source",
    "Vote",
    "Waved",
]
