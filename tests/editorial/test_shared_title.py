"""A title that hundreds of films share costs no more than one that a few share."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guide.editorial import lint
from guide.films.models import Film

SHARING = 300


@pytest.fixture
def zanzibar(film):
    """A premise that names three hundred other films at once."""
    Film.unguarded.filter(pk=film.pk).update(premise="Rita sees “Zanzibar”.")
    film.refresh_from_db()
    return film


def sharing(numbers):
    """Films of the same title."""
    others = [
        Film(title="Zanzibar", slug=f"zanzibar-{n}-2001", year=2001, runtime=90,
             premise="Keiji sails.", status="published")
        for n in numbers
    ]  # fmt: skip
    return Film.unguarded.bulk_create(others)


def cost(film):
    """(how many queries, how many other guides were left unread) of one check."""
    with CaptureQueriesContext(connection) as queries:
        found = lint.lint(film, lint.OTHERS)
    unread = [str(f) for f in found if "Not compared with" in str(f)]
    return len(queries), unread


def test_the_title_of_a_few_films_and_of_hundreds_cost_the_same(zanzibar):
    sharing(range(lint.OTHERS))
    asked, unread = cost(zanzibar)
    assert unread == []
    sharing(range(lint.OTHERS, SHARING))
    again, unread = cost(zanzibar)
    assert again == asked
    left = SHARING - lint.OTHERS
    assert len(unread) == 1 and f"Not compared with {left} of the other" in unread[0]
