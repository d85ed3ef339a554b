"""See it as a reader: through the gate, at a minute, of what is typed and not saved."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from guide.passages.models import Answer, Beat, Ending, Interpretation, Question
from tests import builders
from tests.admin.desk_forms import add, change, fields, row_in, send
from tests.admin.people import a_member, signed_in
from tests.conftest import at, flat

LATER = ("latecanary", "Latetitle", "endcanary", "readingcanary", "notecanary",
         "answercanary", "disputecanary", "sourcecanary", "Sourcecanary",
         "Readingtitle")  # fmt: skip
BANNER = re.compile(rb'<div class="seeing.*?</div>', re.DOTALL)


def see(client, address, minute, page="film", drafts=False, **typed):
    asked = {"_see": "1", "_see_minute": minute, "_see_page": page} | typed
    posted = fields(client.get(address)) | asked
    posted.pop("_see_drafts", None)
    if drafts:
        posted["_see_drafts"] = "on"
    return client.post(address, posted)


def database() -> dict[str, list]:
    """Every row of every table."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


@pytest.fixture
def member(db):
    """An editor of the group, signed in."""
    return signed_in(a_member("Editors"))


def test_what_is_typed_shows_from_its_minute_on_and_nothing_later_does(
    member, film, beat
):
    pages = [
        see(member, change(beat), minute, text="A *typedcanary* sings.")
        for minute in ("0:49", "0:50")
    ]
    bytes_ = [flat(page.content.decode()) for page in pages]
    assert ["<em>typedcanary</em>" in text for text in bytes_] == [False, True]
    assert ["earlycanary" in text for text in bytes_] == [True, True]
    assert [[word for word in LATER if word in text] for text in bytes_] == [[], []]
    assert "at minute 50 would see it" in bytes_[1]
    assert "Nothing was saved." in bytes_[1]


def test_a_text_typed_for_later_is_not_in_the_bytes(member, film, beat):
    page = see(member, change(beat), "50", text="Typedcanary.", horizon="51")
    assert b"ypedcanary" not in page.content


@pytest.mark.parametrize("minute", ["0", "0:10", "60", "seen"])
@pytest.mark.parametrize("page", ["film", "ending", "own"])
def test_but_for_the_line_above_it_is_what_a_reader_gets(member, film, page, minute):
    question = Question.unguarded.get(film=film)
    seen = see(member, change(question), minute, page)
    paths = {
        "film": reverse("films:detail", args=[film.slug]),
        "ending": reverse("endings:detail", args=[film.slug]),
        "own": reverse("entries:detail", args=[question.public_id]),
    }
    whole = {"0:10": 10, "seen": 32_767}.get(minute, minute)
    reader = at(film, int(whole)).get(paths[page])
    assert len(BANNER.findall(seen.content)) == 1
    assert BANNER.sub(b"", seen.content) == reader.content


def first(model):
    return lambda film: change(model.unguarded.filter(film=film).first())


