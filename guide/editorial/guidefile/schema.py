"""What a guide file may hold: which rows, which keys, and what each must say.

A file names rows as an editor thinks of them, a beat, an ending, an entry, a dispute,
each with keys of its own, where the database has one table of passages.
"""

from dataclasses import dataclass
from functools import cache

from django.db import models
from django.db.models import Q

from guide.editorial.models import Waiver
from guide.films.models import AlternativeTitle, Credit, Cut, Film, NaturalKey, Person
from guide.films.provenance import Provenance
from guide.passages.models import (
    AlsoSpoils,
    Beat,
    Dispute,
    Ending,
    Entry,
    Evidence,
    Kind,
    Passage,
    Source,
)

_PASSAGE = "public_id! film! horizon! horizon_checked status published_at how"
_KEYS = {
    Film: "public_id! slug! title! sort_title original_title year! runtime! release "
    "genres premise colour_ground colour_figure imdb tmdb wikidata status published_at",
    Provenance: "film! written_by! how! checked_against checked_on minutes_checked_by "
    "reviewed_by corrected_on",
    Person: "slug! name! sort_name wikidata",
    Credit: "film! person! role! note order",
    AlternativeTitle: "film! title! note order",
    Cut: "public_id! film! name! runtime!",
    Beat: f"{_PASSAGE} minute! order title! text! strand story_order",
    Ending: f"{_PASSAGE} cut tldr! explanation! take take_author summary",
    Entry: f"{_PASSAGE} kind! ending parent title text byline",
    Evidence: "public_id! entry! beat! stance! note! order",
    Dispute: f"{_PASSAGE} beat ending entry title! said_elsewhere! film_shows! byline",
    Source: "public_id! beat ending entry dispute kind! title! url",
    AlsoSpoils: "public_id! beat ending entry dispute film! spoils! minute! announced",
    Waiver: "public_id! beat ending entry dispute film! word! reason!",
}
"""The keys of each row, in the order of an export, "!" after those it must say. Rows
are written in this order, each after what it names. What readers, voters and the site
itself set stands in no file, nor does a file name an account."""

MODELS = tuple(_KEYS)
LABELS = {model._meta.label_lower: model for model in MODELS}
FORMERLY = {"guide.waved": "guide.waiver"}  # as files written before may say
PASSAGES = (Beat, Ending, Entry, Dispute)

_COLUMNS = {(Ending, "explanation"): "text", (Dispute, "film_shows"): "text"}
_NAMED = {"beat": Beat, "ending": Ending, "entry": Entry, "parent": Entry,
          "dispute": Dispute}  # fmt: skip


@dataclass(frozen=True)
class Key:
    """One key of a row in a file, and the column that holds it.

    `related_model`: what it names, if it names another row; `one_of`: whether it is
    one of several keys for the same column, each for rows of another kind.
    """

    name: str
    column: str
    field: models.Field
    required: bool
    related_model: type[NaturalKey] | None = None
    one_of: bool = False

    @property
    def null(self) -> bool:
        """Whether the file may say null; a horizon is null for nobody."""
        needed = self.required and self.name != "horizon"
        return self.one_of or (self.field.null and not needed)

    @property
    def choices(self) -> list[str]:
        """What it may say, if that is one of a few words."""
        if self.field.name == "kind" and self.field.model is Passage:
            return list(Entry.KINDS)
        return [value for value, _ in self.field.choices or ()]


@cache
def keys_of(model: type[NaturalKey]) -> dict[str, Key]:
    """The keys that a row of the model may have in a guide file, by name."""
    return {
        name.rstrip("!"): _key(model, name.rstrip("!"), name.endswith("!"))
        for name in _KEYS[model].split()
    }


def _key(model, name, required):
    column, named = _COLUMNS.get((model, name), name), None
    if name in _NAMED and (model, name) != (Evidence, "beat"):
        column = "under" if issubclass(model, Passage) else "passage"
        named = _NAMED[name]
    field = model._meta.get_field(column)
    related = named or field.related_model
    return Key(name, column, field, required, related, bool(named) and not required)


def told(row: NaturalKey, key: Key):
    """What a row says by a key of files."""
    if getattr(row, key.field.attname) is None:
        return None  # a row that is not saved may lack what it must name
    value = getattr(row, key.column)
    other_kind = key.one_of and value.kind not in key.related_model.KINDS
    return None if other_kind else value


def put(row: NaturalKey, key: Key, value) -> None:
    """Give a row what a file says by a key. Null by one of several keys takes away
    what was named by it, and nothing that was named by another."""
    if value is not None or not key.one_of or told(row, key) is not None:
        setattr(row, key.column, value)


def model_of(row: NaturalKey) -> type[NaturalKey]:
    """As what a row of the database stands in a file."""
    return next(model for model in MODELS if isinstance(row, model))


def new(model: type[NaturalKey], kind: str | None) -> NaturalKey:
    """An empty row; `kind` is what the file says of an entry."""
    return Passage.of_kind[kind]() if model is Entry else model()


def order_of(model: type[NaturalKey], kind: str | None) -> int:
    """Where a row comes in the order of writing; answers follow their questions."""
    return 2 * MODELS.index(model) + (kind == Kind.ANSWER)


def names_of(model: type[NaturalKey]) -> list[str]:
    """The foreign keys of a model, and those by which its rows are put in order."""
    names = [f.name for f in model._meta.concrete_fields if f.is_relation]
    return [*names, "passage__under"] if model is Evidence else names


def of_film(model: type[NaturalKey], slug: str) -> Q:
    """The condition that a row of the model belongs to the film `slug`."""
    if model is Film:
        return Q(slug=slug)
    if model is Person:
        return Q(pk__in=())  # people belong to no one film
    if model in (Evidence, Source):
        return Q(passage__film__slug=slug)
    return Q(film__slug=slug)


def film_of(row: NaturalKey) -> Film | None:
    """The film that a row of the database belongs to; None for a person."""
    if isinstance(row, Person):
        return None
    if isinstance(row, Film):
        return row
    return row.passage.film if isinstance(row, Evidence | Source) else row.film
