"""Where on the desk a row is edited, and where one is added."""

from urllib.parse import urlencode

from django.urls import reverse

from guide.entries.models import Dispute, Entry
from guide.films.models import Beat, Film, GatedRow, Person, Status


def page_of(row: Film | GatedRow) -> str:
    """The path of its page; an entry's is that of its kind."""
    return reverse(f"admin:guide_{_kind(row)}_change", args=[row.pk])


def readers_page_of(row: Film | GatedRow) -> str:
    """Where readers find a published row, once they have reached it; else nothing."""
    film = row if isinstance(row, Film) else row.film
    if not film.status == row.status == Status.PUBLISHED:
        return ""
    page = reverse("films:detail", args=[film.slug])
    match row:
        case Film():
            return page
        case Beat():
            return f"{page}#beat-{row.public_id}"
        case Entry():
            return reverse("entries:detail", args=[row.public_id])
        case Dispute() if row.beat_id:
            return f"{page}#{row.public_id}"
    return reverse("endings:detail", args=[film.slug])


def history_of(row: Film | GatedRow | Person) -> str:
    """The path of the page that tells its history."""
    return reverse(f"admin:guide_{_kind(row)}_history", args=[row.pk])


def adding(kind: str, film: Film | int, **preset: int) -> str:
    """Where a row of a kind is added to a film; `preset` names what it rests on."""
    query = urlencode({"film": getattr(film, "pk", film), **preset})
    return f"{reverse(f'admin:guide_{kind}_add')}?{query}"


def adding_beside(row: GatedRow) -> str:
    """Where the next row of the same kind is added, resting on the same rows."""
    keys = {name: getattr(row, f"{name}_id") for name in row.gate.through}
    preset = {name: key for name, key in keys.items() if key}
    return adding(_kind(row), row.film_id, **preset)


def _kind(row):
    return getattr(row, "kind", "") or row._meta.model_name


def number(text: str | None) -> int | None:
    """The key or the page that an address names; None if it is no number."""
    decimal = bool(text) and text.isascii() and text.isdecimal() and len(text) <= 15
    return int(text) if decimal else None
