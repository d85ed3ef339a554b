"""Every path that writes a guide leaves its records: how many, whose, and why."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command

from guide.editorial import guidefile, moderation, proposing, restoring
from guide.editorial.history import RECORDED
from guide.films.models import Film
from guide.passages import publishing
from guide.passages.models import Beat, Entry, Passage
from guide.readers import roles
from tests import builders
from tests.admin.desk_forms import change, row_in, send
from tests.admin.people import a_member, everything, signed_in
from tests.admin.test_guidefiles import export, press, replacing
from tests.admin.test_proposals import press as decide
from tests.editorial.guides import PATH

pytestmark = pytest.mark.django_db
NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)
TEXTS = {
    "film": "premise", "beat": "text", "ending": "tldr", "interpretation": "text",
    "question": "title", "answer": "text", "dispute": "text", "person": "name",
}  # fmt: skip
GATED = [kind for kind in TEXTS if kind not in ("film", "person")]


@pytest.fixture
def desk():
    """An editor's browser, where nobody is an operator."""
    return signed_in(a_member("Editors"))


@contextmanager
def recorded():
    """[(kind, what, whose, why)] of the records left within."""
    before = {m: [*m.history.values_list("pk", flat=True)] for m in RECORDED}
    found = []
    yield found
    for model in RECORDED:
        new = model.history.exclude(pk__in=before[model]).order_by("pk")
        found += [
            (
                kind_of(record),
                record.history_type,
                record.history_user,
                record.history_change_reason,
            )
            for record in new
        ]


def kind_of(row):
    """Of a passage, or a record of one, its kind; of anything else its table."""
    model = getattr(row, "instance_type", row._meta.concrete_model)
    return str(row.kind) if model is Passage else model._meta.model_name


def noun_of(row):
    return row._meta.concrete_model._meta.model_name


@pytest.mark.parametrize("kind", TEXTS)
def test_a_save_on_the_desk(desk, kind):
    row = everything("published")[kind]
    with recorded() as found:
        send(desk, change(row), **{TEXTS[kind]: "Newcanary"})
    row.refresh_from_db()
    assert (getattr(row, TEXTS[kind]), found) == (
        "Newcanary", [(kind_of(row), "~", desk.reader, None)],
    )  # fmt: skip


@pytest.mark.parametrize("kind", GATED)
def test_a_row_begun_on_the_desk_and_deleted_again(desk, kind):
    row = everything("draft")[kind]
    for other in Entry.unguarded.filter(under=row.pk) if kind == "question" else ():
        publishing.remove(other)
    if kind in ("ending", "beat"):
        row = {"ending": builders.an_ending, "beat": builders.a_beat}[kind](
            builders.a_film(), status="draft"
        )
    with recorded() as found:
        desk.post(f"/admin/guide/{kind}/{row.pk}/delete/", {"post": "yes"})
    assert found == [(kind_of(row), "-", desk.reader, None)]


