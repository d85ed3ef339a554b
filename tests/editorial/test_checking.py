"""The guides in fixtures/ are deep enough, rest on facts, and stand no earlier."""

from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command

from guide.editorial import facts, prose
from guide.gate.horizon import SEEN

WHOLE = {
    "film": "the-light-1999",
    "gathered": "2026-11-27",
    "by": "a language model",
    "public": {"runtime": 100, "credits_minutes": 5},
    "sources": {
        "a": {"title": "A summary", "kind": "summary", "where": "https://a.example"},
        "b": {"title": "A review", "kind": "review", "where": "https://b.example"},
    },
    "statements": [
        {"id": 1, "says": "She rows out.", "place": 0.2, "sources": ["a", "b"]},
        {"id": 2, "says": "She drowns.", "place": 0.9, "sources": ["a", "b"]},
        {"id": 3, "says": "It was him.", "place": 0.2, "sources": ["a"], "thin": True},
    ],
    "told": {"beat000001": [1]},
    "as_said": {},
}
EARLY = facts.Told("beat000001", "beat “Out”", 25)


@pytest.fixture
def listed(tmp_path):
    """Reads the list with some of its parts changed."""

    def read(**parts):
        path = tmp_path / "the-light-1999.yaml"
        path.write_text(yaml.safe_dump(WHOLE | parts))
        return facts.read(path)

    return read


def test_a_text_that_rests_on_its_facts_is_fine(listed):
    assert list(facts.problems(listed(), [EARLY])) == []


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({}, "beat “Out” rests on no statement."),
        ({"beat000001": [7]},
         "beat “Out” rests on statement 7, which is not there."),
        ({"beat000001": [3]},
         "beat “Out” tells as a fact what one source says: 3."),
        ({"beat000001": [2]},
         "beat “Out” is safe from minute 25 on, and statement 2 stands at about 86."),
        ({"beat000001": [1], "beat000002": [1]},
         "The list names 'beat000002', and the guide has no such text."),
    ],
)  # fmt: skip
def test_what_a_text_says_beyond_its_facts_is_told(listed, told, why):
    assert list(facts.problems(listed(told=told), [EARLY])) == [why]


def test_what_one_source_says_may_be_passed_on_as_said(listed):
    assert list(facts.problems(listed(as_said={"beat000001": [3]}), [EARLY])) == []


def test_who_has_seen_all_may_read_of_all(listed):
    late = facts.Told("beat000001", "beat “Out”", SEEN)
    assert list(facts.problems(listed(told={"beat000001": [1, 2]}), [late])) == []


def test_one_source_is_marked_as_thin(listed):
    lone = {"id": 4, "says": "He lies.", "place": 0.1, "sources": ["b", "b"]}
    statements = [*WHOLE["statements"], lone]
    assert list(facts.problems(listed(statements=statements), [EARLY])) == [
        "statement 4 has one source and is not marked thin."
    ]


def test_a_list_that_lacks_a_part_is_refused(listed):
    with pytest.raises(facts.FactsError, match="lacks told"):
        listed(told=None)


def test_seven_words_in_a_row_are_found_in_two_texts():
    one = "The light goes out at ten, and nobody says a word."
    other = "At ten, and nobody says a word, she rows out."
    assert list(
        prose.shared([("one", one), ("other", other), ("third", "Short.")])
    ) == [("at ten and nobody says a word", "one", "other")]


def test_how_a_guide_reads_in_figures():
    read = prose.figures(["The film is not long but dark. She rows."])
    assert (read.words, read.sentence) == (9, 4.5)
    assert (round(read.the_film), round(read.not_but)) == (111, 111)


@pytest.mark.full
def test_our_guides_can_be_trusted(db, settings):
    settings.FIXTURE_DIRS = [Path(__file__).parents[2] / "fixtures"]
    call_command("check_guides", verbosity=0)


def test_a_film_without_a_file_is_named(db):
    with pytest.raises(CommandError, match="No guide file holds: nowhere-1999"):
        call_command("check_guides", "nowhere-1999")
