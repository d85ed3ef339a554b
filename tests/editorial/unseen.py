"""More broken guide files, by somebody who had not seen `corruption` when they chose
them: what editors, editing programs and other programs do to a file by mistake.

Each marks with § the line in which the first problem must be told.
"""

import gzip
import json
import re

from tests.editorial.corruption import BASE, DISPUTE, ENDING, EVIDENCE, SOURCE
from tests.editorial.guides import (
    FIRST_BEAT,
    ITS_ANSWER,
    LAST_BEAT,
    MIDWAY_QUESTION,
    READING,
    SLUG,
    changed,
)

_ENDS = re.compile(r"\r\n|\r|\n")
_TEXT = BASE.decode()


def _in(public_id, old, new):
    """One row with something else in it."""
    return changed(public_id, re.escape(old), lambda _: new, BASE).decode()


def _once(old, new):
    assert old in _TEXT
    return _TEXT.replace(old, new, 1)


def _row(label, fields):
    return f"{_TEXT}\n- model: {label}\n  fields:\n{fields}"


def _waiver(*lines):
    said = "".join(f"    {line}\n" for line in lines)
    first = f'    public_id: "zzzzzzzzzz"\n    film: ["{SLUG}"]\n'
    return _row("guide.waiver", first + said)


def _told(text):
    """(the file, the line in which its first problem must be told)."""
    before, mark, after = text.partition("§")
    assert mark
    return (before + after).encode(), len(_ENDS.findall(before)) + 1


