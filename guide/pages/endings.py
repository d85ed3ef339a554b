"""A film's ending explained: open to those who have reached it, else the gate."""

from collections import defaultdict

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guide.common.absolute_urls import absolute
from guide.gate.horizon import SEEN
from guide.pages import metadata
from guide.pages.facts import FilmFacts, announced, facts, published_film
from guide.pages.position import where
from guide.pages.provenance import signed
from guide.pages.rows import PageRows, proposing_address
from guide.pages.visible_guide import VisibleGuide
from guide.passages import markdown
from guide.passages.models import Ending, Entry, Kind


@require_safe
def detail(request, slug):
    """The endings of every cut that this reader has reached, with all about them.

    What hangs on the plot alone stands on the film's page, and is not repeated.
    """
    film = published_film(slug)
    minute = request.progress.at(film)
    progress = request.progress
    (about,) = facts([film])
    guide = VisibleGuide(progress, film)
    beats, endings = guide.of_kind[Kind.BEAT], guide.of_kind[Kind.ENDING]
    state = "open" if endings else "unwritten" if minute == SEEN else "closed"
    here, with_plot = defaultdict(list), defaultdict(list)  # {kind: rows}
    plot = {None, *guide.beats}
    for kind in (Kind.QUESTION, Kind.DISPUTE) if endings else ():
        for row in guide.of_kind[kind]:
            (with_plot if row.under_id in plot else here)[kind].append(row)
    readings = guide.of_kind[Kind.INTERPRETATION]
    questions, disputes = here[Kind.QUESTION], here[Kind.DISPUTE]
    entries, others = [*readings, *questions], [*endings, *disputes]
    shown = PageRows(request, guide, entries=entries, others=others)
    views = [
        ending_view(ending, number, guide.of(Kind.INTERPRETATION, ending.pk), shown)
        for number, ending in enumerate(endings, 1)
    ]
    return render(
        request,
        "endings/detail.html",
        {
            "meta": metadata.of_ending(about),
            "film": about,
            "announced": announced(progress, film),
            "where": where(request, film, beats),
            "here": f"{about.url}#here" if beats else "",
            "state": state,
            "endings": views,
            "questions": [shown.question(question) for question in questions],
            "disputes": [shown.dispute(dispute) for dispute in disputes],
            "elsewhere": elsewhere(about, with_plot),
            "contents": contents(views, questions, disputes),
            "share_url": absolute(about.ending_url),
        },
    )


def ending_view(
    ending: Ending, number: int, readings: list[Entry], shown: PageRows
) -> dict:
    """One cut's ending as its template reads it; `number` counts from 1."""
    ranked = shown.ranked(readings)
    return {
        "prefix": f"cut{number}-" if number > 1 else "",  # of its anchors
        "heading": ending.cut.name if ending.cut else "",
        "tldr_html": markdown.html(ending, "tldr"),
        "explanation_html": markdown.html(ending, "text"),
        "take_html": markdown.html(ending, "take"),
        "take_author": signed(ending.take_author),
        "summary_html": markdown.html(ending, "summary"),
        "how": shown.how(ending),
        "about": not ending.horizon_checked,
        "published": ending.published_at,
        "sources": shown.sources.of(ending),
        "actions": shown.actions(ending),
        "propose": proposing_address(ending, "interpretation"),
        "readings": tuple(map(shown.reading, ranked)),
        "standing": shown.standing(ranked),
        "unprompted": any(map(shown.is_unprompted, ranked)),
    }


def elsewhere(film: FilmFacts, with_plot: dict[str, list]) -> list[dict]:
    """Links to the questions and disputes that stand with the plot."""
    parts = [
        (f"{film.url}#questions", _("Questions"), with_plot[Kind.QUESTION]),
        (f"{film.url}#disputed", _("Disputed facts"), with_plot[Kind.DISPUTE]),
    ]
    return [{"href": href, "text": text} for href, text, there in parts if there]


def contents(endings: list[dict], questions, disputes) -> list[dict]:
    """The table of contents: it names only what stands on the page."""
    parts = []
    for ending in endings:
        prefix = ending["prefix"]
        cut = f", {ending['heading']}" if ending["heading"] else ""
        parts += [
            (f"#{prefix}brief", _("In brief") + cut, ending["tldr_html"]),
            (f"#{prefix}happens", _("What happens") + cut, ending["explanation_html"]),
            (f"#{prefix}readings", _("Readings") + cut, ending["propose"]),
        ]
    parts += [
        ("#questions", _("Open questions"), questions),
        ("#disputed", _("Disputed facts"), disputes),
        ("#take", _("The take"), endings and endings[0]["take_html"]),
        ("#summary", _("In sum"), endings and endings[0]["summary_html"]),
        ("#share", _("Share"), endings),
    ]
    return [{"href": href, "text": text} for href, text, there in parts if there]