@pytest.mark.parametrize(
    "page, prefix, typed",
    [
        ("film", "beat", {"minute": "0:30", "horizon": "0:30", "title": "New",
                          "text": "New.", "status": "draft"}),
        ("film", "credit", {"role": "writer"}),
        ("film", "alternativetitle", {"title": "Else", "order": "0"}),
        ("film", "cut", {"name": "Long", "runtime": "2:00"}),
        ("film", "provenance", {"written_by": "Ann", "how": "by-hand"}),
        ("beat", "source", {"kind": "other", "title": "So"}),
        ("beat", "alsospoils", {"minute": "seen"}),
        ("interpretation", "evidence", {"stance": "supports", "note": "It shows."}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_part_added_on_a_rows_page(desk, page, prefix, typed):
    rows = everything("published")
    at = 1 if prefix in ("beat", "credit") else 0
    named = {
        "credit": {"person": rows["person"].pk, "order": "0"},
        "alsospoils": {"spoils": builders.a_film().pk},
        "evidence": {"beat": rows["beat"].pk, "order": "0"},
    }.get(prefix, {})
    with recorded() as found:
        send(desk, change(rows[page]), **row_in(prefix, at, **typed, **named))
    whole = (kind_of(rows[page]), "~", desk.reader, None)
    assert sorted(found, key=str) == sorted(
        [whole, (prefix, "+", desk.reader, None)], key=str
    )


@pytest.mark.parametrize("kind", [*GATED, "film"])
def test_publishing_and_taking_down_by_a_press(desk, kind):
    rows = everything("draft")
    row, chief = rows[kind], signed_in(a_member("Chiefs"))
    for other in ("film", "beat", "ending", "question"):
        if other != kind:
            publishing.write(_published(rows[other]))
    address = f"/admin/rows/{noun_of(row)}/{row.pk}/"
    with recorded() as found:
        desk.post(f"{address}publish/")
        chief.post(f"{address}take-down/")
    assert found == [
        (kind_of(row), "~", desk.reader, None),
        (kind_of(row), "~", chief.reader, None),
    ]


def _published(row):
    row.status = "published"
    return row


@pytest.mark.parametrize("model", [Passage, Entry, *Passage.of_kind.values()])
def test_a_verb_by_command_through_every_proxy(model):
    rows = everything("published")
    row = model.unguarded.get(pk=rows[model.KINDS[0]].pk)
    with recorded() as found:
        publishing.save(row)
        publishing.retire(row)
    assert found == [(model.KINDS[0], "~", None, None)] * 2


@pytest.mark.parametrize(
    "kind, concerns, expected",
    [
        ("answer", "question", [("answer", "+")]),
        ("interpretation", "ending", [("interpretation", "+"), ("evidence", "+")]),
        ("dispute", "beat", [("dispute", "+")]),
        *[("correction", kind, [("", "~")]) for kind in GATED if kind != "question"],
    ],
)
def test_a_proposal_accepted(desk, kind, concerns, expected):
    rows = everything("published")
    row = rows[concerns]
    beats = [rows["beat"]] if kind == "interpretation" else []
    sent = builders.a_proposal(builders.a_reader(), row, kind, beats=beats)
    with recorded() as found:
        decide(desk, sent, "_accept")
    assert found == [
        (made or kind_of(row), what, desk.reader, proposing.REASON)
        for made, what in expected
    ]


def test_a_seed_leaves_one_record_a_row():
    with recorded() as found:
        call_command("seed", verbosity=0)
    rows = [
        (kind_of(row), "+", None, "seed")
        for model in RECORDED
        for row in model._base_manager.order_by("pk")
    ]
    kinds = {kind for kind, *_ in rows}
    assert (found, kinds >= {"film", *GATED, "evidence", "person"}) == (rows, True)
    assert Film.unguarded.count() == len(list(PATH.parent.glob("*.yaml")))


def test_a_seed_again_leaves_a_record_of_what_it_changed():
    guidefile.apply(guidefile.parse(PATH.read_bytes()))
    text = PATH.read_text().replace("War on every", "War at each")
    with recorded() as found:
        guidefile.apply(guidefile.parse(text.encode()))
    assert found == [("beat", "~", None, "seed")]


def test_an_import_on_the_desk(desk, film):
    text = export(desk, film).replace("An earlycanary", "A newcanary")
    page = replacing(desk, text)
    with recorded() as found:
        press(desk, page, "do")
    assert found == [("beat", "~", desk.reader, "import")]


@pytest.mark.parametrize("kind", [*GATED, "film"])
def test_publishing_at_a_set_time(kind):
    rows = everything("draft")
    row = rows[kind]
    for other in ("film", "beat", "ending", "question"):
        if other != kind:
            publishing.write(_published(rows[other]))
    with time_machine.travel(NOON - timedelta(days=1), tick=False):
        row.publish_at = NOON
        publishing.write(row)
    later = time_machine.travel(NOON + timedelta(minutes=1), tick=False)
    with later, recorded() as found:
        call_command("publish_due", verbosity=0)
    assert found == [(kind_of(row), "~", None, "published at its set time")]


@pytest.mark.parametrize("kind", GATED)
def test_readers_hold_a_row_and_are_not_named(kind):
    row = everything("published")[kind]
    with recorded() as found:
        for _ in range(moderation.ENOUGH):
            reader = builders.a_reader()
            reader.groups.add(roles.group(roles.TRUSTED))
            signed_in(reader)
            moderation.report_too_early(reader=reader, row=row)
    row.refresh_from_db()
    assert (row.held, found) == (
        True, [(kind_of(row), "~", None, moderation.READERS_HOLD)],
    )  # fmt: skip


@pytest.mark.parametrize("kind", GATED)
def test_an_editor_holds_clears_and_lets_go(kind):
    row = everything("published")[kind]
    verbs = (moderation.hold, moderation.clear, moderation.unclear, moderation.mended)
    for verb in verbs:
        with recorded() as found:
            verb(row)
        assert found == [(kind_of(row), "~", None, None)]


def test_what_a_save_raises_is_recorded_too(desk, film):
    late = Beat.unguarded.get(film=film, minute=10)
    question = builders.a_question(film, 10)
    builders.evidence(question, late)
    with recorded() as found:
        send(desk, change(late), horizon="1:35")
    assert sorted(found, key=str) == sorted(
        [(kind, "~", desk.reader, None) for kind in ("beat", "question", "dispute")],
        key=str,
    )


@pytest.mark.parametrize("kind", TEXTS)
def test_a_restore(desk, kind):
    row = everything("published")[kind]
    first = _first(row)
    send(desk, change(row), **{TEXTS[kind]: "Newcanary"})
    address = f"/admin/versions/{noun_of(row)}/{first.pk}/"
    with recorded() as found:
        send(desk, address)
    (one,) = found
    row.refresh_from_db()
    assert getattr(row, TEXTS[kind]) != "Newcanary"
    assert one[:3] == (kind_of(row), "~", desk.reader)
    assert one[3].startswith(restoring.RESTORED)


def _first(row):
    return row._meta.concrete_model.history.filter(id=row.pk).first()
