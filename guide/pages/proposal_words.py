"""Proposals in words: what they are called, how they stand, how they read."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guide.editorial import proposing
from guide.editorial.proposals import Proposal, ProposalKind, ProposedEvidence, State
from guide.entries import markdown
from guide.entries.models import Dispute, Ending, Evidence, Kind
from guide.films.models import Beat, GatedRow
from guide.gate.horizon import SEEN


@dataclass(frozen=True)
class SentPiece:
    """A beat that was named for or against."""

    minute: int
    for_it: bool
    note: str


@dataclass(frozen=True)
class SentText:
    """A proposal as it reads."""

    title: str
    said_html: SafeString
    html: SafeString
    pieces: tuple[SentPiece, ...]
    minute: int | None  # None: only for those who have seen the whole film


def sent_text(proposal: Proposal, pieces: list[ProposedEvidence]) -> SentText:
    """A proposal rendered by the one renderer; the beats of `pieces` are known."""
    return SentText(
        title=proposal.title,
        said_html=markdown.render(proposal.said_elsewhere),
        html=markdown.render(proposal.text),
        pieces=tuple(
            SentPiece(
                minute=piece.beat.minute,
                for_it=piece.stance == Evidence.Stance.SUPPORTS,
                note=piece.note,
            )
            for piece in sorted(pieces, key=lambda piece: piece.beat.minute)
        ),
        minute=None if proposal.horizon == SEEN else proposal.horizon,
    )


def concerning(row: GatedRow, field: str = "") -> dict:
    """What a proposal is about: its kind, and the words that name it."""
    if isinstance(row, Ending):
        what, text = _("The ending"), ""
    elif isinstance(row, Beat):
        what = _("The plot, minute %(minute)s") % {"minute": row.minute}
        text = row.title
    elif isinstance(row, Dispute):
        what, text = _("A disputed fact"), row.title
    else:
        what, text = _kinds()[row.kind], str(row)
    return {"what": what, "text": text, "field": _section(field)}


def _section(field):
    """The heading under which a text stands, where a row has several."""
    return {
        "tldr": _("In brief"),
        "explanation": _("What happens"),
        "take": _("The take"),
        "summary": _("In sum"),
        "said_elsewhere": _("Often written"),
        "film_shows": _("The film shows"),
    }.get(field, "")


def _kinds():
    return {
        Kind.INTERPRETATION: _("A reading"),
        Kind.QUESTION: _("A question"),
        Kind.ANSWER: _("An answer"),
    }


def field_name(field: str) -> str:
    """What a text of a row is called, where it may be corrected."""
    return {
        "text": _("Correct the text"),
        "tldr": _("Correct “In brief”"),
        "explanation": _("Correct “What happens”"),
        "take": _("Correct “The take”"),
        "summary": _("Correct “In sum”"),
        "said_elsewhere": _("Correct what is said elsewhere"),
        "film_shows": _("Correct what the film shows"),
    }[field]


def offer(kind: str, *, short: bool = False) -> str:
    """A kind of proposal as a link says it, or in `short` as a list does."""
    names = {
        ProposalKind.ANSWER: (_("Propose an answer"), _("Answer")),
        ProposalKind.INTERPRETATION: (_("Propose a reading"), _("Reading")),
        ProposalKind.DISPUTE: (_("Dispute this"), _("Disputed fact")),
        ProposalKind.CORRECTION: (_("Correct this"), _("Correction")),
    }
    return names[kind][short]


def headings(is_new: bool) -> dict[str, str]:
    """The heading of a page, for each kind."""
    if is_new:
        return {
            ProposalKind.ANSWER: _("Propose an answer"),
            ProposalKind.INTERPRETATION: _("Propose a reading"),
            ProposalKind.DISPUTE: _("Dispute a fact"),
            ProposalKind.CORRECTION: _("Correct a text"),
        }
    return {
        ProposalKind.ANSWER: _("Your answer"),
        ProposalKind.INTERPRETATION: _("Your reading"),
        ProposalKind.DISPUTE: _("Your dispute"),
        ProposalKind.CORRECTION: _("Your correction"),
    }


def state_word(state: str) -> str:
    """How a proposal stands, in a word or two."""
    return {
        State.WAITING: _("Waiting"),
        State.RETURNED: _("Returned"),
        State.ACCEPTED: _("Accepted"),
        State.REFUSED: _("Not taken"),
        State.WITHDRAWN: _("Withdrawn"),
    }[state]


def state_sentence(state: str) -> str:
    """What that means for its writer."""
    return {
        State.WAITING: _("An editor will read it. Until then you can change it."),
        State.RETURNED: _("An editor asks you to look at it once more."),
        State.ACCEPTED: _("It is part of the guide now."),
        State.REFUSED: _("An editor has decided not to take it."),
        State.WITHDRAWN: _("You have taken it back."),
    }[state]


def many(flood: proposing.TooMany) -> str:
    """Why nothing more is taken for now. Nothing that was typed is lost."""
    if isinstance(flood, proposing.TooManyToday):
        return _(
            "%(most)s proposals a day are as many as we can read from one person. "
            "Keep this page open, or your text, and send it tomorrow."
        ) % {"most": proposing.A_DAY}
    return _(
        "%(most)s of your proposals wait for an editor already. Send this one when "
        "some of them are decided, or withdraw one."
    ) % {"most": proposing.IN_WAITING}
