"""The list of what was done: what it is narrowed to, who sees it, what it costs."""

from importlib import reload

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guide.admin import log
from guide.editorial import moderation
from guide.editorial.history import EVENTS
from guide.gate.tripwire import reading
from guide.passages import publishing
from guide.passages.models import Beat
from guide.votes import casting, discounting
from guide.votes.models import Discount, Vote
from tests import builders
from tests.admin.desk_forms import change, send
from tests.admin.people import a_member, everything, signed_in

pytestmark = pytest.mark.django_db
LOG = "/admin/log/"


def shown(client, **asked):
    """[(events, noun, title, who)] of a page of the log."""
    lines = client.get(LOG, asked).context["lines"]
    return [(", ".join(n.events), n.noun, n.title, n.who) for n in lines]


def titles(client, **asked):
    return [title for *_, title, _ in shown(client, **asked)]


@pytest.fixture
def judged(reading):
    """A vote that was left out, and counts again."""
    casting.cast(reader=builders.a_reader(), entry=reading, value=1)
    chief = a_member("Chiefs")
    keys = Vote.unguarded.values_list("pk", flat=True)
    discounting.discount(keys, by=chief, reason="A crowd.")
    keys = Discount.unguarded.values_list("pk", flat=True)
    discounting.lift(keys, by=chief, reason="Friends.")
    return chief


def test_each_thing_done_is_found_under_its_name(editor, film, judged):
    draft = builders.a_beat(film, 20, title="Doneto", status="draft")
    for status, horizon in (("review", 20), ("published", 20), ("published", 25)):
        draft.status, draft.horizon = status, horizon
        publishing.save(draft)
    for verb in (moderation.hold, moderation.clear, publishing.retire):
        verb(draft)
    gone = builders.a_beat(film, 20, title="Doneaway", status="draft")
    publishing.remove(gone)
    other = builders.a_film("Downfilm")
    publishing.take_down(other)
    first = Beat.history.filter(id=draft.pk).last()
    send(editor, f"/admin/versions/passage/{first.pk}/")
    mine = "20 · Doneto"
    found = {name: titles(editor, what=name) for name in EVENTS}
    nobodys = {name for name, there in found.items() if not there}
    assert (nobodys, found["written"][:2]) == (set(), ["Downfilm (2000)", "Doneaway"])
    for name, expected in {
        "retired": [mine], "taken-down": ["Downfilm (2000)"], "review": [mine],
        "minute": [mine, mine], "held": [mine], "released": [mine],
        "cleared": [mine], "deleted": ["Doneaway"], "restored": [mine],
        "discounted": ["Readingtitle"], "lifted": ["Readingtitle"],
    }.items():  # fmt: skip
        assert (name, found[name]) == (name, expected)
    assert found["published"][:2] == ["Downfilm (2000)", mine]
    assert found["published"].count(mine) == 1


def test_it_says_who_and_from_where(editor, film, judged):
    beat = Beat.unguarded.get(film=film, minute=10)
    send(editor, change(beat), status="retired")
    lines = editor.get(LOG).context["lines"]
    told = [(line.events, line.who, line.source) for line in lines[:3]]
    name = judged.email.split("@")[0]
    assert told == [
        (["retired"], "editor", "the desk"),
        (["discount lifted"], name, "Friends."),
        (["vote discounted"], name, "A crowd."),
    ]


def test_it_is_narrowed_to_a_film_and_a_person(editor, film, judged):
    other = everything("published")
    send(editor, change(other["dispute"]), title="Othertitle")
    send(editor, change(Beat.unguarded.get(film=film, minute=10)), title="Mine")
    lines = editor.get(LOG, {"film": film.pk}).context["lines"]
    assert {line.film for line in lines} == {film}
    nouns = {noun for _, noun, *_ in shown(editor, film=other["film"].pk)}
    assert nouns == {
        "film", "beat", "ending", "interpretation", "question", "answer", "dispute",
        "credit", "person",
    }  # fmt: skip
    assert titles(editor, by=editor.reader.pk) == ["10 · Mine", "Othertitle"]
    assert titles(editor, by=editor.reader.pk, film=film.pk) == ["10 · Mine"]
    assert titles(editor, by=judged.pk) == ["Readingtitle", "Readingtitle"]
    assert {who for *_, who in shown(editor, by="command")} == {"a command"}


def test_evidence_and_sources_are_of_their_film(editor, film):
    other = everything("published")
    builders.a_source(other["beat"], "Othersource")
    nouns = [noun for _, noun, *_ in shown(editor, film=film.pk)]
    assert (nouns.count("source"), nouns.count("evidence")) == (1, 1)
    assert "Othersource" not in titles(editor, film=film.pk)
    assert "Othersource" in titles(editor, film=other["film"].pk)


def test_what_is_asked_amiss_narrows_nothing(editor, film):
    every = shown(editor)
    for name, odd in (("what", "x"), ("film", "x"), ("by", "²"), ("p", "x")):
        assert shown(editor, **{name: odd}) == every
    assert shown(editor, film=10**30) == every


def test_discounts_are_for_those_who_may_look_at_them(film, judged):
    writer, chief = signed_in(a_member("Writers")), signed_in(judged)
    assert titles(chief, what="discounted") == ["Readingtitle"]
    told = {events for events, *_ in shown(writer)}
    assert told == {"published", "written"}
    assert writer.get(LOG).content.count(b"discount") == 0


def test_it_costs_the_same_however_much_was_done(editor, film, judged):
    def cost(**asked):
        with CaptureQueriesContext(connection) as seen:
            assert editor.get(LOG, asked).status_code == 200
        return len(seen)

    def asked():
        return [cost(), cost(what="published"), cost(film=film.pk), cost(what="held")]

    moderation.hold(builders.a_beat(film, 20))
    asked()  # content types are remembered from the first time on
    before = asked()
    for _ in range(3):
        for minute in (20, 30):
            moderation.hold(builders.a_beat(film, minute))
    after = asked()
    assert (after, max(after) < 30) == (before, True)


def test_it_has_pages_and_keeps_what_was_asked(editor, film):
    for number in range(60):
        builders.a_beat(film, 20, title=f"Number {number}")
    first = editor.get(LOG, {"what": "published", "film": film.pk})
    assert (len(first.context["lines"]), first.context["older"]) == (50, 2)
    assert f"?what=published&amp;film={film.pk}&amp;p=2" in first.content.decode()
    rest = titles(editor, what="published", film=film.pk, p=2)
    assert "20 · Number 9" in rest and "20 · Number 59" not in rest


def test_the_desk_leads_there(editor, film):
    assert b'href="/admin/log/"' in editor.get("/admin/").content
    page = editor.get(f"/admin/guide/film/{film.pk}/history/").content.decode()
    assert f"/admin/log/?film={film.pk}" in page


def test_a_readers_request_may_be_the_one_that_loads_it():
    # Addresses are loaded by the first request there is.
    with reading():
        reload(log)
