"""Films go by more names than one, and two of one name are told apart."""

import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from guide.editorial.guidefile import GuideFileErrors, apply, parse
from guide.films.models import Credit, Film
from guide.gate.horizon import SEEN
from tests import builders
from tests.conftest import at, flat
from tests.editorial.guides import DATA


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return flat(answer.content.decode())


def title_of(client, film, page_of=""):
    text = page(client, f"/films/{film.slug}/{page_of}")
    return re.search("<title>(.*?)</title>", text)[1]


def told(client, *films):
    return [title_of(client, film) for film in films]


def test_two_films_of_one_title_and_year_are_told_apart(db, newcomer):
    def twin(**fields):
        return builders.a_film("Dusk", year=2017, **fields)

    first = twin(runtime=92)
    assert told(newcomer, first) == ["Dusk (2017)"]
    second = twin(runtime=60)
    assert told(newcomer, first, second) == [
        "Dusk (2017, 92 minutes)",
        "Dusk (2017, 60 minutes)",
    ]
    builders.a_maker(first, "Ada Maker")
    third = twin(runtime=60, original_title="Hämärä")
    fourth = twin(runtime=60, slug="dusk-fourth")
    assert told(newcomer, first, second, third, fourth) == [
        "Dusk (2017, Ada Maker)",
        f"Dusk (2017, {second.slug})",
        "Dusk (2017, Hämärä)",
        "Dusk (2017, dusk-fourth)",
    ]
    assert title_of(newcomer, third, "ending/") == "The ending of Dusk (2017, Hämärä)"


def test_a_draft_tells_nobody_that_it_is_there(db, newcomer):
    film = builders.a_film("Dusk", year=2017)
    builders.a_film("Dusk", year=2017, status="draft", original_title="Draftcanary")
    assert told(newcomer, film) == ["Dusk (2017)"]


def test_lists_and_hits_tell_two_films_apart(db):
    film = builders.a_film("Dusk", year=2017, original_title="Hämärä")
    builders.a_film("Dusk", year=2017, original_title="Abend")
    builders.a_beat(film, 10, "A lantern.")
    reader = at(film, SEEN)
    assert "Dusk (2017, Hämärä), " in page(reader, "/search/?q=lantern")
    shown = re.findall('<span class="films__beside".*?>(.*?)<', page(reader, "/films/"))
    assert sorted(shown) == ["Abend", "Hämärä"]
    assert "Dusk (2017, Hämärä)" in page(reader, "/shelf/")


def test_choosers_of_the_desk_tell_two_films_apart(editor):
    film = builders.a_film("Dusk", year=2017, slug="dusk-2017")
    builders.a_maker(film, "Ada Maker")
    other = builders.a_film("Dusk", year=2017, slug="dusk-2", original_title="Hämärä")
    question = {"app_label": "guide", "model_name": "beat", "field_name": "film"}
    found = editor.get("/admin/autocomplete/", question | {"term": "dusk"}).json()
    names = ["Dusk (2017, Ada Maker)", "Dusk (2017, Hämärä) · dusk-2"]
    assert sorted(one["text"] for one in found["results"]) == names
    asked = page(editor, f"/admin/guide/beat/add/?film={other.pk}")
    assert f">{names[1]}</option>" in asked
    assert "Hämärä" in page(editor, "/admin/guide/film/")


@pytest.fixture
def known(db):
    """A film with an original title and others, makers and a cast."""
    film = builders.a_film(
        "Dusk", slug="dusk", original_title="Hämärä", genres="drama, science fiction"
    )
    builders.another_title(film, "Home Video Dusk", order=2)
    builders.another_title(film, "Nightfall", order=1)
    builders.a_maker(film, "Ada Second", "cast", order=2)
    builders.a_maker(film, "Zoe First", "cast", order=1)
    return film


def test_both_titles_stand_on_card_list_hit_and_page(known, newcomer):
    builders.a_beat(known, 0, "A lantern.")
    beside = "Hämärä · Nightfall"
    assert "<title>Dusk, 2000, Hämärä · Nightfall</title>" in page(
        newcomer, "/films/dusk/card.svg"
    )
    assert beside in page(newcomer, "/films/")
    assert beside in page(newcomer, "/search/?q=nightfall")
    assert f"Dusk ({beside}), " in page(newcomer, "/search/?q=lantern")
    film = page(newcomer, "/films/dusk/")
    assert 'alt="Dusk, 2000, Hämärä, Nightfall"' in film
    assert "<dt>Original title</dt><dd>Hämärä</dd>" in film


def test_a_title_that_says_the_same_again_is_left_out(db, newcomer):
    film = builders.a_film("Dusk", slug="dusk", original_title="DUSK")
    builders.another_title(film, "Dusk")
    assert "films__beside" not in page(newcomer, "/films/")


def test_the_cast_stands_in_the_order_of_billing_and_is_found(known, newcomer):
    assert "<dt>Cast</dt><dd>Zoe First, Ada Second</dd>" in page(
        newcomer, "/films/dusk/"
    )
    assert ">Dusk</span>" in page(newcomer, "/search/?q=zoe+first")


def test_nobody_can_say_what_somebody_plays(known):
    credit = Credit.objects.get(person__name="Zoe First")
    credit.note = "the murderer"
    with pytest.raises(ValidationError, match="a role can spoil"):
        builders.publishing.save_fact(credit)
    with pytest.raises(IntegrityError), transaction.atomic():
        credit.save()


def test_genres_stand_on_page_and_list(known, newcomer):
    assert (
        '<a href="/films/?genre=drama">drama</a>, '
        '<a href="/films/?genre=science%20fiction">science fiction</a>'
    ) in page(newcomer, "/films/dusk/")
    assert "drama, science fiction</p>" in page(newcomer, "/films/")


def test_the_first_guide_names_its_cast_and_both_its_titles(db, newcomer):
    call_command("seed", verbosity=0)
    film = page(newcomer, f"/films/{Film.objects.published().get().slug}/")
    assert "Tom Cruise, Emily Blunt, Bill Paxton, Brendan Gleeson" in film
    assert "All You Need Is Kill, 2014, Edge of Tomorrow" in film


def test_what_stands_beside_a_hebrew_title_is_not_turned(db, newcomer):
    film = builders.a_film("ביקור", year=2007)
    assert title_of(newcomer, film) == "\u2068ביקור\u2069 (2007)"


def test_search_engines_get_cast_and_other_titles(known, newcomer):
    text = page(newcomer, "/films/dusk/")
    movie = json.loads(text.split('ld+json">')[1].split("<")[0])
    assert movie["alternateName"] == ["Hämärä", "Nightfall", "Home Video Dusk"]
    assert [one["name"] for one in movie["actor"]] == ["Zoe First", "Ada Second"]


def test_a_guide_file_that_says_a_part_is_refused_at_its_row(db):
    told = b'role: "cast"\n    note: "the murderer"'
    bad = DATA.replace(b'role: "cast"\n    note: ""', told, 1)
    with pytest.raises(GuideFileErrors) as refused:
        apply(parse(bad))
    (error,) = refused.value.errors
    row = bad[: bad.index(told)].rindex(b"- model:")
    assert error.line == bad[:row].count(b"\n") + 1
    assert "a role can spoil" in error.message
