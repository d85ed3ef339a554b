"""What home shows to who returns: where to go on, and what is new in their films."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from guide.films.models import Film
from guide.gate.horizon import SEEN
from guide.gate.progress import Progress
from guide.pages.addresses import page_of, passages_above, place_of
from guide.pages.charts import runtime_line
from guide.pages.entries import KIND_NAMES
from guide.pages.facts import facts
from guide.pages.position import where_text
from guide.passages.models import Kind, Passage

MOST_FILMS, MOST_NEW = 4, 6
NEW = timedelta(days=30)  # since a row was published
NAMES = KIND_NAMES | {
    Kind.DISPUTE: lambda: _("A disputed fact"),
    Kind.ENDING: lambda: _("The ending"),
}


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
    of = {film.pk: film for film in films}
    rows = newest(of, progress)
    above = passages_above(progress, rows)
    return [_new(row, of[row.film_id], above) for row in rows]


def newest(films: Iterable[int], progress: Progress) -> list[Passage]:
    """What was published last in these films, but for the plot; through the gate."""
    rows = Passage.objects.visible_to(progress).filter(
        film__in=list(films), published_at__gte=timezone.now() - NEW
    )
    rows = rows.exclude(kind=Kind.BEAT)
    return list(rows.order_by("-published_at", "-public_id")[:MOST_NEW])


def _new(row: Passage, film: Film, above: dict[int, Passage]) -> dict:
    is_ending = row.kind == Kind.ENDING
    return {
        "film_title": film.title,
        "kind": NAMES[row.kind](),
        "text": _("The ending explained") if is_ending else str(row),
        "url": (page_of if is_ending else place_of)(row, film.slug, above),
    }
