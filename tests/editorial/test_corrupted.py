"""Whatever happens to a guide file, it is refused whole or written whole."""

import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from guide.editorial.guidefile import GuideFileErrors
from tests.editorial.corruption import BASE, BROKEN, CLASSES
from tests.editorial.guides import (
    FIRST_BEAT,
    READING,
    SMALL,
    refused,
    seed,
    stored,
    traces,
)
from tests.editorial.unseen import UNSEEN

pytestmark = pytest.mark.django_db


def corruptions():
    """Ways to spoil a guide file: each takes its lines and a random source."""

    def edit(pick, change):
        def corrupt(lines, chance):
            at = [i for i, text in enumerate(lines) if pick(text)]
            i = chance.choice(at)
            lines[i : i + 1] = change(lines[i], chance)
            return "\n".join(lines).encode()

        return corrupt

    def every(text):
        return bool(text.strip())

    def has(*words):
        return lambda text: any(word in text for word in words)

    def value(new):
        return lambda text, chance: [f"{text.split(':')[0]}: {new}"]

    yield edit(every, lambda text, chance: [])
    yield edit(every, lambda text, chance: [text, text])
    yield edit(every, lambda text, chance: [" " * chance.randint(1, 5) + text])
    yield edit(every, lambda text, chance: [text.lstrip()])
    yield edit(every, lambda text, chance: [text.replace(":", ""), "\t" + text])
    yield edit(every, lambda text, chance: [text[: chance.randrange(len(text))]])
    yield edit(every, lambda text, chance: [text[::-1]])
    yield edit(
        every, lambda text, chance: [text + chance.choice("'\"[]{}&*!|>%@`\0\x07")]
    )
    for new in ("No", "1:58", "9" * 400, "-1", "1e9", "null", "true", "[]", "{a: b}"):
        yield edit(has(": "), value(new))
    for new in ('["nowhere"]', '"\\0"', "!!python/name:os.system", "&a [*a]", '"seen"'):
        yield edit(has(": "), value(new))
    for new in ("0", "1", "113", "1441", "99999999999", "2.5", "seen", '"68"'):
        yield edit(has("horizon:", "minute:", "runtime:"), value(new))
    yield edit(has("model:"), value("guide.vote"))
    yield edit(has("model:"), value("guide.beat"))
    yield edit(has("public_id:"), value(f'"{FIRST_BEAT}"'))
    yield edit(has("public_id:", "slug:"), value('"x y/../z"'))
    yield edit(has("parent:", "ending:", "beat:", "entry:"), value("null"))
    yield edit(has("parent:", "ending:", "beat:", "entry:"), value(f'["{READING}"]'))
    yield edit(has("kind:", "status:", "stance:", "role:"), value('"answer"'))
    yield edit(has("status:"), value('"draft"'))
    yield edit(has("text: >-", "summary: >-"), value('"' + "x" * 20_001 + '"'))
    yield edit(has(":"), lambda text, chance: [text.replace(":", "x:", 1)])
    yield edit(has("published_at"), value('"9999-12-31T23:59:59-12:00"'))
    yield (
        lambda lines, chance: (
            BASE[: (cut := chance.randrange(len(BASE)))] + b"\xff\xc3" + BASE[cut:]
        )
    )
    yield lambda lines, chance: BASE[: chance.randrange(len(BASE))]
    yield lambda lines, chance: bytes(
        byte ^ (1 << chance.randrange(8)) if chance.random() < 0.0005 else byte
        for byte in BASE
    )
    yield lambda lines, chance: bytes(chance.randbytes(2_000))


WAYS = list(corruptions())


def corrupted(number):
    """The real file, spoilt in one way; the same number always spoils it alike."""
    way = WAYS[number % len(WAYS)]
    return way(BASE.decode().split("\n"), random.Random(f"guide {number}"))


def settle(data):
    """Write the file, or the errors it is refused with, which all have a line."""
    try:
        return seed(data), []
    except GuideFileErrors as refusal:
        last = data.count(b"\n") + 2
        assert refusal.errors != []
        assert {1 <= e.line <= last and e.message != "" for e in refusal.errors} == {
            True
        }
        return None, refusal.errors


@pytest.fixture
def guides(db):
    """The guide that is broken, and another film."""
    seed(BASE)
    seed(SMALL.encode())


def test_there_are_200_broken_files_of_every_class_and_none_is_another():
    assert {name for name, _ in BROKEN} == set(CLASSES)
    assert len({data for _, data in BROKEN}) == len(BROKEN) == 200
    seed(BASE)  # what they are made of is whole


def test_200_broken_files_are_refused_by_line_and_change_nothing(guides):
    before = stored(keys=True), traces()
    for number, (name, data) in enumerate(BROKEN):
        plan, errors = settle(data)
        assert (plan, errors == []) == (None, False), (number, name)
    assert (stored(keys=True), traces()) == before


@pytest.mark.full
def test_200_broken_files_of_a_film_that_is_not_there_leave_nothing():
    for number, (name, data) in enumerate(BROKEN):
        plan, errors = settle(data)
        assert (plan, errors == []) == (None, False), (number, name)
    assert sum(traces()) == 0


@pytest.mark.full
def test_the_desk_shows_what_is_wrong_with_each_and_changes_nothing(guides, editor):
    before = stored(keys=True), traces()
    for number, (name, data) in enumerate(BROKEN):
        file = SimpleUploadedFile("guide.yaml", data)
        page = editor.post("/admin/guide/film/import/", {"file": file, "do": "Import"})
        problems = page.context["look"].refused
        assert (page.status_code, problems == []) == (200, False), (number, name)
        shown = page.content.decode()
        assert [p for p in problems if f"Line {p.line}:" not in shown] == []
    assert (stored(keys=True), traces()) == before


def test_what_others_break_is_refused_at_its_line_and_changes_nothing(guides):
    before, missed = (stored(keys=True), traces()), []
    for name, (data, line) in UNSEEN.items():
        told = {where for where, _ in refused(data)}
        if line not in told:
            missed.append((name, line, sorted(told)))
    assert (missed, (stored(keys=True), traces())) == ([], before)


@pytest.mark.full
def test_however_a_file_of_a_new_film_was_changed_it_leaves_all_or_nothing():
    for number in range(len(WAYS)):
        with transaction.atomic():
            plan, errors = settle(corrupted(number))
            assert (sum(traces()) == 0) == (plan is None) == (errors != []), number
            transaction.set_rollback(True)


@pytest.mark.full
def test_however_a_file_of_a_film_that_is_there_was_changed_it_leaves_all_or_nothing():
    seed(BASE)
    before = traces()
    for number in range(len(WAYS), 5 * len(WAYS)):
        with transaction.atomic():
            _, errors = settle(corrupted(number))
            if errors:
                assert traces() == before, number
            transaction.set_rollback(True)
