"""What the lint finds in beats and in a premise, by the first uses of words."""

import pytest

from guide.editorial.lint import lint
from guide.passages.models import Beat
from tests import builders

pytestmark = pytest.mark.django_db

TEXTS = {
    5: "Nora opens the shop. A man called Ivo buys a clock and forgets his hat.",
    40: "Nora mends the clock by night. Ivo waits outside in the rain.",
    70: "Nora learns that Ivo has forged the deeds of the shop.",
    90: "Ivo is her brother. He was sent by the insurers, and Nora throws him out.",
}


@pytest.fixture
def film():
    film = builders.a_film(
        "The Clock Shop",
        slug="the-clock-shop",
        premise="Nora owes three months of rent.",
    )
    for minute, text in TEXTS.items():
        builders.a_beat(film, minute + 9, text, minute=minute, title=f"Part {minute}")
    ending = builders.an_ending(film, tldr="Nora sells the shop.")
    builders.an_interpretation(ending, "He was never there.", title="Ivo is a ghost")
    return film


def words(film):
    return [finding.word for finding in lint(film)]


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("Marten is about to forge the deeds.", "forge"),
        ("Marten forges the deeds.", ""),  # a beat brings new words all the time
        ("Soon the insurers will send him.", "insurers"),
        ("The insurers send him.", ""),
        ("He will not send the insurers.", ""),
    ],
)
def test_a_beat_that_looks_ahead_may_use_no_word_of_what_follows(film, sentence, word):
    beat = Beat.unguarded.get(film=film, minute=5)
    Beat.unguarded.filter(pk=beat.pk).update(text=f"{beat.text} {sentence}")
    assert words(film) == [word] * bool(word)


def test_a_title_may_not_say_what_only_a_reading_says(film):
    Beat.unguarded.filter(film=film, minute=40).update(title="The ghost")
    assert words(film) == ["ghost"]


def test_a_premise_may_name_whom_the_film_does_not_present(film):
    builders.a_beat(film, 45, "Old Marten knocks.", minute=36, title="Part 36")
    premise = "Nora owes three months of rent to Marten."
    type(film).unguarded.filter(pk=film.pk).update(premise=premise)
    film.refresh_from_db()
    assert words(film) == ["Marten"]
    Beat.unguarded.filter(film=film, minute=36).update(text="Marten knocks.")
    assert words(film) == []
