"""How far a reader has watched: the one form that opens a guide."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guide.films.models import Beat, Cut, Film
from guide.gate.horizon import SEEN, BadMinute
from guide.gate.visibility import next_horizon
from guide.pages import metadata
from guide.pages.facts import facts, published_film
from guide.pages.films import film_page
from guide.pages.guards import came_from, from_this_site, see_other, way_back
from guide.pages.votes import cast_what_waited
from guide.pages.where import where
from guide.readers import notes
from guide.readers.bookmarks import minute_in

NEXT = "next"  # the beat after the reader's minute, for those who watch along


@from_this_site
@require_http_methods(["GET", "HEAD", "POST"])
def set_progress(request, slug):
    """GET asks whether all was seen; POST sets the minute and goes back."""
    film = published_film(slug)
    if request.method != "POST":
        return confirm(request, film)
    typed = request.POST.get("minute", "")
    if typed == "forget":
        was = request.shelf.forget(film)
        notes.leave(request.jar, "forgotten", undo=was, title=film.title)
        return fresh(see_other(back(request, film)))
    try:
        minute = asked_for(request, film, typed)
    except BadMinute as refusal:
        return film_page(
            request,
            film,
            typed=typed[:20],
            error=str(refusal),
            then=way_back(request, ""),
            status=400,
        )
    if typed == NEXT and minute == SEEN:
        return see_other(request.path)  # nothing left but the end: that asks first
    lower = minute < request.progress.at(film)
    was = request.shelf.move(film, minute)
    notes.leave(request.jar, "moved", undo=was, title=film.title, minute=minute)
    cast_what_waited(request)
    response = see_other(back(request, film))
    return fresh(response) if lower else response


def asked_for(request, film: Film, typed: str) -> int:
    """The minute a form asks for, SEEN, or that of the next beat. Raises BadMinute."""
    if typed == NEXT:
        return next_horizon(Beat, film, request.progress)
    return minute_in(film, typed, cut_of(film, request.POST.get("cut", "")))


def confirm(request, film: Film):
    """The question, asked once, of somebody who was far from the end."""
    (about,) = facts([film])
    return render(
        request,
        "progress/confirm.html",
        {
            "meta": metadata.of_film(about),
            "film": about,
            "where": where(request, film, []),
            "next": way_back(request, ""),
        },
    )


def cut_of(film: Film, public_id: str) -> Cut | None:
    """The cut that was chosen, or None for the reference release.

    Raises BadMinute for a cut that this film does not have.
    """
    if not public_id:
        return None
    cut = Cut.objects.filter(film=film, public_id=public_id[:10]).first()
    if cut is None:
        raise BadMinute(_("Choose one of the releases of this film."))
    return cut


def back(request, film: Film) -> str:
    """Where the form stood: `next`, else the bar of the page it came from."""
    page, ending = (
        reverse(name, args=[film.slug]) for name in ("films:detail", "endings:detail")
    )
    place = ending if came_from(request, page) == ending else page
    return way_back(request, f"{place}#runtime")


def fresh(response):
    """Going back takes pages back too: the browser drops what it kept of them."""
    if settings.HTTPS:
        response.headers["Clear-Site-Data"] = '"cache"'
    return response
