"""Title cards fit every title, whole, and say nothing but titles and year."""

import re
from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image

from guide.common.direction import in_order_of_sight, levels, runs_to_the_left
from guide.films.lettering import clusters, line
from guide.films.sharecard import share_card
from guide.films.titlecard import HIGHEST, title_card
from guide.films.typesetting import BESIDE_SIZES, typeset
from tests.films.awkward import TITLES

SVG = "{http://www.w3.org/2000/svg}"
GROUND, FIGURE = "#4f2747", "#e8b9a6"


def a_card(title="Solaris", year=1972, genres=("science fiction",), beside=""):
    return title_card(title, year, genres, GROUND, FIGURE, beside)


def set_in(title):
    setting = typeset(title)
    return setting.size, list(setting.texts)


def lettering(card):
    """(left, top, right, bottom) of the title, which stands between year and others."""
    root = ElementTree.fromstring(card)  # noqa: S314  our own card
    return box([path.get("d") for path in root.findall(f"{SVG}path")][1])


def box(data):
    numbers = [float(n) for n in re.findall(r"-?[\d.]+", data)]
    xs, ys = numbers[::2], numbers[1::2]
    return min(xs), min(ys), max(xs), max(ys)


@pytest.mark.parametrize("title", TITLES)
def test_an_awkward_title_is_drawn_whole(title):
    setting = typeset(title)
    assert all(one.is_whole for one in setting.lines)
    assert "".join(setting.texts).replace(" ", "") == title.replace(" ", "")
    left, top, right, bottom = lettering(a_card(title, beside="Another Title"))
    assert (left >= 48, top >= HIGHEST - 2, right <= 1152, bottom <= 545) == (True,) * 4


def test_the_picture_shows_the_letters_of_the_drawing():
    for title in ("ביקור התזמורת", "وجدة", "기생충", "गली बॉय", "🎬"):
        facts = (title, 2007, ("drama",), GROUND, FIGURE)
        drawn = lettering(title_card(*facts))
        x, y = int(drawn[0]) - 40, int(drawn[1]) - 1  # the motif is further away
        picture = Image.open(BytesIO(share_card(*facts))).convert("L")
        letters = picture.crop((x, y, 1200, 630)).point(lambda light: light > 140)
        left, top, right, bottom = letters.getbbox()
        seen = (left + x, top + y, right + x, bottom + y)
        assert seen == pytest.approx(drawn, abs=4), title


def test_hebrew_runs_to_the_left_and_arabic_letters_join():
    forward = [glyph.number for one in "אבג" for glyph in line(one, True).glyphs]
    assert [glyph.number for glyph in line("אבג", True).glyphs] == forward[::-1]
    (alone,) = line("ح", True).glyphs
    assert alone.number not in [glyph.number for glyph in line("حدة", True).glyphs]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("abc 12", "abc 12"),
        ("אבג 12", "12 גבא"),
        ("abc אבג 12 def", "abc 12 גבא def"),
        ("אבג $9.99 def", "def $9.99 גבא"),
        ("(אבג)", ")גבא("),
    ],
)
def test_numbers_and_latin_keep_their_way_within_hebrew(text, seen):
    base = int(runs_to_the_left(text))
    runs = zip(text, levels(text, base), strict=True)
    assert "".join(char for char, _ in in_order_of_sight(runs)) == seen


def test_letters_keep_what_is_joined_to_them():
    assert list(clusters("👩‍🚀é🇩🇪🇫🇷👍🏽")) == [
        "👩‍🚀",
        "é",
        "🇩🇪",
        "🇫🇷",
        "👍🏽",
    ]


def test_a_short_title_is_set_large():
    assert set_in("Solaris") == (148, ["Solaris"])


def test_a_longer_title_takes_the_largest_size_that_fits():
    assert set_in("No Country for Old Men") == (148, ["No Country", "for Old Men"])


def test_a_title_longer_than_the_card_ends_in_an_ellipsis():
    size, lines = set_in("The Long and Winding Title " * 30)
    assert (size, len(lines), lines[-1][-1]) == (48, 8, "…")


def test_a_word_longer_than_a_line_is_cut():
    size, lines = set_in("a" * 100)
    assert (size, "".join(lines), len(lines)) == (48, "a" * 100, 3)


def test_a_title_without_spaces_breaks_between_wide_letters():
    assert set_in("千と千尋の神隠し") == (148, ["千と千尋の", "神隠し"])


def test_a_word_in_katakana_is_not_broken():
    assert set_in("バトル・ロワイアル") == (148, ["バトル・", "ロワイアル"])


def test_a_title_from_right_to_left_mirrors_the_card():
    card = a_card("جدایی نادر از سیمین", 2011, ["drama"])
    assert card.count("matrix(-1 0 0 1 1200 0)") == 1
    assert lettering(card)[2] == pytest.approx(1136, abs=8)


def test_other_titles_stand_small_below_the_title():
    low, lower = lettering(a_card()), lettering(a_card(beside="Солярис"))
    assert (low[3] > 550, lower[3] < 530) == (True, True)
    assert typeset("Live Die Repeat " * 20, BESIDE_SIZES).texts[-1][-1] == "…"


def test_a_title_is_escaped():
    root = ElementTree.fromstring(a_card('<b> & "x"\x00'))  # noqa: S314
    assert root.find(f"{SVG}title").text == '<b> & "x", 1972'


def test_an_empty_title_is_still_a_card():
    assert "<title>, 1972</title>" in a_card("")


def test_the_same_facts_draw_the_same_card():
    assert a_card() == a_card()


def test_the_motif_follows_the_first_genre_alone():
    assert a_card(genres=["crime", "war"]) == a_card(genres=["crime", "romance"])


def test_a_film_without_genres_has_a_horizon():
    assert a_card(genres=[]) == a_card(genres=["drama"])


def test_a_colour_that_is_none_is_refused():
    with pytest.raises(ValueError):
        title_card("Solaris", 1972, [], '#fff"/><script>', "#000000")