NEW = {"minute": "20", "horizon": "20", "title": "T", "text": "T", "status": "draft"}
ROWS = {
    "film": (change, {"premise": "Typed.", "beat-0-horizon": "1:15"}),
    "a new beat": (change, row_in("beat", 3, **NEW)),
    "beat": (first(Beat), {"text": "Typed.", "held": "on", "status": "retired"}),
    "cleared": (first(Beat), {"cleared": "on"}),
    "ending": (first(Ending), {"tldr": "Typed."}),
    "reading": (first(Interpretation), {"title": "Typed", "evidence-0-DELETE": "on"}),
    "answer": (first(Answer), {"text": "Typed."}),
    "a question that raises its answer": (first(Question), {"horizon": "1:20"}),
    "an added question": (
        lambda film: add("question", film=film.pk),
        {"title": "Typed?", "horizon": "10", "status": "published"},
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_nothing_of_it_stays(member, film, name):
    where, typed = ROWS[name]
    address = where(film)
    before, kept = database(), dict(cache._cache)
    page = see(member, address, "50", drafts=True, **typed)
    assert b'<div class="seeing' in page.content
    assert database() == before
    assert (dict(cache._cache), page.cookies.output()) == (kept, "")
    assert list(member.get("/admin/").context["messages"]) == []


def test_what_cannot_be_saved_is_said_kindly_and_nothing_stays(member, film, beat):
    late = builders.a_beat(film, 60)
    before = database()
    low = see(member, change(beat), "50", horizon="5", title="").content.decode()
    none = see(member, change(beat), "noon").content.decode()
    question = Question.unguarded.get(film=film)
    row = row_in("evidence", 0, beat=late.pk, stance="supports", note="So.", order=0)
    tied = see(member, change(question), "50", **row).content.decode()
    assert "This cannot be shown yet" in low and "This cannot be shown yet" in none
    assert "<b>Title:</b> This field is required." in low
    assert "Or “seen” for the whole film." in none
    assert "This opens too early, at minute 50." in tied
    assert database() == before


def test_drafts_show_if_asked_for_and_hidden_ones_stay_hidden(member):
    film = builders.a_film(status="draft")
    beat = builders.a_beat(film, 20, "Draftcanary.", status="draft")
    builders.a_question(film, 20, "Reviewcanary?", status="review")
    builders.a_question(film, 21, "Latecanary?", status="review")
    words = ("Draftcanary", "Reviewcanary", "Latecanary")
    shown = [
        [word in see(member, change(beat), "20", drafts=drafts).content.decode()
         for word in words]
        for drafts in (False, True)
    ]  # fmt: skip
    assert shown == [[False] * 3, [True, True, False]]
    assert fields(member.get(change(beat)))["_see_drafts"] == "on"


def test_what_also_spoils_another_film_shows_to_who_has_seen_that_one(
    member, film, sequel, beat
):
    builders.also_spoils(beat, sequel)
    pages = [flat(see(member, change(beat), "seen", **more).content.decode())
             for more in ({}, {"_see_others": "on"})]  # fmt: skip
    assert ["middlecanary" in page for page in pages] == [False, True]
    assert "having seen the other films that it spoils" in pages[1]


def test_a_link_typed_a_moment_ago_is_previewed_too(member, film, sequel, beat):
    link = row_in("alsospoils", 0, spoils=sequel.pk, minute="20")
    pages = [see(member, change(beat), "seen", **link, **more).content
             for more in ({}, {"_see_others": "on"})]  # fmt: skip
    assert [b"middlecanary" in page for page in pages] == [False, True]


def test_it_is_cached_nowhere_and_inert(member, beat):
    page = see(member, change(beat), "50")
    policy = page.headers["Content-Security-Policy"]
    assert "no-store" in page.headers["Cache-Control"]
    assert "sandbox allow-same-origin" in policy and "form-action 'none'" in policy
    assert "script-src" not in policy and "default-src 'none'" in policy


def test_only_those_who_may_change_a_row_by_a_post_with_a_token(
    member, film, beat, voter
):
    writer = signed_in(a_member("Writers"))
    posted = fields(member.get(change(beat))) | {"_see": "1", "_see_minute": "50"}
    asked = [who.post(change(beat), posted) for who in (voter, writer)]
    assert [answer.status_code for answer in asked] == [302, 403]
    assert [b"middlecanary" in answer.content for answer in asked] == [False, False]
    assert b"seeing" not in member.get(change(beat), {"_see": "1"}).content
    member.handler.enforce_csrf_checks = True
    posted.pop("csrfmiddlewaretoken")
    assert member.post(change(beat), posted).status_code == 403


def test_a_writer_sees_a_draft_as_if_it_were_published(film):
    writer = signed_in(a_member("Writers"))
    draft = builders.a_beat(film, 20, status="draft")
    page = see(writer, change(draft), "20", drafts=True, text="A typedcanary.")
    assert b"typedcanary" in page.content
    assert send(writer, change(draft)).redirect_chain[-1][1] == 302
