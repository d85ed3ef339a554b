"""All that a film's guide says, text by text, each with the minute that shows it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from guide.editorial.lint.words import Sentence, sentences
from guide.films.models import AlternativeTitle, Credit, Cut, Film, Status
from guide.films.provenance import Provenance
from guide.gate.horizon import join
from guide.passages.models import (
    ENTRIES,
    AlsoSpoils,
    Beat,
    Evidence,
    Kind,
    Passage,
    Source,
)

FIELDS = {
    Kind.BEAT: ("title", "text", "strand"),
    Kind.ENDING: ("tldr", "text", "summary", "take"),
    **dict.fromkeys(ENTRIES, ("title", "text")),
    Kind.DISPUTE: ("title", "said_elsewhere", "text"),
}
OPENLY = {  # of the film itself: everybody reads them
    "premise": "premise", "slug": "address", "genres": "genres", "release": "release",
}  # fmt: skip
FEW = 20  # sentences of a text with one word


@dataclass(eq=False)
class Text:
    """One text: the row that shows it, and where in it the text stands."""

    row: Film | Passage
    name: str  # of the row's field, or of the table whose row hangs on it
    label: str  # as an editor reads it: the title, the evidence “It falls.”
    horizon: int
    body: str

    @cached_property
    def sentences(self) -> list[Sentence]:
        body = self.body.replace("-", " ") if self.name == "slug" else self.body
        return sentences(body)

    @cached_property
    def stems(self) -> set[str]:
        return {stem for sentence in self.sentences for stem in sentence.stems}

    def sentences_with(self, stems: Iterable[str]) -> list[Sentence]:
        """Those that have one of the words, in their order; of each word’s the first
        few, as no text that tells something says a word more often."""
        places = {at for stem in stems for at in self._places.get(stem, ())}
        return [self.sentences[at] for at in sorted(places)]

    @cached_property
    def _places(self):
        found = defaultdict(list)
        for at, sentence in enumerate(self.sentences):
            for stem in sentence.stems:
                if len(found[stem]) < FEW:
                    found[stem].append(at)
        return found

    @property
    def is_public(self) -> bool:
        """Whether everybody reads it, whatever they watched."""
        return isinstance(self.row, Film)

    @property
    def is_a_beat(self) -> bool:
        """Whether it stands in a beat, or in what hangs on one."""
        return not self.is_public and self.row.kind == Kind.BEAT

    @property
    def tells_the_film(self) -> bool:
        """Whether it is the record of what the film shows: a beat, or the ending."""
        told = {Kind.BEAT: ("title", "text"), Kind.ENDING: ("tldr", "text", "summary")}
        return not self.is_public and self.name in told.get(self.row.kind, ())


@dataclass
class Guide:
    """One film's guide: its rows, kind by kind, and all their texts."""

    film: Film
    titles: list[str]  # the film's own, which count as known
    facts: list[tuple[str, str, str]]  # what is public: name, label, body
    rows: list[Passage]
    evidence: list[Evidence]
    sources: list[Source]
    links: list[AlsoSpoils]

    @cached_property
    def texts(self) -> list[Text]:
        """Every text that says anything to anybody."""
        return [text for text in self._texts() if text.sentences]

    def texts_of(self, row: Film | Passage | None = None) -> list[Text]:
        """Those of one row, or all."""
        return [text for text in self.texts if row in (None, text.row)]

    @property
    def letters(self) -> int:
        """How long all of it is; costs next to nothing."""
        return sum(len(text.body) for text in self._texts())

    @cached_property
    def beats(self) -> list[Beat]:
        """In the order of their horizons, then of the film."""
        beats = [row for row in self.rows if row.kind == Kind.BEAT]
        return sorted(beats, key=lambda b: (b.horizon, b.minute, b.order, b.pk or 0))

    def _texts(self) -> Iterator[Text]:
        for name, label, body in self.facts:
            yield Text(self.film, name, label, 0, body)
        for row in self.rows:
            for name in FIELDS[row.kind]:
                label = str(row.called(name))
                yield Text(row, name, label, row.horizon, getattr(row, name))
        for piece in self.evidence:
            label = f"evidence “{_short(piece.note)}”"
            horizon = join(piece.passage.horizon, piece.beat.horizon)
            yield Text(piece.passage, "evidence", label, horizon, piece.note)
        for source in self.sources:
            label = f"source “{_short(source.title)}”"
            row = source.passage
            yield Text(row, "source", label, row.horizon, source.title)


def read(film: Film) -> Guide:
    """The guide of a film in eight queries. What nobody sees, or sees no more, is left
    out."""
    rows = _live(film)
    by_key = {row.pk: row for row in rows}
    of_film = {"passage__film": film}
    evidence = Evidence.unguarded.filter(**of_film)
    sources = Source.unguarded.filter(**of_film)
    links = AlsoSpoils.unguarded.filter(**of_film).select_related("spoils")
    titles, facts = _facts(film)
    return Guide(
        film,
        titles,
        facts,
        rows,
        [piece for piece in evidence if _tie(piece, by_key, "passage", "beat")],
        [source for source in sources if _tie(source, by_key, "passage")],
        [link for link in links if _tie(link, by_key, "passage")],
    )


def _live(film):
    rows = Passage.unguarded.filter(film=film, horizon__isnull=False)
    rows = list(rows.exclude(status=Status.RETIRED).select_related("under", "cut"))
    by_key = {row.pk: row for row in rows}
    for row in rows:
        row.film = film
        row.under = by_key.get(row.under_id, row.under)
    # Kind by kind, and beats in the order of the film.
    return sorted(rows, key=lambda row: (row.kind_order, row.minute or 0, row.order))


def _tie(part, by_key, *names) -> bool:
    """Give a part the rows that are read already; whether all of them are there."""
    rows = {name: by_key.get(getattr(part, f"{name}_id")) for name in names}
    for name, row in rows.items():
        if row:
            setattr(part, name, row)
    return all(rows.values())


def _facts(film):
    """(titles, [(name, label, body)]): what is public of a film."""
    facts = [(name, label, getattr(film, name)) for name, label in OPENLY.items()]
    for other in AlternativeTitle.objects.filter(film=film):
        label = f"other title “{other.title}”"
        facts.append(("title", label, f"{other.title}\n{other.note}"))
    for cut in Cut.objects.filter(film=film):
        facts.append(("cut", f"cut “{cut.name}”", cut.name))
    for guide in Provenance.objects.filter(film=film):
        names = (guide.written_by, guide.minutes_checked_by, guide.reviewed_by)
        body = "\n".join([guide.checked_against, *filter(None, names)])
        facts.append(("provenance", "how this guide was made", body))
    for note in Credit.objects.filter(film=film).values_list("note", flat=True):
        facts.append(("credit", f"note of a credit “{note}”", note))
    return [film.title, film.original_title], facts


def _short(text):
    return text if len(text) <= 40 else f"{text[:39]}…"
