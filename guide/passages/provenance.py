"""What is said of how a text was made, once a person has written in it.

A guide says how it was made (`guide.films.provenance`), and a row only what differs.
A person's new row is by hand; words that a person changes are no machine's alone. What
a command or a file writes changes nothing of what is said, and where the guide says
nothing, nothing is said.
"""

from django.utils import timezone

from guide.common.text_checks import unix_lines
from guide.films.how_made import AS_THE_GUIDE, How
from guide.films.models import Film
from guide.films.provenance import Provenance
from guide.films.statuses import Status
from guide.passages.models import Passage


def say_by_hand(row: Passage) -> None:
    """Of a row that a person is about to save: set its `how`, and of a published one
    the day on which its guide was corrected. `how` stays if they changed it too."""
    guide = Provenance.objects.filter(film=row.film_id).first()
    if guide is None:
        return
    stored = type(row).unguarded.filter(pk=row.pk).first()
    if stored is None:
        if row.how == AS_THE_GUIDE and guide.how != How.BY_HAND:
            row.how = How.BY_HAND
    elif _words(row) != _words(stored):
        was = stored.how or guide.how
        if row.how == stored.how and was == How.MACHINE_WRITTEN:
            row.how = How.MACHINE_ASSISTED
        _corrected(guide, row, stored)


def say_premise_by_hand(film: Film) -> None:
    """The same of a film's premise, which everybody reads."""
    stored = Film.unguarded.filter(pk=film.pk).first()
    guide = Provenance.objects.filter(film=film.pk).first()
    if guide and stored and _words(film) != _words(stored):
        _corrected(guide, film, stored)


def keep_correction(guide: Provenance) -> None:
    """Whoever types into the others has not seen what became of this day meanwhile."""
    stored = Provenance.objects.filter(pk=guide.pk)
    for corrected_on in stored.values_list("corrected_on", flat=True):
        guide.corrected_on = corrected_on


def _corrected(guide: Provenance, text: Film | Passage, stored: Film | Passage) -> None:
    """A draft can be worked on as long as one likes: nobody reads it yet."""
    today = timezone.localdate()
    if stored.status == Status.PUBLISHED and guide.corrected_on != today:
        guide.corrected_on = today
        guide._change_reason = getattr(text, "_change_reason", None)
        guide.save(update_fields=["corrected_on"])


def _words(row: Film | Passage) -> list[str]:
    """What a row says in words, however a form ends their lines."""
    names = ["title"] * hasattr(row, "gate") + [*row.markdown_fields]
    return [unix_lines(getattr(row, name, "")).strip() for name in names]
