"""What waits at the desk, what is sent back, and the ways from a page to the next."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from guide.admin.colleagues import called
from guide.editorial.models import Report
from guide.passages.models import Beat, Ending, Question
from tests import builders
from tests.admin.desk_forms import add, change, fields, send

REVIEW = "/admin/review/"


def test_taking_down_asks_first_names_what_goes_with_it_and_leads_back(staff, film):
    question = Question.unguarded.get(film=film)
    there = reverse("row-take-down", args=["passage", question.pk])
    films = reverse("admin:guide_question_changelist")
    page = staff["editor"].get(there, headers={"Referer": f"http://testserver{films}"})
    question.refresh_from_db()
    assert question.status == "published"
    assert "An answercanary" in page.content.decode()
    answer = staff["editor"].post(there, fields(page))
    question.refresh_from_db()
    assert (answer["Location"], question.status) == (films, "retired")


def test_a_text_is_sent_back_with_a_note_that_its_writer_reads(staff, film):
    writer = staff["writer"]
    send(writer, add("beat", film=film.pk), minute="20", horizon="20", status="review",
         title="Waitingtitle", text="A text.")  # fmt: skip
    beat = Beat.unguarded.get(title="Waitingtitle")
    there = reverse("row-send-back", args=["passage", beat.pk])
    pages = [staff["editor"].get(REVIEW), staff["editor"].post(there, {"note": ""})]
    assert there in pages[0].content.decode()
    assert "This field is required." in pages[1].content.decode()
    assert writer.post(there, {"note": "No."}).status_code == 403
    staff["editor"].post(there, {"note": "Which day is it?"})
    beat.refresh_from_db()
    drafts, own = (
        writer.get(p).content.decode() for p in ("/admin/mine/", change(beat))
    )
    assert beat.status == "draft"
    assert "Which day is it?" in drafts and "Which day is it?" in own
    send(writer, change(beat), status="review", text="A text of Monday.")
    assert "Which day is it?" not in writer.get(change(beat)).content.decode()
    history = staff["editor"].get(f"/admin/guide/beat/{beat.pk}/history/")
    assert "sent back: Which day is it?" in history.content.decode()


def test_the_first_page_counts_all_that_waits_for_whom_it_is(staff, film):
    voter = builders.a_reader()
    builders.a_beat(film, 20, status="review")
    builders.a_proposal(voter, Beat.unguarded.get(title="Noon"))
    report = Report.unguarded.create(reader=voter, passage=Ending.unguarded.get())
    Report.unguarded.filter(pk=report.pk).update(at=timezone.now() - timedelta(days=8))
    send(staff["writer"], add("question", film=film.pk), title="Mine?", horizon="20")
    pages = {name: staff[name].get("/admin/").context["piles"] for name in staff}
    told = {
        n: [(p.words, p.count, p.late) for p in piles] for n, piles in pages.items()
    }
    assert told["writer"] == [("Your drafts", 1, 0)]
    assert told["editor"] == [
        ("Waiting for review", 1, 0), ("At a set time", 0, 0), ("Proposals", 1, 0),
        ("Shown too early", 1, 1), ("Your drafts", 0, 0),
    ]  # fmt: skip
    late = "1 for more than a week"
    assert late in staff["editor"].get("/admin/").content.decode()
    listed = staff["editor"].get(pages["editor"][3].url).content.decode()
    assert "The ending of" in listed


def test_a_page_of_the_desk_leads_to_the_readers_page(staff, film, beat):
    draft = builders.a_beat(film, 20, status="draft")
    there = f'href="/films/{film.slug}/#beat-{beat.public_id}"'
    pages = [staff["editor"].get(change(row)).content.decode() for row in (beat, draft)]
    assert [there in page for page in pages] == [True, False]
    assert ["View on site" in page for page in pages] == [True, False]


FOUND = {"latecanary": "beat", "endcanary": "ending", "answercanary": "answer",
         "readingcanary": "interpretation", "disputecanary": "dispute"}  # fmt: skip


@pytest.mark.parametrize(("word", "kind"), FOUND.items())
def test_the_desks_search_reads_texts(staff, film, word, kind):
    there = reverse(f"admin:guide_{kind}_changelist")
    found = [staff["editor"].get(there, {"q": q}).context["cl"].result_count
             for q in (word, "nothere")]  # fmt: skip
    assert found == [1, 0]


def test_colleagues_are_called_by_name_in_history(staff, film, beat):
    editor, reader = staff["editor"].reader, builders.a_reader("away@example.org")
    send(staff["editor"], change(beat), text="A new text.")
    page = staff["editor"].get(f"/admin/guide/beat/{beat.pk}/history/").content.decode()
    assert f"By {editor.email.partition('@')[0]};" in page
    assert called(reader) == f"reader {reader.pk}"
