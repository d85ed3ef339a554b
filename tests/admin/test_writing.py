"""Writing a guide loses no place: the next row, the way back, answers at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guide.films.models import Film
from guide.gate.horizon import SEEN
from guide.passages.models import Answer, Beat, Ending, Question
from tests import builders
from tests.admin.desk_forms import add, change, fields, row_in, said, send


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        client.get(address)
    return len(caught)


def test_the_next_reading_is_of_the_same_ending(editor, film, reading):
    ending = Ending.unguarded.get(film=film)
    there = add("interpretation", film=film.pk, under=ending.pk)
    typed = {"title": "Another", "text": "Another.", "_addanother": "1"}
    answers = [send(editor, page, **typed) for page in (there, change(reading))]
    assert [answer.redirect_chain for answer in answers] == [[(there, 302)]] * 2
    shown = fields(answers[1])
    assert [shown[n] for n in ("film", "under", "horizon", "title")] == [
        str(film.pk), str(ending.pk), "seen", "",
    ]  # fmt: skip
    assert "horizon_checked" in shown  # nothing is later than the end


def test_the_next_beat_is_of_the_same_film(editor, film, beat):
    answer = send(editor, change(beat), _addanother="1")
    assert answer.redirect_chain == [(add("beat", film=film.pk), 302)]


def test_a_new_film_is_saved_onto_its_page(editor):
    typed = {"title": "By Hand", "slug": "by-hand", "year": "2020", "runtime": "90"}
    answer = send(editor, add("film"), **typed)
    film = Film.unguarded.get(slug="by-hand")
    assert answer.redirect_chain == [(change(film), 302)]
    assert b"Write the ending first." in answer.content


def test_saving_a_film_leads_back_to_the_beat_that_was_changed(editor, film):
    told = {"beat-0-minute": "1:00", "beat-0-horizon": "1:05"}
    answer = send(editor, change(film), **told)
    assert answer.redirect_chain == [(f"{change(film)}#beat-1", 302)]
    titles = [b.title for b in Beat.unguarded.filter(film=film)]
    assert titles == ["Noon", "Morning", "Latetitle"]


def test_every_page_leads_back_to_its_film(editor, film, beat):
    link = f'<a href="{change(film)}#beat-group">{film}</a>'
    pages = [change(beat), add("beat", film=film.pk)]
    assert [link in editor.get(page).content.decode() for page in pages] == [True] * 2


def test_a_question_is_written_with_its_answers(editor, film, finished, halfway):
    answers = row_in("answer", 0, text="A firstcanary.", status="published") | row_in(
        "answer", 1, text="A secondcanary.", status="published", horizon="0:55",
        horizon_checked="on",
    )  # fmt: skip
    send(
        editor, add("question", film=film.pk),
        title="Why now?", horizon="0:50", status="published", **answers,
    )  # fmt: skip
    question = Question.unguarded.get(title="Why now?")
    stored = Answer.unguarded.filter(under=question).order_by("horizon")
    told = [(a.text, a.horizon, a.horizon_checked, a.kind, a.film) for a in stored]
    assert told == [
        ("A firstcanary.", 50, False, "answer", film),
        ("A secondcanary.", 55, True, "answer", film),
    ]
    page = f"/films/{film.slug}/"
    shown = [
        [word in client.get(page).content for word in (b"firstcanary", b"secondcanary")]
        for client in (halfway, finished)
    ]
    assert shown == [[True, False], [True, True]]


def test_an_answer_from_the_end_on_has_no_minute_to_check(editor, film):
    typed = {"title": "Why at all?", "horizon": "seen", "horizon_checked": "on"}
    row = row_in("answer", 0, text="So.", status="draft")
    send(editor, add("question", film=film.pk), **typed, **row)
    stored = Answer.unguarded.get(text="So.")
    assert (stored.horizon, stored.horizon_checked) == (SEEN, True)


def test_an_answer_below_its_question_is_refused_beside_it(editor, film):
    question = Question.unguarded.get(film=film)
    row = row_in("answer", 0, text="Too early.", horizon="0:20", status="draft")
    page = send(editor, change(question), title="Typed anew?", **row)
    formset = page.context["inline_admin_formsets"][1].formset
    assert formset.forms[0].errors == {
        "horizon": [
            "This opens too early, at minute 20. It rests on the question "
            "“Typed anew?” (minute 50)."
        ]
    }
    assert fields(page)["answer-0-text"] == "Too early."
    assert Answer.unguarded.filter(text="Too early.").exists() is False


def test_a_question_shows_the_answers_it_has_and_keeps_them(editor, film):
    question, answer = (m.unguarded.get(film=film) for m in (Question, Answer))
    page = editor.get(change(question)).content.decode()
    link = (
        f'<a href="{change(answer)}">An answercanary sings.</a>: not before minute 60'
    )
    assert link in page
    saved = send(editor, change(question), horizon="1:20")
    assert "Raised with it to minute 80: the answer “An answercanary" in said(saved)
    assert Answer.unguarded.get(film=film).text == "An answercanary sings."


def test_a_films_page_names_what_hangs_on_each_row(editor, film, reading):
    builders.a_source(reading)
    page = editor.get(change(film)).content.decode()
    told = "not before minute 90; minute not checked; evidence; 1 source"
    assert page.count(told) == 1
    assert page.count(f'href="{change(reading)}#source-group">1 source</a>') == 1


@pytest.mark.parametrize("kind", ["question", "beat"])
def test_a_page_costs_the_same_with_more_evidence(editor, film, beat, kind):
    question = Question.unguarded.get(film=film)
    row = {"question": question, "beat": beat}[kind]
    builders.evidence(question, beat, "One.")
    before = queries(editor, change(row))
    for number in range(5):
        builders.evidence(question, beat, f"And {number}.")
    assert queries(editor, change(row)) == before


def test_evidence_is_picked_by_minute_and_title(editor, film, reading):
    builders.a_beat(film, 5, title="Dawn")
    page = editor.get(change(reading))
    form = page.context["inline_admin_formsets"][0].formset.empty_form
    offered = [words for _, words in form.fields["beat"].choices]
    assert offered == [
        "---------", "5 · Dawn", "10 · Morning", "50 · Noon", "90 · Latetitle",
    ]  # fmt: skip
