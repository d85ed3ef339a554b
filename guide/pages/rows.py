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
from guide.entries import markdown
from guide.entries.models import Answer, Dispute, Entry, Evidence, Kind
from guide.films.models import Beat, Film, GatedRow
from guide.gate.horizon import SEEN
from guide.gate.progress import Progress
from guide.pages.backlinks import Backlink
from guide.pages.boxes import MovedBox, VoteBox, moved_box, moved_sentence, vote_box
from guide.pages.drawing import EvidenceItem, EvidenceStrip, evidence_strip
from guide.pages.metadata import said_at
from guide.pages.sources import Sources, SourceView
from guide.pages.standing import StandingView, standing_view
from guide.votes import moved, ranking, tally, unprompted
from guide.votes.tally import NO_VOTES, Tally


@dataclass(frozen=True)
class Amiss:
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
    amiss: Amiss | None = None


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
    amiss: Amiss | None = None


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
    amiss: Amiss | None = None


@dataclass(frozen=True)
class ReadingView:
    id: str
    claim: str
    html: SafeString
    byline: str
    evidence: EvidenceStrip
    box: VoteBox
    moved: MovedBox | None
    sources: tuple[SourceView, ...]
    amiss: Amiss | None = None


@dataclass(frozen=True)
class DisputeView:
    id: str
    fact: str
    byline: str
    said_html: SafeString
    shows_html: SafeString
    about: bool
    minutes_text: str
    sources: tuple[SourceView, ...]
    amiss: Amiss | None = None


