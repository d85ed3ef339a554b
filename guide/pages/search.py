"""Search: films by their public titles, and the text this reader may see."""

from html import unescape

from django.shortcuts import render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guide.entries import markdown
from guide.entries.models import Dispute, Ending, Entry, Kind
from guide.films.folding import words
from guide.films.models import Beat, Film
from guide.pages import metadata
from guide.pages.facts import FilmFacts, facts
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
    rows = {}
    for noun, model in MODELS.items():
        keys = [key for kind, key in found.rows if kind == noun]
        for row in model.objects.visible_to(progress).filter(pk__in=keys):
            rows[noun, row.pk] = row
    parents = Entry.objects.visible_to(progress).in_bulk(
        {row.parent_id for row in rows.values() if isinstance(row, Entry)} - {None}
    )
    films = Film.objects.published().in_bulk({row.film_id for row in rows.values()})
    about = dict(zip(films, facts(films.values()), strict=True))
    return [
        hit(rows[key], about[rows[key].film_id], parents, asked)
        for key in found.rows
        if key in rows
    ]


def hit(row, film: FilmFacts, parents: dict[int, Entry], asked: list[str]) -> dict:
    """One row as the list shows it."""
    on_ending = isinstance(row, Ending) or (
        isinstance(row, Dispute) and not row.beat_id
    )
    anchor, title = row.public_id, getattr(row, "title", "")
    if isinstance(row, Beat):
        anchor = f"beat-{row.public_id}"
    elif isinstance(row, Ending):
        anchor, title = "brief", _("The ending")
    elif isinstance(row, Entry):
        whole = parents.get(row.parent_id, row)
        on_ending, title = bool(whole.ending_id), row.title or whole.title
    page = reverse("endings:detail" if on_ending else "films:detail", args=[film.slug])
    return {
        "kind_name": kind_name(row),
        "title": title,
        "film_title": film.named,
        "url": f"{page}#{anchor}",
        "minute_text": _("minute %(minute)s") % {"minute": row.minute}
        if isinstance(row, Beat)
        else "",
        "excerpt": excerpt(row, asked),
    }


def kind_name(row) -> str:
    """What a row is, in a word or two."""
    if isinstance(row, Entry):
        return {
            Kind.INTERPRETATION: _("Reading"),
            Kind.QUESTION: _("Question"),
            Kind.ANSWER: _("Answer"),
        }[row.kind]
    return {Beat: _("Plot"), Ending: _("Ending"), Dispute: _("Disputed fact")}[
        type(row)
    ]


def excerpt(row, asked: list[str]) -> str:
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


MODELS = {"beat": Beat, "ending": Ending, "entry": Entry, "dispute": Dispute}
