"""How a guide was made, as pages say it: of the whole on the film's page, and beside a
text what differs. Nothing of it is counted from rows."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guide.films.how_made import AS_THE_GUIDE, How
from guide.films.models import Film
from guide.films.provenance import EDITORS, Provenance
from guide.passages.models import Passage


@dataclass(frozen=True)
class ProvenanceView:
    """What a guide says of itself: sentences, and facts for programs."""

    written: str
    checked_against: str  # empty: nothing yet
    checked_on: date | None
    minutes: str
    reviewed: str
    corrected_on: date | None
    how: str
    written_by: str
    reviewed_by: str


def provenance_of(film: Film) -> Provenance | None:
    """What a film's guide says of itself; one query."""
    return Provenance.objects.filter(film=film).first()


def provenance_view(guide: Provenance | None) -> ProvenanceView | None:
    """The same, ready to print; None where it says nothing."""
    return guide and ProvenanceView(
        written=_written(guide),
        checked_against=guide.checked_against.rstrip("."),
        checked_on=guide.checked_on,
        minutes=_minutes(guide),
        reviewed=_reviewed(guide),
        corrected_on=guide.corrected_on,
        how=guide.how,
        written_by=guide.written_by,
        reviewed_by=guide.reviewed_by,
    )


def what_differs(row: Passage, guide: Provenance | None) -> str:
    """The line beside a text that was made otherwise than its guide; else empty."""
    if guide is None or row.how in (AS_THE_GUIDE, guide.how):
        return ""
    if row.how == How.BY_HAND:
        return _("Written by hand.")
    if row.how == How.MACHINE_WRITTEN:
        return _("Machine-written.")
    if guide.how == How.MACHINE_WRITTEN:
        return _("Corrected by hand.")
    return _("Written with a machine’s help.")


def signed(name: str) -> str:
    """Whose an opinion is, in the reader's language where it is the editors'."""
    return _("The editors of this site") if name == EDITORS else name


def _by(name):
    """A name as it stands behind “by”: some are no names, and are translated."""
    if name == EDITORS:
        return pgettext("by", "the editors of this site")
    if name == "a language model":
        return pgettext("by", "a language model")
    return name


def _written(guide):
    name = {"name": _by(guide.written_by)}
    if guide.how == How.BY_HAND:
        return _("Written by hand, by %(name)s.") % name
    if guide.how == How.MACHINE_ASSISTED:
        sentence = _("Machine-assisted: written by %(name)s, with a machine’s help.")
        return sentence % name
    return _("Machine-written, by %(name)s.") % name


def _minutes(guide):
    if not guide.minutes_checked_by:
        return _("Nobody has checked its minutes against the film yet.")
    name = {"name": _by(guide.minutes_checked_by)}
    return _("Its minutes were checked at the film by %(name)s.") % name


def _reviewed(guide):
    if not guide.reviewed_by:
        return _("Nobody has reviewed it yet.")
    return _("Reviewed by %(name)s.") % {"name": _by(guide.reviewed_by)}
