"""Titles of the whole world are sorted as one looks for them, and found as typed."""

import pytest
from django.core import serializers
from django.db.models import QuerySet

from guide.common.text_folding import fold, words
from guide.films.models import Film
from guide.films.titles import sort_key
from guide.gate.progress import Progress
from guide.search import query
from tests import builders
from tests.films.awkward import AWKWARD, TITLES


def found(typed):
    return {film.title for film in query.films_found(query.find(typed, Progress()))}


@pytest.mark.django_db
def test_sixty_awkward_titles_are_sorted_and_found():
    assert len(TITLES) >= 60
    for title in reversed(TITLES):
        builders.a_film(title)
    assert [film.title for film in Film.objects.published()] == TITLES
    missed = {
        typed: each["title"]
        for each in AWKWARD
        for typed in each["typed"]
        if each["title"] not in found(typed)
    }
    assert missed == {}
    # Which would be empty as well if everything were found.
    assert (found("dod sno"), found("名は"), found("$"), found("nothing of these")) == (
        {"Død snø"},
        {"君の名は。"},
        {"$"},
        set(),
    )


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Die Hard", "die hard"),
        ("La La Land", "la la land"),
        ("A.I.", "a i"),
        ("The Thing", "thing"),
        ("“A” Is for Acid", "a is for acid"),
        ("A to Z", "a to z"),
        ("The", "the"),
        ("À bout de souffle", "a bout de souffle"),
        ("$", "$"),
    ],
)
def test_only_an_english_article_is_passed_over(title, key):
    assert sort_key(title) == key


def test_no_sign_is_folded_away_with_what_it_stands_on():
    assert (fold("8½"), fold("Alien³"), fold("Straße Łódź")) == (
        "8 1 2",
        "alien 3",
        "strasse lodz",
    )


def test_a_query_of_signs_beside_words_asks_for_the_words():
    assert (words("~alien?"), words("?")) == (["alien"], ["qz0003f"])


@pytest.mark.django_db
def test_a_film_is_found_by_what_it_is_called_now():
    film = builders.a_film("Dusk")
    person = builders.a_maker(film, "Ada Early")
    title = builders.another_title(film, "Nightfall")
    assert found("nightfall") == found("ada") == {"Dusk"}
    title.delete()
    person.name = "Ada Later"
    person.save()
    assert (found("nightfall"), found("early"), found("later")) == (
        set(),
        set(),
        {"Dusk"},
    )


@pytest.mark.django_db
def test_a_new_title_moves_the_film_in_lists_unless_an_editor_placed_it():
    film = builders.a_film("Zebra")
    placed = builders.a_film("The 39 Steps", sort_title="thirty nine steps")
    for each in (film, placed):
        each.title = "Aardvark"
        builders.publishing.save_film(each)
    assert (film.sort_title, placed.sort_title) == ("aardvark", "thirty nine steps")


@pytest.mark.django_db
def test_a_loaded_film_without_a_place_in_lists_gets_one():
    film = builders.a_film("…")
    QuerySet(Film).update(sort_title="")
    text = serializers.serialize("yaml", QuerySet(Film).all())
    film.delete()
    for row in serializers.deserialize("yaml", text):
        row.save()
    assert QuerySet(Film).get().sort_title == "..."


@pytest.mark.django_db
def test_a_title_that_holds_the_words_comes_before_a_maker_whose_name_does():
    cast = builders.a_film("Coherence")
    builders.a_maker(cast, "Lauren Lane", "cast")
    builders.a_film("La La Land")
    found = query.films_found(query.find("la la", Progress()))
    assert [film.title for film in found] == ["La La Land", "Coherence"]


@pytest.mark.django_db
def test_a_film_of_just_that_title_comes_first(monkeypatch):
    crowd = builders.a_film("Crowd")
    for minute in range(6):
        builders.a_beat(crowd, minute, "Many of them move.")
    builders.a_film("Moon")
    builders.a_film("The M")
    monkeypatch.setattr(query, "MOST_HITS", 1)  # as many times more hits
    at_the_end = Progress(lambda: {crowd.pk: 99})
    films = query.films_found(query.find("m", at_the_end))
    assert films[0].title == "The M"


@pytest.mark.django_db
def test_the_desk_finds_films_as_readers_do(editor):
    builders.a_film("Død snø", status="draft")
    hidden = builders.a_film("Nothing of it")
    builders.a_beat(hidden, 10, "dod sno")
    lists = [
        editor.get("/admin/guide/film/", {"q": typed}).content.decode()
        for typed in ("dod sno", "doed snoe", "Død")
    ]
    assert [("Død snø" in text, "Nothing of it" in text) for text in lists] == [
        (True, False)
    ] * 3
