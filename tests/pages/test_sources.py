"""Sources, and the evidence of questions and answers: beside the row they speak for."""

import pytest

from guide.passages.models import Answer, Beat, Dispute, Ending, Question
from tests import builders
from tests.conftest import at, flat

ENDING, FILM = "/films/the-long-night/ending/", "/films/the-long-night/"


def shown(film, page, minute, word) -> bool:
    return word.encode() in at(film, minute).get(page).content


@pytest.mark.parametrize(
    ("model", "page", "minute"),
    [
        (Ending, ENDING, 32_767),
        (Dispute, FILM, 70),
        (Question, FILM, 50),
        (Answer, FILM, 60),
    ],
)
def test_a_source_shows_where_its_row_does_and_no_minute_earlier(
    film, model, page, minute
):
    builders.a_source(model.unguarded.get(), "Originwords", "https://example.org/o")
    before = 99 if minute > 100 else minute - 1
    seen = [shown(film, page, m, "Originwords") for m in (before, minute)]
    assert seen == [False, True]


def test_the_evidence_of_an_answer_shows_with_the_answer(film):
    answer = Answer.unguarded.get()
    builders.evidence(answer, Beat.unguarded.get(title="Noon"), "Pointcanary.")
    seen = [shown(film, FILM, minute, "Pointcanary") for minute in (59, 60)]
    assert seen == [False, True]


def test_a_source_says_what_it_is_and_needs_no_link(film):
    source = builders.a_source(Beat.unguarded.get(title="Noon"), "Plainwords", "")
    source.kind = "script"
    source.save()
    page = flat(at(film, 50).get(FILM).content.decode())
    assert "Plainwords</span> (the script)</p>" in page
    assert 'href=""' not in page


def test_the_order_of_events_names_only_passages_that_were_reached(film):
    for place, beat in enumerate(Beat.unguarded.order_by("-minute")):
        Beat.unguarded.filter(pk=beat.pk).update(story_order=place)
    pages = [at(film, m).get(FILM).content.decode() for m in (49, 50)]
    listed = [page.partition('class="events"')[2].partition("</details>")[0]
              for page in pages]  # fmt: skip
    assert listed[0] == ""
    assert listed[1].index("Noon") < listed[1].index("Morning")
    assert "Latetitle" not in listed[1]
