"""The editors' desk: forms, floors, who sees what, and what nobody may edit."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from guide.films.models import Film
from guide.gate.horizon import SEEN
from guide.passages import publishing
from guide.passages.models import (
    Answer,
    Beat,
    Dispute,
    Entry,
    Evidence,
    Question,
)
from tests import builders
from tests.admin.desk_forms import add, change, errors, fields, row_in, said, send


def test_a_film_with_a_beat_and_a_question_is_written_by_hand_and_gated(editor):
    send(
        editor, add("film"),
        title="By Hand", slug="by-hand", year="2020", runtime="1:50",
        status="published",
        **row_in(
            "beat", 0, minute="1:07", horizon="1:10", title="A door opens",
            text="Dooropens *here*.", status="published",
        ),
    )  # fmt: skip
    film = Film.unguarded.get(slug="by-hand")
    answer = send(
        editor, add("question", film=film.pk),
        title="Who opened it?", horizon="1:12", horizon_checked="on",
        status="published",
    )  # fmt: skip
    beat, question = Beat.unguarded.get(film=film), Question.unguarded.get(film=film)
    assert (film.runtime, film.sort_title, film.published_at is None) == (
        110, "by hand", False,
    )  # fmt: skip
    assert (beat.minute, beat.horizon, beat.rendered["text"]["html"]) == (
        67, 70, "<p>Dooropens <em>here</em>.</p>\n",
    )  # fmt: skip
    assert (question.horizon, question.kind, question.film) == (72, "question", film)
    assert answer.redirect_chain[0] == (f"{change(film)}#questions", 302)
    page = f"/films/{film.slug}/"
    at_69, at_70 = Client(), Client()
    at_69.cookies["progress"] = f"{film.public_id}.69"
    at_70.cookies["progress"] = f"{film.public_id}.70"
    shown = [b"Dooropens" in c.get(page).content for c in (at_69, at_70)]
    assert shown == [False, True]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("1:17", 77),
        ("77", 77),
        ("seen", SEEN),
        ("", None),
        ("100", SEEN),
        ("1:40", SEEN),
        ("77:12", 77),
        ("1h 17m", 77),
        ("１：17：59", 77),
    ],
)
def test_a_horizon_is_typed_as_a_player_shows_it_or_seen(editor, beat, typed, stored):
    send(editor, change(beat), horizon=typed)
    beat.refresh_from_db()
    assert beat.horizon == stored


@pytest.mark.parametrize("typed", ["1:77", "-1", "noon", "9999", "1:00:99", "1e3"])
def test_what_is_no_minute_is_refused_and_stands_as_typed(editor, beat, typed):
    answer = send(editor, change(beat), horizon=typed, text="Typed anew.")
    beat.refresh_from_db()
    assert list(errors(answer)) == ["horizon"]
    assert (fields(answer)["horizon"], fields(answer)["text"]) == (typed, "Typed anew.")
    assert beat.horizon == 50


@pytest.mark.parametrize("typed", ["101", "2:40", "12:34"])
def test_a_minute_past_the_end_is_refused_and_never_seen_in_silence(
    editor, film, beat, sequel, typed
):
    answer = send(editor, change(beat), horizon=typed, text="Typed anew.")
    (sentence,) = errors(answer)["horizon"]
    assert "The film runs 100 minutes" in sentence
    assert (fields(answer)["horizon"], fields(answer)["text"]) == (typed, "Typed anew.")
    beat.refresh_from_db()
    assert beat.horizon == 50
    page = send(editor, change(film), **{"beat-0-horizon": typed})
    beats = page.context["inline_admin_formsets"][0].formset
    assert "The film runs 100 minutes" in str(beats.forms[0].errors["horizon"])
    link = row_in("alsospoils", 0, spoils=sequel.pk, minute=typed)
    answer = send(editor, change(beat), **link)
    assert b"The film runs 100 minutes" in answer.content


def test_a_stored_minute_past_the_end_of_a_film_grown_shorter_is_the_end(editor, film):
    late = Beat.unguarded.get(film=film, title="Latetitle")
    Beat.unguarded.filter(pk=late.pk).update(minute=70)
    type(film).unguarded.filter(pk=film.pk).update(runtime=80)
    send(editor, change(late), text="Typed anew.")
    late.refresh_from_db()
    assert (late.text, late.horizon) == ("Typed anew.", SEEN)


def test_minutes_show_as_numbers_and_the_whole_film_as_seen(editor, film, reading):
    beat = Beat.unguarded.get(film=film, title="Latetitle")
    shown = [fields(editor.get(change(row)))["horizon"] for row in (beat, reading)]
    assert shown == ["90", "seen"]


def test_a_save_below_the_floor_is_refused_and_names_what_it_rests_on(editor, film):
    answer = Answer.unguarded.get(film=film)
    page = send(editor, change(answer), horizon="0:20", text="Typed anew.")
    assert errors(page) == {
        "horizon": [
            "This opens too early, at minute 20. It rests on the question "
            "“Who sings middlequestion?” (minute 50)."
        ]
    }
    assert fields(page)["text"] == "Typed anew."
    assert Answer.unguarded.get(film=film).horizon == 60


def test_a_horizon_below_the_evidence_on_the_same_page_is_refused(editor, film):
    question = Question.unguarded.get(film=film)
    late = Beat.unguarded.get(film=film, title="Latetitle")
    row = row_in(
        "evidence", 0, beat=late.pk, stance="supports", note="It does.", order=0
    )
    page = send(editor, change(question), title="Typed anew?", **row)
    sentence = (
        "This opens too early, at minute 50. It rests on the beat "
        "“90: Latetitle” (minute 90)."
    )
    assert errors(page) == {"horizon": [sentence]}
    evidence = page.context["inline_admin_formsets"][0].formset
    assert evidence.forms[0].errors == {"beat": [sentence]}
    assert fields(page)["evidence-0-note"] == "It does."
    assert Evidence.unguarded.filter(passage=question).exists() is False


def test_evidence_and_the_horizon_it_needs_are_saved_together(editor, film):
    question = Question.unguarded.get(film=film)
    late = Beat.unguarded.get(film=film, title="Latetitle")
    row = row_in(
        "evidence", 0, beat=late.pk, stance="supports", note="It does.", order=0
    )
    send(editor, change(question), horizon="1:30", **row)
    stored = Evidence.unguarded.get(passage=question)
    assert (stored.beat, stored.passage.horizon) == (late, 90)


def test_a_horizon_goes_down_with_the_evidence_that_held_it_up(editor, film, reading):
    late = Beat.unguarded.get(film=film, title="Latetitle")
    question = builders.a_question(film, 95, "Why so late?")
    builders.evidence(question, late)
    send(editor, change(question), horizon="20", **{"evidence-0-DELETE": "on"})
    question.refresh_from_db()
    assert question.horizon == 20
    assert Evidence.unguarded.filter(passage=question).exists() is False


def test_raising_a_row_raises_what_rests_on_it_and_names_it(editor, film):
    question = Question.unguarded.get(film=film)
    answer = send(editor, change(question), horizon="1:20")
    assert "Raised with it to minute 80: the answer “An answercanary sings.”." in said(
        answer
    )
    assert Answer.unguarded.get(film=film).horizon == 80


def test_raising_a_beat_on_the_films_page_names_what_it_raised(editor, film):
    early = Beat.unguarded.get(film=film, title="Morning")
    question = builders.a_question(film, 20, "Why so early?")
    builders.evidence(question, early)
    answer = send(editor, change(film), **{"beat-0-horizon": "1:15"})
    assert "Raised with it to minute 75: the question “Why so early?”" in said(answer)
    assert Entry.unguarded.get(pk=question.pk).horizon == 75


def test_raising_a_beat_while_its_evidence_is_edited_keeps_both(editor, film):
    early = Beat.unguarded.get(film=film, title="Morning")
    question = builders.a_question(film, 20, "Why so early?")
    builders.evidence(question, early)
    send(editor, change(early), horizon="40", **{"evidence-0-note": "Typed anew."})
    stored = Evidence.unguarded.get(passage=question)
    assert (stored.note, stored.passage.horizon) == ("Typed anew.", 40)


def test_a_beat_above_its_horizon_is_refused_on_the_films_page(editor, film):
    page = send(editor, change(film), **{"beat-1-horizon": "5", "beat-1-text": "Anew."})
    beats = page.context["inline_admin_formsets"][0].formset
    assert beats.forms[1].errors == {
        "horizon": [
            "The beat begins at minute 50; what it tells is not safe at minute 5."
        ]
    }
    assert fields(page)["beat-1-text"] == "Anew."


def test_a_film_does_not_end_before_one_of_its_beats(editor, film):
    page = send(editor, change(film), runtime="1:20")
    beats = page.context["inline_admin_formsets"][0].formset
    assert [form.errors for form in beats.forms] == [
        {}, {}, {"minute": ["The film ends at minute 80."]},
    ]  # fmt: skip
    assert fields(page)["runtime"] == "1:20"
    film.refresh_from_db()
    assert film.runtime == 100


def test_what_was_public_is_corrected_below_what_was_taken_back(editor, film, finished):
    publishing.retire(Question.unguarded.get(film=film))
    send(editor, change(Answer.unguarded.get(film=film)), text="Corrected.")
    stored = Answer.unguarded.get(film=film)
    assert (stored.text, stored.status) == ("Corrected.", "published")
    assert b"Corrected." not in finished.get(f"/films/{film.slug}/").content


def test_a_second_ending_of_the_same_cut_is_refused(editor, film):
    page = send(editor, add("ending", film=film.pk), tldr="Two.", text="Two.")
    assert errors(page) == {"__all__": ["The reference release has an ending already."]}


def test_a_dispute_of_a_dispute_or_of_another_film_is_refused(editor, film, sequel):
    beat, elsewhere = Beat.unguarded.filter(film=film)[0], builders.a_beat(sequel, 5)
    dispute = Dispute.unguarded.filter(film=film)[0]
    told = {"title": "Is it?", "said_elsewhere": "A.", "text": "B.", "horizon": "seen"}
    there = add("dispute", film=film.pk)
    for under in (dispute, elsewhere):
        page = send(editor, there, under=under.pk, **told)
        assert errors(page) == {
            "under": [
                "Select a valid choice. That choice is not one of the available "
                "choices."
            ]
        }
    assert Dispute.unguarded.filter(title="Is it?").exists() is False
    send(editor, there, under=beat.pk, **told)
    assert Dispute.unguarded.get(title="Is it?").under == beat


def test_a_row_under_an_unpublished_one_is_not_published(editor, film):
    question = builders.a_question(film, 10, "A draft?", status="draft")
    answer = send(
        editor, add("answer", film=film.pk, under=question.pk),
        text="Because.", status="published",
    )  # fmt: skip
    assert errors(answer) == {
        "status": [
            "It rests on the question “A draft?”, which is not published (draft). "
            "Publish that first."
        ]
    }


def test_an_address_presets_the_film_and_the_question_with_its_minute(editor, film):
    question = Question.unguarded.get(film=film)
    page = editor.get(add("answer", film=film.pk, under=question.pk))
    shown = fields(page)
    assert [shown[n] for n in ("film", "under", "horizon")] == [
        str(film.pk), str(question.pk), "50",
    ]  # fmt: skip


def test_choices_are_of_the_same_film(editor, film, sequel, reading):
    elsewhere = builders.a_beat(sequel, 5, title="Elsewhere")
    ending = builders.an_ending(sequel)
    form = editor.get(change(reading)).context["adminform"].form
    evidence = editor.get(change(reading)).context["inline_admin_formsets"][0].formset
    assert ending not in form.fields["under"].queryset
    assert elsewhere not in evidence.empty_form.fields["beat"].queryset
    row = row_in(
        "evidence", 0, beat=elsewhere.pk, stance="supports", note="No.", order=0
    )
    page = send(editor, change(Question.unguarded.get(film=film)), **row)
    assert page.context["inline_admin_formsets"][0].formset.forms[0].errors == {
        "beat": [
            "Select a valid choice. That choice is not one of the available choices."
        ]
    }


def test_a_link_to_the_rows_own_film_is_refused(editor, film, sequel, beat):
    own = row_in("alsospoils", 0, spoils=film.pk, minute="seen")
    page = send(editor, change(beat), **own)
    formset = page.context["inline_admin_formsets"][2].formset
    assert formset.forms[0].errors == {
        "spoils": ["Choose a film other than the row’s own."]
    }
    other = row_in("alsospoils", 0, spoils=sequel.pk, minute="1:10")
    assert send(editor, change(beat), **other).redirect_chain[0][1] == 302


@pytest.mark.parametrize("kind", ["interpretation", "question", "answer", "dispute"])
def test_an_empty_form_is_refused_field_by_field(editor, film, kind):
    answer = send(editor, add(kind, film=film.pk))
    assert answer.status_code == 200
    assert errors(answer) != {}


def test_a_form_without_a_film_asks_for_one(editor, db):
    assert "film" in errors(send(editor, add("question"), title="Whose?"))


def test_bookmarks_and_the_index_have_no_page():
    names = {model.__name__ for model in admin.site._registry}
    without = {"Snapshot", "Bookmark", "SearchDoc", "Seeded", "Entry", "Passage"}
    assert names & without == set()


def test_a_save_through_a_proxy_is_in_the_history(editor, film, reading):
    before = Entry.history.filter(id=reading.pk).count()
    send(editor, change(reading), title="Newtitle")
    records = Entry.history.filter(id=reading.pk)
    latest = records.latest()
    assert (records.count() - before, latest.title, latest.history_user) == (
        1, "Newtitle", editor.reader,
    )  # fmt: skip
    page = editor.get(f"/admin/guide/interpretation/{reading.pk}/history/")
    assert "Newtitle" in page.content.decode()


def test_the_history_of_a_row_that_is_not_there_is_not_found(editor, film, reading):
    answer = builders.an_answer(builders.a_question(film))
    for key in (answer.pk, 9_999, "x"):
        address = f"/admin/guide/interpretation/{key}/history/"
        assert editor.get(address).status_code == 404


def test_what_was_public_is_retired_and_not_deleted(editor, film, beat):
    draft = builders.a_beat(film, 20, status="draft")
    urls = [f"/admin/guide/beat/{row.pk}/delete/" for row in (beat, draft)]
    answers = [editor.post(url, {"post": "yes"}).status_code for url in urls]
    assert answers == [403, 302]
    assert list(Beat.unguarded.filter(pk__in=[beat.pk, draft.pk])) == [beat]


def test_deleting_what_others_rest_on_is_refused_and_names_them(editor, film):
    question = builders.a_question(film, 10, "Why?", status="draft")
    builders.an_answer(question, "Because.", status="draft")
    page = editor.post(f"/admin/guide/question/{question.pk}/delete/", {"post": "yes"})
    assert page.status_code == 200
    assert "Because." in page.content.decode()
    assert Question.unguarded.filter(pk=question.pk).exists() is True


@pytest.mark.parametrize(
    "model", ["film", "person", "beat", "ending", "interpretation", "question",
              "answer", "dispute", "reader"],
)  # fmt: skip
def test_every_list_and_every_empty_form_opens(editor, film, model):
    urls = [reverse(f"admin:guide_{model}_{page}") for page in ("changelist", "add")]
    assert [editor.get(url).status_code for url in urls] == [200, 200]


def test_a_films_page_costs_the_same_with_more_on_it(
    editor, film, django_assert_max_num_queries
):
    editor.get(change(film))
    for minute in range(20, 40):
        builders.a_beat(film, minute)
        builders.a_question(film, minute, f"Why {minute}?")
    with django_assert_max_num_queries(30):
        editor.get(change(film))
