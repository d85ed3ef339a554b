"""The ending in layers: what is brief stands open, the rest opens, nothing twice."""

import re

import pytest

from guide.gate.horizon import SEEN
from guide.passages.models import Ending, Question
from tests import builders
from tests.conftest import at, flat

FILM = "/films/the-long-night/"
ENDING = f"{FILM}ending/"


def page(film, path=ENDING, minute=SEEN):
    return flat(at(film, minute).get(path).content.decode())


def opened(html):
    """A page without what its folds hold; the heads of the folds stay."""
    folds = r"(?s)(<details class=\"fold[^>]*>\s*<summary.*?</summary>).*?</details>"
    inner = re.sub(r"(?s)<details class=\"early\">.*?</details>", "", html)
    return re.sub(folds, r"\1", inner)


def test_the_brief_stands_open_and_what_is_long_opens(film):
    ending = Ending.unguarded.get(film=film)
    ending.text, ending.take = "At lengthcanary.", "A takecanary."
    ending.take_author = "Ann"
    ending.save()
    builders.a_question(film, SEEN, "And thenquestion?", under=ending)
    html = page(film)
    at_once = opened(html)
    for said in ("An endcanary sings.", "Readingtitle", "evidence__strip",
                 "thenquestion", "Does this reading convince you?"):  # fmt: skip
        assert said in at_once
    for said in (
        "lengthcanary",
        "A readingcanary sings.",
        "A notecanary sings.",
        "takecanary",
    ):
        assert said in html and said not in at_once


def test_what_an_address_names_lies_within_what_must_open(film):
    html = page(film)
    for name in re.findall(r'class="fold__place" id="([^"]+)"', html):
        fold = html[: html.index(f'id="{name}"')].rsplit("<details", 1)[1]
        assert "</details>" not in fold


def test_the_ending_repeats_nothing_of_the_films_page(film):
    question = Question.unguarded.get(film=film)
    plot, ending = page(film, FILM), page(film)
    for said in ("middlequestion", "A disputecanary sings.", question.public_id):
        assert said in plot and said not in ending
    assert f'href="{FILM}#questions"' in ending
    assert f'href="{FILM}#disputed"' in ending


def test_where_the_plot_has_nothing_more_the_ending_leads_to_nothing(sequel):
    builders.an_ending(sequel)
    assert "the-long-day/#" not in page(sequel, "/films/the-long-day/ending/")


def test_one_line_tells_the_minute_and_the_parts(film):
    parts = re.findall(
        r'href="(#[\w-]+)"', page(film).split("data-parts")[1].split("</nav>")[0]
    )
    assert parts == ["#brief", "#happens", "#readings", "#share"]
    halfway = page(film, FILM, 60).split('class="slim"')[1].split("</nav>")[0]
    assert ">60</a>" in halfway
    assert re.findall(r'href="(#[\w-]+)"', halfway) == [
        "#runtime", "#so-far", "#here", "#questions",
    ]  # fmt: skip
    assert "slim" not in page(film, FILM, 5)


def test_each_piece_of_evidence_leads_to_its_beat(film):
    html = page(film)
    (piece,) = re.findall(r'<li class="evidence__item" id="(piece-\w+)">', html)
    assert f'<a href="#{piece}"' in html
    (beat,) = re.findall(rf'class="evidence__minute" href="{FILM}#(beat-\w+)"', html)
    assert f'id="{beat}"' in page(film, FILM)
    ruler = re.findall(r'evidence__figure"[^>]*>(\d+)<', html)
    assert ruler == ["0", "30", "60", "100"]


def test_each_beat_leads_back_to_what_it_is_evidence_for(film):
    (piece,) = re.findall(r'id="(piece-\w+)"', page(film))
    assert f'for <a href="{ENDING}#{piece}">“Readingtitle”</a>' in page(film, FILM)
    assert "#piece-" not in page(film, FILM, 95)


def test_a_beat_leads_to_an_answer_on_its_own_page(film):
    question = Question.unguarded.get(film=film)
    beat = builders.a_beat(film, 55, title="Dusk")
    answer = builders.an_answer(question, title="Answertitle", horizon=60)
    piece = builders.evidence(answer, beat, stance="undermines")
    html = page(film, FILM, 60)
    there = f"{FILM}#piece-{piece.public_id}"
    named = f"<span>{question.title}</span> against"
    assert f'{named} <a href="{there}">“Answertitle”</a>' in html
    assert f'id="piece-{piece.public_id}"' in html


@pytest.mark.parametrize("word", ["disputecanary", "middlequestion", "readingcanary"])
def test_what_a_search_finds_stands_where_it_leads(film, word):
    found = page(film, f"/search/?q={word}")
    path, name = re.search(r'hit__title"><a href="([^#"]+)#(\w+)"', found).groups()
    assert f'id="{name}"' in page(film, path)
    assert "Safe from" not in found
