"""The vote on one entry: what it asks, how it stands, what this reader said of it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guide.pages.guards import sign_in_url
from guide.passages.models import Entry, Kind
from guide.votes.tally import NO_VOTES, Tally


@dataclass(frozen=True)
class VoteBox:
    """A vote: what it asks, how it stands, and what this reader said.

    While it is unprompted it holds no counts: they are not in the page.
    """

    entry_id: str
    action: str
    back: str
    question: str
    yes: int
    no: int
    total: int
    percent: float | None  # of the votes that say yes; None for too few
    mine: int | None
    signed_in: bool
    sign_in_url: str
    sentence: str
    said: str
    unprompted: bool


@dataclass(frozen=True)
class PersuasionBox:
    """What moved a voter: where it is said, and whether this reader may say it."""

    entry_id: str
    action: str
    back: str
    may_say: bool


def persuasion_box(reading: Entry, *, voted: bool, page: str) -> PersuasionBox:
    """Where a reader with an account says which evidence of a reading moved them."""
    return PersuasionBox(
        entry_id=reading.public_id,
        action=reverse("votes:moved", args=[reading.public_id]),
        back=f"{page}#moved-{reading.public_id}",
        may_say=voted,
    )


def persuasion_sentence(number: int) -> str:
    """How many voters a piece of evidence convinced; empty for none."""
    if not number:
        return ""
    return ngettext(
        "Convinced %(number)s reader", "Convinced %(number)s readers", number
    ) % {"number": number}


def vote_box(
    entry: Entry,
    votes: Tally | None,
    *,
    mine: int | None,
    signed_in: bool,
    page: str,
) -> VoteBox:
    """The vote on an entry, pressed on the page at the path `page`.

    Without a tally the box is unprompted.
    """
    unprompted, votes = votes is None, votes or NO_VOTES
    reading = entry.kind == Kind.INTERPRETATION
    ask = _("Does this reading convince you?") if reading else _("Is this the answer?")
    back = f"{page}#vote-{entry.public_id}"
    return VoteBox(
        entry_id=entry.public_id,
        action=reverse("votes:cast", args=[entry.public_id]),
        back=back,
        question=ask,
        yes=votes.yes,
        no=votes.no,
        total=votes.total,
        percent=None if votes.share is None else round(votes.share * 100, 1),
        mine=mine,
        signed_in=signed_in,
        sign_in_url=sign_in_url(back),
        sentence=_("You’ll see the votes once you’ve cast yours.")
        if unprompted
        else sentence(votes, reading=reading),
        said={1: _("You said yes."), -1: _("You said no.")}.get(mine, ""),
        unprompted=unprompted,
    )


def percent(number: float) -> str:
    """A whole number of hundredths in words."""
    return _("%(number)s%%") % {"number": f"{number:.0f}"}


def sentence(votes: Tally, *, reading: bool) -> str:
    """How a vote stands: how many of how many, or that there are few."""
    counts = {"yes": votes.yes, "total": votes.total}
    if votes.share is None:
        return few(votes)
    if reading:
        return (
            ngettext(
                "%(yes)s of %(total)s readers finds this convincing",
                "%(yes)s of %(total)s readers find this convincing",
                votes.yes,
            )
            % counts
        )
    return (
        ngettext(
            "%(yes)s of %(total)s readers says it is",
            "%(yes)s of %(total)s readers say it is",
            votes.yes,
        )
        % counts
    )


def few(votes: Tally) -> str:
    """How many votes there are, where they are too few for a share."""
    if votes.total == 0:
        return _("No votes yet")
    return ngettext("%(total)s vote so far", "%(total)s votes so far", votes.total) % {
        "total": votes.total
    }
