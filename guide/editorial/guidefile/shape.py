"""What a guide file may hold: which models, which fields, and what each must say."""

from django.db import models
from django.db.models import NOT_PROVIDED, Q

from guide.editorial.models import Waved
from guide.entries.models import (
    AlsoSpoils,
    Dispute,
    Ending,
    Entry,
    Evidence,
    Kind,
    Source,
)
from guide.films.models import (
    AlternativeTitle,
    Beat,
    Credit,
    Cut,
    Film,
    GatedRow,
    NaturalKey,
    Person,
)

# In the order in which they are written: each after what it names.
MODELS = (
    Film, Person, Credit, AlternativeTitle, Cut,
    Beat, Ending, Entry, Evidence, Dispute, Source, AlsoSpoils, Waved,
)  # fmt: skip
LABELS = {model._meta.label_lower: model for model in MODELS}
GATED = tuple(model for model in MODELS if issubclass(model, GatedRow))

# What readers, voters and the site itself set, and no file. Nor does a file name any
# row but those it may hold: an account's key would be its address.
_NEVER = {"id", "rendered", "held", "cleared", "at", "publish_at"}


def fields_of(model: type[NaturalKey]) -> dict[str, models.Field]:
    """The fields that a row of the model may have in a guide file, by name."""
    every = sorted(model._meta.concrete_fields, key=lambda f: f.name != "public_id")
    return {
        field.name: field
        for field in every
        if field.name not in _NEVER and field.related_model in (None, *MODELS)
    }


def named_by(model: type[NaturalKey]) -> list[str]:
    """The foreign keys of a model, and those by which its rows are put in order."""
    names = [f.name for f in model._meta.concrete_fields if f.is_relation]
    return [*names, "entry__parent"] if model is Evidence else names


def is_required(field: models.Field) -> bool:
    """Whether a row must say this field: it has no default, or it names the row."""
    if field.name in ("public_id", "horizon"):
        return True
    has_default = field.default is not NOT_PROVIDED or field.null or field.blank
    return not has_default or (field.name == "film" and not field.null)


def one_of(model: type[NaturalKey]) -> tuple[str, ...]:
    """The foreign keys of which a row says one at most, and means null by the rest."""
    return getattr(model, "row_nouns", ())


def order_of(model: type[NaturalKey], kind: str | None) -> int:
    """Where a row comes in the order of writing; answers follow their questions."""
    return 2 * MODELS.index(model) + (kind == Kind.ANSWER)


def of_film(model: type[NaturalKey], slug: str) -> Q:
    """The condition that a row of the model belongs to the film `slug`."""
    if model is Film:
        return Q(slug=slug)
    if model is Person:
        return Q(pk__in=())  # people belong to no one film
    if model is Evidence:
        return Q(entry__film__slug=slug)
    if model is Source:
        condition = Q()
        for noun in Source.row_nouns:
            condition |= Q(**{f"{noun}__film__slug": slug})
        return condition
    return Q(film__slug=slug)


def film_of(row: NaturalKey) -> Film | None:
    """The film that a row of the database belongs to; None for a person."""
    if isinstance(row, Person):
        return None
    if isinstance(row, Film):
        return row
    if isinstance(row, Evidence):
        return row.entry.film
    if isinstance(row, Source):
        return row.row.film
    return row.film
