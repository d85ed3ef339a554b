"""What the desk calls things and people, and what it leaves out."""

import pytest
from django.urls import reverse

from guide.editorial import proposing
from guide.passages.models import Ending, Question
from guide.votes import casting, discounting
from guide.votes.models import Vote
from tests import builders
from tests.admin.desk_forms import add, change, fields, send
from tests.conftest import flat


def page(client, address) -> str:
    return flat(client.get(address).content.decode())


def decided(proposal) -> str:
    return reverse("admin:guide_proposal_change", args=[proposal.pk])


@pytest.fixture
def named(staff):
    """An editor, and what colleagues call them."""
    editor = staff["editor"]
    return editor, editor.reader.email.partition("@")[0]


def test_who_decided_is_called_by_name(named, beat, reading):
    editor, name = named
    proposal = builders.a_proposal(builders.a_reader(), beat, "correction")
    proposing.refuse(proposal, by=editor.reader, note="The film shows otherwise.")
    assert f"refused, by {name}," in page(editor, decided(proposal))
    casting.cast(reader=builders.a_reader(), entry=reading, value=1)
    keys = Vote.unguarded.values_list("pk", flat=True)
    discounting.discount(list(keys), by=editor.reader, reason="A crowd.")
    assert f">{name}</td>" in page(editor, reverse("admin:guide_discount_changelist"))


def test_texts_are_called_what_their_kind_calls_them(named, film):
    editor, name = named
    ending = Ending.unguarded.get(film=film)
    there = reverse("next-version", args=["passage", ending.pk])
    editor.post(there, fields(editor.get(there)) | {"text": "It ends anew."})
    assert "“what happens” of " in page(editor, reverse("mine"))
    shown = page(editor, change(ending))
    assert "A draft of its “what happens”" in shown and f"by {name}," in shown
    correction = builders.a_proposal(
        builders.a_reader(), ending, "correction", field="text"
    )
    told = page(editor, decided(correction))
    assert ", what happens <span" in told and ">What happens:</label>" in told
    dispute = builders.a_proposal(builders.a_reader(), ending)
    told = page(editor, decided(dispute))
    assert all(f">{words}:</label>" in told
               for words in ("Fact at issue", "What the film shows"))  # fmt: skip


def test_no_choice_says_what_it_means(named, film):
    editor, _ = named
    asked = page(editor, add("question", film=film.pk))
    assert "none: the film before its ending</option>" in asked
    asked = page(editor, add("ending", film=film.pk))
    assert "none: the reference release</option>" in asked


def test_who_started_from_the_film_is_not_sent_there(named, film):
    editor, _ = named
    hint = "Start from the film’s own page"
    assert hint not in page(editor, add("beat", film=film.pk))
    assert hint in page(editor, reverse("admin:guide_beat_add"))


def test_what_is_typed_and_refused_changes_nobodys_sight(named, beat):
    editor, _ = named
    answer = send(editor, change(beat), horizon="2:40")
    assert "not before minute 160" not in answer.content.decode()
    assert "not before minute 50" in answer.content.decode()


def test_a_page_to_review_leads_to_sending_it_back(staff, film):
    row = builders.a_question(film, 10, "Ready?", status="review")
    there = reverse("row-send-back", args=["passage", row.pk])
    assert there in page(staff["editor"], change(row))
    assert there not in page(staff["writer"], change(row))
    done = builders.a_question(film, 10, "Done?")
    assert "/send-back/" not in page(staff["editor"], change(done))


def test_what_is_left_of_a_row_that_is_gone_was_typed_by_somebody(staff, film):
    draft = builders.a_beat(film, 20, status="draft")
    posted = fields(staff["editor"].get(change(draft)))
    posted |= {"source-__prefix__-passage": "1", "text": "Typedcanary."}
    gone = reverse("admin:guide_beat_delete", args=[draft.pk])
    assert "Search doc" not in page(staff["editor"], gone)
    staff["chief"].post(gone, {"post": "yes"})
    answer = staff["editor"].post(change(draft), posted).content.decode()
    assert "Typedcanary." in answer and "prefix" not in answer


def test_a_refused_decision_leads_to_what_is_missing(staff, film):
    question = Question.unguarded.filter(film=film).first()
    proposal = builders.a_proposal(builders.a_reader(), question, "answer")
    there = decided(proposal)
    posted = fields(staff["editor"].get(there)) | {"_return": "x"}
    answer = flat(staff["editor"].post(there, posted).content.decode())
    assert '<a href="#id_note">Note</a>: Write a note to the writer.' in answer


def test_a_suspension_without_a_reason_leads_to_it(staff):
    reader = builders.a_reader()
    there = reverse("admin:guide_reader_change", args=[reader.pk])
    posted = fields(staff["chief"].get(there))
    del posted["is_active"]
    answer = flat(staff["chief"].post(there, posted).content.decode())
    assert '<a href="#id_reason">Reason</a>: Say why' in answer
