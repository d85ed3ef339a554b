"""Proposals in words: what they are called, how they stand, how they read."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guide.editorial import proposing
from guide.editorial.proposals import Proposal, ProposalKind, ProposedEvidence, State
from guide.gate.horizon import SEEN
from guide.passages import markdown
from guide.passages.models import Evidence, Kind, Passage


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


def concerning(row: Passage, field: str = "") -> dict:
    """What a proposal is about: its kind, and the words that name it."""
    what = {
        Kind.BEAT: _("The plot, minute %(minute)s") % {"minute": row.minute},
        Kind.ENDING: _("The ending"),
        Kind.INTERPRETATION: _("A reading"),
        Kind.QUESTION: _("A question"),
        Kind.ANSWER: _("An answer"),
        Kind.DISPUTE: _("A disputed fact"),
    }[row.kind]
    text = "" if row.kind == Kind.ENDING else row.title or str(row)
    section, _name = _fields(row).get(field, ("", ""))
    return {"what": what, "text": text, "field": section}


def field_name(row: Passage, field: str) -> str:
    """What a text of a row is called, where it may be corrected."""
    return _fields(row)[field][1]


def _fields(row):
    """{field: (the heading under which its text stands, where a row has several;
    what it is called)}."""
    return {
        "tldr": (_("In brief"), _("Correct “In brief”")),
        "take": (_("The take"), _("Correct “The take”")),
        "summary": (_("In sum"), _("Correct “In sum”")),
        "said_elsewhere": (_("Often written"), _("Correct what is said elsewhere")),
        "text": {
            Kind.ENDING: (_("What happens"), _("Correct “What happens”")),
            Kind.DISPUTE: (_("The film shows"), _("Correct what the film shows")),
        }.get(row.kind, ("", _("Correct the text"))),
    }


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
        State.REFUSED: _("Not accepted"),
        State.WITHDRAWN: _("Withdrawn"),
    }[state]


def state_sentence(state: str) -> str:
    """What that means for its writer."""
    return {
        State.WAITING: _("An editor will read it. Until then you can change it."),
        State.RETURNED: _("An editor has asked you to take another look at it."),
        State.ACCEPTED: _("It is part of the guide now."),
        State.REFUSED: _("An editor decided not to use it."),
        State.WITHDRAWN: _("You withdrew it."),
    }[state]


def many(flood: proposing.TooMany) -> str:
    """Why nothing more is taken for now. Nothing that was typed is lost."""
    if isinstance(flood, proposing.TooManyToday):
        return _(
            "We can read %(most)s proposals a day from one person. Keep this page "
            "open, or copy your text, and send it tomorrow."
        ) % {"most": proposing.A_DAY}
    return _(
        "%(most)s of your proposals are already waiting for an editor. Send this one "
        "once some of them have been decided, or withdraw one."
    ) % {"most": proposing.IN_WAITING}
