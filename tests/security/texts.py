"""The hostile texts of `hostile.yaml`, and the fields of the site that take text.

The fields are read from the models: one that is added joins by itself, or is excused
here with its reason.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.apps import apps
from django.db import models

from guide.films.models import TEXT_LENGTH
from guide.passages.models import Passage

FILE = Path(__file__).with_name("hostile.yaml")
EXCUSED = {
    "public_id": "made by the site, at random",
    "password": "a hash, or no password at all",
    "Seeded": "what the site remembers of guide files; no page shows it",
    "SearchDoc": "the folded words of other rows; no page shows them",
    "Proposal.field": "the name of a text; the verb refuses any other",
    "Proposal.digest": "made by the site of the text that is corrected",
    "Proposal.licence": "the one licence; the database refuses any other",
}


@dataclass(frozen=True)
class Hostile:
    """One text and what it tries."""

    number: int
    kind: str
    text: str

    def for_field(self, field: models.Field) -> str:
        """As much of it as the field holds."""
        return self.text[: field.max_length or TEXT_LENGTH]


def hostile() -> list[Hostile]:
    """All of them, in the order of the file; HOSTILE_EVERY=10 tries out a tenth."""
    by_kind = yaml.safe_load(FILE.read_text())
    pairs = [(kind, text) for kind, texts in by_kind.items() for text in texts]
    found = [
        Hostile(number, kind, text if isinstance(text, str) else _pieced(text))
        for number, (kind, text) in enumerate(pairs)
    ]
    return found[:: int(os.environ.get("HOSTILE_EVERY", 1))]


def _pieced(pieces):
    return "".join(text * times for text, times in pieces)


def every_text_field() -> list[models.Field]:
    """Each text of the site's own tables that is no choice among known words."""
    tables = [
        model
        for model in apps.get_app_config("guide").get_models()
        if not model._meta.proxy and not model.__name__.startswith("Historical")
    ]
    return [
        field
        for model in tables
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices
    ]


def name(field: models.Field) -> str:
    """Film.title"""
    return f"{field.model.__name__}.{field.name}"


def is_excused(field: models.Field) -> bool:
    """Whether nobody writes into the field."""
    return bool({name(field), field.model.__name__, field.name} & EXCUSED.keys())


def fields_of(model: type[models.Model]) -> list[models.Field]:
    """The fields of a table, or of a kind of passage, that take every text."""
    table, own = model._meta.concrete_model, getattr(model, "columns", {})
    found = [f for f in every_text_field() if f.model is table]
    return [f for f in found if not is_excused(f) and (f.name in own or not own)]


def places() -> dict[str, models.Field]:
    """{`Film.title`: the field} of all that take every text; a passage's fields once
    for each kind that has them, as `Beat.title`."""
    tables = {field.model for field in every_text_field()} - {Passage}
    return {
        f"{model.__name__}.{field.name}": field
        for model in (*tables, *Passage.of_kind.values())
        for field in fields_of(model)
    }
