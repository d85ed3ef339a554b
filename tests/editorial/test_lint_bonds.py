"""What the lint hears in known words that the film brings together only later."""

import pytest

from guide.editorial.lint import lint
from guide.passages.models import Beat
from tests import builders

pytestmark = pytest.mark.django_db

TEXTS = {
    5: "Nora opens the shop. Ivo sweeps the yard for Judith, the owner.",
    20: "The clock has stopped. Nora finds a thimble in the works of it.",
    40: "Ivo waits outside in the rain. The Mermaid is an inn by the harbour.",
    80: "Judith hums. She has hidden the deeds, and she hid the thimble too.",
}


@pytest.fixture
def film():
    film = builders.a_film(
        "The Clock Shop",
        slug="the-clock-shop",
        premise="Nora owes three months of rent.",
    )
    for minute, text in TEXTS.items():
        builders.a_beat(film, minute + 5, text, minute=minute, title=f"Part {minute}")
    builders.an_ending(film, tldr="Judith hid what Nora had sold.")
    return film


def words(film):
    return [finding.word for finding in lint(film)]


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("Did Judith lose a thimble?", "Judith … thimble"),
        ("Did Judith hide something?", "Judith … hide"),
        ("Has Nora got the thimble?", ""),  # the film has said so
        ("Has Nora lost what Judith calls a thimble?", ""),  # of Nora it is known
        ("Who hides a thimble?", ""),  # nobody is named
    ],
)
def test_a_name_beside_a_word_that_is_said_of_it_later_is_heard(film, title, word):
    builders.a_question(film, 30, title)
    assert [w for w in words(film) if "…" in w] == [word] * bool(word)


def test_a_pronoun_stands_for_whom_the_title_names(film):
    text = "She may have had a thimble."
    question = builders.a_question(film, 30, "Where is Judith?", text=text)
    assert words(film) == ["Judith … thimble"]
    type(question).unguarded.filter(pk=question.pk).update(title="Where is Nora?")
    assert words(film) == []


def test_a_beat_may_not_say_whose_a_thing_is_that_the_film_shows_first(film):
    beat = Beat.unguarded.get(film=film, minute=5)
    said = f"{beat.text} Judith has lost a thimble."
    Beat.unguarded.filter(pk=beat.pk).update(text=said)
    assert "Judith … thimble" in words(film)


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        ("She will not see it again.", "will not see it again"),
        ("Nobody knows that it rains.", "Nobody knows that"),
        ("She will not sell.", ""),
    ],
)
def test_a_text_may_not_foretell_nor_say_what_nobody_knows(film, sentence, phrase):
    builders.a_question(film, 30, "Why Nora?", text=sentence)
    assert words(film) == [phrase] * bool(phrase)


def test_a_beat_may_say_what_nobody_knows_for_it_shows_it(film):
    beat = Beat.unguarded.get(film=film, minute=40)
    said = f"{beat.text} Nobody knows that it rains."
    Beat.unguarded.filter(pk=beat.pk).update(text=said)
    assert words(film) == []
