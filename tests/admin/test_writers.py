"""What a writer meets on the desk, and what a chief does with an account."""

import pytest

from guide.passages.models import Beat
from guide.readers.models import Reader
from tests import builders
from tests.admin.desk_forms import add, change, errors, fields, send
from tests.admin.people import a_member, signed_in


@pytest.fixture
def writer(db):
    return signed_in(a_member("Writers"))


@pytest.fixture
def chief(db):
    return signed_in(a_member("Chiefs"))


def statuses(page) -> list[str]:
    return [
        value for value, _ in page.context["adminform"].form.fields["status"].choices
    ]


def test_a_writer_writes_a_draft_and_sends_it_to_review(writer, film):
    send(writer, add("beat", film=film.pk), minute="20", horizon="20",
         title="Late morning", text="Draftcanary.", status="draft")  # fmt: skip
    draft = Beat.unguarded.get(title="Late morning")
    send(writer, change(draft), status="review")
    draft.refresh_from_db()
    assert (draft.status, draft.published_at) == ("review", None)


def test_publishing_is_not_offered_and_a_forged_form_is_refused(writer, editor, film):
    draft = builders.a_beat(film, 20, status="draft")
    offered = [statuses(who.get(change(draft))) for who in (writer, editor)]
    page = send(writer, change(draft), status="published", cleared="on")
    draft.refresh_from_db()
    assert offered == [["draft", "review"], ["draft", "review", "published"]]
    assert (list(errors(page)), draft.status, draft.cleared) == (
        ["status"], "draft", False,
    )  # fmt: skip


def test_what_is_published_is_shown_with_a_sentence_and_no_fields(writer, film, beat):
    pages = [writer.get(change(row)) for row in (beat, film)]
    shown = [page.content.decode() for page in pages]
    assert ["only an editor can change it." in text for text in shown] == [True, True]
    assert [set(fields(page)) & {"title", "text", "status"} for page in pages] == [
        set(), set(),
    ]  # fmt: skip
    assert "A middlecanary sings." in shown[0]
    assert add("beat", film=film.pk) in shown[1]
    assert writer.post(change(beat), {"title": "Forged"}).status_code == 403


def test_on_a_draft_films_page_published_beats_stay_as_they_are(writer):
    film = builders.a_film(status="draft")
    builders.a_beat(film, 10, title="Kept")
    builders.a_beat(film, 20, title="Typed over", status="draft")
    answer = send(writer, change(film), **{
        "beat-0-title": "Forged", "beat-1-title": "Anew",
    })  # fmt: skip
    assert answer.redirect_chain[-1][1] == 302
    titles = Beat.unguarded.filter(film=film).order_by("minute")
    assert list(titles.values_list("title", flat=True)) == ["Kept", "Anew"]


def test_evidence_of_a_published_entry_is_not_deleted_on_a_drafts_page(writer, film):
    question = builders.a_question(film, 20)
    draft = builders.a_beat(film, 10, status="draft")
    note = builders.evidence(question, draft)
    page = send(writer, change(draft), **{"evidence-0-DELETE": "on"})
    formset = page.context["inline_admin_formsets"][0].formset
    assert formset.non_form_errors() == [
        "This is published: only an editor can change it."
    ]
    assert type(note).unguarded.filter(pk=note.pk).exists()


def test_a_chief_puts_a_reader_in_a_group_and_lets_them_enter(chief, voter):
    reader = voter.reader
    send(chief, change(reader), given=list(
        map(str, reader.groups.model.objects.filter(name="Writers").values_list(
            "pk", flat=True
        ))
    ))  # fmt: skip
    reader.refresh_from_db()
    assert (reader.is_staff, [g.name for g in reader.groups.all()]) == (
        True, ["Writers"],
    )  # fmt: skip
    send(chief, change(reader))
    assert fields(chief.get(change(reader)))["is_active"] == "on"


def test_a_chief_changes_no_address_and_no_other_chief(chief, voter):
    send(chief, change(voter.reader), email="mine@example.org", is_superuser="on")
    voter.reader.refresh_from_db()
    other = a_member("Chiefs")
    page = chief.get(change(other)).content.decode()
    assert (voter.reader.email, voter.reader.is_superuser) == (
        "voter@example.org", False,
    )  # fmt: skip
    assert "Only an operator can change the account of a chief" in page
    assert chief.post(change(other), {"is_active": ""}).status_code == 403
    assert Reader.objects.get(pk=other.pk).is_active is True
