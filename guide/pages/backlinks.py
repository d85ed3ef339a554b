"""From a plot beat back to what it is evidence for: the other way along each piece."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from guide.entries.models import Entry, Evidence
from guide.films.models import Beat, Film
from guide.gate.progress import Progress


@dataclass(frozen=True)
class Backlink:
    """An entry that a beat speaks for or against, and where the piece stands."""

    claim: str
    for_it: bool
    url: str


def backlinks(
    progress: Progress, film: Film, beats: Iterable[Beat]
) -> dict[int, tuple[Backlink, ...]]:
    """{beat's key: links to its evidence}, of beats that came through the gate."""
    pieces = list(Evidence.objects.visible_to(progress).filter(beat__in=beats))
    named = _visible(progress, {piece.entry_id for piece in pieces})
    parents = _visible(progress, {e.parent_id for e in named.values()} - {None})
    found = defaultdict(list)
    for piece in pieces:
        entry = named.get(piece.entry_id)
        hangs_on = entry and (
            parents.get(entry.parent_id) if entry.parent_id else entry
        )
        if not hangs_on:
            continue
        page = "endings:detail" if hangs_on.ending_id else "films:detail"
        url = f"{reverse(page, args=[film.slug])}#piece-{piece.public_id}"
        for_it = piece.stance == Evidence.Stance.SUPPORTS
        claim = entry.title or hangs_on.title
        found[piece.beat_id].append(Backlink(claim, for_it, url))
    return {key: tuple(links) for key, links in found.items()}


def _visible(progress: Progress, keys: set[int]) -> dict[int, Entry]:
    rows = Entry.objects.visible_to(progress).filter(pk__in=keys)
    return {entry.pk: entry for entry in rows}
