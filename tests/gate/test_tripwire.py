"""In a reader's request nothing reads gated rows past the gate, whichever way."""

import pytest
from django import forms
from django.core.management import call_command
from django.db import connection
from django.template import engines

from guide import gate
from guide.gate import SEEN, Progress, Refused
from guide.gate.tripwire import reading, unvouched
from guide.passages.models import Beat, Entry, Evidence, Source
from guide.readers.models import Bookmark
from guide.search.models import SearchDoc
from guide.votes.models import Vote
from tests import builders

pytestmark = pytest.mark.django_db


def seen_all():
    return Progress(unbound=True).everywhere()


def visible(model):
    return model.objects.visible_to(seen_all())


def ask(rows):
    return list(rows)


DOORS = {
    "the default manager": lambda: ask(Beat._default_manager.all()),
    "the base manager": lambda: ask(Beat._base_manager.all()),
    "the gated manager, unasked": lambda: ask(Beat.objects.all()),
    "get on the gated manager": lambda: Beat.objects.get(pk=1),
    "a forward foreign key": lambda: visible(Evidence).first().beat,
    "a forward key of an entry": lambda: visible(Entry).exclude(under=None)[0].under,
    "reading a row anew": lambda: visible(Beat).first().refresh_from_db(),
    "a forward foreign key, prefetched": lambda: ask(
        visible(Evidence).prefetch_related("beat")
    ),
    "values across a relation": lambda: ask(visible(Vote).values("passage__text")),
    "values_list across two": lambda: ask(
        visible(Source).values_list("passage__under__title")
    ),
    "a filter across a relation": lambda: ask(
        visible(Evidence).filter(beat__text__contains="canary")
    ),
    "an order across a relation": lambda: ask(
        visible(Vote).order_by("passage__title").values("passage__title")
    ),
    "select_related": lambda: ask(visible(Evidence).select_related("beat")),
    "a filter of an ungated model": lambda: ask(
        SearchDoc._base_manager.filter(passage__isnull=False)
    ),
    "a plain queryset": lambda: ask(type(visible(Beat))(Beat)),
    "a union with one": lambda: ask(
        visible(Beat).order_by().union(type(visible(Beat))(Beat).order_by())
    ),
    "a subquery on one": lambda: ask(
        visible(Evidence).filter(beat__in=type(visible(Beat))(Beat).values("pk"))
    ),
    "a history table": lambda: ask(Entry.history.all()),
    "a row's own history": lambda: ask(visible(Beat).first().history.all()),
    "a raw queryset": lambda: ask(
        type(visible(Beat))(Beat).raw("SELECT id FROM guide_passage")
    ),
    "form choices": lambda: forms.ModelChoiceField(
        type(visible(Beat))(Beat)
    ).widget.render("beat", None),
    "a count": lambda: type(visible(Beat))(Beat).count(),
    "an existence": lambda: type(visible(Beat))(Beat).filter(pk=1).exists(),
}


@pytest.mark.parametrize("door", DOORS)
def test_a_side_door_is_refused(film, voter, door):
    reading_entry = Entry.unguarded.filter(kind="interpretation").first()
    Vote.unguarded.create(
        reader=voter.reader, passage=reading_entry, value=1, first_value=1
    )
    with reading(), pytest.raises(Refused):
        DOORS[door]()


STATEMENTS = [
    "SELECT * FROM guide_passage",
    'SELECT * FROM "guide_passage"',
    "select * from guide_passage",
    "SELECT * FROM GUIDE_PASSAGE",
    "SELECT * FROM main.guide_passage",
    'SELECT * FROM "public"."guide_passage"',
    "SELECT * FROM\n\tguide_passage\n",
    "SELECT * FROM[guide_passage]",
    "SELECT * FROM `guide_passage`",
    "SELECT * FROM guide_film, guide_passage",
    "SELECT * FROM guide_film,guide_passage b",
    "SELECT (SELECT COUNT(*) FROM guide_passage)",
    "SELECT 1 WHERE EXISTS(SELECT 1 FROM guide_passage)",
    "SELECT 1 FROM guide_film WHERE id IN (SELECT film_id FROM guide_passage)",
    "WITH b AS (SELECT * FROM guide_passage) SELECT * FROM b",
    "SELECT 1 UNION SELECT id FROM guide_passage",
    "SELECT 1 FROM guide_film JOIN guide_passage ON true",
    "SELECT * FROM guide_historicalpassage",
    "SELECT * FROM guide_searchdoc_fts",
    "SELECT words FROM guide_searchdoc",
    "SELECT * FROM guide_vote",
    "SELECT * FROM guide_alsospoils",
    "INSERT INTO guide_bookmark SELECT id FROM guide_passage",
    "UPDATE guide_passage SET held = true WHERE id IN (SELECT id FROM guide_passage)",
    "DELETE FROM guide_vote WHERE passage_id IN (SELECT id FROM guide_passage)",
    "SELECT * FROM guide_passage WHERE /*gate:guide_vote*/ 1=1",
    "SELECT * FROM guide_passage a, guide_passage b WHERE /*gate:guide_passage*/ 1=1",
]


