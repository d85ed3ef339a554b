"""One interpretation, question or answer at an address of its own."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guide.entries.models import Entry, Interpretation, Kind
from guide.films.models import Beat, Film
from guide.gate.progress import Progress
from guide.pages import metadata
from guide.pages.facts import facts
from guide.pages.rows import Shown, place_of

KIND_NAMES = {
    Kind.INTERPRETATION: lambda: _("A reading of the ending"),
    Kind.QUESTION: lambda: _("An open question"),
    Kind.ANSWER: lambda: _("An answer"),
}


def visible_entry(progress: Progress, public_id: str) -> Entry:
    """The entry at an address, if this reader may see it; else the one constant 404.

    It notes every film, so that hidden and never written ask the same questions.
    """
    found = Entry.objects.visible_to(progress.everywhere()).filter(public_id=public_id)
    entry = found.first()
    if entry is None:
        raise Http404
    return entry


def question_of(progress: Progress, entry: Entry) -> Entry | None:
    """The question that an answer answers, through the gate; None for others."""
    if entry.kind != Kind.ANSWER:
        return None
    return Entry.objects.visible_to(progress).get(pk=entry.parent_id)


def rivals_of(progress: Progress, reading: Entry) -> list[Entry]:
    """The visible readings of the ending that a reading reads, itself among them."""
    found = Interpretation.objects.visible_to(progress)
    return list(found.filter(ending=reading.ending_id))


@require_safe
def detail(request, public_id):
    """One entry, with its votes and its evidence."""
    entry = visible_entry(request.progress, public_id)
    question = question_of(request.progress, entry)
    film = Film.objects.published().get(pk=entry.film_id)
    beats = Beat.objects.visible_to(request.progress).filter(film=film)
    shown = Shown(request, film, beats=beats, entries=[entry])
    (about,) = facts([film])
    view = {
        Kind.INTERPRETATION: shown.reading,
        Kind.QUESTION: shown.question,
        Kind.ANSWER: lambda e: shown.answer(e, question_text=question.title),
    }[entry.kind](entry)
    return render(
        request,
        "entries/detail.html",
        {
            "meta": metadata.of_film(about),
            "film": about,
            "kind": entry.kind,
            "kind_name": KIND_NAMES[entry.kind](),
            "entry": view,
            "back_url": place_of(
                entry, film.slug, of_ending=bool((question or entry).ending_id)
            ),
        },
    )
