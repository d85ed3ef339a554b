"""What home shows to who returns: where to go on, and what is new in their films."""

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from guide.entries.models import Dispute, Ending, Entry, Kind
from guide.films.models import Film
from guide.gate.horizon import SEEN
from guide.gate.progress import Progress
from guide.pages.drawing import runtime_line
from guide.pages.facts import facts
from guide.pages.rows import place_of
from guide.pages.where import where_text

MOST_FILMS, MOST_NEW = 4, 6
NEW = timedelta(days=30)  # since a row was published


def returning(request) -> dict:
    """For the template of home; empty lists for who has set no minute, and no query."""
    minutes = request.shelf.minutes
    if not minutes:
        return {"going_on": [], "news": []}
    films = Film.objects.published().filter(public_id__in=minutes)
    order = {name: place for place, name in enumerate(reversed(minutes))}
    films = sorted(films, key=lambda film: order[film.public_id])
    return {
        "going_on": going_on(films[:MOST_FILMS], minutes),
        "news": news(films, request.progress.everywhere()),
    }


def going_on(films: list[Film], minutes) -> list[dict]:
    """The films that were moved last, each with the way to where its reader is."""
    return [
        {
            "film": about,
            "line": runtime_line(minutes[film.public_id], film.runtime),
            "where_text": where_text(minutes[film.public_id], film.runtime),
            "url": about.ending_url if seen(film, minutes) else about.url,
            "way": way(film, minutes),
        }
        for film, about in zip(films, facts(films), strict=True)
    ]


def seen(film: Film, minutes) -> bool:
    """Whether the reader has seen the whole film."""
    return minutes[film.public_id] == SEEN


def way(film: Film, minutes) -> str:
    """Where the link leads, in words."""
    if seen(film, minutes):
        return _("Read the ending")
    return _("Go on at minute %(minute)s") % {"minute": minutes[film.public_id]}


def news(films: list[Film], progress: Progress) -> list[dict]:
    """What of these films' guides is new and may be seen, the newest first."""
    slugs = {film.pk: film.slug for film in films}
    titles = {film.pk: film.title for film in films}
    entries = newest(Entry, slugs, progress)
    above = [e.parent_id for e in entries if e.kind == Kind.ANSWER]
    questions = Entry.objects.visible_to(progress).filter(pk__in=above).in_bulk()
    found = [
        *(
            _of_entry(e, questions.get(e.parent_id, e), slugs[e.film_id])
            for e in entries
        ),
        *(_of_dispute(d, slugs[d.film_id]) for d in newest(Dispute, slugs, progress)),
        *(_of_ending(e, slugs[e.film_id]) for e in newest(Ending, slugs, progress)),
    ]
    found.sort(key=lambda one: (one["at"], one["name"]), reverse=True)
    return [one | {"film_title": titles[one["film"]]} for one in found[:MOST_NEW]]


def newest(model, films: Iterable[int], progress: Progress) -> list:
    """The rows of a model published last in these films, through the gate."""
    rows = model.objects.visible_to(progress).filter(
        film__in=list(films), published_at__gte=timezone.now() - NEW
    )
    return list(rows.order_by("-published_at", "-public_id")[:MOST_NEW])


def _new(row, kind, text, url) -> dict:
    return {
        "at": row.published_at,
        "name": row.public_id,
        "film": row.film_id,
        "kind": kind,
        "text": text,
        "url": url,
    }


def _of_entry(entry: Entry, whole: Entry, slug: str) -> dict:
    kinds = {
        Kind.INTERPRETATION: _("A reading of the ending"),
        Kind.QUESTION: _("An open question"),
        Kind.ANSWER: _("An answer"),
    }
    place = place_of(entry, slug, of_ending=bool(whole.ending_id))
    return _new(entry, kinds[entry.kind], str(entry), place)


def _of_dispute(dispute: Dispute, slug: str) -> dict:
    page = "films:detail" if dispute.beat_id else "endings:detail"
    place = f"{reverse(page, args=[slug])}#{dispute.public_id}"
    return _new(dispute, _("A disputed fact"), dispute.title, place)


def _of_ending(ending: Ending, slug: str) -> dict:
    place = reverse("endings:detail", args=[slug])
    return _new(ending, _("The ending"), _("The ending explained"), place)
