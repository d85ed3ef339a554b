"""The readings of an ending side by side: shares, ranges, and how settled it is."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guide.pages.charts import ShareRange, share_range
from guide.pages.vote_boxes import few, percent
from guide.passages.models import Entry
from guide.votes import unprompted
from guide.votes.consensus import FEWEST_TO_TELL, Consensus, standing
from guide.votes.ranking import bounds, wilson
from guide.votes.tally import NO_VOTES, Tally


@dataclass(frozen=True)
class StandingRow:
    """One reading among its rivals; nothing is drawn of too few votes."""

    id: str
    claim: str
    drawn: ShareRange | None
    counted: str
    range: str


@dataclass(frozen=True)
class StandingView:
    """What the votes on rival readings say together."""

    word: str
    sentence: str  # empty before the first vote
    voted: bool
    rows: tuple[StandingRow, ...]
    side_by_side: bool  # whether there is a share to draw
    changed: str


def standing_view(
    readings: Iterable[Entry],
    tallies: dict[int, Tally],
    changed: tuple[int, int] | None = None,
) -> StandingView | None:
    """How the readings of one ending stand, in their order; None if there are none.

    `changed`: how many readers changed their first answer, of how many.
    """
    votes = {reading: tallies.get(reading.pk, NO_VOTES) for reading in readings}
    if not votes:
        return None
    word, leading = standing(votes.values()), max(votes.values(), key=bounds)
    voted = any(tally.total for tally in votes.values())
    rows = tuple(_row(reading, tally) for reading, tally in votes.items())
    return StandingView(
        word=_words()[word] if voted else _("Be the first to vote"),
        sentence=_sentence(word, leading) if voted else "",
        voted=voted,
        rows=rows,
        side_by_side=any(row.drawn for row in rows),
        changed=_changed(*changed) if changed else "",
    )


def _row(reading: Entry, votes: Tally) -> StandingRow:
    drawn, counted, text = None, few(votes), ""
    if votes.share is not None:
        low, high = wilson(votes)
        drawn = share_range(low, votes.share, high)
        counted = _("%(yes)s of %(total)s") % {"yes": votes.yes, "total": votes.total}
        text = _("%(low)s to %(high)s") % {
            "low": f"{100 * low:.0f}",
            "high": percent(100 * high),
        }
    return StandingRow(reading.public_id, reading.title, drawn, counted, text)


def _changed(changed: int, asked: int) -> str:
    """What became of first answers, and no word on why; empty for few."""
    if asked < unprompted.FEWEST_TO_TELL:
        return ""
    return ngettext(
        "%(changed)s of %(asked)s readers who voted before seeing the tally changed "
        "their vote later.",
        "%(changed)s of %(asked)s readers who voted before seeing the tally changed "
        "their vote later.",
        changed,
    ) % {"changed": changed, "asked": asked}


def _words() -> dict[Consensus, str]:
    return {
        Consensus.TOO_FEW: _("Too few votes"),
        Consensus.SETTLED: _("Settled"),
        Consensus.LEANING: _("Leaning"),
        Consensus.CONTESTED: _("Contested"),
    }


def _sentence(word: Consensus, leading: Tally) -> str:
    if word == Consensus.TOO_FEW:
        return _(
            "The leading reading has %(total)s of the %(needed)s votes needed to tell."
        ) % {"total": leading.total, "needed": FEWEST_TO_TELL}
    return {
        Consensus.SETTLED: _(
            "The leading reading convinces more than half, and its range lies above "
            "every other."
        ),
        Consensus.LEANING: _(
            "One reading leads by ten points or more, but the votes do not settle it."
        ),
        Consensus.CONTESTED: _("No reading is clearly ahead."),
    }[word]
