"""Hues and contrasts of a film's two colours."""

import pytest

from guide.films.palette import contrast, deep_and_bright, hue_name


def test_black_on_white_has_the_greatest_contrast():
    assert contrast("#000000", "#ffffff") == 21


def test_contrast_does_not_ask_which_is_the_ground():
    assert contrast("#0f3038", "#f0a35e") == contrast("#f0a35e", "#0f3038")


def test_a_colour_has_the_nearest_of_24_hues():
    names = [hue_name(colour) for colour in ("#0f3038", "#f0a35e", "#1d3b63")]
    assert names == ["210", "60", "255"]


def test_a_hue_just_short_of_the_circle_is_nought():
    assert hue_name("#ff0080") == "0"


def test_a_colour_with_hardly_any_chroma_is_grey():
    assert hue_name("#d5d9d4") == "grey"


def test_the_darker_colour_is_deep_wherever_it_stands():
    assert deep_and_bright("#0f3038", "#f0a35e") == ("210", "60")
    assert deep_and_bright("#f0a35e", "#0f3038") == ("210", "60")


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "#1234567", "#123456\n"])
def test_what_is_no_colour_is_refused(colour):
    with pytest.raises(ValueError):
        hue_name(colour)
