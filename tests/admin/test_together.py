"""All that waits in a film's guide, published by one press: all of it, or nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from guide.films.models import Film
from guide.passages import bulk_publishing, floors
from guide.passages.models import (
    Answer,
    Beat,
    Dispute,
    Ending,
    Interpretation,
    Question,
)
from tests import builders
from tests.admin.desk_forms import said
from tests.admin.people import a_member, signed_in
from tests.conftest import at

DRAFT = {"status": "draft", "horizon_checked": True}


@pytest.fixture
def member(db):
    return signed_in(a_member("Editors"))


@pytest.fixture
def drafts(db):
    """A film that nobody sees, with a row of every kind."""
    film = builders.a_film("Unseen", slug="unseen", status="draft")
    beat = builders.a_beat(film, 10, "A beatcanary sings.", **DRAFT)
    question = builders.a_question(film, 20, "Who sings?", **DRAFT)
    builders.an_answer(question, "An answercanary sings.", **DRAFT)
    ending = builders.an_ending(film, tldr="An endcanary sings.", **DRAFT)
    builders.an_interpretation(ending, "A readingcanary sings.", **DRAFT)
    builders.a_dispute(beat, "A disputecanary sings.", horizon=30, **DRAFT)
    return film


def page_of(film):
    return f"/admin/drafts/{film.pk}/"


def ticked(page):
    return [line.key for line in page.context["lines"] if line.ticked]


def lines(page):
    return [(line.noun, line.ticked, line.against) for line in page.context["lines"]]


def statuses(film):
    return [
        Film.unguarded.get(pk=film.pk).status,
        *(
            row.status
            for model in (Beat, Ending, Interpretation, Question, Answer, Dispute)
            for row in model.unguarded.filter(film=film)
        ),
    ]


def test_one_press_publishes_a_film_with_its_whole_guide(member, drafts):
    page = member.get(page_of(drafts))
    assert [noun for noun, *_ in lines(page)] == [
        "film", "beat", "ending", "interpretation", "question", "answer", "dispute",
    ]  # fmt: skip
    answer = member.post(page_of(drafts), {"row": ticked(page)}, follow=True)
    assert "Published: 7." in said(answer)
    assert statuses(drafts) == ["published"] * 7
    shown = [at(drafts, minute).get("/films/unseen/").content for minute in (9, 29, 30)]
    words = (b"beatcanary", b"answercanary", b"disputecanary")
    assert [[word in text for word in words] for text in shown] == [
        [False, False, False], [True, True, False], [True, True, True],
    ]  # fmt: skip


def test_what_is_not_ticked_stays_a_draft(member, drafts):
    beat = Beat.unguarded.get(film=drafts)
    member.post(page_of(drafts), {"row": [f"passage-{beat.pk}", "passage-90000", "x"]})
    assert statuses(drafts) == ["draft", "published", *["draft"] * 5]


def test_where_one_is_refused_none_is_published(member, drafts):
    rows = [f"passage-{Beat.unguarded.get(film=drafts).pk}",
            f"passage-{Answer.unguarded.get(film=drafts).pk}"]  # fmt: skip
    page = member.post(page_of(drafts), {"row": rows})
    assert said(page) == (
        "Nothing was published. The answer “An answercanary sings.”: It rests on the "
        "question “Who sings?”, which is not published (draft). Publish that "
        "first."
    )
    assert ticked(page) == rows
    assert statuses(drafts) == ["draft"] * 7


def test_nothing_ticked_publishes_nothing(member, drafts):
    assert "Nothing was ticked" in said(member.post(page_of(drafts)))
    assert statuses(drafts) == ["draft"] * 7


def test_a_film_that_is_read_publishes_its_drafts_alone(member, film):
    draft = builders.a_beat(film, 20, "A draftcanary sings.", **DRAFT)
    page = member.get(page_of(film))
    assert ticked(page) == [f"passage-{draft.pk}"]
    before = at(film, 20).get(f"/films/{film.slug}/").content
    member.post(page_of(film), {"row": ticked(page)})
    after = at(film, 20).get(f"/films/{film.slug}/").content
    assert [b"draftcanary" in text for text in (before, after)] == [False, True]


def test_what_something_speaks_against_is_not_ticked(member, film):
    builders.a_beat(film, None, **DRAFT)
    builders.a_beat(film, 90, "Only now Zebulon is named.")
    builders.a_question(film, 20, "Who is Zebulon?", **DRAFT)
    later = timezone.now() + timedelta(days=1)
    builders.a_question(film, 21, "Who sings?", publish_at=later, **DRAFT)
    assert lines(member.get(page_of(film))) == [
        ("beat", False, "It has no minute yet."),
        ("question", False, "“Zebulon” is not revealed before the beat “90: A beat” "
         "(minute 90)."),
        ("question", False, "It has a set time of its own."),
    ]  # fmt: skip


def test_a_film_counts_what_is_not_published(member, drafts):
    page = f"/admin/guide/film/{drafts.pk}/change/"
    link = '<a class="desk-together" href="{}">Publish together (7)</a>'
    assert link.format(page_of(drafts)) in member.get(page).content.decode()
    rows = [f"{n}-{pk}" for n, pk in map(floors.key_of, bulk_publishing.drafts(drafts))]
    member.post(page_of(drafts), {"row": rows})
    assert "Publish together" not in member.get(page).content.decode()