MARKED = {
    # what editing programs do
    "line ends of an old Mac": _in(LAST_BEAT, "111", "§eleven").replace("\n", "\r"),
    "line ends of Windows": _in(LAST_BEAT, "111", "§eleven").replace("\n", "\r\n"),
    "line ends of both": _in(LAST_BEAT, "111", "§\x00").replace("\n", "\r\n", 90)
    .replace("\r\n", "\r", 30),
    "a next line of a mainframe": _once("General Br", "§\x85General Br"),
    "a line separator": _once("His laugh is", "§\u2028His laugh is"),
    "a byte order mark in the middle": _once("- model: guide.beat",
                                             "§\ufeff- model: guide.beat"),
    "spaces that do not break": _in(FIRST_BEAT, "    horizon: 9", "§\xa0   horizon: 9"),
    "curly quotes": _in(FIRST_BEAT, '"War on every channel"', "§“War on every one”"),
    "a comma after a value": _in(FIRST_BEAT, "horizon: 9", "§horizon: 9,"),
    "a hash without a space": _in(FIRST_BEAT, "horizon: 9", "§horizon: 9#checked"),
    "marks of a conflict": _once("- model: guide.ending",
                                 "§<<<<<<< ours\n- model: guide.ending"),
    "marks of a difference": _in(FIRST_BEAT, "    horizon: 9",
                                 "-   horizon: 9\n§+   horizon: 12"),
    "a text broken to the margin": _once("      and the bulletins", "§and the news"),
    "a text behind its sign": _in(FIRST_BEAT, "text: >-", "§text: >- At first,"),
    "an apostrophe in single quotes": _in(FIRST_BEAT, '"War on every channel"',
                                          "§'It's war'"),
    "two texts behind each other": _in(FIRST_BEAT, '"War on every channel"',
                                       '"War on" §"every channel"'),
    "a dash that fell off": _once("- model: guide.dispute", "§  model: guide.dispute"),
    "a row cut into two": _in(FIRST_BEAT, "  fields:", "§- fields:"),
    "a row within a row": _once("- model: guide.dispute", "   - §model: guide.dispute"),
    "two rows grown together": _in("645ic7vn37", "- model: guide.beat\n  fields:\n",
                                   "").replace(
        '    public_id: "645ic7vn37"', '    §public_id: "645ic7vn37"'),
    # other alphabets, other numbers
    "a colon of full width": _in(FIRST_BEAT, "horizon: 9\n    horizon_checked: false",
                                 "§horizon： 9\n    horizon_checked: false"),
    "digits of another alphabet": _in(FIRST_BEAT, "horizon: 9", "§horizon: ٩"),
    "a real minus": _in(FIRST_BEAT, "story_order: 1", "§story_order: −1"),
    "an id of full width": _in(FIRST_BEAT, f'"{FIRST_BEAT}"', '§"１２３４５６７８90"'),
    "a letter that looks alike": _in(FIRST_BEAT, "horizon: 9", "§hоrizon: 9"),
    "a key that looks alike": _in(READING, f'["{SLUG}"]', f'§["а{SLUG[1:]}"]'),
    "an address with an accent": _once('slug: "doug-liman"', '§slug: "doug-limän"'),
    "a plus": _in(FIRST_BEAT, "horizon: 9", "§horizon: +9"),
    "an underscore": _in(LAST_BEAT, "minute: 111", "§minute: 1_11"),
    "no number": _in(FIRST_BEAT, "order: 1", "§order: .nan"),
    "yes": _in(FIRST_BEAT, "horizon_checked: false", "§horizon_checked: yes"),
    "a time without quotes": _in(FIRST_BEAT, '"2026-11-22T12:00:00Z"',
                                 "§2026-11-22T12:00:00Z"),
    "a time of no place": _in(FIRST_BEAT, "12:00:00Z", "§12:00:00"),
    # what other programs write
    "a primary key, as dumpdata writes it": _in(FIRST_BEAT, "  fields:",
                                                "§  pk: 1\n  fields:"),
    "a database's key": _in(ITS_ANSWER, f'["{MIDWAY_QUESTION}"]', "§7"),
    "fields as a list": _row("guide.cut", '    §- name: "Long"\n'),
    "no fields": f"{_TEXT}\n- model: guide.cut\n  §fields: null\n",
    "a directive": "§%YAML 9.9\n---\n" + _TEXT,
    "a page of an error": "§<!DOCTYPE html>\n<title>502</title>\n",
    "one object": "§" + json.dumps({"model": "guide.film", "fields": {}}),
    "a key of two": f"{_TEXT}\n- §? [a, b]\n  : c\n",
    # what an editor gets wrong
    "a film that ends before its beats": _once("runtime: 113", "runtime: 60").replace(
        "    minute: 98", "    §minute: 98"),
    "a film that ends with no minute": _once("runtime: 113", "§runtime: 0"),
    "colours like each other": _once("#f0a35e", "§#0f3039"),
    "an alternative title twice": _once("Live Die Repeat", "Edge of Tomorrow").replace(
        "- model: guide.alternativetitle\n  fields:\n"
        f'    film: ["{SLUG}"]\n    title: "Edge of Tomorrow"\n    note: "home',
        "§- model: guide.alternativetitle\n  fields:\n"
        f'    film: ["{SLUG}"]\n    title: "Edge of Tomorrow"\n    note: "home'),
    "a credit twice": _once('["christopher-mcquarrie"]', '["jez-butterworth"]').replace(
        "- model: guide.credit\n  fields:\n"
        f'    film: ["{SLUG}"]\n    person: ["jez-butterworth"]\n    role: "writer"\n'
        '    note: ""\n    order: 3',
        "§- model: guide.credit\n  fields:\n"
        f'    film: ["{SLUG}"]\n    person: ["jez-butterworth"]\n    role: "writer"\n'
        '    note: ""\n    order: 3'),
    "a question that nobody reaches": _in(MIDWAY_QUESTION, "horizon: 35",
                                          "horizon: null").replace(
        "    horizon: 43", "    §horizon: 43"),
    "an ending that nobody reaches": _in(ENDING, "horizon: 32767",
                                         "horizon: null").replace(
        "horizon: 32767\n    horizon_checked: false\n    status: \"published\"\n"
        '    published_at: "2026-11-22T12:00:00Z"\n    how: ""\n    kind',
        "§horizon: 32767\n    horizon_checked: false\n    status: \"published\"\n"
        '    published_at: "2026-11-22T12:00:00Z"\n    how: ""\n    kind'),
    "a cut of nowhere": _in(ENDING, "cut: null", '§cut: ["zzzzzzzzzz"]'),
    "an answer for a beat": _in(EVIDENCE, '["9yk9kui46d"]', f'§["{ITS_ANSWER}"]'),
    "a reading of a question": _in(READING, f'["{ENDING}"]', f'§["{MIDWAY_QUESTION}"]'),
    "a dispute of a dispute": _in(DISPUTE, '    beat: ["645ic7vn37"]',
                                  f'    §dispute: ["{DISPUTE}"]'),
    "a source of a source": _in(SOURCE, f'    ending: ["{ENDING}"]',
                                f'    §source: ["{SOURCE}"]'),
    "a word that may stand, for no reason": _waiver('word: "night"', '§reason: ""'),
    "no word that may stand": _waiver('§word: ""', 'reason: "It is said."'),
    "a word of two rows": _waiver('word: "a"', 'reason: "b"', f'beat: ["{FIRST_BEAT}"]',
                                 f'§entry: ["{READING}"]'),
    "a key of a hundred thousand letters": _in(FIRST_BEAT, "horizon: 9",
                                               "§" + "x" * 100_000 + ": 9"),
}  # fmt: skip


def _bytes(old, new):
    """(the file with some bytes changed, the line that they stand in)."""
    old = old.encode()
    return BASE.replace(old, new), BASE[: BASE.index(old)].count(b"\n") + 1


BYTES = {
    "packed": (gzip.compress(BASE, mtime=0), 1),
    "an overlong letter": _bytes("His laugh", b"\xc0\xafHis laugh"),
    "half a pair": _bytes("His laugh", b"\xed\xa0\x80His laugh"),
    "another encoding in one text": _bytes("’s v", b"\x92s v"),
}

UNSEEN = {name: _told(text) for name, text in MARKED.items()} | BYTES
"""{what is wrong with it: (the file, the line of its first problem)}"""
