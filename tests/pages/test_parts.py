"""Pieces of pages are made once, and never for another than those who see the same."""

from dataclasses import fields, is_dataclass
from typing import get_args, get_type_hints

import pytest
from django.template import engines
from django.test import Client
from django.utils.translation import override

from guide.gate.horizon import SEEN
from guide.passages.models import Interpretation
from guide.templatetags import parts
from guide.votes import casting
from tests import builders
from tests.conftest import at

FILM = "/films/the-long-night/"
ENDING = f"{FILM}ending/"


@pytest.fixture
def made(monkeypatch):
    """The values of every piece that is asked for, in order."""
    asked, make = [], parts._made
    monkeypatch.setattr(parts, "_made", lambda *key: asked.append(key) or make(*key))
    make.cache_clear()
    return asked


def test_a_page_is_the_same_whether_its_pieces_are_made_or_kept(film):
    parts._made.cache_clear()
    for path in (FILM, ENDING):
        first, second = (at(film, SEEN).get(path).content for _ in range(2))
        assert first == second
        assert b"canary sings." in second
    assert parts._made.cache_info().hits > 0


def test_who_has_reached_less_gets_no_piece_of_who_has_reached_more(film, made):
    assert b"An endcanary sings." in at(film, SEEN).get(ENDING).content
    html = at(film, 20).get(FILM).content + at(film, 20).get(ENDING).content
    assert b"canary sings." in html
    for hidden in (b"endcanary", b"readingcanary", b"notecanary", b"Readingtitle"):
        assert hidden not in html


def test_two_who_vote_differently_see_each_their_own_vote(film):
    reading, pages = Interpretation.unguarded.get(film=film), []
    for value in (1, -1):
        reader, client = builders.a_reader(minds_no_spoilers=True), Client()
        casting.cast(reader=reader, entry=reading, value=value)
        client.force_login(reader)
        pages.append(client.get(ENDING).content.decode())
    said = [
        [text in page for text in ("You said yes.", "You said no.")] for page in pages
    ]
    assert said == [[True, False], [False, True]]


def test_each_language_has_pieces_of_its_own(film):
    context = engines["django"].from_string(
        '{% load parts %}{% part "votes/_ask.html" back="/" %}'
    )
    with override("en"):
        english = context.render({})
    with override("de"):
        assert context.render({}) != english


def test_what_cannot_be_compared_makes_no_piece(film):
    text = '{% load parts %}{% part "votes/_ask.html" back=back %}'
    with pytest.raises(TypeError):
        engines["django"].from_string(text).render({"back": ["/"]})


def test_no_text_is_kept_as_safe_where_another_may_not_be(film, made):
    """A text and the same text marked as safe are equal, and would be one piece."""
    for path in (FILM, ENDING):
        at(film, SEEN).get(path)
    kept = [value for *_, values in made for _, value in values]
    views = [view for value in kept for view in dataclasses_in(value)]
    assert {type(view).__name__ for view in views} >= {"ReadingView", "QuestionView"}
    wrong = {
        f"{type(view).__name__}.{field.name}"
        for view in views
        for field in fields(view)
        if isinstance(text := getattr(view, field.name), str)
        and type(text) not in kinds_of(view, field)
    }
    assert wrong == set()


def test_pieces_are_told_apart_by_plain_values_alone(film, made):
    """A row of a table is equal to itself whatever it says by now."""
    for path in (FILM, ENDING):
        at(film, SEEN).get(path)
    kept = [value for *_, values in made for _, value in values]
    kinds = {type(leaf).__name__ for value in kept for leaf in leaves(value)}
    assert kinds <= {"NoneType", "SafeString", "bool", "float", "int", "str"}


def leaves(value):
    if is_dataclass(value):
        value = tuple(getattr(value, field.name) for field in fields(value))
    if not isinstance(value, tuple):
        yield value
    else:
        for each in value:
            yield from leaves(each)


def kinds_of(view, field):
    kind = get_type_hints(type(view))[field.name]
    return get_args(kind) or (kind,)


def dataclasses_in(value):
    if is_dataclass(value):
        yield value
        for field in fields(value):
            yield from dataclasses_in(getattr(value, field.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from dataclasses_in(each)
