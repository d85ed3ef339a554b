"""The desk of proposals: the queue, one proposal, many at once."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guide.editorial import proposing
from guide.editorial.proposals import Proposal, State
from guide.passages import publishing
from guide.passages.models import Answer, Beat, Dispute, Entry
from guide.votes import discounting
from tests import builders

pytestmark = pytest.mark.django_db
QUEUE = "/admin/guide/proposal/"
HOSTILE = "<script>alert(1)</script> <img src=x onerror=a> [a](javascript:a)"


@pytest.fixture
def beat(film):
    return Beat.unguarded.get(film=film, minute=10)


@pytest.fixture
def ada(db):
    return builders.a_reader(public_name="Ada")


@pytest.fixture
def sent(beat, ada):
    return builders.a_proposal(ada, beat, title="Sentcanary?")


def page_of(proposal):
    return f"{QUEUE}{proposal.pk}/change/"


def typed(editor, proposal):
    """What the form of a proposal holds when it is opened."""
    form = editor.get(page_of(proposal)).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def press(editor, proposal, button, **changes):
    data = typed(editor, proposal) | changes | {button: "x"}
    return editor.post(page_of(proposal), data)


def shown(editor, **asked):
    return editor.get(QUEUE, asked).content.decode()


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def test_the_queue_shows_what_waits_and_who_would_see_it(editor, sent):
    page = shown(editor)
    assert "Sentcanary?" in page and "Ada" in page
    assert "minute 15; what it concerns: not before minute 10" in page
    proposing.return_(sent, by=editor.reader, note="Why?")
    assert "Sentcanary?" not in shown(editor)
    assert "Sentcanary?" in shown(editor, standing="returned")
    assert "Sentcanary?" in shown(editor, standing="all")


def test_a_suspended_accounts_proposals_are_listed_apart(editor, sent, ada):
    discounting.suspend(ada, by=editor.reader, reason="Noise.")
    assert "Sentcanary?" not in shown(editor)
    assert "Sentcanary?" in shown(editor, standing="suspended")
    assert "the account is suspended" in editor.get(page_of(sent)).content.decode()


def test_accepted_as_it_is(editor, sent):
    assert press(editor, sent, "_accept").status_code == 302
    made = Dispute.unguarded.get(title="Sentcanary?")
    assert (made.byline, made.status, made.horizon) == ("Ada", "published", 15)
    assert made.history.first().history_user == editor.reader


def test_accepted_with_edits(editor, sent):
    answer = press(editor, sent, "_accept", text="Better.")
    assert "You have edited it (text): use “Accept with these edits”." in (
        answer.content.decode()
    )
    press(editor, sent, "_edited", text="Better.", horizon="0:12", checked="on")
    made = Dispute.unguarded.get(title="Sentcanary?")
    assert (made.text, made.horizon, made.horizon_checked) == (
        "Better.", 12, True,
    )  # fmt: skip


def test_what_a_verb_refuses_is_said_at_its_field(editor, sent):
    answer = press(editor, sent, "_edited", horizon="0:05")
    (sentence,) = answer.context["form"].errors["horizon"]
    assert sentence.startswith("This opens too early, at minute 5. It rests on")
    answer = press(editor, sent, "_refuse")
    assert answer.context["form"].errors == {"note": ["Write a note to the writer."]}
    sent.refresh_from_db()
    assert sent.state == State.WAITING


@pytest.mark.parametrize(
    "button, state", [("_return", State.RETURNED), ("_refuse", State.REFUSED)]
)
def test_returned_and_refused_with_a_note(editor, sent, button, state):
    press(editor, sent, button, note="Which scene?")
    sent.refresh_from_db()
    assert (sent.state, sent.note, sent.by) == (state, "Which scene?", editor.reader)
    page = editor.get(page_of(sent)).content.decode()
    assert "Which scene?" in page and "_accept" not in page


def test_a_correction_that_was_overtaken_shows_both_texts(editor, ada, beat):
    sent = builders.a_proposal(ada, beat, "correction", text="Minecanary.")
    data = typed(editor, sent)
    beat.text = "Newercanary."
    publishing.save(beat)
    for button in ("_accept", "_edited"):
        answer = editor.post(page_of(sent), data | {button: "x"})
        page = answer.content.decode()
        assert "compare the two and edit" in page
        assert "Newercanary." in page and "Minecanary." in page
    digest = re.search(r'name="digest" value="(\w+)"', page)[1]
    both = {"text": "Newer and mine.", "digest": digest, "_edited": "x"}
    editor.post(page_of(sent), data | both)
    beat.refresh_from_db()
    assert beat.text == "Newer and mine."


def test_a_correction_is_shown_word_by_word(editor, ada, beat):
    sent = builders.a_proposal(ada, beat, "correction", text="An earlycanary hums.")
    page = editor.get(page_of(sent)).content.decode()
    assert "An earlycanary <del>sings.</del><ins>hums.</ins>" in page
    assert "<pre" in page and page.count("An earlycanary sings.") == 1


def test_what_its_writer_revised_meanwhile_is_not_decided_unseen(editor, sent):
    data = typed(editor, sent)
    sent.text = "Revisedcanary."
    proposing.revise(sent)
    answer = editor.post(page_of(sent), data | {"_accept": "x"})
    assert Dispute.unguarded.filter(title="Sentcanary?").count() == 0
    assert "evised" in answer.content.decode()


def chosen(editor, action, proposals, **more):
    data = {"action": action, "_selected_action": [p.pk for p in proposals]}
    return editor.post(QUEUE, data | more, follow=True)


def test_many_are_accepted_and_each_refusal_is_told(editor, ada, film):
    question = Entry.unguarded.get(film=film, kind="question")
    beat = Beat.unguarded.get(film=film, minute=10)
    fine = builders.a_proposal(ada, question, "answer", text="Fine.")
    late = builders.a_proposal(ada, beat, "correction", text="Late.")
    beat.text = "Newer."
    publishing.save(beat)
    answer = chosen(editor, "take", [fine, late])
    told = said(answer)
    assert "“Late.”: What it corrects has changed: compare the two and edit." in (told)
    assert "Accepted: 1." in told
    assert Answer.unguarded.filter(text="Fine.").count() == 1
    late.refresh_from_db()
    assert late.state == State.WAITING


@pytest.mark.parametrize(
    "action, state", [("give_back", State.RETURNED), ("turn_down", State.REFUSED)]
)
def test_many_get_one_note(editor, ada, beat, sent, action, state):
    other = builders.a_proposal(ada, beat, text="Another.")
    asked = chosen(editor, action, [sent, other])
    assert "Sentcanary?" in asked.content.decode()
    assert Proposal.unguarded.filter(state=State.WAITING).count() == 2
    chosen(editor, action, [sent, other], confirmed="x", note="Not so.")
    found = Proposal.unguarded.values_list("state", "note")
    assert list(found) == [(state, "Not so.")] * 2


def test_hostile_texts_are_harmless_on_the_desk(editor, ada, beat):
    ada.public_name = HOSTILE[:60]
    ada.save()
    row = Entry.unguarded.filter(kind="interpretation").get()
    for kind, about, more in (
        ("dispute", beat, {"title": HOSTILE, "said_elsewhere": HOSTILE}),
        ("dispute", row, {"title": HOSTILE, "said_elsewhere": HOSTILE}),
        ("correction", beat, {}),
    ):
        builders.a_proposal(ada, about, kind, text=HOSTILE, **more)
    sent = list(Proposal.unguarded.all())
    pages = [shown(editor), *(editor.get(page_of(p)).content.decode() for p in sent)]
    pages.append(chosen(editor, "give_back", sent).content.decode())
    for proposal in sent:
        press(editor, proposal, "_accept")
    pages.append(editor.get(f"{QUEUE}{sent[0].pk}/history/").content.decode())
    pages.append(editor.get("/films/the-long-night/ending/").content.decode())
    for page in pages:
        assert "<script>alert" not in page and "<img src=x" not in page
    assert "alert(1)" in pages[0]


def test_the_queue_costs_the_same_however_long_it_is(editor, beat, sent):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            shown(editor)
        return len(asked)

    cost()  # content types are remembered from the first time on
    before = cost()
    for number in range(3):
        builders.a_proposal(builders.a_reader(), beat, text=f"Number {number}.")
    assert cost() == before
