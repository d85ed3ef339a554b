"""Turns of phrase with which a text runs ahead of its film."""

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
