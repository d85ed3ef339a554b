"""What the crawl of the real stack rests on: its tokens, its oracle, its catalogue."""

from random import Random

import pytest
from django.apps import apps
from django.core import signing
from django.db.models import CharField, QuerySet, TextField

from guide.films.models import Film
from guide.gate.horizon import SEEN
from guide.gate.progress import Progress
from guide.passages.models import (
    Answer,
    Beat,
    Dispute,
    Ending,
    Evidence,
    Interpretation,
    Question,
    Source,
)
from tests.leaks.canaries import guides
from tests.leaks.canaries.client import Answer as Response
from tests.leaks.canaries.client import Cookies
from tests.leaks.canaries.pen import TEXTS
from tests.leaks.canaries.people import Astray, Visitor, World
from tests.leaks.canaries.planted import TELLING
from tests.leaks.canaries.tokens import (
    MARK,
    Book,
    Canary,
    both,
    mint,
    readings,
    unsigned,
)
from tests.leaks.catalogue import mutants
from tests.leaks.itineraries import PROGRESS, post

TOKEN = mint(Random("a"))
CANARY = Canary(TOKEN, "beat", "text", {"film": 30})
BOOK = Book([CANARY, Canary(mint(Random("b")), "beat", "title", {})])
MODELS = (Beat, Ending, Interpretation, Question, Answer, Dispute, Evidence, Source)


@pytest.mark.parametrize(
    "text",
    [
        TOKEN,
        TOKEN[:12],
        TOKEN.upper(),
        f"…{TOKEN}…",
        f"zz{TOKEN}",
        f"/films/a-{TOKEN}/",
    ],
)
def test_a_token_is_found(text):
    assert BOOK.found_in(text.encode()) == {CANARY}


@pytest.mark.parametrize("text", ["", TOKEN[:11], TOKEN[2:], "zz0123456789ab"])
def test_what_is_no_token_is_not_found(text):
    assert BOOK.found_in(text.encode()) == set()


@pytest.mark.parametrize(
    "page",
    [
        f"<p>{TOKEN}",
        f"<p><mark>{TOKEN[:5]}</mark>{TOKEN[5:]}",
        "".join(f"&#{ord(letter)};" for letter in TOKEN),
    ],
)
def test_tags_and_references_do_not_hide_a_token(page):
    assert BOOK.found_in(*readings(page.encode(), "text/html")) == {CANARY}


@pytest.mark.parametrize("compress", [True, False])
def test_a_signed_cookie_does_not_hide_a_token(compress):
    cookie = signing.dumps({"title": TOKEN * 3}, key="any", compress=compress)
    assert BOOK.found_in(cookie.encode()) == set()
    assert BOOK.found_in(unsigned(cookie)) == {CANARY}


def test_two_tokens_that_begin_alike_are_refused():
    with pytest.raises(ValueError):
        Book([CANARY, Canary(TOKEN, "another", "text", None)])


@pytest.mark.parametrize(
    "parts, whole",
    [
        ([{"a": 3}, {"a": 7, "b": 2}], {"a": 7, "b": 2}),
        ([{}, {"a": SEEN}, {"a": 9}], {"a": SEEN}),
        ([{"a": 3}, None], None),
    ],
)
def test_what_is_made_of_several_needs_all_that_they_need(parts, whole):
    assert both(*parts) == whole


def test_the_oracle_asks_for_every_film():
    canary = Canary(TOKEN, "beat", "text", {"a": 30, "b": SEEN})
    readers = [{}, {"a": 30}, {"b": SEEN}, {"a": 29, "b": SEEN}, {"a": 30, "b": SEEN}]
    assert [canary.shows_to(at, "") for at in readers] == [False] * 4 + [True]
    assert canary.shows_to({}, "", SEEN)


def test_what_is_somebodys_own_shows_to_them_alone():
    own = Canary(TOKEN, "reader", "public_name", None, owner="ada")
    assert [own.shows_to({}, who, SEEN) for who in ("ada", "ben", "")] == [
        True, False, False,
    ]  # fmt: skip


