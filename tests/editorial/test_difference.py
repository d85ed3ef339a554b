"""What differs between two texts, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.editorial.word_diff import GONE, NEW, SAME, difference, shortened

texts = st.lists(st.sampled_from(["a", "b", "c ", " ", "\n\n", "word "])).map("".join)


@given(texts | st.text(), texts | st.text())
def test_a_difference_holds_both_texts(old, new):
    parts = difference(old, new)
    assert "".join(text for what, text in parts if what != NEW) == old
    assert "".join(text for what, text in parts if what != GONE) == new


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("He wakes.", "He wakes.", [(SAME, "He wakes.")]),
        ("", "New.", [(NEW, "New.")]),
        (
            "He wakes on the plane, and laughs.",
            "He wakes on the helicopter, and laughs.",
            [(SAME, "He wakes on the "), (GONE, "plane, "), (NEW, "helicopter, "),
             (SAME, "and laughs.")],
        ),
    ],
)  # fmt: skip
def test_words_are_told_apart(old, new, parts):
    assert difference(old, new) == parts


def test_two_long_texts_with_little_in_common_differ_as_a_whole():
    old, new = ("x " + word * 2_000 + "y" for word in ("one ", "two "))
    assert difference(old, new) == [
        (SAME, "x "), (GONE, "one " * 2_000), (NEW, "two " * 2_000), (SAME, "y"),
    ]  # fmt: skip


def test_of_what_stayed_the_same_only_the_surroundings_show():
    long = "word " * 100
    parts = shortened(difference(f"{long}a {long}b", f"{long}c {long}d"))
    assert [(what, len(text)) for what, text in parts] == [
        (SAME, 61), (GONE, 2), (NEW, 2), (SAME, 121), (GONE, 1), (NEW, 1),
    ]  # fmt: skip
