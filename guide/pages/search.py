"""Search: films by their public titles, and the text this reader may see."""

from html import unescape

from django.shortcuts import render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guide.common.text_folding import words
from guide.films.models import Film
from guide.pages import metadata
from guide.pages.addresses import passages_above, place_of
from guide.pages.facts import FilmFacts, facts
from guide.passages import markdown
from guide.passages.models import Kind, Passage
from guide.search import query

EXCERPT = 24  # words


@require_safe
def results(request):
    """What was found, and nothing of what was not."""
    asked = request.GET.get("q", "").replace("\0", "").strip()
    found, error = query.Found(), ""
    try:
        with query.in_equal_time():
            found = query.find(asked, request.progress)
    except query.TooLong as refusal:
        error = str(refusal)
    return render(
        request,
        "search/results.html",
        {
            "meta": metadata.of_page(
                _("Search"),
                _("Search the films, and the guides as far as you have watched."),
                reverse("search:results"),
            ),
            "q": asked[: query.LONGEST_QUERY],
            "films": facts(query.films_found(found)),
            "hits": hits(request.progress, found, words(asked)),
            "searched": bool(asked),
            "error": error,
        },
        status=400 if error else 200,
    )


def hits(progress, found: query.Found, asked: list[str]) -> list[dict]:
    """The rows found, fetched through the gate once more, in the order found."""
    rows = Passage.objects.visible_to(progress).in_bulk(found.passages)
    above = passages_above(progress, rows.values())
    films = Film.objects.published().in_bulk({row.film_id for row in rows.values()})
    about = dict(zip(films, facts(films.values()), strict=True))
    return [
        hit(rows[key], about[rows[key].film_id], above, asked)
        for key in found.passages
        if key in rows
    ]


def hit(
    row: Passage, film: FilmFacts, above: dict[int, Passage], asked: list[str]
) -> dict:
    """One row as the list shows it; an answer without a title goes by its question."""
    is_beat, is_ending = row.kind == Kind.BEAT, row.kind == Kind.ENDING
    title = row.title or above.get(row.under_id, row).title
    return {
        "kind_name": kind_names()[row.kind],
        "title": _("The ending") if is_ending else title,
        "film_title": film.named,
        "url": place_of(row, film.slug, above),
        "minute_text": _("minute %(minute)s") % {"minute": row.minute}
        if is_beat
        else "",
        "excerpt": excerpt(row, asked),
    }


def kind_names() -> dict[Kind, str]:
    """What a row is, in a word or two."""
    return {
        Kind.BEAT: _("Plot"),
        Kind.ENDING: _("Ending"),
        Kind.INTERPRETATION: _("Reading"),
        Kind.QUESTION: _("Question"),
        Kind.ANSWER: _("Answer"),
        Kind.DISPUTE: _("Disputed fact"),
    }


def excerpt(row: Passage, asked: list[str]) -> str:
    """Some words of the row's text around the first that was asked for."""
    texts = (
        unescape(strip_tags(markdown.html(row, field))) for field in row.markdown_fields
    )
    spoken = " ".join(texts).split()
    place = next(
        (
            i
            for i, word in enumerate(spoken)
            if any(part.startswith(a) for part in words(word) for a in asked)
        ),
        0,
    )
    start = max(0, place - EXCERPT // 3)
    piece = " ".join(spoken[start : start + EXCERPT])
    before = "… " if start else ""
    after = " …" if start + EXCERPT < len(spoken) else ""
    return f"{before}{piece}{after}"
