"""How far a reader has watched: the one form that opens a guide."""

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guide.films.models import Film
from guide.gate.horizon import SEEN
from guide.gate.places import BadMinute, Place, places
from guide.gate.progress import Progress
from guide.gate.visibility import next_horizon
from guide.pages import confirmations
from guide.pages.addresses import place_of
from guide.pages.facts import published_film
from guide.pages.films import film_page
from guide.pages.guards import (
    came_from,
    from_this_site,
    on_site,
    see_other,
    way_back,
)
from guide.pages.position import cut_watched, far_from_end
from guide.pages.votes import cast_what_waited
from guide.passages.models import Beat
from guide.readers import notes

NEXT = "next"  # the beat after the reader's minute, for those who watch along
KEPT = "kept"  # in an address: did the browser take its first cookie?


@from_this_site
@require_http_methods(["GET", "HEAD", "POST"])
def set_progress(request, slug):
    """POST sets the minute and goes back, or asks first; GET is the question."""
    film = published_film(slug)
    said = request.POST if request.method == "POST" else request.GET
    try:
        if request.method == "POST":
            return moved(request, film)
        if KEPT in said:
            return taken(request, film)
        found, cut = understood(request, film)
        return confirmations.which(request, film, found, cut, back(request, film))
    except BadMinute as refusal:
        return film_page(
            request,
            film,
            refused=said,
            error=str(refusal),
            then=way_back(request, ""),
            status=400,
        )


def moved(request, film: Film):
    """Do what the form says, or ask where it is unclear or opens much."""
    typed = request.POST.get("minute", "")
    if typed == "forget":
        was = request.shelf.forget(film)
        notes.leave(request.response_cookies, "forgotten", undo=was, title=film.title)
        return fresh(see_other(back(request, film)))
    if typed == NEXT:
        minute = next_horizon(Beat, film, request.progress)
        return confirmations.next_one(request, film, minute)
    found, cut = understood(request, film)
    known = request.progress
    minute, before = found[0].minute, known.at(film)
    opens_much = minute == SEEN and far_from_end(film, before)
    if len(found) > 1 or (opens_much and found[0].reading):  # no word that says so
        return see_other(confirmations.address(request, film, back(request, film)))
    was = request.shelf.move(film, minute, cut)
    notes.leave(
        request.response_cookies, "moved", undo=was, title=film.title, minute=minute
    )
    cast_what_waited(request)
    there = back(request, film)
    if request.POST.get("next") == confirmations.NEW:
        there = first_new(request, film, known)
    if not request.COOKIES and request.shelf.kept_in == "cookie":
        there = f"{request.path}?{urlencode({KEPT: there, 'minute': typed})}"
    response = see_other(there)
    return fresh(response) if minute < before else response


def understood(request, film: Film):
    """The places that a form or an address can mean, and the cut they are in.

    Raises BadMinute.
    """
    said = request.POST if request.method == "POST" else request.GET
    cut = cut_watched(request, film, said.get("cut", ""))
    typed = said.get("minute", "" if request.method == "POST" else "seen")
    if typed.strip().casefold() == "seen":
        return [Place(None, SEEN)], cut
    return places(typed, film.runtime, cut and cut.runtime), cut


def taken(request, film: Film):
    """On from a browser's first minute, or to its form where no cookie was taken."""
    kept = request.COOKIES.get(settings.PROGRESS_COOKIE_NAME)
    if kept or request.shelf.kept_in == "account":
        return see_other(on_site(request.GET[KEPT], bar_of(film)))
    sentence = _(
        "Your browser did not accept this site’s cookie, so your minute was not kept. "
        "Allow the cookie and set the minute again, or sign in."
    )
    there = on_site(request.GET[KEPT], "")
    return film_page(request, film, refused=request.GET, error=sentence, then=there)


def back(request, film: Film) -> str:
    """Where the form stood: `next`, else the bar of the page it came from."""
    page, ending = (
        reverse(name, args=[film.slug]) for name in ("films:detail", "endings:detail")
    )
    place = ending if came_from(request, page) == ending else page
    return way_back(request, f"{place}#runtime")


def bar_of(film: Film) -> str:
    """The runtime bar of the film's page."""
    return f"{reverse('films:detail', args=[film.slug])}#runtime"


def first_new(request, film: Film, before: Progress) -> str:
    """The first passage that shows now and did not at `before`, else the bar."""
    known = set(Beat.objects.visible_to(before).filter(film=film))
    now = request.shelf.progress()
    now.at(film)
    shown = Beat.objects.visible_to(now).filter(film=film)
    new = next((beat for beat in shown if beat not in known), None)
    return place_of(new, film.slug, {}) if new else bar_of(film)


def fresh(response):
    """Going back takes pages back too: the browser drops what it kept of them."""
    if settings.HTTPS:
        response.headers["Clear-Site-Data"] = '"cache"'
    return response
