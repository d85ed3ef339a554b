"""A guide file is read strictly, and written all or nothing."""

import pytest
import yaml
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guide.editorial import guidefile
from guide.editorial.guidefile import GuideFileErrors, scan
from guide.films.models import Film
from guide.gate.horizon import SEEN
from guide.passages.models import Beat, Entry, Evidence
from tests import builders
from tests.editorial.guides import (
    DATA,
    FIRST_BEAT,
    ITS_ANSWER,
    LAST_BEAT,
    MIDWAY_QUESTION,
    READING,
    SMALL,
    changed,
    lines_of,
    refused,
    seed,
    stored,
    traces,
    without,
)

pytestmark = pytest.mark.django_db


def line(public_id, text):
    """The line, from 1 on, where a row of the real file says `text`."""
    lines = DATA.decode().split("\n")
    first, after = lines_of(public_id)
    return next(i for i in range(first, after) if text in lines[i]) + 1


@pytest.mark.parametrize(
    ("bad", "where", "message"),
    [
        (SMALL + "    title: 'Twice'\n", 9, "'title' is here twice."),
        (SMALL + "    colour: 1\n", 9, "guide.film has no field 'colour'."),
        (SMALL.replace("guide.film", "guide.vote"), 1, "The model is one of "),
        (SMALL.replace('"Small"', "No"), 5, "Quote this text: “No”."),
        (SMALL.replace("100", "1:58"), 7, "runtime is a whole number, without quotes."),
        (SMALL.replace("100", "0100"), 7, "runtime is a whole number, without "),
        (SMALL.replace("100", '"100"'), 7, "runtime is a whole number"),
        (SMALL.replace("100", "0"), 7, "runtime: "),
        (SMALL.replace("100", "9" * 5000), 7, "runtime is a whole number"),
        (SMALL.replace("100", "[1, 2]"), 7, "runtime is one value"),
        (SMALL.replace("2001\n", "99999\n"), 6, "year is out of range."),
        (SMALL.replace('"Small"', "1917"), 5, "title is a text: quote it, “1917”."),
        (SMALL.replace('"Small"', "true"), 5, "title is a text: quote it, “true”."),
        (SMALL.replace('"Small"', "null"), 5, "title cannot be null."),
        (SMALL.replace('"Small"', '""'), 5, "title: This field cannot be blank."),
        (SMALL.replace("Small", "x" * 201), 5, "title has 201 characters"),
        (SMALL.replace('"Small"', '"\\0"'), 5, "U+0000 is not allowed"),
        (SMALL.replace('"Small"', '"\\ud800"'), 5, ""),
        (SMALL.replace('"Small"', '"\\UFFFFFFFF"'), 5, "This is not YAML: an escape"),
        (SMALL.replace("Small", "\0"), 5, "U+0000 is not allowed"),
        (SMALL.replace("small-2001", "no slug"), 4, "slug: "),
        (SMALL.replace('"published"', '"retired"'), 8, "status is one of “draft”, "),
        (SMALL.replace("aaaaaa", "AAAAAA"), 3, "public_id is 6 small letters"),
        (SMALL.replace("    year: 2001\n", ""), 1, "guide.film needs 'year'."),
        (SMALL.replace('title: "', 'title: &a "'), 5, "Anchors and aliases"),
        (SMALL.replace('"Small"', "*a"), 5, "Anchors and aliases"),
        (SMALL.replace('title: "', 'title: !!str "'), 5, "Tags (!) are not allowed"),
        (
            SMALL.replace("year: 2001", 'release: "cut'),
            8,
            "This is not YAML: look at the quotes, colons and indentation of this line "
            "and of line 6.",
        ),
        (SMALL.replace('"Small"', '"Small'), 8, "This is not YAML: "),
        (
            f'{SMALL}    published_at: "2999-01-01T00:00:00Z"\n',
            9,
            "published_at says since when it is public, and lies in the future.",
        ),
        (SMALL + '    release: "never\n\nclosed', 9, "This is not YAML: a quote is "),
        (SMALL + " x: [\n", 9, "This is not YAML: look at the quotes"),
        (SMALL.replace("    year", "\tyear"), 6, "This is not YAML: there is a tab"),
        (SMALL + "---\n[]\n", 9, "A guide file is one document"),
        (SMALL.replace("Small", "\u2028"), 5, "U+2028 is not allowed"),
        (SMALL.replace("model: ", "pk: 1\n  model: "), 1, "A row has model and fields"),
        (SMALL + SMALL, 9, "A guide file holds one film; this is a second."),
        (SMALL + '    published_at: "soon"\n', 9, "published_at is a time"),
        (SMALL + '    published_at: "0001-01-01T00:00:00+09:00"\n', 9, "published_"),
        (SMALL + '    colour_figure: "#101519"\n', 9, "The contrast of these colours"),
        ("[" * 100_000, 1, "This is nested too deep."),
        ("[{" * 1_000, 1, "This is nested too deep."),
        ("- " * 100_000, 1, "This is nested too deep."),
        ("", 1, "The file is empty."),
        ("[]", 1, "The file has no guide.film."),
        ("model: guide.film", 1, "A guide file is a list of rows"),
        ("- [] \n- 7\n- {[a]: b}", 1, "A row is “model: …” and “fields: …”."),
        ("- model: guide.film", 1, "The row has no fields."),
        ("- {model: guide.film, fields: no}", 1, "The fields are “name: value”"),
        (SMALL.encode("utf-16"), 1, "This is not UTF-8."),
        (SMALL.replace("Small", "Amélie").encode("latin-1"), 5, "This is not UTF-8."),
    ],
    ids=lambda value: str(value)[:0],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_told_with_its_line(bad, where, message):
    found = refused(bad if isinstance(bad, bytes) else bad.encode())
    assert found[0][0] == where
    assert found[0][1].startswith(message)
    assert sum(traces()) == 0


@pytest.mark.parametrize(
    "bad",
    [
        "[" * 9_000,
        "- " * 9_000,
        '- "a',
        "-\t- b\n- c:\n\td: 1",
        '- "\\q"',
        "- a: b: c",
    ],
)
def test_it_is_told_in_the_same_words_whichever_parser_reads_it(bad, monkeypatch):
    found = refused(bad.encode())
    monkeypatch.setattr(scan, "_LOADER", yaml.SafeLoader)  # the one in Python
    assert refused(bad.encode()) == found


def test_every_problem_is_told_at_once():
    bad = SMALL.replace('"Small"', "No").replace("100", "1:58") + "    colour: 1\n"
    assert [where for where, _ in refused(bad.encode())] == [5, 7, 9]


def test_a_file_that_is_too_large_is_not_read():
    found = refused(b"#" * (scan.MOST_BYTES + 1))
    assert found == [(1, "The file is larger than 1,000,000 bytes.")]


def test_a_file_of_too_many_rows_is_refused():
    rows = '- {model: guide.person, fields: {slug: "a", name: "A"}}\n' * 2_001
    assert (2_001, "The file has more than 2,000 rows.") in refused(rows.encode())


def test_the_least_that_a_guide_may_say_is_a_film():
    seed(SMALL.encode())
    assert Film.unguarded.get().sort_title == "small"


def test_the_end_of_the_film_may_be_written_as_seen():
    seed(changed(LAST_BEAT, "horizon: 32767", 'horizon: "seen"'))
    assert Beat.unguarded.get(public_id=LAST_BEAT).horizon == SEEN


def test_a_horizon_at_the_runtime_is_the_end():
    seed(changed(LAST_BEAT, "horizon: 32767", "horizon: 113"))
    assert Beat.unguarded.get(public_id=LAST_BEAT).horizon == SEEN


@pytest.mark.parametrize("bad", ["-1", "1441", "32768", "true", '"1:47"', '"47"'])
def test_what_is_no_minute_is_refused(bad):
    found = refused(changed(FIRST_BEAT, "horizon: 9", f"horizon: {bad}"))
    assert [where for where, _ in found] == [line(FIRST_BEAT, "horizon:")]


def test_a_beat_after_the_end_of_the_film_is_refused():
    found = refused(changed(LAST_BEAT, "minute: 111", "minute: 114"))
    where = line(LAST_BEAT, "minute:")
    assert found == [(where, "The film ends at minute 113.")]


@pytest.mark.parametrize(
    ("row", "pattern", "to", "field"),
    [
        (ITS_ANSWER, "horizon: 43", "horizon: 34", "horizon:"),  # its question: 35
        (READING, "horizon: 32767", "horizon: 112", "horizon:"),  # its ending: SEEN
        (FIRST_BEAT, "minute: 0", "minute: 10", "horizon:"),
        ("ko74b30kfg", "horizon: 85", "horizon: 60", "horizon:"),  # its beat: 73
    ],
)
def test_a_row_below_its_floor_is_refused_at_its_horizon(row, pattern, to, field):
    found = refused(changed(row, pattern, to))
    assert [where for where, _ in found] == [line(row, field)]
    assert sum(traces()) == 0


def test_a_question_is_refused_below_the_beat_of_its_evidence():
    tie = changed("iu22yub7ya", READING, MIDWAY_QUESTION)
    found = refused(tie)
    assert [where for where, _ in found] == [line(MIDWAY_QUESTION, "horizon:")]
    assert "It rests on the beat" in found[0][1]


@pytest.mark.parametrize(
    ("row", "pattern", "to"),
    [
        (ITS_ANSWER, 'parent: \\["v84oh77c7n"', 'parent: ["nowhere000"'),
        (READING, 'ending: \\["d73g22a2kx"', 'ending: ["nowhere000"'),
        ("iu22yub7ya", 'beat: \\["9yk9kui46d"', 'beat: ["nowhere000"'),
        ("iu22yub7ya", 'entry: \\["0hz0ah4694"', 'entry: ["nowhere000"'),
    ],
)
def test_a_key_that_leads_nowhere_is_refused_at_its_line(row, pattern, to):
    found = refused(changed(row, pattern, to))
    assert [where for where, _ in found] == [line(row, to.split(":")[0] + ":")]


def test_a_key_of_another_films_row_leads_nowhere():
    seed(SMALL.encode())
    builders.a_beat(Film.unguarded.get(), public_id="b" * 10)
    found = refused(changed("iu22yub7ya", "9yk9kui46d", "b" * 10))
    assert [where for where, _ in found] == [line("iu22yub7ya", "beat:")]


def test_a_row_of_another_film_cannot_be_taken_over():
    seed(SMALL.encode())
    builders.a_beat(Film.unguarded.get(), public_id=FIRST_BEAT)
    where = lines_of(FIRST_BEAT)[0] + 1
    assert (where, "This guide.beat belongs to another film.") in refused(DATA)


@pytest.mark.parametrize(
    ("pattern", "to"),
    [
        ('parent: \\["v84oh77c7n"\\]', f'parent: ["{READING}"]'),
        ('parent: \\["v84oh77c7n"\\]', "parent: null"),
        ("ending: null", 'ending: ["d73g22a2kx"]'),
        ('kind: "answer"', 'kind: "interpretation"'),
    ],
)
def test_an_entry_out_of_its_place_is_refused(pattern, to):
    found = refused(changed(ITS_ANSWER, pattern, to))
    first, after = lines_of(ITS_ANSWER)
    assert {first < where <= after for where, _ in found} == {True}


def test_a_row_is_named_once():
    twice = changed(LAST_BEAT, LAST_BEAT, FIRST_BEAT)
    first = lines_of(FIRST_BEAT)[0] + 1
    sentence = f"The same guide.beat is already in line {first}."
    assert (lines_of(LAST_BEAT)[0] + 1, sentence) in refused(twice)


def test_an_entry_keeps_its_kind():
    seed()
    asked = changed(READING, '"interpretation"', '"question"')
    sentence = "An entry cannot change its kind; give it a new public_id."
    assert refused(asked) == [(line(READING, "kind:"), sentence)]


def test_one_bad_row_keeps_all_others_out():
    seed()
    before = stored(), traces()
    bad = changed(FIRST_BEAT, "minute: 0", "minute: 10")
    assert refused(changed(LAST_BEAT, "A question", "An answer", bad)) != []
    assert (stored(), traces()) == before


def test_a_plan_writes_nothing():
    guidefile.plan(guidefile.parse(DATA))
    assert sum(traces()) == 0


def test_nobody_who_votes_waits_for_a_plan():
    with CaptureQueriesContext(connection) as asked:
        guidefile.plan(guidefile.parse(DATA))
    read = [q["sql"] for q in asked if 'FROM "guide_passage"' in q["sql"]]
    assert [sql for sql in read if "FOR UPDATE" in sql] == []
    if connection.features.has_select_for_no_key_update:
        assert [sql for sql in read if "FOR NO KEY UPDATE" in sql] != []


def test_a_plan_that_is_no_longer_true_is_not_done():
    guide = guidefile.parse(DATA)
    shown = guidefile.plan(guide)
    seed(SMALL.encode().replace(b"small-2001", shown.slug.encode()))
    with pytest.raises(GuideFileErrors, match="look again"):
        guidefile.apply(guide, shown=shown)


def test_the_history_of_a_seeded_row_says_so():
    seed(reason="imported")
    reasons = {row.history_change_reason for row in Entry.history.all()}
    assert reasons == {"imported"}


def test_rows_may_stand_in_any_order():
    rows = DATA.decode().split("- model:")[1:]
    seed("".join(f"- model:{row}" for row in reversed(rows)).encode())
    assert (Beat.unguarded.count(), Evidence.unguarded.count()) == (31, 18)


def test_what_the_file_no_longer_names_is_left_alone_and_told():
    seed()
    plan = guidefile.plan(guidefile.parse(without("iu22yub7ya")))
    assert list(map(str, plan.of(guidefile.Action.ALONE))) == [
        "left alone guide.evidence iu22yub7ya"
    ]