class Shown:
    """Everything a page needs about some rows, in a fixed number of queries.

    All rows given came through the gate; the answers of `entries`, evidence, sources
    and votes are fetched here, through the gate as well. `others` are the endings and
    disputes of the page.
    """

    def __init__(
        self,
        request,
        film: Film,
        *,
        beats: Iterable[Beat],
        entries: Iterable[Entry],
        others: Iterable[GatedRow] = (),
    ):
        self.film = film
        self.request = request
        self.reader = request.user
        self.back = request.path
        progress: Progress = request.progress
        self.beats = {beat.pk: beat for beat in beats}
        entries = list(entries)
        found = Answer.objects.visible_to(progress).filter(
            parent__in=[entry.pk for entry in entries]
        )
        answers = list(found)
        self.answers = defaultdict(list)
        for answer in answers:
            self.answers[answer.parent_id].append(answer)
        everything = [*entries, *answers]
        keys = [entry.pk for entry in everything]
        self.evidence = defaultdict(list)
        for piece in Evidence.objects.visible_to(progress).filter(entry__in=keys):
            self.evidence[piece.entry_id].append(piece)
        rows = [*self.beats.values(), *everything, *others]
        self.sources = Sources(progress, rows)
        self.tallies = tally.fold(everything, progress)
        self.mine = tally.mine(everything, self.reader, progress)
        readings = [e for e in entries if e.kind == Kind.INTERPRETATION]
        endings = {reading.ending_id for reading in readings}
        self.sealed = unprompted.sealed(request.shelf, film, endings, progress)
        open_ = [e for e in readings if not self.is_sealed(e)]
        pieces = [piece for entry in open_ for piece in self.evidence[entry.pk]]
        of = defaultdict(list)
        for reading in open_:
            of[reading.ending_id].append(reading)
        self.changes = unprompted.changes(of, progress)
        self.moved = moved.tallies(pieces, progress)
        self.moved_me = moved.mine(pieces, self.reader, progress)

    def beat(self, beat: Beat, backlinks: tuple[Backlink, ...] = ()) -> BeatView:
        """A plot beat with its minute, and what it is evidence for."""
        return BeatView(
            minute=beat.minute,
            about=not beat.horizon_checked,
            anchor=beat_anchor(beat),
            title=beat.title,
            html=markdown.html(beat, "text"),
            sources=self.sources.of(beat),
            backlinks=backlinks,
            amiss=self.amiss(beat),
        )

    def question(self, question: Entry) -> QuestionView:
        """A question with its answers, the best supported first."""
        ranked = ranking.ranked(self.answers[question.pk], self.tallies)
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
            amiss=self.amiss(question),
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
            amiss=self.amiss(answer),
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
            moved=self.moved_box(reading),
            sources=self.sources.of(reading),
            amiss=self.amiss(reading),
        )

    def strip(self, entry: Entry) -> EvidenceStrip:
        """The evidence of an entry along the film."""
        pieces = [
            EvidenceItem(
                minute=self.beats[piece.beat_id].minute,
                for_it=piece.stance == Evidence.Stance.SUPPORTS,
                note=piece.note,
                beat_title=self.beats[piece.beat_id].title,
                beat_url=beat_address(self.film, self.beats[piece.beat_id]),
                id=piece.public_id,
                moved=moved_sentence(self.moved.get(piece.pk, 0)),
                mine=piece.pk in self.moved_me,
            )
            for piece in self.evidence[entry.pk]
        ]
        return evidence_strip(pieces, self.film.runtime)

    def is_sealed(self, entry: Entry) -> bool:
        """Whether this reader is asked for a reading before the votes on it show."""
        return entry.ending_id in self.sealed and entry.kind == Kind.INTERPRETATION

    def known_tally(self, entry: Entry) -> Tally | None:
        """The tally that this reader may know; None while it is sealed."""
        if self.is_sealed(entry):
            return None
        return self.tallies.get(entry.pk, NO_VOTES)

    def ranked(self, readings: Iterable[Entry]) -> list[Entry]:
        """Interpretations of one ending: the best supported first, or, while it is
        sealed, as if nobody had voted."""
        known = {e.pk: t for e in readings if (t := self.known_tally(e))}
        return ranking.ranked(readings, known)

    def standing(self, ranked: list[Entry]) -> StandingView | None:
        """What the votes on the interpretations of one ending say together; None while
        it is sealed."""
        if any(map(self.is_sealed, ranked)):
            return None
        changed = self.changes.get(ranked[0].ending_id) if ranked else None
        return standing_view(ranked, self.tallies, changed)

    def dispute(self, dispute: Dispute) -> DisputeView:
        """A disputed fact; the film has the last word."""
        return DisputeView(
            id=dispute.public_id,
            fact=dispute.title,
            byline=dispute.byline,
            said_html=markdown.html(dispute, "said_elsewhere"),
            shows_html=markdown.html(dispute, "film_shows"),
            about=not dispute.horizon_checked,
            minutes_text=by_minute(dispute),
            sources=self.sources.of(dispute),
            amiss=self.amiss(dispute),
        )

    def amiss(self, row: GatedRow) -> Amiss | None:
        """The ways to say that something is wrong; None for somebody signed out."""
        if not self.reader.is_authenticated:
            return None
        ways = {kind: proposing_address(row, kind) for kind in proposing.kinds_for(row)}
        anchor = f"amiss-{row.public_id}"
        return Amiss(
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

    def moved_box(self, reading: Entry) -> MovedBox | None:
        """Where this reader says what moved them; None signed out, or sealed."""
        if not self.reader.is_authenticated or self.is_sealed(reading):
            return None
        voted = reading.pk in self.mine
        return moved_box(reading, voted=voted, page=self.back)

    def told_of_evidence(self, reading: Entry) -> dict:
        """For the script: whom each piece moved, and whether this reader may say so."""
        pieces = self.evidence[reading.pk]
        return {
            "may_say": reading.pk in self.mine,
            "mine": [p.public_id for p in pieces if p.pk in self.moved_me],
            "moved": {
                p.public_id: moved_sentence(self.moved.get(p.pk, 0)) for p in pieces
            },
        }


def proposing_address(row: GatedRow, kind: str) -> str:
    """Where something about a row is proposed."""
    path = reverse("proposals:propose", args=[row.public_id])
    return f"{path}?kind={kind}"


def beat_anchor(beat: Beat) -> str:
    """The fragment under which a beat stands on its film's page."""
    return f"beat-{beat.public_id}"


def from_minute(row: GatedRow) -> str:
    """From where on a row is safe, in words; "about" where nobody has checked.

    Empty for what only those read who have seen the film.
    """
    if row.horizon == SEEN:
        return ""
    if row.horizon_checked:
        return _("Safe from minute %(minute)s on") % {"minute": row.horizon}
    return _("Safe from about minute %(minute)s on") % {"minute": row.horizon}


def by_minute(row: GatedRow) -> str:
    """By when the film has shown what a row tells, in words."""
    if row.horizon == SEEN:
        return _("by its end")
    if row.horizon_checked:
        return _("by minute %(minute)s") % {"minute": row.horizon}
    return _("by about minute %(minute)s") % {"minute": row.horizon}


def beat_address(film: Film, beat: Beat) -> str:
    """Where a plot beat stands in the plot."""
    return f"{reverse('films:detail', args=[film.slug])}#{beat_anchor(beat)}"


def place_of(entry: Entry, film_slug: str, *, of_ending: bool) -> str:
    """The address where an entry stands among its like."""
    page = "endings:detail" if of_ending else "films:detail"
    return f"{reverse(page, args=[film_slug])}#{entry.public_id}"
