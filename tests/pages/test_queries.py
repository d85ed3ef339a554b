"""The number of queries of a page does not depend on how much is on it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guide.gate.horizon import SEEN
from guide.votes import casting
from tests import builders
from tests.conftest import at


def a_full_film(size):
    film = builders.a_film(slug=f"film-of-{size}")
    beats = [builders.a_beat(film, 10 + n) for n in range(size)]
    ending = builders.an_ending(film)
    readers = [builders.a_reader() for _ in range(size)]
    for beat in beats:
        reading = builders.an_interpretation(ending)
        builders.evidence(reading, beat)
        builders.a_source(beat)
        answer = builders.an_answer(builders.a_question(film, 20))
        builders.a_question(film, SEEN, under=ending)
        builders.a_dispute(beat)
        for entry, reader in zip((reading, answer), readers * 2, strict=False):
            casting.cast(reader=reader, entry=entry, value=1)
    for reader in readers:
        casting.cast(reader=reader, entry=reading, value=1)
    return film


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("page", ["", "ending/"])
@pytest.mark.parametrize("signed_in", [False, True])
def test_a_page_asks_as_much_with_one_of_everything_as_with_ten(
    db, page, signed_in, voter
):
    counts = []
    for size in (1, 10):
        film = a_full_film(size)
        client = at(film, SEEN)
        if signed_in:
            client = voter
            client.post(f"/films/{film.slug}/progress/", {"minute": "seen"})
        counts.append(queries(client, f"/films/{film.slug}/{page}"))
    print(f"queries of /films/<slug>/{page}, signed in {signed_in}: {counts}")
    assert counts[0] == counts[1]


def test_a_search_asks_as_much_for_one_hit_as_for_many(db, film):
    counts = []
    for word, size in (("single", 1), ("plenty", 10)):
        for n in range(size):
            builders.a_beat(film, n, f"A {word} word.")
        counts.append(queries(at(film, SEEN), f"/search/?q={word}"))
    assert counts[0] == counts[1]


def test_the_catalogue_asks_as_much_for_one_film_as_for_many(db, newcomer):
    builders.a_film()
    one = queries(newcomer, "/films/")
    for _ in range(20):
        builders.a_film()
    assert queries(newcomer, "/films/") == one