def a_visitor(**films):
    """At minute 20 of one film of 100 minutes, with the cookie that says so."""
    world = World([CANARY], None, {"film": ("aaaaaa", 100)}, [], "")
    return Visitor("somebody", "cookie", world, {"film": 20}).arrive(films)


def answered(status, cookie=""):
    told = (("Set-Cookie", f"__Host-progress={cookie}; Path=/"),) if cookie else ()
    return Response(status, "", told, b"", 0)


def test_the_oracle_follows_a_visitor_who_moves():
    visitor = a_visitor(zzzzzz=SEEN)
    assert visitor.cookies.held == {"__Host-progress": "aaaaaa.20~zzzzzz.s"}
    moves = [("50", 303, "aaaaaa.50"), ("abc", 400, ""), ("seen", 303, "aaaaaa.s")]
    seen = []
    for typed, status, cookie in moves:
        step = post(PROGRESS, {"minute": typed}, slug="film")
        visitor.learn(step, answered(status, cookie))
        seen.append(visitor.minutes["film"])
    assert seen == [50, 50, SEEN]
    assert visitor.may_read(CANARY, "/")


def test_a_cookie_that_says_more_than_the_visitor_did_stops_the_crawl():
    step = post(PROGRESS, {"minute": "30"}, slug="film")
    with pytest.raises(Astray):
        a_visitor().learn(step, answered(303, "aaaaaa.31"))


def test_a_browser_drops_what_it_is_told_to_drop():
    cookies = Cookies({"a": "1", "b": "2"})
    cookies.take(Response(200, "", (("Set-Cookie", "a=; Max-Age=0; Path=/"),), b"", 0))
    assert str(cookies) == "b=2"


def test_every_leak_that_may_be_planted_is_in_the_catalogue():
    assert set(TELLING) - {mutant.name for mutant in mutants()} == set()


NO_TEXT = {
    "public_id": "random",
    "colour_ground": "a colour",
    "colour_figure": "a colour",
    "password": "a hash",
    "titles": "the index: folded words of texts that carry tokens",
    "words": "the index: folded words of texts that carry tokens",
    "model": "what a guide file wrote: names and digests",
    "key": "what a guide file wrote: names and digests",
    "film_slug": "what a guide file wrote: names and digests",
    "history_type": "a letter",
    "digest": "of a text that carries a token",
    "field": "the name of a field",
    "licence": "one name, which the database promises",
    "history_change_reason": "a constant, or none; those of past beats carry a token",
}
"""Fields of letters that hold no text of anybody's, each with the reason."""


def text_fields():
    """(model, field) of every text of the app, the past texts among them."""
    for model in apps.get_app_config("guide").get_models():
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, CharField | TextField) and not field.choices
            if is_text and field.name not in NO_TEXT:
                yield model, field.name


def texts_in_the_database():
    """{token: (model, field, primary key)} of every text of a gated row."""
    found = {}
    for model in MODELS:
        kind = model.__name__.lower()
        for row in model.unguarded.all():
            names = TEXTS.get(kind, {"evidence": ("note",)}.get(kind, ("title", "url")))
            for name in names:
                found[getattr(row, name)[-34:]] = (model, row.pk)
    return found


@pytest.mark.django_db
def test_every_text_has_a_token_and_the_oracle_agrees_with_the_gate_on_each():
    """Both follow the same laws, and neither asks the other."""
    written = guides.write("a test", 3)
    assert [
        f"{model.__name__}.{name}"
        for model, name in text_fields()
        if not QuerySet(model).filter(**{f"{name}__contains": MARK}).exists()
    ] == []
    canaries = {c.token[-34:]: c for c in written.canaries}
    films = dict(Film.objects.published().values_list("pk", "slug"))
    texts = texts_in_the_database()
    assert len(texts) > 500
    assert set(texts) - set(canaries) == set()
    for minute in (0, 10, 60, SEEN):
        progress = Progress(lambda at=minute: dict.fromkeys(films, at)).everywhere()
        shown = {
            (model, key)
            for model in MODELS
            for key in model.objects.visible_to(progress).values_list("pk", flat=True)
        }
        at = dict.fromkeys(films.values(), minute)
        wanted = {where for t, where in texts.items() if canaries[t].shows_to(at, "")}
        assert shown == wanted
