"""The history of a row: every change word by word, and what a restore brings back."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guide.editorial import moderation, restoring
from guide.films.models import Film, Person
from guide.passages import publishing
from guide.passages.models import Beat, Ending, Entry, Evidence
from tests import builders
from tests.admin.desk_forms import change, fields, said, send
from tests.admin.people import a_member, signed_in
from tests.conftest import flat

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script> <img src=x onerror=a> [a](javascript:a)"


def history(row):
    return f"{change(row).removesuffix('change/')}history/"


def versions(row):
    """The records of a row, the oldest first."""
    model = row._meta.concrete_model
    return list(model.history.filter(id=row.pk).order_by("history_id"))


def version(record):
    noun = record.instance_type._meta.model_name
    return f"/admin/versions/{noun}/{record.pk}/"


def restore(client, record, group="", **posted):
    form = fields(client.get(version(record))) | {"group": group} | posted
    form.pop("csrfmiddlewaretoken", None)
    return client.post(version(record), form, follow=True)


def told(page):
    """[(field, its parts)] of the newest change on a history page."""
    line = page.context["lines"][0]
    return [(field.label, field.parts) for field in line.fields]


def problems(page):
    return page.context["problems"]


def test_a_change_is_shown_word_by_word(editor, beat):
    send(
        editor, change(beat), text="A newcanary sings.", minute="0:45", status="retired"
    )
    page = editor.get(history(beat))
    assert told(page) == [
        ("status", [("gone", "published"), ("new", "retired")]),
        ("minute", [("gone", "50"), ("new", "45")]),
        ("text", [("same", "A "), ("gone", "middlecanary "), ("new", "newcanary "),
                  ("same", "sings.")]),
    ]  # fmt: skip
    html = page.content.decode()
    assert "<del>middlecanary </del><ins>newcanary </ins>sings." in html
    assert "Beat retired" in flat(html) and "source: the desk" in html


def test_what_is_edited_on_a_rows_page_is_in_its_history(editor, reading):
    piece = Evidence.unguarded.get(passage=reading)
    piece.note = "A newcanary sings."
    publishing.add_evidence(piece)
    lines = editor.get(history(reading)).context["lines"]
    assert [(line.noun, line.who) for line in lines] == [
        ("evidence", "a command"), ("evidence", "a command"),
        ("interpretation", "a command"),
    ]  # fmt: skip
    assert lines[1].fields[1].parts == [("new", "90 · Latetitle")]  # its beat, named


def test_choices_minutes_and_rows_read_as_elsewhere_on_the_desk(editor, film, reading):
    send(editor, change(reading), horizon_checked="on", status="published")
    other = builders.an_ending(film, status="retired", tldr="Another.")
    reading.refresh_from_db()
    reading.under, reading.status = other, "retired"
    publishing.save(reading)
    assert told(editor.get(history(reading)))[:1] == [
        ("status", [("gone", "published"), ("new", "retired")])
    ]


def test_people_have_a_history_too(editor, db):
    person = Person.objects.create(slug="ada", name="Ada Oldname")
    send(editor, change(person), name="Ada Newname")
    assert ("name", [("same", "Ada "), ("gone", "Oldname"), ("new", "Newname")]) in (
        told(editor.get(history(person)))
    )


def test_hostile_words_do_nothing_in_a_history(editor, beat):
    for text in (HOSTILE, f"{HOSTILE} and more"):
        beat.title, beat.text = text, text
        publishing.save(beat)
    first = versions(beat)[0]
    for address in (history(beat), version(first), "/admin/log/"):
        page = editor.get(address).content.decode()
        assert "alert(1)" in page
        assert "<script>alert" not in page and "<img src=x" not in page


def test_a_history_costs_the_same_however_long_it_is(editor, reading):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert editor.get(history(reading)).status_code == 200
        return len(asked)

    def written(times):
        for number in range(times):
            reading.text = f"Text {number} of {times}."
            publishing.save(reading)
            builders.evidence(reading, late, f"Note {number} of {times}.")

    late = Beat.unguarded.get(film=reading.film, minute=90)
    written(2)
    cost()
    before = cost()
    written(7)
    assert cost() == before


def test_a_long_history_has_pages(editor, beat):
    for number in range(60):
        beat.text = f"Text {number}."
        publishing.save(beat)
    first, second = (editor.get(history(beat), {"p": p}).context for p in (1, 2))
    assert (len(first["lines"]), first["older"], len(second["lines"])) == (50, 2, 11)
    assert (second["newer"], second["older"]) == (1, 0)
    for odd in ("0", "-1", "x", "²", "9" * 30):
        assert editor.get(history(beat), {"p": odd}).status_code == 200


def test_one_field_is_restored_and_the_others_stay(editor, beat):
    send(editor, change(beat), text="A newcanary sings.", title="Newtitle")
    first = versions(beat)[0]
    page = editor.get(version(first))
    assert [name for name, _ in page.context["groups"]] == ["title", "text"]
    done = restore(editor, first, "text")
    beat.refresh_from_db()
    assert (beat.text, beat.title) == ("A middlecanary sings.", "Newtitle")
    assert "Restored: the beat “50: Newtitle”." in said(done)
    latest = versions(beat)[-1]
    assert (latest.history_user, latest.history_change_reason[:14]) == (
        editor.reader, "restored as of",
    )  # fmt: skip
    assert "middlecanary" in beat.rendered["text"]["html"]


def test_a_version_lists_its_fields_in_the_order_of_its_kind(editor, film, beat):
    (ending,) = Ending.unguarded.filter(film=film)
    send(editor, change(beat), text="New.", title="New", minute="0:45")
    send(editor, change(ending), text="New.", tldr="New.", summary="New.")
    pages = [editor.get(version(versions(row)[0])) for row in (beat, ending)]
    assert [[name for name, _ in page.context["groups"]] for page in pages] == [
        ["minute", "title", "text"], ["tldr", "text", "summary"],
    ]  # fmt: skip
    labels = [label for label, _ in told(editor.get(history(ending)))]
    assert labels == ["tl;dr", "what happens", "summary"]


def test_the_whole_is_texts_and_minutes_and_not_whether_it_shows(editor, beat):
    send(editor, change(beat), text="New.", horizon="1:10", horizon_checked="on")
    publishing.retire(beat)
    moderation.hold(beat)
    first = versions(beat)[0]
    restore(editor, first)
    beat.refresh_from_db()
    assert (beat.text, beat.horizon, beat.horizon_checked) == (
        "A middlecanary sings.", 50, False,
    )  # fmt: skip
    assert (beat.status, beat.held) == ("retired", True)


def test_a_minute_comes_with_whether_it_was_checked(editor, beat):
    send(editor, change(beat), horizon="1:10", horizon_checked="on", text="New.")
    first = versions(beat)[0]
    page = editor.get(version(first))
    assert "readers would see it earlier" in page.content.decode()
    restore(editor, first, "horizon")
    beat.refresh_from_db()
    assert (beat.horizon, beat.horizon_checked, beat.text) == (50, False, "New.")


def test_a_restore_is_refused_below_the_floor(editor, film):
    question = Entry.unguarded.get(film=film, kind="question")
    early = versions(question)[0]
    late = Beat.unguarded.get(film=film, minute=90)
    question.horizon = 95
    publishing.save(question)
    builders.evidence(question, late)
    for group in ("", "horizon"):
        page = restore(editor, early, group)
        (sentence,) = problems(page)
        assert sentence.startswith("Horizon: This opens too early, at minute 50.")
    question.refresh_from_db()
    assert question.horizon == 95


def test_a_restore_raises_what_rests_on_it(editor, film):
    beat = Beat.unguarded.get(film=film, minute=10)
    beat.horizon = 95
    publishing.save(beat)
    late = versions(beat)[-1]
    beat.horizon = 20
    publishing.save(beat)
    question = builders.a_question(film, 20)
    builders.evidence(question, beat)
    done = restore(editor, late, "horizon")
    question.refresh_from_db()
    assert question.horizon == 95
    assert "Raised with it: the question “Why?”." in said(done)


def test_a_page_that_is_overtaken_restores_nothing(editor, beat):
    send(editor, change(beat), text="Newer.")
    first = versions(beat)[0]
    form = fields(editor.get(version(first)))
    beat.refresh_from_db()
    beat.text = "Newest."
    publishing.save(beat)
    form.pop("csrfmiddlewaretoken", None)
    page = editor.post(version(first), form)
    beat.refresh_from_db()
    assert (page.status_code, beat.text) == (200, "Newest.")
    assert problems(page) == [
        "It has been changed in the meantime. This is how it differs now."
    ]
    assert ("gone", "Newest.") in page.context["groups"][0][1][0].parts
    assert editor.post(version(first)).context["problems"] != []
    restore(editor, first)
    beat.refresh_from_db()
    assert beat.text == "A middlecanary sings."


def test_nothing_is_restored_that_stands_already(editor, beat):
    (only,) = versions(beat)
    assert "there is nothing to restore" in editor.get(version(only)).content.decode()
    assert problems(restore(editor, only)) != []
    assert len(versions(beat)) == 1


def test_a_writer_restores_drafts_and_nothing_that_was_public(film, beat):
    writer = signed_in(a_member("Writers"))
    draft = builders.a_beat(film, 20, "Olddraft.", status="draft")
    for row in (draft, beat):
        row.text = "Newer."
        publishing.save(row)
    page = writer.get(version(versions(beat)[0]))
    assert "only an editor can change it" in page.content.decode()
    assert "Restore" not in re.sub(r"(?s).*<form", "", page.content.decode())
    assert writer.post(version(versions(beat)[0])).status_code == 403
    restore(writer, versions(draft)[0])
    draft.refresh_from_db()
    beat.refresh_from_db()
    assert (draft.text, beat.text) == ("Olddraft.", "Newer.")


@pytest.mark.parametrize("who", ["reader", "anonymous"])
def test_readers_see_no_version(who, beat, voter, newcomer):
    client = {"reader": voter, "anonymous": newcomer}[who]
    for address in (version(versions(beat)[0]), history(beat), "/admin/log/"):
        assert client.get(address, follow=True).status_code in (200, 403)
        assert b"canary" not in client.get(address, follow=True).content


def test_a_deleted_draft_comes_back_as_a_draft(editor, film):
    draft = builders.a_beat(film, 20, "Lostcanary.", status="review")
    public_id = draft.public_id
    send(editor, f"{change(draft).removesuffix('change/')}delete/", post="yes")
    gone = Beat.history.filter(id=draft.pk).first()
    assert gone.history_type == "-"
    page = editor.get(version(gone)).content.decode()
    assert "If you restore it, it comes back as a draft." in page
    restore(editor, gone)
    back = Beat.unguarded.get(public_id=public_id)
    assert (back.pk, back.text, back.status) == (draft.pk, "Lostcanary.", "draft")


def test_evidence_that_was_taken_away_comes_back(editor, reading):
    piece = Evidence.unguarded.get(passage=reading)
    publishing.detach(piece)
    gone = Evidence.history.first()
    assert gone.history_type == "-"
    restore(editor, gone)
    assert Evidence.unguarded.get(passage=reading).note == "A notecanary sings."


def test_what_belonged_to_something_gone_is_refused_kindly(editor, film):
    question = builders.a_question(film, 95, status="draft")
    late = Beat.unguarded.get(film=film, minute=90)
    piece = builders.evidence(question, late)
    publishing.detach(piece)
    publishing.remove(question)
    gone = Evidence.history.first()
    page = restore(editor, gone)
    assert problems(page) == ["Entry: What it referred to then is gone."]
    writer = signed_in(a_member("Writers"))
    assert b"What it belonged to is gone." in writer.get(version(gone)).content


def test_a_films_address_stays_where_readers_bookmarked_it(editor, film):
    film.slug, film.title = "moved", "Newtitle"
    publishing.save_film(film)
    restore(editor, Film.history.filter(id=film.pk).last())
    film.refresh_from_db()
    assert (film.slug, film.title) == ("moved", "The Long Night")


def test_a_version_that_is_none_is_not_found(editor, beat):
    record = versions(beat)[0]
    for address in (
        "/admin/versions/vote/1/", f"/admin/versions/passage/{record.pk + 99}/",
        f"/admin/versions/passage/{10**30}/",
    ):  # fmt: skip
        assert editor.get(address).status_code == 404


def test_what_was_changed_at_a_restore_can_be_restored_again(editor, beat):
    send(editor, change(beat), text="Newer.")
    first, second = versions(beat)
    restore(editor, first)
    restore(editor, second)
    beat.refresh_from_db()
    assert (beat.text, len(versions(beat))) == ("Newer.", 4)
    assert versions(beat)[-1].history_change_reason.startswith(restoring.RESTORED)
