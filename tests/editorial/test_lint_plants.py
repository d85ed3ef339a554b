"""Thirty spoilers that the lint has learnt from, in guides of few words.

Somebody planted them who had not seen it, and it found twenty; what it finds now is
kept. `planted/` holds thirty in guides as long as real ones.
"""

import pytest
from django.db.models import QuerySet

from guide.editorial.lint import key_of, lint
from guide.films.models import Film
from tests.editorial.plants import PLANTS, build

pytestmark = pytest.mark.django_db
OF_THE_ROW_NAMED = {"piece": "glove_answer", "source": "dance"}
"""Where a note and a source are shown."""


def found(film) -> set[tuple]:
    return {(f.key[:2], f.name) for f in lint(Film.unguarded.get(pk=film.pk))}


def test_the_lint_finds_27_of_30_in_the_row_that_tells():
    films = build()
    clean = {name: found(rows["film"]) for name, rows in films.items()}
    missed = []
    for plant in PLANTS:
        rows = films[plant.film]
        row = rows[plant.row]
        shown = rows[OF_THE_ROW_NAMED.get(plant.row, plant.row)]
        key = ("film", row.pk) if plant.row == "film" else key_of(shown)
        kept = QuerySet(type(row)).filter(pk=row.pk)
        was = getattr(row, plant.field)
        kept.update(**{plant.field: plant.text})
        new = found(rows["film"]) - clean[plant.film]
        if not any(place == key for place, _ in new):
            missed.append(plant)
        kept.update(**{plant.field: was})
    assert len(PLANTS) == 30
    assert len(missed) <= 3, missed


def test_clean_guides_of_few_words_raise_one_false_alarm_at_most():
    alarms = {name: len(found(rows["film"])) for name, rows in build().items()}
    assert {name: count for name, count in alarms.items() if count > 1} == {}