@pytest.mark.parametrize("sql", STATEMENTS)
def test_a_raw_cursor_is_refused(sql):
    with reading(), connection.cursor() as cursor, pytest.raises(Refused):
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1",
        'SELECT "guide_passage"."text" FROM "guide_passage" '
        "WHERE /*gate:guide_passage*/ 1=1",
        "SELECT title FROM guide_film",
        "INSERT INTO guide_vote (value) VALUES (1)",
        "SELECT * FROM guide_passages",
    ],
)
def test_statements_that_read_nothing_gated_are_vouched_for(sql):
    assert not unvouched(sql)


def test_a_template_that_asks_is_refused(film):
    page = engines["django"].from_string("{% for row in rows %}{{ row }}{% endfor %}")
    with reading(), pytest.raises(Refused, match="while a template renders"):
        page.render({"rows": visible(Beat)})


def test_a_template_that_was_given_rows_renders(film):
    page = engines["django"].from_string("{% for row in rows %}{{ row }} {% endfor %}")
    with reading():
        assert page.render({"rows": list(visible(Beat))}).split()[1] == "Morning"


def test_rows_come_through_the_gate(film):
    with reading():
        assert visible(Beat).count() == Beat.objects.visible_to(seen_all()).count() == 3


def test_unguarded_lifts_the_guard_and_puts_it_back(film):
    with reading():
        with gate.unguarded("a test"):
            assert Beat.unguarded.count() == 3
        with pytest.raises(Refused):
            Beat.unguarded.count()


def test_unguarded_asks_for_a_reason():
    with pytest.raises(ValueError, match="Say why"), gate.unguarded(""):
        pass


def test_pages_are_let_through(film, newcomer, halfway, finished, voter):
    addresses = ["/", "/films/", "/films/the-long-night/", "/shelf/", "/sitemap.xml",
                 "/films/the-long-night/ending/", "/search/?q=canary"]  # fmt: skip
    for reader in (newcomer, halfway, finished, voter):
        statuses = [reader.get(address).status_code for address in addresses]
        assert statuses == [200] * len(addresses)


def test_the_desk_is_let_through(film, editor):
    beat = Beat.unguarded.first()
    for address in ("/admin/", "/admin/guide/beat/", f"/admin/guide/beat/{beat.pk}/"):
        assert editor.get(address, follow=True).status_code == 200


def test_seeding_and_migrating_are_let_through():
    call_command("seed", verbosity=0)
    call_command("migrate", verbosity=0)
    assert Beat.unguarded.exists()


def test_a_refusal_is_the_constant_404_in_production(film, newcomer, settings):
    settings.GATE_RAISES = False
    never = newcomer.get("/films/never-was/")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("guide.pages.films.strands", lambda *_: Beat.unguarded.count())
        refused = newcomer.get("/films/the-long-night/")
    assert refused.status_code == never.status_code == 404
    assert refused.content == never.content
    assert dict(refused.items()) == dict(never.items())


def test_a_refusal_fails_a_test(film, newcomer, monkeypatch):
    monkeypatch.setattr("guide.pages.films.strands", lambda *_: Beat.unguarded.count())
    with pytest.raises(Refused):
        newcomer.get("/films/the-long-night/")


def test_a_bookmark_is_not_gated(film, voter):
    with reading():
        assert Bookmark.objects.get(reader=voter.reader).minute == SEEN


def test_an_unguarded_row_is_read_outside_of_a_request(film):
    assert builders.a_beat(film, 5).film == film
