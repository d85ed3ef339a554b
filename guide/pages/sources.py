"""Where claims come from, as readers' pages show it beside the row that makes them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from guide.entries.models import Source
from guide.films.models import GatedRow
from guide.gate.progress import Progress

KINDS = {
    Source.Kind.STATEMENT: lambda: _("a maker’s statement"),
    Source.Kind.SCRIPT: lambda: _("the script"),
    Source.Kind.REVIEW: lambda: _("a review"),
    Source.Kind.OTHER: lambda: "",
}


@dataclass(frozen=True)
class SourceView:
    """One source: what it is called, what it is, and where it can be read."""

    title: str
    kind: str  # empty where it is none of those with a name
    url: str  # empty where it can be read nowhere


class Sources:
    """The sources of some rows that came through the gate, in one query."""

    def __init__(self, progress: Progress, rows: Iterable[GatedRow]):
        keys = defaultdict(list)
        for row in rows:
            keys[row.gate.noun].append(row.pk)
        of_rows = Q(**{f"{n}__in": keys[n] for n in Source.row_nouns}, _connector=Q.OR)
        self._found = defaultdict(list)
        for source in Source.objects.visible_to(progress).filter(of_rows):
            noun = source.row_noun
            self._found[noun, getattr(source, f"{noun}_id")].append(_view(source))

    def of(self, row: GatedRow) -> tuple[SourceView, ...]:
        """Those of one of the rows."""
        return tuple(self._found[row.gate.noun, row.pk])


def _view(source):
    return SourceView(source.title, KINDS[source.kind](), source.url)
