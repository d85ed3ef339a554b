"""Every folder's models, for Django to find them here. No folder imports it."""

from guide.editorial.models import Report, Seeded, Waiver
from guide.editorial.proposals import Proposal, ProposedEvidence
from guide.films.models import AlternativeTitle, Credit, Cut, Film, Person
from guide.films.provenance import Provenance
from guide.passages.models import (
    AlsoSpoils,
    Answer,
    Beat,
    Dispute,
    Ending,
    Entry,
    Evidence,
    Interpretation,
    Passage,
    Question,
    Source,
)
from guide.readers.models import Bookmark, Reader
from guide.search.models import SearchDoc
from guide.votes.models import Discount, Lift, Persuasion, Snapshot, Vote

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
    "Interpretation",
    "Lift",
    "Passage",
    "Person",
    "Persuasion",
    "Proposal",
    "ProposedEvidence",
    "Provenance",
    "Question",
    "Reader",
    "Report",
    "SearchDoc",
    "Seeded",
    "Snapshot",
    "Source",
    "Vote",
    "Waiver",
]
