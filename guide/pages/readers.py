"""A reader's shelf: where they are, what they voted, and going back."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from guide.films.models import Film
from guide.gate.horizon import SEEN
from guide.pages import metadata
from guide.pages.addresses import passages_above, place_of
from guide.pages.charts import runtime_line
from guide.pages.facts import facts, told
from guide.pages.guards import from_this_site, see_other, way_back
from guide.pages.position import where_text
from guide.pages.progress import fresh
from guide.pages.proposals import own_proposals
from guide.pages.votes import cast_what_waited
from guide.passages.models import Entry
from guide.readers import bookmarks, notes, takeover
from guide.readers.progress_cookie import Kept
from guide.votes import unprompted
from guide.votes.models import Vote

MOST_VOTES = 200  # on the shelf


@require_safe
def shelf(request):
    """The films of this reader and where they are; the votes they may still see."""
    minutes = request.shelf.minutes
    films = {
        f.public_id: f for f in Film.objects.published().filter(public_id__in=minutes)
    }
    order = [films[name] for name in reversed(minutes) if name in films]
    return render(
        request,
        "readers/shelf.html",
        {
            "meta": metadata.of_page(
                _("Your shelf"),
                _("The films you’re watching and how far you’ve got."),
                reverse("readers:shelf"),
            ),
            "films": [
                {
                    "film": about,
                    "where_text": where_text(minutes[film.public_id], film.runtime),
                    "line": runtime_line(minutes[film.public_id], film.runtime),
                    "seen": minutes[film.public_id] == SEEN,
                }
                for film, about in zip(order, facts(order), strict=True)
            ],
            "votes": own_votes(request),
            "proposals": own_proposals(request),
            "stored": request.shelf.kept_in,
            "further_here": bool(further_here(request)),
            "is_full": request.shelf.is_full,
            "minds_no_spoilers": request.shelf.unbound,
        },
    )


def own_votes(request) -> list[dict]:
    """This reader's votes on what they may see now, the latest first."""
    if not request.user.is_authenticated:
        return []
    progress = request.progress.everywhere()
    votes = list(
        Vote.objects.visible_to(progress)
        .filter(reader=request.user)
        .exclude(value=0)
        .order_by("-at", "-pk")[:MOST_VOTES]
    )
    keys = [vote.passage_id for vote in votes]
    entries = Entry.objects.visible_to(progress).in_bulk(keys)
    above = passages_above(progress, entries.values())
    films = Film.objects.published().in_bulk({e.film_id for e in entries.values()})
    titles, listed = told(films.values()), []
    for vote in votes:
        entry = entries[vote.passage_id]
        film = films[entry.film_id]
        listed.append(
            {
                "film_title": titles[film.pk],
                "url": place_of(entry, film.slug, above),
                "text": str(entry),
                "value": vote.value,
            }
        )
    return listed


@from_this_site
@require_POST
def undo(request):
    """Put back what the last change of minutes changed."""
    was = notes.undone(request.POST.get("token", ""))
    if was:
        request.shelf.restore(was)
        notes.leave(request.response_cookies, "undone")
    return fresh(see_other(way_back(request, reverse("readers:shelf"))))


@from_this_site
@require_POST
def forget(request):
    """Take every film off the shelf."""
    notes.leave(request.response_cookies, "cleared", undo=request.shelf.clear())
    return fresh(see_other(reverse("readers:shelf")))


def further_here(request) -> dict[str, Kept]:
    """Published films in which this device was further than the account, with where:
    those that the reader has not yet said anything about."""
    if not request.user.is_authenticated:
        return {}
    offered = takeover.offered(request.session, request.shelf.minutes)
    if not offered:
        return {}
    films = Film.objects.published().filter(public_id__in=offered)
    return {name: offered[name] for name in films.values_list("public_id", flat=True)}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_over(request):
    """Films in which this device was further than the account: listed once."""
    offered = further_here(request)
    if request.method == "POST":
        ticked = set(request.POST.getlist("film"))
        taken = {name: one for name, one in offered.items() if name in ticked}
        request.shelf.restore(taken)
        unprompted.opened(
            request.shelf, {name: one.minute for name, one in taken.items()}
        )
        takeover.settle(request.session)
        cast_what_waited(request)
        return see_other(way_back(request, reverse("readers:shelf")))
    if not offered:
        takeover.settle(request.session)
        return see_other(way_back(request, reverse("readers:shelf")))
    films = Film.objects.published().filter(public_id__in=offered)
    here, titles = request.shelf.minutes, told(films)
    return render(
        request,
        "readers/takeover.html",
        {
            "meta": metadata.of_page(
                _("Further along on this device"),
                _("Films you had watched further on this device than in your account."),
                reverse("readers:takeover"),
            ),
            "films": [
                {
                    "public_id": film.public_id,
                    "title": titles[film.pk],
                    "here_text": where_text(
                        offered[film.public_id].minute, film.runtime
                    ),
                    "there_text": where_text(here.get(film.public_id, 0), film.runtime),
                }
                for film in films
            ],
            "next": way_back(request, reverse("readers:shelf")),
        },
    )


@from_this_site
@require_POST
def ask_no_more(request):
    """Show the votes at once from now on; who has no account is never asked."""
    if request.user.is_authenticated:
        bookmarks.ask_no_more(request.user)
    return see_other(way_back(request, reverse("readers:shelf")))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mind(request):
    """Say that spoilers are no matter, as a page of its own asks, or take it back."""
    if request.method != "POST":
        about = metadata.of_page(
            _("Open every guide?"),
            _("Every guide, right to the end, however much you have watched."),
            reverse("readers:mind"),
        )
        return render(request, "readers/spoilers.html", {"meta": about})
    unbound = request.POST.get("spoilers") == "welcome"
    bookmarks.mind(request.user, unbound=unbound)
    notes.leave(request.response_cookies, "unbound" if unbound else "bound")
    return fresh(see_other(reverse("readers:shelf")))
