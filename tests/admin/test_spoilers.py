"""The lint on the desk: listed, beside the field, let through with a reason."""

import pytest
from django.test import Client
from django.urls import reverse

from guide.admin import spoilers
from guide.editorial.lint import lint, wave
from guide.editorial.models import Waiver
from guide.passages.models import Beat, Question
from tests import builders
from tests.admin.desk_forms import add, change, send
from tests.admin.test_preview import BACKEND

FOUND = "“Zanzibar” is not revealed before the beat “90: Latetitle” (minute 90)."


@pytest.fixture
def question(film):
    """Names at minute 50 what a beat tells at minute 90."""
    late = Beat.unguarded.filter(film=film, title="Latetitle")
    late.update(text="They come to Zanzibar. All of Zanzibar is on its feet.")
    Beat.unguarded.filter(film=film).update(horizon_checked=True)
    question = Question.unguarded.get(film=film)
    Question.unguarded.filter(pk=question.pk).update(text="Has she been to Zanzibar?")
    return question


def page_of(row) -> str:
    return reverse("spoilers-of-row", args=["passage", row.pk])


def check(client, film, **typed):
    return client.post(reverse("spoilers-check", args=[film.pk]), typed)


def of_row(noun, row) -> str:
    return reverse("spoilers-found", args=[noun, row.pk])


def test_a_films_desk_lists_what_tells_too_early(editor, film, question):
    for address in (of_row("film", film), reverse("spoilers-of-film", args=[film.pk])):
        page = editor.get(address).content.decode()
        assert FOUND in page
        assert page_of(question) in page


def test_a_row_has_its_own_findings_and_no_others(editor, film, question):
    early = Beat.unguarded.get(film=film, title="Morning")
    pages = [of_row("passage", question), of_row("passage", early), page_of(question)]
    found = [FOUND in editor.get(page).content.decode() for page in pages]
    assert found == [True, False, True]


def test_no_page_waits_for_it_and_each_leads_to_it(editor, film, question, read):
    asked = {
        change(film): [of_row("film", film), f"/admin/spoilers/film/{film.pk}/all/"],
        change(question): [of_row("passage", question), page_of(question)],
    }
    for page, addresses in asked.items():
        said = editor.get(page).content.decode()
        assert [address in said for address in addresses] == [True, True]
    answer = send(editor, change(question), title="Who sings middlequestion there?")
    assert answer.status_code == 200
    assert f"saved-question-{question.pk}" in answer.content.decode()
    assert read == []


@pytest.fixture
def read(monkeypatch):
    """What was read for spoilers."""
    read = []
    monkeypatch.setattr("guide.admin.spoilers.lint.lint", lambda *a: read.append(a))
    return read


def test_one_text_at_a_time_is_read(editor, film, question, monkeypatch):
    monkeypatch.setattr(spoilers, "WAIT", 0)
    typed = {"kind": "question", "key": question.pk, "name": "title"}
    typed["text"] = "Zanzibar?"
    pages = [page_of(question), f"/admin/spoilers/film/{film.pk}/all/"]
    drafts = reverse("drafts", args=[film.pk])
    Question.unguarded.filter(pk=question.pk).update(status="draft", published_at=None)
    with spoilers._turn:
        refused = [
            check(editor, film, **typed),
            editor.get(of_row("passage", question)),
            editor.get(of_row("film", film)),
        ]
        told = [editor.get(page).content.decode() for page in pages]
        drafted = editor.get(drafts).content.decode()
    assert [(r.status_code, r["Retry-After"]) for r in refused] == [(429, "1")] * 3
    assert [(spoilers.BUSY in page, FOUND in page) for page in told] == [
        (True, False)
    ] * 2
    assert ("It has not been checked" in drafted, "checked>" in drafted) == (
        True,
        False,
    )
    assert FOUND in check(editor, film, **typed).content.decode()


