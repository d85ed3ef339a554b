"""A film's ending explained: open to those who have reached it, else the gate."""

from collections import defaultdict

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guide.entries import markdown
from guide.entries.models import Dispute, Ending, Entry, Kind
from guide.films.addresses import absolute
from guide.films.models import Beat
from guide.gate.horizon import SEEN
from guide.pages import metadata
from guide.pages.facts import FilmFacts, announced, facts, published_film
from guide.pages.rows import Shown, proposing_address
from guide.pages.where import where


@require_safe
def detail(request, slug):
    """The endings of every cut that this reader has reached, with all about them.

    What hangs on the plot alone stands on the film's page, and is not repeated.
    """
    film = published_film(slug)
    minute = request.progress.at(film)
    progress = request.progress
    (about,) = facts([film])
    endings = list(
        Ending.objects.visible_to(progress).filter(film=film).select_related("cut")
    )
    state = "open" if endings else "unwritten" if minute == SEEN else "gate"
    beats = list(Beat.objects.visible_to(progress).filter(film=film))
    entries, disputes, elsewhere = [], [], ()
    if endings:
        found = Entry.objects.visible_to(progress).filter(film=film)
        found = list(found.exclude(kind=Kind.ANSWER))
        entries = [entry for entry in found if entry.ending_id]
        stated = list(Dispute.objects.visible_to(progress).filter(film=film))
        disputes = [dispute for dispute in stated if not dispute.beat_id]
        elsewhere = with_the_plot(
            about,
            questions=len(found) > len(entries),
            disputes=len(stated) > len(disputes),
        )
    others = [*endings, *disputes]
    shown = Shown(request, film, beats=beats, entries=entries, others=others)
    questions = [e for e in entries if e.kind == Kind.QUESTION]
    readings = defaultdict(list)
    for entry in entries:
        if entry.kind == Kind.INTERPRETATION:
            readings[entry.ending_id].append(entry)
    views = [ending_view(e, readings[e.pk], shown) for e in endings]
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
            "elsewhere": elsewhere,
            "contents": contents(views, questions, disputes),
            "share_url": absolute(about.ending_url),
        },
    )


def ending_view(ending: Ending, readings: list[Entry], shown: Shown) -> dict:
    """One cut's ending as its template reads it."""
    ranked = shown.ranked(readings)
    return {
        "heading": ending.cut.name if ending.cut else "",
        "tldr_html": markdown.html(ending, "tldr"),
        "explanation_html": markdown.html(ending, "explanation"),
        "take_html": markdown.html(ending, "take"),
        "take_author": ending.take_author,
        "summary_html": markdown.html(ending, "summary"),
        "about": not ending.horizon_checked,
        "published": ending.published_at,
        "sources": shown.sources.of(ending),
        "amiss": shown.amiss(ending),
        "propose": proposing_address(ending, "interpretation"),
        "readings": tuple(map(shown.reading, ranked)),
        "standing": shown.standing(ranked),
        "sealed": any(map(shown.is_sealed, ranked)),
    }


def with_the_plot(film: FilmFacts, *, questions: bool, disputes: bool) -> list[dict]:
    """Links to what the film's page holds for this reader of these."""
    parts = [
        (f"{film.url}#questions", _("Questions"), questions),
        (f"{film.url}#disputed", _("Disputed facts"), disputes),
    ]
    return [{"href": href, "text": text} for href, text, there in parts if there]


def contents(endings: list[dict], questions, disputes) -> list[dict]:
    """The table of contents: it names only what stands on the page."""
    parts = []
    for number, ending in enumerate(endings, 1):
        prefix = f"cut{number}-" if number > 1 else ""
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
