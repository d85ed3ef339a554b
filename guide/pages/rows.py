"""Gated rows as pages show them, built from rows that have come through the gate."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guide.editorial import proposing
from guide.editorial.proposals import ProposalKind
from guide.gate.horizon import SEEN
from guide.pages.addresses import anchor_of, place_of
from guide.pages.backlinks import Backlink
from guide.pages.charts import EvidenceItem, EvidenceStrip, evidence_strip
from guide.pages.consensus import StandingView, standing_view
from guide.pages.metadata import said_at
from guide.pages.provenance import provenance_of, what_differs
from guide.pages.sources import Sources, SourceView
from guide.pages.visible_guide import VisibleGuide
from guide.pages.vote_boxes import (
    PersuasionBox,
    VoteBox,
    persuasion_box,
    persuasion_sentence,
    vote_box,
)
from guide.passages import markdown
from guide.passages.models import Answer, Beat, Dispute, Entry, Evidence, Kind, Passage
from guide.votes import persuasion, ranking, tally, unprompted
from guide.votes.tally import NO_VOTES, Tally


@dataclass(frozen=True)
class RowActions:
    """Where somebody signed in says that something is wrong with a row."""

    id: str
    back: str
    early: str
    said: str  # a notice about this row, told where it was asked for
    dispute: str  # empty where the row itself is a dispute
    correct: str  # empty where it has no text


@dataclass(frozen=True)
class BeatView:
    minute: int
    about: bool
    anchor: str
    title: str
    html: SafeString
    sources: tuple[SourceView, ...]
    backlinks: tuple[Backlink, ...]
    how: str = ""
    actions: RowActions | None = None


@dataclass(frozen=True)
class AnswerView:
    id: str
    rank: int | None  # none before it has votes
    claim: str
    html: SafeString
    byline: str
    box: VoteBox
    sources: tuple[SourceView, ...]
    evidence: EvidenceStrip
    question_text: str = ""
    how: str = ""
    actions: RowActions | None = None


@dataclass(frozen=True)
class QuestionView:
    id: str
    text: str
    html: SafeString
    byline: str
    about: bool
    horizon_text: str
    answers: tuple[AnswerView, ...]
    sources: tuple[SourceView, ...]
    evidence: EvidenceStrip
    how: str = ""
    actions: RowActions | None = None


@dataclass(frozen=True)
class ReadingView:
    id: str
    claim: str
    html: SafeString
    byline: str
    evidence: EvidenceStrip
    box: VoteBox
    moved: PersuasionBox | None
    sources: tuple[SourceView, ...]
    how: str = ""
    actions: RowActions | None = None


@dataclass(frozen=True)
class DisputeView:
    id: str
    fact: str
    byline: str
    said_html: SafeString
    shows_html: SafeString
    minute_text: str
    sources: tuple[SourceView, ...]
    how: str = ""
    actions: RowActions | None = None


class PageRows:
    """Everything a page needs about some entries of a guide, in a fixed number of
    queries, and about `others`: the beats, endings and disputes of the page."""

    def __init__(
        self,
        request,
        guide: VisibleGuide,
        *,
        entries: Iterable[Entry],
        others: Iterable[Passage] = (),
    ):
        self.request, self.guide = request, guide
        self.reader, self.back = request.user, request.path
        film, progress = guide.film, guide.progress
        entries = list(entries)
        answers = [a for e in entries for a in self.answers(e)]
        everything = [*entries, *answers]
        self.sources = Sources(progress, [*everything, *others])
        self.provenance = provenance_of(film)
        self.tallies = tally.tallies(everything, progress)
        self.mine = tally.mine(everything, self.reader, progress)
        readings = [e for e in entries if e.kind == Kind.INTERPRETATION]
        endings = {reading.under_id for reading in readings}
        self.unprompted = unprompted.still_asked(request.shelf, film, endings, progress)
        open_ = [e for e in readings if not self.is_unprompted(e)]
        pieces = [piece for entry in open_ for piece in guide.evidence[entry.pk]]
        of = defaultdict(list)
        for reading in open_:
            of[reading.under_id].append(reading)
        self.changes = unprompted.changes(of, progress)
        self.moved = persuasion.tallies(pieces, progress)
        self.moved_me = persuasion.mine(pieces, self.reader, progress)

    def answers(self, question: Entry) -> list[Answer]:
        """The answers to a question."""
        return self.guide.of(Kind.ANSWER, question.pk)

    def beat(self, beat: Beat, backlinks: tuple[Backlink, ...] = ()) -> BeatView:
        """A plot beat with its minute, and what it is evidence for."""
        return BeatView(
            minute=beat.minute,
            about=not beat.horizon_checked,
            anchor=anchor_of(beat),
            title=beat.title,
            html=markdown.html(beat, "text"),
            sources=self.sources.of(beat),
            backlinks=backlinks,
            how=self.how(beat),
            actions=self.actions(beat),
        )

    def question(self, question: Entry) -> QuestionView:
        """A question with its answers, the best supported first."""
        ranked = ranking.ranked(self.answers(question), self.tallies)
        return QuestionView(
            id=question.public_id,
            text=question.title,
            html=markdown.html(question, "text"),
            byline=question.byline,
            about=not question.horizon_checked,
            horizon_text=from_minute(question),
            answers=tuple(self.answer(a, rank) for a, rank in self.numbered(ranked)),
            sources=self.sources.of(question),
            evidence=self.strip(question),
            how=self.how(question),
            actions=self.actions(question),
        )

    def numbered(self, ranked: list[Entry]) -> list[tuple[Entry, int | None]]:
        """Answers in their order with their ranks, down to the first without votes."""
        totals = [self.tallies.get(answer.pk, NO_VOTES).total for answer in ranked]
        voted = totals.index(0) if 0 in totals else len(totals)
        return list(zip_longest(ranked, range(1, voted + 1)))

    def answer(self, answer: Entry, rank: int | None = None, question_text=""):
        """One answer to a question."""
        return AnswerView(
            id=answer.public_id,
            rank=rank,
            claim=answer.title,
            html=markdown.html(answer, "text"),
            byline=answer.byline,
            box=self.box(answer),
            sources=self.sources.of(answer),
            evidence=self.strip(answer),
            question_text=question_text,
            how=self.how(answer),
            actions=self.actions(answer),
        )

    def reading(self, reading: Entry) -> ReadingView:
        """An interpretation with its evidence along the film."""
        return ReadingView(
            id=reading.public_id,
            claim=reading.title,
            html=markdown.html(reading, "text"),
            byline=reading.byline,
            evidence=self.strip(reading),
            box=self.box(reading),
            moved=self.persuasion_box(reading),
            sources=self.sources.of(reading),
            how=self.how(reading),
            actions=self.actions(reading),
        )

    def strip(self, entry: Entry) -> EvidenceStrip:
        """The evidence of an entry along the film."""
        slug, by_key = self.guide.film.slug, self.guide.by_key
        pieces = [
            EvidenceItem(
                minute=beat.minute,
                for_it=piece.stance == Evidence.Stance.SUPPORTS,
                note=piece.note,
                beat_title=beat.title,
                beat_url=place_of(beat, slug, by_key),
                id=piece.public_id,
                moved=persuasion_sentence(self.moved.get(piece.pk, 0)),
                mine=piece.pk in self.moved_me,
            )
            for piece in self.guide.evidence[entry.pk]
            if (beat := by_key[piece.beat_id])
        ]
        return evidence_strip(pieces, self.guide.film.runtime)

    def is_unprompted(self, entry: Entry) -> bool:
        """Whether this reader is asked for a reading before the votes on it show."""
        return entry.under_id in self.unprompted and entry.kind == Kind.INTERPRETATION

    def known_tally(self, entry: Entry) -> Tally | None:
        """The tally that this reader may know; None while it is unprompted."""
        if self.is_unprompted(entry):
            return None
        return self.tallies.get(entry.pk, NO_VOTES)

    def ranked(self, readings: Iterable[Entry]) -> list[Entry]:
        """Interpretations of one ending: the best supported first, or, while it is
        unprompted, as if nobody had voted."""
        known = {e.pk: t for e in readings if (t := self.known_tally(e))}
        return ranking.ranked(readings, known)

    def standing(self, ranked: list[Entry]) -> StandingView | None:
        """What the votes on the interpretations of one ending say together; None while
        it is unprompted."""
        if any(map(self.is_unprompted, ranked)):
            return None
        changed = self.changes.get(ranked[0].under_id) if ranked else None
        return standing_view(ranked, self.tallies, changed)

    def dispute(self, dispute: Dispute) -> DisputeView:
        """A disputed fact; the film has the last word."""
        return DisputeView(
            id=dispute.public_id,
            fact=dispute.title,
            byline=dispute.byline,
            said_html=markdown.html(dispute, "said_elsewhere"),
            shows_html=markdown.html(dispute, "text"),
            minute_text=minute_of(dispute),
            sources=self.sources.of(dispute),
            how=self.how(dispute),
            actions=self.actions(dispute),
        )

    def how(self, row: Passage) -> str:
        """How a text was made, where its guide says otherwise."""
        return what_differs(row, self.provenance)

    def actions(self, row: Passage) -> RowActions | None:
        """The ways to say that something is wrong; None for somebody signed out."""
        if not self.reader.is_authenticated:
            return None
        ways = {kind: proposing_address(row, kind) for kind in proposing.kinds_for(row)}
        anchor = f"actions-{row.public_id}"
        return RowActions(
            id=anchor,
            back=f"{self.back}#{anchor}",
            said=said_at(self.request, row.public_id),
            early=reverse("reports:early", args=[row.public_id]),
            dispute=ways.get(ProposalKind.DISPUTE, ""),
            correct=ways.get(ProposalKind.CORRECTION, ""),
        )

    def box(self, entry: Entry) -> VoteBox:
        """The vote on one entry."""
        return vote_box(
            entry,
            self.known_tally(entry),
            mine=self.mine.get(entry.pk),
            signed_in=self.reader.is_authenticated,
            page=self.back,
        )

    def persuasion_box(self, reading: Entry) -> PersuasionBox | None:
        """Where this reader says what moved them; None signed out, or unprompted."""
        if not self.reader.is_authenticated or self.is_unprompted(reading):
            return None
        voted = reading.pk in self.mine
        return persuasion_box(reading, voted=voted, page=self.back)

    def told_of_evidence(self, reading: Entry) -> dict:
        """For the script: whom each piece moved, and whether this reader may say so."""
        pieces = self.guide.evidence[reading.pk]
        return {
            "may_say": reading.pk in self.mine,
            "mine": [p.public_id for p in pieces if p.pk in self.moved_me],
            "moved": {
                p.public_id: persuasion_sentence(self.moved.get(p.pk, 0))
                for p in pieces
            },
        }


def proposing_address(row: Passage, kind: str) -> str:
    """Where something about a row is proposed."""
    path = reverse("proposals:propose", args=[row.public_id])
    return f"{path}?kind={kind}"


def from_minute(row: Passage) -> str:
    """From where on a row is safe, in words; "about" where nobody has checked.

    Empty for what only those read who have seen the film.
    """
    if row.horizon == SEEN:
        return ""
    if row.horizon_checked:
        return _("Safe from minute %(minute)s on") % {"minute": row.horizon}
    return _("Safe from about minute %(minute)s on") % {"minute": row.horizon}


def minute_of(row: Passage) -> str:
    """The minute at which a row is safe, in words; empty if that is the film's end."""
    if row.horizon == SEEN:
        return ""
    if row.horizon_checked:
        return _("minute %(minute)s") % {"minute": row.horizon}
    return _("about minute %(minute)s") % {"minute": row.horizon}
