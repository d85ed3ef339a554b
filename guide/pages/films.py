"""Home, the catalogue, a film and its title card."""

from collections.abc import Mapping
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guide.films.models import Film
from guide.films.sharecard import share_card
from guide.films.titlecard import title_card
from guide.gate.horizon import SEEN
from guide.pages import metadata
from guide.pages.backlinks import backlinks
from guide.pages.charts import runtime_bar
from guide.pages.facts import announced, beside, facts, genres, published_film
from guide.pages.genres import spoken
from guide.pages.home_return import returning
from guide.pages.position import where
from guide.pages.provenance import provenance_view
from guide.pages.rows import PageRows
from guide.pages.visible_guide import VisibleGuide
from guide.passages.models import Beat, Kind

ON_HOME = 12  # films


@require_safe
def home(request):
    """What this is, and the newest guides."""
    newest = Film.objects.published().order_by(
        "-published_at", "sort_title", "public_id"
    )
    return render(
        request,
        "films/home.html",
        {
            "meta": metadata.of_home(),
            "films": facts(newest[:ON_HOME]),
            "bar": runtime_bar(50, 113),
            **returning(request),
        },
    )


@require_safe
def catalogue(request):
    """Every film with a guide, or those of one genre."""
    films = list(Film.objects.published())
    kinds = sorted({genre for film in films for genre in genres(film)})
    genre = request.GET.get("genre", "")[:50]
    if genre:
        films = [film for film in films if genre in genres(film)]
    return render(
        request,
        "films/list.html",
        {
            "meta": metadata.of_page(
                _("Films"),
                _(
                    "Every film with a guide. No guide shows more than you have "
                    "watched."
                ),
                reverse("films:list"),
            ),
            "films": facts(films),
            "genre": genre,
            "genres": [(kind, spoken(kind)) for kind in kinds],
        },
    )


@require_safe
def detail(request, slug):
    """A film: its premise, where the reader is, and the story so far."""
    return film_page(request, published_film(slug))


@require_safe
def card(request, slug):
    """The film's title card, drawn from public facts."""
    film = published_film(slug)
    svg = title_card(*on_the_card(film))
    return HttpResponse(
        svg,
        content_type="image/svg+xml; charset=utf-8",
        headers={"Cache-Control": "public, max-age=3600"},
    )


@require_safe
def share(request, slug):
    """The same card as a picture that previews of shared links can show."""
    film = published_film(slug)
    png = share_card(*on_the_card(film))
    return HttpResponse(
        png,
        content_type="image/png",
        headers={
            "Cache-Control": "public, max-age=86400",
            "Cross-Origin-Resource-Policy": "cross-origin",
        },
    )


def on_the_card(film: Film) -> tuple:
    """What both cards are drawn from."""
    hues = film.colour_ground, film.colour_figure
    return film.title, film.year, genres(film), *hues, " · ".join(beside(film))


def film_page(
    request,
    film: Film,
    *,
    refused: Mapping | None = None,
    error="",
    then="",
    status=200,
):
    """The page of a film; with the form whose minute was refused, if one was.

    then: the path to go to once a minute is taken; empty to stay.
    """
    minute = request.progress.at(film)
    progress = request.progress
    guide = VisibleGuide(progress, film)
    beats = guide.of_kind[Kind.BEAT]
    questions = guide.of(Kind.QUESTION, None)
    disputes = [d for d in guide.of_kind[Kind.DISPUTE] if d.under_id in guide.beats]
    shown = PageRows(request, guide, entries=questions, others=[*beats, *disputes])
    (about,) = facts([film])
    return render(
        request,
        "films/detail.html",
        {
            "meta": metadata.of_film(about),
            "film": about,
            "made": provenance_view(shown.provenance),
            "announced": announced(progress, film),
            "where": where(request, film, beats, refused=refused, error=error),
            "here": "#here" if beats else "",
            "strands": strands(beats, shown, backlinks(guide)),
            "late": not (beats and all(beat.horizon_checked for beat in beats)),
            "events": events(beats),
            "questions": [shown.question(question) for question in questions],
            "disputes": [shown.dispute(dispute) for dispute in disputes],
            "contents": contents(minute, beats, questions, disputes),
            "seen": minute == SEEN,
            "next": then,
        },
        status=status,
    )


def contents(minute: int, beats, questions, disputes) -> list[dict]:
    """The table of contents: it names only what stands on the page."""
    seen = minute == SEEN
    parts = [
        ("#so-far", _("The film") if seen else _("So far"), beats),
        ("#here", _("The end") if seen else _("Where you are"), beats),
        ("#questions", _("Questions"), questions),
        ("#disputed", _("Disputed facts"), disputes),
    ]
    return [{"href": href, "text": text} for href, text, there in parts if there]


def strands(beats: list[Beat], shown: PageRows, links: dict) -> list[dict]:
    """The beats in screen order, under the label of each run of one strand."""
    return [
        {"label": label, "beats": [shown.beat(b, links.get(b.pk, ())) for b in run]}
        for label, run in groupby(beats, key=lambda beat: beat.strand)
    ]


def events(beats: list[Beat]) -> list[Beat]:
    """The beats in the order of the story; empty where the screen has the same."""
    placed = [beat for beat in beats if beat.story_order is not None]
    in_story = sorted(placed, key=lambda beat: beat.story_order)
    return in_story if in_story != placed else []
