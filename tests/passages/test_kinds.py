"""Passages come as their kind, keep it, and belong to what their kind can belong to."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.forms import modelform_factory

from guide.editorial.guidefile import schema
from guide.editorial.lint import guides
from guide.editorial.proposals import LICENCE, Proposal
from guide.gate import SEEN, Progress, Refused
from guide.pages import home_return, proposal_words, search
from guide.passages import publishing
from guide.passages.models import (
    HANGS_ON,
    Answer,
    Beat,
    Entry,
    Evidence,
    Kind,
    Passage,
)
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(film) -> dict[str, Passage]:
    """One passage of each kind, by its kind."""
    return {kind: model.unguarded.first() for kind, model in Passage.of_kind.items()}


def fields_of(kind, under, film) -> dict:
    """What the table asks of a passage of a kind, under another."""
    return {
        "film": film, "kind": kind, "under": under, "text": "x",
        "title": "" if kind == "answer" else "T",
        "said_elsewhere": "x" if kind == "dispute" else "",
    }  # fmt: skip


def refused(write) -> bool:
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        return True
    return False


def test_every_passage_comes_as_its_kind(rows, film):
    progress = Progress(lambda: {film.pk: SEEN}).everywhere()
    for found in (Passage.objects.visible_to(progress), QuerySet(Passage)):
        assert {(row.kind, type(row)) for row in found} == set(Passage.of_kind.items())
    links = Evidence.unguarded.select_related("passage").values_list("passage__kind")
    assert {kind for (kind,) in links} == {"interpretation"}
    piece = Evidence.unguarded.select_related("passage", "beat").get()
    assert (type(piece.passage).KINDS, type(piece.beat)) == (("interpretation",), Beat)


def test_every_kind_has_a_name_and_a_place_wherever_passages_are_told_of(rows):
    told = {
        "search": set(search.kind_names()),
        "home": {*home_return.NAMES, Kind.BEAT},  # home tells of no new beats
        "proposals": {k for k in Kind if proposal_words.concerning(rows[k])["what"]},
        "lint": set(guides.FIELDS),
        "files": {kind for model in schema.PASSAGES for kind in model.KINDS},
    }
    assert {name: set(Kind) - kinds for name, kinds in told.items()} == {
        name: set() for name in told
    }


def test_a_kind_has_its_own_rows_alone(rows, film):
    assert [model.unguarded.count() for model in Passage.of_kind.values()] == [
        3, 1, 1, 1, 1, 1,
    ]  # fmt: skip
    assert Entry.unguarded.count() == 3


@pytest.mark.parametrize("model", [Passage, Entry])
def test_no_passage_is_read_without_its_kind(rows, model):
    with pytest.raises(Refused):
        list(QuerySet(model).only("title"))
    assert QuerySet(model).only("title", "kind").first().title


def test_the_database_keeps_passages_where_their_kind_can_be(rows, film):
    wrong = {
        (kind, above)
        for kind in Kind
        for above, under in rows.items()
        if kind not in ("beat", "ending")
        and refused(lambda k=kind, u=under: QuerySet(Passage).bulk_create(
            [Passage(**fields_of(k, u, film))]))
    }  # fmt: skip
    assert wrong == {
        (kind, above)
        for kind, places in HANGS_ON.items()
        for above in Kind
        if above not in places
    }


@pytest.mark.parametrize("kind", HANGS_ON)
def test_a_verb_says_so_in_words(rows, film, kind):
    for above, under in rows.items():
        if above not in HANGS_ON[kind]:
            row = Passage.of_kind[kind](**fields_of(kind, under, film), horizon=SEEN)
            with pytest.raises(ValidationError) as error:
                publishing.save(row)
            assert list(error.value.error_dict) == ["under"]


def test_a_passage_never_moves_under_another_kind_nor_becomes_one(rows):
    answer, beat = rows["answer"], rows["beat"]
    mine = QuerySet(Passage).filter(pk=answer.pk)
    assert refused(lambda: mine.update(under=beat))
    assert refused(lambda: mine.update(kind="dispute", title="T", said_elsewhere="x"))
    asked = QuerySet(Passage).filter(pk=rows["question"].pk)
    assert refused(lambda: asked.update(kind="beat", minute=0, under=None, text="x"))


def test_evidence_is_of_an_entry_by_a_beat(rows):
    def evidence(of, by):
        piece = Evidence(passage_id=of.pk, beat_id=by.pk, stance="supports", note="n")
        return lambda: QuerySet(Evidence).bulk_create([piece])

    right = {
        (of.kind, by.kind)
        for of in rows.values()
        for by in rows.values()
        if not refused(evidence(of, by))
    }
    assert right == {(kind, "beat") for kind in Entry.KINDS}


def test_a_proposal_concerns_what_its_kind_can_concern(rows, film):
    facts = {"reader": builders.a_reader(), "film": film, "horizon": SEEN,
             "licence": LICENCE, "title": "T", "text": "x"}  # fmt: skip
    sides = {"dispute": {"said_elsewhere": "x"}}
    right = {
        (kind, of.kind)
        for kind in ("answer", "interpretation", "dispute")
        for of in rows.values()
        if not refused(lambda k=kind, o=of: Proposal.unguarded.create(
            kind=k, passage=o, **facts, **sides.get(k, {})))
    }  # fmt: skip
    assert right == {
        (kind, above)
        for kind in ("answer", "interpretation", "dispute")
        for above in HANGS_ON[kind]
    }


def test_a_form_that_leaves_out_the_kind_still_hears_the_constraints(rows):
    form = modelform_factory(Answer, fields=["text"])({"text": ""}, rows["answer"])
    assert form.errors == {"text": ["This field cannot be blank."]}
    beat = rows["beat"]
    form = modelform_factory(Beat, fields=["minute", "horizon"])
    told = form({"minute": beat.horizon + 1, "horizon": beat.horizon}, beat).errors
    assert "is not shown before the beat begins" in str(told)


def test_postgresql_compiles_no_statement():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW jit")
            assert cursor.fetchone() == ("off",)
