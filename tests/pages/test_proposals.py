"""The reader's side of proposals: the form, one's own proposals, the shelf."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guide.editorial import proposing
from guide.editorial.proposals import Proposal, State
from guide.gate.horizon import SEEN
from guide.passages import publishing
from guide.passages.models import Beat, Ending, Entry
from guide.readers.bookmarks import AccountShelf
from guide.votes import limits
from tests import builders
from tests.conftest import at

pytestmark = pytest.mark.django_db
HOSTILE = (
    """<script>alert(1)</script> [a](javascript:alert(1)) <img src=x onerror=a()>"""
)
SAID = {"title": "Is it so?", "said_elsewhere": "It is.", "text": "It is *not*.",
        "minute": "10", "consent": "on", "act": "send"}  # fmt: skip


@pytest.fixture
def beat(film):
    return Beat.unguarded.get(film=film, minute=10)


@pytest.fixture
def question(film):
    return Entry.unguarded.get(film=film, kind="question")


def about(row, kind="dispute", field=""):
    more = f"&field={field}" if field else ""
    return f"/propose/{row.public_id}/?kind={kind}{more}"


def text_of(answer):
    return answer.content.decode()


def test_a_reader_previews_sends_revises_and_withdraws(voter, beat):
    page = text_of(voter.post(about(beat), SAID | {"act": "preview", "consent": ""}))
    assert "It is <em>not</em>." in page
    assert Proposal.unguarded.count() == 0
    sent = voter.post(about(beat), SAID | {"name": "Ada"})
    proposal = Proposal.unguarded.get()
    there = f"/proposals/{proposal.public_id}/"
    assert (sent.status_code, sent["Location"]) == (303, there)
    assert "Thank you. An editor will read it." in text_of(voter.get(there))
    voter.reader.refresh_from_db()
    assert voter.reader.public_name == "Ada"
    assert "Waiting" in text_of(voter.get("/shelf/"))
    proposing.return_(proposal, by=None, note="Which\nscene? <b>")
    page = text_of(voter.get(there))
    assert "Which<br>scene? &lt;b&gt;" in page
    voter.post(there, SAID | {"text": "In the *first* scene."})
    proposal.refresh_from_db()
    assert (proposal.state, proposal.text) == (State.WAITING, "In the *first* scene.")
    voter.post(there, {"act": "withdraw"})
    proposal.refresh_from_db()
    assert proposal.state == State.WITHDRAWN
    page = text_of(voter.get(there))
    assert "In the <em>first</em> scene." in page and "<textarea" not in page


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"text": ""}, "text"),
        ({"title": "x" * 201}, "title"),
        ({"text": "x" * 20_001}, "text"),
        ({"minute": ""}, "minute"),
        ({"minute": "half"}, "minute"),
        ({"minute": "9"}, "minute"),
        ({"minute": "101"}, "minute"),
        ({"minute": "2:40"}, "minute"),  # hours and minutes, past the end
        ({"consent": ""}, "consent"),
        ({"name": "x" * 61}, "name"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    voter, beat, wrong, field
):
    answer = voter.post(about(beat), SAID | wrong)
    page = text_of(answer)
    assert list(answer.context["form"].errors) == [field]
    assert f'id="id_{field}_error"' in page
    kept = {"title": "Is it so?", "said_elsewhere": "It is.", "text": "It is *not*."}
    assert all(text in page for name, text in kept.items() if name not in wrong)
    assert Proposal.unguarded.count() == 0


def test_nobody_is_sure_means_late(voter, beat):
    voter.post(about(beat), SAID | {"minute": "12", "unsure": "on"})
    assert Proposal.unguarded.get().horizon == SEEN


def test_a_session_that_ended_while_somebody_wrote_loses_nothing(voter, beat):
    hidden = Client()
    for row in ("zzzzzzzzzz", beat.public_id):
        answer = hidden.post(f"/propose/{row}/?kind=dispute", SAID | {"x": "y"})
        assert answer.status_code == 403
        page = text_of(answer)
        kept = re.findall(r'name="(\w+)"', page)
        assert {*SAID} - {*kept} == set()
        assert "x" not in kept and "It is *not*." in page
    voter.post(about(beat), SAID)
    assert Proposal.unguarded.get().text == "It is *not*."


def test_who_is_signed_out_is_led_to_sign_in_and_back(film, beat):
    answer = at(film, 50).get(about(beat))
    back = f"%2Fpropose%2F{beat.public_id}%2F%3Fkind%3Ddispute"
    assert (answer.status_code, answer["Location"]) == (
        303, f"/accounts/login/?next={back}",
    )  # fmt: skip


def test_what_is_hidden_takes_no_proposal(voter, film, beat):
    late = Beat.unguarded.get(film=film, title="Latetitle")
    AccountShelf(voter.reader).move(film, 50)
    never = voter.get("/propose/zzzzzzzzzz/?kind=dispute")
    for answer in (voter.get(about(late)), voter.post(about(late), SAID)):
        assert (answer.status_code, answer.content) == (404, never.content)
    assert Proposal.unguarded.count() == 0


def test_the_beats_of_the_form_are_those_that_were_reached(voter, film, question):
    AccountShelf(voter.reader).move(film, 50)
    page = text_of(voter.get(about(question, "answer")))
    assert "10 · Morning" in page and "50 · Noon" in page
    assert "Latetitle" not in page
    late = Beat.unguarded.get(film=film, title="Latetitle")
    sent = {"text": "He.", "minute": "50", "consent": "on", "act": "send",
            "evidence0-beat": late.public_id, "evidence0-note": "Here."}  # fmt: skip
    answer = voter.post(about(question, "answer"), sent)
    assert "beat" in answer.context["form"].evidence[0].errors
    assert Proposal.unguarded.count() == 0


def test_an_answer_names_beats_with_one_sentence_each(voter, film, question):
    early, noon, _ = Beat.unguarded.filter(film=film).order_by("minute")
    sent = {"text": "He.", "minute": "55", "consent": "on", "act": "send",
            "evidence0-beat": early.public_id, "evidence0-note": "A bird.",
            "evidence2-beat": noon.public_id, "evidence2-stance": "undermines",
            "evidence2-note": "No bird."}  # fmt: skip
    twice = voter.post(
        about(question, "answer"), sent | {"evidence1-beat": early.public_id}
    )
    said = [form.errors for form in twice.context["form"].evidence]
    assert [list(errors) for errors in said] == [[], ["note"], [], []]
    voter.post(about(question, "answer"), sent)
    pieces = proposing.evidence_of(Proposal.unguarded.get())
    assert [(p.beat, p.stance, p.note) for p in pieces] == [
        (early, "supports", "A bird."), (noon, "undermines", "No bird."),
    ]  # fmt: skip
    there = f"/proposals/{Proposal.unguarded.get().public_id}/"
    assert 'value="No bird."' in text_of(voter.get(there))


def test_a_correction_begins_with_the_text_and_says_when_that_changed(voter, beat):
    page = text_of(voter.get(about(beat, "correction")))
    digest = re.search(r'name="digest" value="(\w+)"', page)[1]
    assert "An earlycanary sings." in page
    beat.text = "An editor's *text*."
    publishing.save(beat)
    sent = {"text": "Mine.", "minute": "10", "consent": "on", "act": "send"}
    answer = voter.post(about(beat, "correction"), sent | {"digest": digest})
    page = text_of(answer)
    assert answer.status_code == 409
    assert "An editor&#x27;s *text*." in page and "Mine." in page
    digest = re.search(r'name="digest" value="(\w+)"', page)[1]
    voter.post(about(beat, "correction"), sent | {"digest": digest})
    assert Proposal.unguarded.get().text == "Mine."
    unchanged = voter.post(
        about(beat, "correction"), sent | {"text": beat.text, "digest": digest}
    )
    assert "You haven’t changed anything yet." in text_of(unchanged)


def test_without_a_kind_the_page_lists_what_may_be_proposed(voter, film):
    ending = Ending.unguarded.get(film=film)
    page = text_of(voter.get(f"/propose/{ending.public_id}/"))
    found = re.findall(r'href="/propose/\w+/\?([^"]+)"', page)
    assert found == [
        "kind=interpretation",
        "kind=dispute",
        "kind=correction&amp;field=tldr",
        "kind=correction&amp;field=text",
    ]
    only = text_of(voter.get(about(ending, "correction")))
    assert len(re.findall(r'href="/propose/', only)) == 2
    reading = text_of(voter.get(about(ending, "interpretation")))
    assert 'name="minute"' not in reading  # there is nothing to choose


def test_going_back_takes_ones_own_proposals_off_the_shelf(voter, film, beat):
    sent = builders.a_proposal(voter.reader, beat, title="Mycanary?", horizon=70)
    there = f"/proposals/{sent.public_id}/"
    assert "Mycanary?" in text_of(voter.get("/shelf/"))
    never = None
    for minute in (50, 69):
        AccountShelf(voter.reader).move(film, minute)
        assert "Mycanary?" not in text_of(voter.get("/shelf/"))
        never = voter.get("/proposals/zzzzzzzzzz/")
        for answer in (voter.get(there), voter.post(there, {"act": "withdraw"})):
            assert (answer.status_code, answer.content) == (404, never.content)
    AccountShelf(voter.reader).move(film, 70)
    assert "Mycanary?" in text_of(voter.get("/shelf/"))


@pytest.mark.parametrize(
    ("typed", "minute"),
    [("1:02", 62), ("47:12", 47), ("1h 2m", 62), ("６２", 62), ("100", SEEN)],
)
def test_a_minute_is_read_as_a_player_shows_it_and_where_unclear_late(
    voter, beat, typed, minute
):
    assert 'inputmode="text"' in text_of(voter.get(about(beat)))
    voter.post(about(beat), SAID | {"minute": typed})
    assert Proposal.unguarded.get().horizon == minute


def test_what_is_sent_beyond_ones_own_minute_waits_to_be_shown(voter, film, beat):
    AccountShelf(voter.reader).move(film, 50)
    answer = voter.post(about(beat), SAID | {"minute": "80"})
    assert (answer.status_code, answer["Location"]) == (303, "/shelf/")
    page = text_of(voter.get("/shelf/"))
    assert "You’ll find it here once you reach its minute." in page
    assert "Is it so?" not in page


def test_nobody_sees_the_proposals_of_others(voter, beat):
    sent = builders.a_proposal(builders.a_reader(), beat, title="Othercanary?")
    never = voter.get("/proposals/zzzzzzzzzz/")
    answer = voter.get(f"/proposals/{sent.public_id}/")
    assert (answer.status_code, answer.content) == (404, never.content)
    assert "Othercanary?" not in text_of(voter.get("/shelf/"))


def test_what_came_of_it_is_named_while_its_writer_may_see_it(voter, film, question):
    sent = builders.a_proposal(voter.reader, question, "answer", text="Accanary.")
    made = proposing.accept(sent, by=None)
    there = f"/proposals/{sent.public_id}/"
    assert f'href="/entries/{made.public_id}/"' in text_of(voter.get(there))
    publishing.retire(made)
    page = text_of(voter.get(there))
    assert "It is part of the guide now." in page and made.public_id not in page


def test_a_flood_is_refused_kindly_and_nothing_is_lost(voter, beat):
    for number in range(proposing.A_DAY):
        builders.a_proposal(voter.reader, beat, text=f"Number {number}.")
    answer = voter.post(about(beat), SAID)
    page = text_of(answer)
    assert answer.status_code == 429
    assert "We can read 5 proposals a day" in page
    assert "It is *not*." in page
    assert Proposal.unguarded.count() == proposing.A_DAY


def test_hostile_texts_are_harmless_wherever_they_stand(voter, beat):
    hostile = {"title": HOSTILE, "said_elsewhere": HOSTILE, "text": HOSTILE,
               "name": HOSTILE[:60]}  # fmt: skip
    pages = [text_of(voter.post(about(beat), SAID | hostile | {"act": "preview"}))]
    sent = voter.post(about(beat), SAID | hostile)
    pages.append(text_of(voter.get(sent["Location"])))
    pages.append(text_of(voter.get("/shelf/")))
    pages.append(text_of(Client().post(about(beat), SAID | hostile)))
    for page in pages:
        assert "alert(1)" in page
        assert "<script>alert" not in page and "<img src=x" not in page
        assert 'href="javascript' not in page


def test_a_form_from_another_site_is_refused(voter, beat):
    there = {"Sec-Fetch-Site": "cross-site"}
    answer = voter.post(about(beat), SAID, headers=there)
    assert (answer.status_code, Proposal.unguarded.count()) == (403, 0)


def test_the_ways_to_propose_stand_where_they_belong(voter, film, question):
    ending = Ending.unguarded.get(film=film)
    page = text_of(voter.get("/films/the-long-night/ending/"))
    plot = text_of(voter.get("/films/the-long-night/"))
    for row, kind in ((ending, "interpretation"), (ending, "correction")):
        assert about(row, kind) in page
    for row, kind in ((question, "answer"), (question, "dispute")):
        assert about(row, kind) in plot
    signed_out = text_of(at(film, SEEN).get("/films/the-long-night/ending/"))
    assert about(ending, "interpretation") in signed_out
    assert about(ending, "correction") not in signed_out


def cost(client, path):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_the_pages_cost_the_same_however_much_there_is(voter, film, question):
    builders.a_proposal(voter.reader, question, "answer", beats=[
        Beat.unguarded.get(film=film, minute=10)])  # fmt: skip
    there = f"/proposals/{Proposal.unguarded.get().public_id}/"
    paths = (there, "/shelf/", about(question, "answer"))
    before = [cost(voter, path) for path in paths]
    for number in range(3):
        builders.a_beat(film, 20 + number)
        builders.a_proposal(voter.reader, question, "answer", text=f"N{number}.")
    assert [cost(voter, path) for path in paths] == before


def test_previews_are_limited_and_nothing_is_lost(voter, beat, settings):
    form = SAID | {"act": "preview", "consent": ""}
    answers = [voter.post(about(beat), form) for _ in range(limits.TEXTS_A_MINUTE + 1)]
    assert [a.status_code for a in answers] == [200] * limits.TEXTS_A_MINUTE + [429]
    page = text_of(answers[-1])
    assert "Nothing is lost: carry on in" in page and SAID["text"] in page
    assert "It is <em>not</em>." not in page
    assert int(answers[-1]["Retry-After"]) <= 60
