"""What is asked before a minute is set: which place was meant, whether all was seen.

One rule for all ways that open much: from far off the end, the end opens to somebody
who has said so on this page, and a minute that can be two opens as the earlier or as
the one they choose here. The question is a page of its own, and sets nothing.
"""

from dataclasses import dataclass

from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from guide.films.models import Cut, Film
from guide.gate.horizon import SEEN
from guide.gate.places import Place
from guide.pages import metadata
from guide.pages.facts import facts
from guide.pages.position import REFERENCE, cut_watched, where

NEW = "new"  # the way back: to what has opened


@dataclass(frozen=True)
class Choice:
    """A button: the minute that it says, and its words."""

    value: str
    words: str


def address(request, film: Film, back: str) -> str:
    """Where the question about a form is asked, with all that was typed."""
    said = {"minute": request.POST.get("minute", ""), "next": back}
    if cut := request.POST.get("cut"):
        said["cut"] = cut
    return f"{request.path}?{urlencode(said)}"


def which(request, film: Film, found: list[Place], cut: Cut | None, back: str):
    """The question which of these places was meant, or whether it is that far."""
    choices = [_choice(place) for place in found]
    if len(choices) > 1:
        title = _("Which minute do you mean?")
        lead = _(
            "“%(typed)s” can mean two things. Nothing changes until you say which."
        ) % {"typed": request.GET.get("minute", "").strip()}
    elif found[0].minute == SEEN:
        title, lead = _("Have you seen the whole film?"), _whole(request, film)
    else:
        title, lead = choices[0].words, _("The guide then opens as far as that.")
    return _page(request, film, title, lead, choices, cut=cut, back=back)


def next_one(request, film: Film, minute: int):
    """The question whether the reader is where the next passage opens.

    Its minute is told to somebody who asks for it by a POST, and to nobody else.
    """
    cut = cut_watched(request, film, "")
    if minute == SEEN:
        return which(request, film, [Place(None, SEEN)], cut, NEW)
    minute += max(0, cut.runtime - film.runtime) if cut else 0
    title = _("Have you watched to minute %(minute)s?") % {"minute": minute}
    lead = _("That is where the next passage opens. It stays closed until you say so.")
    words = _("I’ve watched to minute %(minute)s") % {"minute": minute}
    choices = [Choice(f"{minute}m", words)]
    return _page(request, film, title, lead, choices, cut=cut, back=NEW)


def _choice(place: Place) -> Choice:
    if place.minute != SEEN:
        return Choice(str(place.reading), place.reading.words)
    if place.reading is None:
        return Choice("seen", _("Yes, open the whole guide"))
    whole = _("%(place)s: I’ve seen the whole film") % {"place": place.reading.words}
    return Choice("seen", whole)


def _whole(request, film):
    minute = request.progress.at(film)
    if film.public_id not in request.shelf.kept:
        return _("If you say yes, the whole guide opens, including the ending.")
    return _(
        "You were at minute %(minute)s. If you say yes, the whole guide opens, "
        "including the ending."
    ) % {"minute": minute}


def _page(request, film, title, lead, choices, *, cut, back):
    (about,) = facts([film])
    stay = f"{about.url}#runtime" if back == NEW else back
    several = len(choices) > 1
    return render(
        request,
        "progress/confirm.html",
        {
            "meta": metadata.of_film(about),
            "film": about,
            "where": where(request, film, []),
            "title": title,
            "lead": lead,
            "choices": choices,
            "several": several,
            "cut": cut.public_id if cut else REFERENCE,
            "back": back,
            "stay": stay,
            "stay_words": _("Leave it as it is") if several else _("No, not yet"),
        },
    )
