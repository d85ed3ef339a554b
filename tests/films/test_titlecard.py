"""Title cards fit every title and say nothing but title and year."""

from xml.etree import ElementTree

import pytest

from guide.films.titlecard import title_card, typeset

SVG = "{http://www.w3.org/2000/svg}"


def a_card(title="Solaris", year=1972, genres=("science fiction",)):
    return title_card(title, year, genres, "#4f2747", "#e8b9a6")


def texts(card):
    root = ElementTree.fromstring(card)  # noqa: S314  our own card
    return [span.text for span in root.iter(f"{SVG}tspan")]


def test_a_short_title_is_set_large():
    assert typeset("Solaris") == (148, ["Solaris"])


def test_a_longer_title_takes_the_largest_size_that_fits():
    assert typeset("No Country for Old Men") == (148, ["No Country", "for Old Men"])


def test_a_title_longer_than_the_card_ends_in_an_ellipsis():
    size, lines = typeset("The Long and Winding Title " * 30)
    assert (size, len(lines), lines[-1][-1]) == (48, 8, "…")


def test_a_word_longer_than_a_line_is_cut():
    assert typeset("a" * 50) == (48, ["a" * 39, "a" * 11])


def test_a_title_without_spaces_breaks_between_wide_letters():
    assert typeset("千と千尋の神隠し") == (148, ["千と千尋の", "神隠し"])


def test_a_title_from_right_to_left_mirrors_the_card():
    card = a_card("جدایی نادر از سیمین", 2011, ["drama"])
    assert (card.count('direction="rtl"'), card.count("matrix(-1 0 0 1 1200 0)")) == (
        1,
        1,
    )


def test_a_title_is_escaped():
    assert texts(a_card('<b> & "x"\x00')) == ['<b> & "x"']


def test_an_empty_title_is_still_a_card():
    assert texts(a_card("")) == [None]


def test_the_same_facts_draw_the_same_card():
    assert a_card() == a_card()


def test_the_motif_follows_the_first_genre_alone():
    assert a_card(genres=["crime", "war"]) == a_card(genres=["crime", "romance"])


def test_a_film_without_genres_has_a_horizon():
    assert a_card(genres=[]) == a_card(genres=["drama"])


def test_a_colour_that_is_none_is_refused():
    with pytest.raises(ValueError):
        title_card("Solaris", 1972, [], '#fff"/><script>', "#000000")
