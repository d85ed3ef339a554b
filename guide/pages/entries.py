"""One interpretation, question or answer at an address of its own."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guide.films.models import Film
from guide.pages import metadata
from guide.pages.addresses import place_of, visible_row
from guide.pages.facts import facts
from guide.pages.rows import PageRows
from guide.pages.visible_guide import VisibleGuide
from guide.passages.models import Entry, Kind

KIND_NAMES = {
    Kind.INTERPRETATION: lambda: _("A reading of the ending"),
    Kind.QUESTION: lambda: _("An open question"),
    Kind.ANSWER: lambda: _("An answer"),
}


@require_safe
def detail(request, public_id):
    """One entry, with its votes and its evidence."""
    entry = visible_row(request.progress, public_id, Entry)
    film = Film.objects.published().get(pk=entry.film_id)
    guide = VisibleGuide(request.progress, film)
    shown = PageRows(request, guide, entries=[entry])
    (about,) = facts([film])
    view = {
        Kind.INTERPRETATION: shown.reading,
        Kind.QUESTION: shown.question,
        Kind.ANSWER: lambda e: shown.answer(
            e, question_text=guide.by_key[e.under_id].title
        ),
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
            "back_url": place_of(entry, film.slug, guide.by_key),
        },
    )
