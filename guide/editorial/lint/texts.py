"""All that a film's guide says, text by text, each with the minute that shows it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from guide.editorial.lint.words import Sentence, sentences
from guide.entries.models import (
    AlsoSpoils,
    Dispute,
    Ending,
    Entry,
    Evidence,
    Source,
    of_film,
)
from guide.films.models import (
    AlternativeTitle,
    Beat,
    Credit,
    Cut,
    Film,
    GatedRow,
    Status,
)
from guide.gate.horizon import join

FIELDS = {
    Beat: ("title", "text", "strand"),
    Ending: ("tldr", "explanation", "summary", "take"),
    Entry: ("title", "text"),
    Dispute: ("title", "said_elsewhere", "film_shows"),
}
OPENLY = {  # of the film itself: everybody reads them
    "premise": "premise", "slug": "address", "genres": "genres", "release": "release",
}  # fmt: skip
FEW = 20  # sentences of a text with one word


@dataclass(eq=False)
class Text:
    """One text: the row that shows it, and where in it the text stands."""

    row: Film | GatedRow
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
    def tells_the_film(self) -> bool:
        """Whether it is the record of what the film shows: a beat, or the ending."""
        if isinstance(self.row, Beat):
            return self.name in ("title", "text")
        return isinstance(self.row, Ending) and self.name in FIELDS[Ending][:3]


@dataclass
class Guide:
    """One film's guide: its rows, each table in its own order, and all their texts."""

    film: Film
    titles: list[str]  # the film's own, which count as known
    facts: list[tuple[str, str, str]]  # what is public: name, label, body
    rows: list[GatedRow]
    evidence: list[Evidence]
    sources: list[Source]
    links: list[AlsoSpoils]

    @cached_property
    def texts(self) -> list[Text]:
        """Every text that says anything to anybody."""
        return [text for text in self._texts() if text.sentences]

    def texts_of(self, row: Film | GatedRow | None = None) -> list[Text]:
        """Those of one row, or all."""
        return [text for text in self.texts if row in (None, text.row)]

    @property
    def letters(self) -> int:
        """How long all of it is; costs next to nothing."""
        return sum(len(text.body) for text in self._texts())

    @cached_property
    def beats(self) -> list[Beat]:
        """In the order of their horizons, then of the film."""
        beats = [row for row in self.rows if isinstance(row, Beat)]
        return sorted(beats, key=lambda b: (b.horizon, b.minute, b.order, b.pk or 0))

    def _texts(self) -> Iterator[Text]:
        for name, label, body in self.facts:
            yield Text(self.film, name, label, 0, body)
        for row in self.rows:
            for name in FIELDS[type(row)]:
                label = str(row._meta.get_field(name).verbose_name)
                yield Text(row, name, label, row.horizon, getattr(row, name))
        for piece in self.evidence:
            label = f"evidence “{_short(piece.note)}”"
            horizon = join(piece.entry.horizon, piece.beat.horizon)
            yield Text(piece.entry, "evidence", label, horizon, piece.note)
        for source in self.sources:
            label = f"source “{_short(source.title)}”"
            yield Text(source.row, "source", label, source.row.horizon, source.title)


def read(film: Film) -> Guide:
    """The guide of a film in ten queries. What nobody sees, or sees no more, is left
    out."""
    rows = [
        row for table in FIELDS for row in _live(table, film) if row.horizon is not None
    ]
    by_key = {(row.gate.noun, row.pk): row for row in rows}
    evidence = Evidence.unguarded.filter(entry__film=film)
    sources = Source.unguarded.filter(of_film(film, *Source.row_nouns))
    links = AlsoSpoils.unguarded.filter(film=film).select_related("spoils")
    titles, facts = _facts(film)
    return Guide(
        film,
        titles,
        facts,
        rows,
        *(
            [part for part in parts if _tie(part, nouns, by_key)]
            for parts, nouns in (
                (evidence, ("entry", "beat")),
                (sources, Source.row_nouns),
                (links, AlsoSpoils.row_nouns),
            )
        ),
    )


def _live(table, film):
    rows = table.unguarded.filter(film=film).exclude(status=Status.RETIRED)
    for row in rows.select_related(*table.gate.through):
        row.film = film
        yield row


def _tie(part, nouns, by_key) -> bool:
    """Give a part the rows that are read already; whether all of them are there."""
    named = [noun for noun in nouns if getattr(part, f"{noun}_id")]
    rows = [by_key.get((noun, getattr(part, f"{noun}_id"))) for noun in named]
    for noun, row in zip(named, rows, strict=True):
        if row:
            setattr(part, noun, row)
    return all(rows)


def _facts(film):
    """(titles, [(name, label, body)]): what is public of a film."""
    facts = [(name, label, getattr(film, name)) for name, label in OPENLY.items()]
    for other in AlternativeTitle.objects.filter(film=film):
        label = f"other title “{other.title}”"
        facts.append(("title", label, f"{other.title}\n{other.note}"))
    for cut in Cut.objects.filter(film=film):
        facts.append(("cut", f"cut “{cut.name}”", cut.name))
    for note in Credit.objects.filter(film=film).values_list("note", flat=True):
        facts.append(("credit", f"note of a credit “{note}”", note))
    return [film.title, film.original_title], facts


def _short(text):
    return text if len(text) <= 40 else f"{text[:39]}…"