def test_an_editor_lets_a_finding_stand_and_the_list_says_why(editor, film, question):
    posted = {"word": "Zanzibar", "reason": "It is on the poster."}
    answer = editor.post(page_of(question), posted)
    assert answer["Location"] == f"{change(film)}#spoilers"
    page = editor.get(of_row("film", film)).content.decode()
    assert f"<s>{FOUND}</s> Let stand: It is on the poster." in page
    assert [(w.row.pk, w.by) for w in Waiver.unguarded.all()] == [
        (question.pk, editor.reader)
    ]


def test_a_finding_is_not_let_through_without_a_reason(editor, question):
    editor.post(page_of(question), {"word": "Zanzibar", "reason": "  "})
    assert Waiver.unguarded.count() == 0


def test_it_is_objected_to_again(editor, film, question):
    wave(question, "Zanzibar", "It is on the poster.", editor.reader)
    assert lint(film)[0].reason == "It is on the poster."
    editor.post(page_of(question), {"word": "Zanzibar", "undo": "1"})
    assert [finding.reason for finding in lint(film)] == [""]


def test_what_is_typed_is_checked_and_nothing_is_saved(editor, film, question):
    typed = {"kind": "question", "key": question.pk, "name": "title"}
    answer = check(editor, film, **typed, text="Who sings in Zanzibar?")
    assert FOUND in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert Question.unguarded.get().title == "Who sings middlequestion?"
    later = check(editor, film, **typed, text="Who sings in Zanzibar?", horizon="1:30")
    assert later.content == b"\n"


def test_a_row_that_is_being_added_is_checked(editor, film, question):
    typed = {"kind": "beat", "key": "", "name": "title", "text": "Off to Zanzibar"}
    without = check(editor, film, **typed)
    within = check(editor, film, **typed, minute="0:05", horizon="0:10")
    assert (without.content, FOUND in within.content.decode()) == (b"\n", True)


def test_a_premise_is_checked_as_it_is_typed(editor, film, question):
    typed = {"kind": "film", "key": film.pk, "name": "premise"}
    answer = check(editor, film, **typed, text="A boat leaves for Zanzibar.")
    assert "Everybody reads this: leave it out." in answer.content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {"kind": "film", "name": "status"},
        {"kind": "reader", "name": "email"},
        {"kind": "beat", "name": "film"},
        {"kind": "beat", "name": "text", "text": "x" * 20_001},
    ],
)
def test_what_is_no_text_is_refused(editor, film, typed):
    assert check(editor, film, **typed).status_code == 400


def test_a_strange_row_or_film_is_not_found(editor, film):
    strange = ["/admin/spoilers/reader/1/", "/admin/spoilers/passage/99999/"]
    assert [editor.get(address).status_code for address in strange] == [404, 404]
    answer = editor.post("/admin/spoilers/film/99999/check/", {"kind": "beat"})
    assert answer.status_code == 404


def test_nobody_but_editors_reads_what_the_lint_says(film, question):
    reader, staff = Client(), Client()
    reader.force_login(builders.a_reader(), backend=BACKEND)
    staff.force_login(builders.a_reader(is_staff=True), backend=BACKEND)
    typed = {"kind": "beat", "name": "text", "text": "Zanzibar"}
    answers = [
        (client.get(page_of(question)).status_code, check(client, film, **typed))
        for client in (Client(), reader, staff)
    ]
    assert [(got, posted.status_code) for got, posted in answers] == [
        (302, 302), (302, 302), (403, 403),
    ]  # fmt: skip
    assert all(b"Zanzibar" not in posted.content for _, posted in answers)


def test_a_word_let_stand_shows_to_no_reader(film, question, finished):
    wave(question, "Zanzibar", "Reasoncanary.", None)
    pages = [f"/films/{film.slug}/", f"/films/{film.slug}/ending/"]
    assert all(b"Reasoncanary" not in finished.get(page).content for page in pages)


def test_an_added_row_says_what_may_tell(editor, film, question):
    answer = send(
        editor, add("question", film=film.pk), title="Where is Zanzibar?",
        horizon="0:20", horizon_checked="on",
    )  # fmt: skip
    added = Question.unguarded.get(title="Where is Zanzibar?")
    assert f"saved-question-{added.pk}" in answer.content.decode()
    assert "“Zanzibar”" in editor.get(of_row("passage", added)).content.decode()
