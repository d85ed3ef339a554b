"""From a plot beat back to what it is evidence for: the other way along each piece."""

from collections import defaultdict
from dataclasses import dataclass

from guide.pages.addresses import page_of
from guide.pages.visible_guide import VisibleGuide
from guide.passages.models import Evidence, Kind


@dataclass(frozen=True)
class Backlink:
    """An entry that a beat speaks for or against, and where the piece stands."""

    question: str  # that the claim answers; empty for a reading of the ending
    claim: str
    for_it: bool
    url: str


def backlinks(guide: VisibleGuide) -> dict[int, tuple[Backlink, ...]]:
    """{beat's key: links to its evidence}."""
    found = defaultdict(list)
    for key, pieces in guide.evidence.items():
        entry = guide.by_key[key]
        whole = guide.by_key[entry.under_id] if entry.kind == Kind.ANSWER else entry
        page = page_of(entry, guide.film.slug, guide.by_key)
        for piece in pieces:
            for_it = piece.stance == Evidence.Stance.SUPPORTS
            question = whole.title if whole is not entry and entry.title else ""
            claim = entry.title or whole.title
            link = Backlink(question, claim, for_it, f"{page}#piece-{piece.public_id}")
            found[piece.beat_id].append((piece.order, piece.public_id, link))
    return {
        key: tuple(link for *_, link in sorted(links, key=_readings_first))
        for key, links in found.items()
    }


def _readings_first(placed):
    order, public_id, link = placed
    return link.question, order, public_id
