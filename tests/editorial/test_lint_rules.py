"""What the lint counts as the same word, as too early, and as let through."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import CommandError, call_command

from guide.editorial import guidefile
from guide.editorial.lint import lint, undo, wave
from guide.editorial.lint.words import stem
from guide.passages import publishing
from guide.passages.models import Beat, Ending
from tests import builders
from tests.editorial.guides import SMALL, seed

pytestmark = pytest.mark.django_db

TEXTS = {
    5: "A boat comes in. Rosalind steps ashore with a trunk.",
    30: "Rosalind rents a room above the harbour. Nobody asks for her papers.",
    60: "She opens the trunk. It belonged to Balthazar, a smuggler of fireworks.",
    80: "Balthazar betrays her. Rosalind dies on the mole, and Balthazar watches.",
}


@pytest.fixture
def film():
    premise = "Rosalind comes to a quiet coast."
    film = builders.a_film("A Quiet Coast", slug="a-quiet-coast", premise=premise)
    for minute, text in TEXTS.items():
        builders.a_beat(film, minute + 9, text, minute=minute, title=f"Part {minute}")
    builders.an_ending(film, tldr="Rosalind is dead, and Balthazar is to blame.")
    return film


def words(film):
    return [finding.word for finding in lint(film)]


def test_a_guide_that_tells_in_time_has_no_findings(film):
    assert words(film) == []


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("Who is Balthazar?", "Balthazar"),
        ("What is Balthazar’s game?", "Balthazar"),
        ("Is there more than one of the Balthazars?", "Balthazars"),
        ("Is it a trunk of *Balthazar*?", "Balthazar"),
        ("Has she seen balthazar?", "balthazar"),
        ("Will Rosalind die?", "die"),
        ("Whom does she think a traitor?", "traitor"),
        ("Are the fireworks hers?", "fireworks"),
        ("Does it turn out well?", ""),
        ("Who asks for her papers?", ""),
        ("Why the harbour?", ""),
    ],
)
def test_inflections_of_names_and_telling_words_are_found(film, title, word):
    builders.a_question(film, 40, title)
    assert words(film) == [word] * bool(word)


def test_what_a_film_is_sold_on_is_no_name_of_it(film):
    ending = Ending.unguarded.get(film=film)
    said = "It says so on the DVD of Pathé, and the DVD is right."
    Ending.unguarded.filter(pk=ending.pk).update(text=said)
    type(film).unguarded.filter(pk=film.pk).update(release="Pathé DVD, 2003")
    film.refresh_from_db()
    assert words(film) == []
    type(film).unguarded.filter(pk=film.pk).update(release="Balthazar’s fireworks")
    film.refresh_from_db()
    assert words(film) == ["fireworks"]


def test_a_word_is_free_from_the_minute_of_its_home_on(film):
    question = builders.a_question(film, 68, "Who is Balthazar?")
    assert words(film) == ["Balthazar"]
    question.horizon = 69
    publishing.save(question)
    assert words(film) == []


def test_what_was_retired_is_not_read(film):
    question = builders.a_question(film, 40, "Who is Balthazar?")
    publishing.retire(question)
    assert words(film) == []


def test_a_finding_says_where_the_word_belongs_and_what_to_do(film):
    builders.a_question(film, 40, "Who is Balthazar?")
    assert str(lint(film)[0]) == (
        "the question “Who is Balthazar?” (minute 40), title: “Balthazar” is not "
        "revealed before the beat “60: Part 60” (minute 69). Leave it out, or raise "
        "the minute of this row."
    )


def test_a_row_below_its_floor_is_found(film):
    question = builders.a_question(film, 40, "Who rents?")
    answer = builders.an_answer(question, "She does.")
    type(answer).unguarded.filter(pk=answer.pk).update(horizon=39)
    assert words(film) == ["minute 39"]


def test_an_unchecked_minute_that_does_not_err_late_is_found(film):
    beat = Beat.unguarded.get(film=film, minute=30)
    Beat.unguarded.filter(pk=beat.pk).update(horizon=34)
    assert words(film) == ["minute 34"]
    Beat.unguarded.filter(pk=beat.pk).update(horizon_checked=True)
    assert words(film) == []


def test_another_film_is_given_away_unless_a_link_says_so(film):
    other = builders.a_film("The Far Shore", slug="the-far-shore")
    builders.a_beat(other, 15, "A ferry leaves.", minute=5)
    builders.a_beat(other, 90, "It was Ottoline who sank it. Ottoline!", minute=80)
    text = "It is all as in *The Far Shore*, but for Ottoline."
    beat = builders.a_beat(film, 50, text, minute=45, title="Aside")
    assert words(film) == ["Ottoline"]
    link = builders.also_spoils(beat, other, 90)
    assert words(film) == []
    type(link).unguarded.update(minute=60)
    assert words(film) == ["Ottoline"]


def test_a_word_is_let_through_in_one_row_and_objected_to_again(film):
    row = builders.a_question(film, 40, "Who is Balthazar?")
    builders.a_question(film, 41, "Where is Balthazar?")
    wave(row, "Balthazar", "He is on the poster.", None)
    wave(row, "balthazar", "He is named on the poster.", None)
    assert [f.reason for f in lint(film)] == ["He is named on the poster.", ""]
    undo(row, "Balthazar", None)
    assert [f.reason for f in lint(film)] == ["", ""]


def test_the_command_fails_while_there_is_something_to_look_at(film, capsys):
    row = builders.a_question(film, 40, "Who is Balthazar?")
    with pytest.raises(CommandError) as failure:
        call_command("lint_spoilers", film.slug)
    assert failure.value.returncode == 1
    assert str(failure.value) == "1 film: 1 to look at, 0 let stand."
    wave(row, "Balthazar", "He is on the poster.", None)
    call_command("lint_spoilers", film.slug)
    assert capsys.readouterr().out.endswith("1 film: 0 to look at, 1 let stand.\n")


def test_the_command_knows_no_strange_film(film):
    with pytest.raises(CommandError) as failure:
        call_command("lint_spoilers", "nothing-1900")
    assert failure.value.returncode == 2


@pytest.mark.parametrize("model", ["waiver", "waved"])
def test_a_guide_file_lets_a_word_through(db, model):
    premise = '    premise: "In the end they all go home."\n'
    waiver = f"""
- model: guide.{model}
  fields:
    public_id: "aaaaaaaaaa"
    film: ["small-2001"]
    word: "In the end"
    reason: "The first line of the film says so."
"""
    guide = guidefile.parse((SMALL + premise + waiver).encode())
    guidefile.apply(guide)
    call_command("lint_spoilers", "small-2001")
    with pytest.raises(guidefile.GuideFileErrors):
        seed((SMALL.replace("small", "other") + waiver).encode())


def test_words_are_stemmed_in_two_threads_at_once():
    """The desk is served by threads."""
    words = ["hopefulness", "organizational", "wandering", "nationalization"] * 200
    alone, pace = [stem.__wrapped__(word) for word in words], sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(stem.__wrapped__, words)) == alone
    finally:
        sys.setswitchinterval(pace)
