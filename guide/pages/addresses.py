"""Which passage an address names, and where passages stand on readers' pages."""

from collections.abc import Iterable, Mapping

from django.http import Http404
from django.urls import reverse

from guide.gate.progress import Progress
from guide.passages.models import Kind, Passage


def visible_row(progress: Progress, public_id: str, model=Passage) -> Passage:
    """The row of that name that this reader may see; else the one constant 404.

    It notes every film, so that hidden and never written ask the same questions.
    """
    rows = model.objects.visible_to(progress.everywhere())
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def passages_above(progress: Progress, rows: Iterable[Passage]) -> dict[int, Passage]:
    """{key: passage}, through the gate: the questions of those rows that are answers,
    and what the disputes among them dispute. Of others, `under_id` says enough."""
    by_what_is_above = (Kind.ANSWER, Kind.DISPUTE)
    keys = {row.under_id for row in rows if row.kind in by_what_is_above}
    return Passage.objects.visible_to(progress).in_bulk(keys)


def page_of(row: Passage, film_slug: str, above: Mapping[int, Passage]) -> str:
    """The page on which a row stands: its film's, or that of the ending; `above` is
    from `passages_above`."""
    over = above.get(row.under_id, row)
    if row.kind == Kind.DISPUTE:
        on_ending = over.kind != Kind.BEAT
    else:
        on_ending = over.kind == Kind.ENDING or over.under_id is not None
    page = "endings:detail" if on_ending else "films:detail"
    return reverse(page, args=[film_slug])


def place_of(row: Passage, film_slug: str, above: Mapping[int, Passage]) -> str:
    """The address where a row stands among its like."""
    return f"{page_of(row, film_slug, above)}#{anchor_of(row)}"


def anchor_of(row: Passage) -> str:
    """The fragment under which a row stands on its page."""
    if row.kind == Kind.ENDING:
        return "brief"
    return f"beat-{row.public_id}" if row.kind == Kind.BEAT else row.public_id
