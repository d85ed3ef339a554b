"""Thirty spoilers, planted by somebody who had not seen the lint: most are found.

The aim is 28. When the lint learns from these, somebody else plants thirty more.
"""

import pytest
from django.db.models import QuerySet

from guide.editorial.lint import lint
from guide.films.models import Film
from tests.editorial.planted import PLANTS, build


def found(film) -> set[tuple]:
    return {(f.key, f.word.casefold()) for f in lint(Film.unguarded.get(pk=film.pk))}


@pytest.mark.django_db
def test_the_lint_finds_no_fewer_unseen_spoilers_than_before():
    films = build()
    clean = {name: found(rows["film"]) for name, rows in films.items()}
    missed = []
    for plant in PLANTS:
        rows = films[plant.film]
        row = rows[plant.row]
        kept = QuerySet(type(row)).filter(pk=row.pk)
        was = getattr(row, plant.field)
        kept.update(**{plant.field: plant.text})
        if not found(rows["film"]) - clean[plant.film]:
            missed.append(plant)
        kept.update(**{plant.field: was})
    assert len(PLANTS) == 30
    assert len(missed) <= 8, missed
