"""Where claims come from, as readers' pages show it beside the row that makes them."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guide.gate.progress import Progress
from guide.passages.models import Passage, Source

KINDS = {
    Source.Kind.STATEMENT: lambda: _("a statement by the filmmakers"),
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

    def __init__(self, progress: Progress, rows: list[Passage]):
        keys = Passage.objects.keys_shown(rows, progress)
        self._found = defaultdict(list)
        for source in Source.objects.hung_on(passage=keys):
            self._found[source.passage_id].append(_view(source))

    def of(self, row: Passage) -> tuple[SourceView, ...]:
        """Those of one of the rows."""
        return tuple(self._found[row.pk])


def _view(source):
    return SourceView(source.title, KINDS[source.kind](), source.url)
