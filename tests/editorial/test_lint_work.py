"""What the lint does with a text takes twice as long for twice the text, not more."""

import sys
from dataclasses import replace

import pytest

from guide.editorial.lint import rules
from guide.editorial.lint.guides import read
from guide.editorial.lint.texts import Guide
from guide.editorial.lint.words import sentences
from guide.passages.models import Beat, Question
from tests.editorial.hostile import texts

LENGTH = 700  # letters; the shorter text
SLACK = 1.15  # what is not in proportion


def steps(work) -> int:
    """How often a function is called, or goes on, while something is done."""
    number = 0

    def count(frame, event, argument):
        nonlocal number
        number += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return number


@pytest.fixture
def rows(film):
    """(noun, key) of an early beat and of a question; the record names what is repeated
    later, so that all of it could tell."""
    Beat.unguarded.filter(film=film, title="Latetitle").update(
        text="Keiji and Rita leave for Zanzibar. Her brother is the killer. Keiji dies."
    )
    early = Beat.unguarded.filter(film=film).earliest("minute")
    question = Question.unguarded.get(film=film)
    return [("passage", early.pk), ("passage", question.pk)]


def test_twice_the_text_takes_twice_the_steps(film, rows):
    short, long = texts(LENGTH), texts(2 * LENGTH)
    guide, slow = read(film), {}
    for noun, key in rows:
        row = next(row for row in guide.rows if row.key == (noun, key))

        def check(text, row=row):
            texts = [
                replace(t, body=text) if (t.row, t.name) == (row, "text") else t
                for t in guide.all_texts
            ]
            return rules.findings(Guide(guide.film, guide.rows, texts), row=row)

        for name, text in long.items():
            check(text)  # its words are known from now on
            once, twice = (
                steps(lambda check=check, text=text: check(text))
                for text in (short[name], long[name])
            )
            if twice > 2 * SLACK * once:
                slow[name, noun] = (once, twice)
    assert slow == {}


def test_what_never_ends_is_read_in_pieces():
    parts = sentences(f"He waits. {'Keiji ' * 200}She goes.")
    assert all(len(part.text) <= 400 for part in parts)
    begins = [part.tokens[0].first for part in parts]
    assert begins == [True, True, False, False, False]
    assert sum(len(part.tokens) for part in parts) == 204


def test_letters_that_nobody_sees_hide_no_word():
    (sentence,) = sentences("They meet Kei\u200bji and Ri\xadta.")
    assert [token.word for token in sentence.tokens] == [
        "They", "meet", "Keiji", "and", "Rita",
    ]  # fmt: skip
