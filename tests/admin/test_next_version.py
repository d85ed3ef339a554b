"""A published text can have a draft of its next version, which readers do not see."""

import pytest
from django.urls import reverse

from guide.editorial.proposals import Proposal
from guide.passages.models import Ending
from tests.admin.desk_forms import change, fields

NEXT = "A laterdraftcanary sings."


@pytest.fixture
def page(beat):
    return reverse("next-version", args=["passage", beat.pk])


def keep(client, page, **texts):
    return client.post(page, fields(client.get(page)) | texts)


def test_a_writer_drafts_it_and_an_editor_publishes_it(staff, beat, page, finished):
    writer, editor = staff["writer"], staff["editor"]
    assert page in writer.get(change(beat)).content.decode()
    assert keep(writer, page, text=NEXT)["Location"] == change(beat)
    draft = Proposal.unguarded.get()
    guide = "/films/the-long-night/"
    assert "laterdraftcanary" not in finished.get(guide).content.decode()
    decide = reverse("admin:guide_proposal_change", args=[draft.pk])
    assert decide in editor.get(change(beat)).content.decode()
    editor.post(decide, fields(editor.get(decide)) | {"_accept": "1"})
    beat.refresh_from_db()
    assert beat.text == NEXT
    assert "laterdraftcanary" in finished.get(guide).content.decode()
    reasons = [record.history_change_reason for record in beat.history.all()]
    assert reasons[0] == "The next version, drafted at the desk"


def test_its_writer_goes_on_with_it_and_it_stays_one(staff, beat, page):
    writer = staff["writer"]
    keep(writer, page, text=NEXT)
    assert NEXT in writer.get(page).content.decode()
    keep(writer, page, text=f"{NEXT} Again.")
    draft = Proposal.unguarded.get()
    assert (draft.text, draft.revision) == (f"{NEXT} Again.", 2)
    assert page in writer.get("/admin/mine/").content.decode()
    assert page not in staff["editor"].get("/admin/mine/").content.decode()
    keep(writer, page)
    assert Proposal.unguarded.get().revision == 2  # nothing was changed


def test_a_text_published_meanwhile_is_shown_beside_it_and_nothing_is_lost(
    staff, beat, page
):
    writer = staff["writer"]
    typed = fields(writer.get(page)) | {"text": NEXT}
    type(beat).unguarded.filter(pk=beat.pk).update(text="Another text.")
    answer = writer.post(page, typed).content.decode()
    assert "has changed since this draft was begun" in answer
    assert "Another text." in answer and NEXT in answer
    assert not Proposal.unguarded.exists()


def test_each_text_of_an_ending_has_a_draft_of_its_own(staff, film):
    ending = Ending.unguarded.get(film=film)
    page = reverse("next-version", args=["passage", ending.pk])
    keep(staff["editor"], page, tldr="Tldrdraft.", summary="Summarydraft.")
    drafts = Proposal.unguarded.values_list("field", "text")
    assert sorted(drafts) == [("summary", "Summarydraft."), ("tldr", "Tldrdraft.")]


def test_what_is_not_published_is_changed_on_its_own_page(staff, beat, page):
    type(beat).unguarded.filter(pk=beat.pk).update(status="retired")
    assert page not in staff["editor"].get(change(beat)).content.decode()
    assert staff["editor"].get(page).status_code == 403


def test_a_reader_is_sent_to_log_in(page, voter):
    assert voter.get(page)["Location"].startswith("/admin/login/")
