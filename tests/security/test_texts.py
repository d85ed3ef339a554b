"""The hostile texts are many, of every class, and reach every field that takes text."""

from collections import Counter

from guide.editorial.guidefile.schema import MODELS, keys_of
from tests.security import texts
from tests.security.texts import EXCUSED, every_text_field, hostile, is_excused, name


def test_there_are_many_of_every_class_and_none_twice():
    found = hostile()
    kinds = Counter(text.kind for text in found)
    assert len({text.text for text in found}) == len(found) >= 200
    assert len(kinds) >= 13
    assert min(kinds.values()) >= 10


def test_every_excuse_is_for_a_field_that_is_there():
    fields = every_text_field()
    known = {word for f in fields for word in (name(f), f.model.__name__, f.name)}
    assert EXCUSED.keys() - known == set()


def test_every_text_of_a_guide_file_is_written_into():
    named = {
        name(key.field)
        for model in MODELS
        for key in keys_of(model).values()
        if key.name != "public_id"
    }
    written = {name(f) for f in every_text_field() if not is_excused(f)}
    every = {name(f) for f in every_text_field()}
    assert (every & named) - written == set()


def test_a_new_field_joins_by_itself(monkeypatch):
    fields = {name(field) for field in every_text_field() if not is_excused(field)}
    monkeypatch.delitem(texts.EXCUSED, "Proposal.field")
    more = {name(field) for field in every_text_field() if not is_excused(field)}
    assert more - fields == {"Proposal.field"}
