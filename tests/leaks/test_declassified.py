"""What the site tells of what lies beyond: a reader asks, or an editor says so."""

import re

import pytest

from guide.gate.horizon import SEEN
from tests import builders
from tests.conftest import at

pytestmark = pytest.mark.django_db


def _next(client, film):
    address = f"/films/{film.slug}/progress/"
    page = client.post(address, {"minute": "next"}).content.decode()
    return [int(minute) for minute in re.findall(r'value="(\d+)m"', page)]


def test_the_next_beat_is_one_that_will_show(film, sequel):
    builders.also_spoils(builders.a_beat(film, 20), sequel, SEEN)
    builders.a_beat(film, 25, status="draft")
    builders.a_beat(film, 30, held=True)
    builders.a_beat(builders.a_film("Another"), 35)
    assert _next(at(film, 10), film) == [50]


def test_an_announced_link_names_the_film_and_nothing_else(film, sequel):
    beat = builders.a_beat(film, 20, "A hiddencanary.", title="Hiddentitle")
    link = builders.also_spoils(beat, sequel, 5)
    page = at(film, 50).get("/films/the-long-night/").content
    assert b"The Long Day" not in page
    link.announced = True
    link.save()
    page = at(film, 50).get("/films/the-long-night/").content
    assert b"The Long Day" in page
    assert b"iddencanary" not in page and b"iddentitle" not in page
    assert beat.public_id.encode() not in page


def test_an_announced_link_waits_for_its_own_row(film, sequel):
    link = builders.also_spoils(builders.a_beat(film, 60), sequel, 5)
    link.announced = True
    link.save()
    page = at(film, 50).get("/films/the-long-night/").content
    assert b"The Long Day" not in page
