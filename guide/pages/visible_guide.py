"""What a reader may see of one film's guide, in two queries."""

from collections import defaultdict
from datetime import UTC, datetime
from functools import cached_property

from guide.films.models import Film
from guide.gate.progress import Progress
from guide.passages.models import Evidence, Kind, Passage

_EVER = datetime.min.replace(tzinfo=UTC)


class VisibleGuide:
    """The passages of a film that show at a progress, which has been asked about it
    (`progress.at(film)`), and the evidence among them.

    by_key: {key: passage}. of_kind: {kind: passages} in the order of pages. under:
    {key: the passages that belong to that one}. evidence: {key of an entry: pieces}.
    """

    def __init__(self, progress: Progress, film: Film):
        self.film, self.progress = film, progress
        found = Passage.objects.visible_to(progress).filter(film=film)
        rows = sorted(found.select_related("cut"), key=_place)
        self.by_key = {row.pk: row for row in rows}
        self.of_kind, self.under = defaultdict(list), defaultdict(list)
        for row in rows:
            row.film = film
            self.of_kind[row.kind].append(row)
            self.under[row.under_id].append(row)
        self.evidence = defaultdict(list)
        pieces = Evidence.objects.hung_on(passage=self.by_key, beat=self.beats)
        for piece in pieces:
            self.evidence[piece.passage_id].append(piece)

    def of(self, kind: str, under: int | None) -> list[Passage]:
        """The passages of a kind that belong to another, or to the film alone."""
        return [row for row in self.under[under] if row.kind == kind]

    @cached_property
    def beats(self) -> dict[int, Passage]:
        """{key: beat}, as the film tells them."""
        return {beat.pk: beat for beat in self.of_kind[Kind.BEAT]}


def _place(row):
    """Where a passage stands: kind by kind, and within its kind as pages tell it."""
    if row.kind == Kind.BEAT:
        return row.kind, row.minute, row.order, row.public_id
    if row.kind == Kind.ENDING:  # that of the reference release first
        return row.kind, row.cut.runtime if row.cut else 0, row.public_id
    return row.kind, row.horizon, row.published_at or _EVER, row.public_id
