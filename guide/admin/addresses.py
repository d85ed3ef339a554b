"""Where on the desk a row is edited, and where one is added."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from guide.films.models import Film, Person, Status
from guide.passages.models import ENTRIES, Kind, Passage

_NAMED = {"film": Film, "passage": Passage}


def row_at(noun: str, key: int) -> Film | Passage:
    """The row that an address names as `floors.key_of` does. Raises Http404."""
    if (model := _NAMED.get(noun)) is None:
        raise Http404
    return get_object_or_404(model.unguarded, pk=key)


def page_of(row: Film | Passage) -> str:
    """The path of its page; a passage's is that of its kind."""
    return page_at(row._meta.model_name, row.pk)


def page_at(kind: str, key: int) -> str:
    """The same of a "film", or of a passage’s kind, and its key."""
    return reverse(f"admin:guide_{kind}_change", args=[key])


def readers_page_of(row: Film | Passage) -> str:
    """Where readers find a published row, once they have reached it; else nothing."""
    film = row if isinstance(row, Film) else row.film
    if not film.status == row.status == Status.PUBLISHED:
        return ""
    page = reverse("films:detail", args=[film.slug])
    if row is film:
        return page
    if row.kind == Kind.BEAT:
        return f"{page}#beat-{row.public_id}"
    if row.kind in ENTRIES:
        return reverse("entries:detail", args=[row.public_id])
    if row.kind == Kind.DISPUTE and row.under.kind == Kind.BEAT:
        return f"{page}#{row.public_id}"
    return reverse("endings:detail", args=[film.slug])


def history_of(row: Film | Passage | Person) -> str:
    """The path of the page that tells its history."""
    return reverse(f"admin:guide_{row._meta.model_name}_history", args=[row.pk])


def adding(kind: str, film: Film | int, **preset: int) -> str:
    """Where a row of a kind is added to a film; `under` presets what it hangs on."""
    query = urlencode({"film": getattr(film, "pk", film), **preset})
    return f"{reverse(f'admin:guide_{kind}_add')}?{query}"


def adding_beside(row: Passage) -> str:
    """Where the next row of the same kind is added, under the same one."""
    preset = {"under": row.under_id} if row.under_id else {}
    return adding(row.kind, row.film_id, **preset)


def number(text: str | None) -> int | None:
    """The key or the page that an address names; None if it is no number."""
    decimal = bool(text) and text.isascii() and text.isdecimal() and len(text) <= 15
    return int(text) if decimal else None
