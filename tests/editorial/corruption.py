"""Guide files that somebody broke: 200 of them, each wrong in its own way.

They are made of the first fixture by the number alone: the same number breaks it alike
everywhere. Every one must be refused; what may be harmless is in `test_corrupted`.
"""

import re
from collections.abc import Iterator
from itertools import count, islice
from random import Random

from tests.editorial.guides import (
    DATA,
    FIRST_BEAT,
    ITS_ANSWER,
    LAST_BEAT,
    MIDWAY_QUESTION,
    READING,
    SLUG,
    SMALL,
    changed,
    lines_of,
)

MANY = 200
ENDING, DISPUTE, SOURCE, EVIDENCE = (
    "d73g22a2kx", "ko74b30kfg", "vp24my1evn", "iu22yub7ya",
)  # fmt: skip
KEPT = (
    FIRST_BEAT, "645ic7vn37", "9yk9kui46d", LAST_BEAT, ENDING, READING, EVIDENCE,
    "4okq0f1a6h", MIDWAY_QUESTION, ITS_ANSWER, DISPUTE, SOURCE,
)  # fmt: skip


def base() -> bytes:
    """A few rows of the fixture of every kind: quick to read 200 times."""
    lines = DATA.decode().split("\n")
    head = lines[: next(i for i, line in enumerate(lines) if "guide.beat" in line)]
    for key in KEPT:
        first, after = lines_of(key)
        head += [line for line in lines[first:after] if not line.startswith("#")]
    return "\n".join(head).encode()


BASE = base()


def _value(public_id, field, *values):
    """Ways to give a field of one row another value."""
    pattern = rf"(?m)^    {field}: .*$"
    return [
        lambda chance, value=value: changed(
            public_id, pattern, lambda _: f"    {field}: {value}", BASE
        )
        for value in values
    ]


def _line(has, new):
    """A way to change one line that holds a text."""

    def way(chance):
        lines = BASE.decode().split("\n")
        at = chance.choice([i for i, text in enumerate(lines) if has in text])
        lines[at : at + 1] = new(lines[at])
        return "\n".join(lines).encode()

    return way


def _film(old, *new):
    assert old in BASE.decode()
    return [lambda chance, n=n: BASE.decode().replace(old, n, 1).encode() for n in new]


def _more(*texts):
    return [lambda chance, text=text: BASE + b"\n" + text.encode() for text in texts]


def _whole(*files):
    files = [file if isinstance(file, bytes) else file.encode() for file in files]
    return [lambda chance, file=file: file for file in files]


def _flip(chance):
    at = chance.choice([i for i, byte in enumerate(BASE) if byte < 0x80])
    return BASE[:at] + bytes([BASE[at] | 0x80]) + BASE[at + 1 :]


def _noise(chance):
    at = chance.randrange(len(BASE))
    return BASE[:at] + chance.choice([b"\0", b"\x07", b"\x7f", b"\xc0"]) + BASE[at:]


def _cut_in_quotes(chance):
    quotes = [at.end() for at in re.finditer(rb': "[^"]', BASE)]
    return BASE[: chance.choice(quotes)]


def _cut_in_a_letter(chance):
    letters = [i for i in range(len(BASE)) if BASE[i : i + 1] == b"\xe2"]
    return BASE[: chance.choice(letters) + chance.choice([1, 2])]


def _twice(public_id):
    lines = BASE.decode().split("\n")
    first, after = lines_of(public_id, BASE)
    return "\n".join(lines + lines[first:after])


def _row(label, **fields):
    said = "".join(f"    {name}: {value}\n" for name, value in fields.items())
    return f"- model: {label}\n  fields:\n{said}"


def _bomb():
    layers = "".join(
        f"- &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 10)
    )
    return f'- &a0 "lol"\n{layers}'


_ANOTHER_ENDING = _row(
    "guide.ending", public_id='"zzzzzzzzzz"', film=f'["{SLUG}"]', horizon=32767,
    status='"published"', tldr='"Two."', explanation='"Two."',
)  # fmt: skip
_AGAIN = {"kind": '"other"', "title": '"A source"', "public_id": '"zzzzzzzzzz"'}
_LINK = {"public_id": '"zzzzzzzzzz"', "film": f'["{SLUG}"]', "minute": 3}

CHANCE = ("a flipped bit", "noise", "cut off in a text", "cut off in a letter")
CLASSES = {
    "a flipped bit": [_flip],
    "noise": [_noise],
    "cut off in a text": [_cut_in_quotes],
    "cut off in a letter": [_cut_in_a_letter],
    "another encoding": _whole(
        *(DATA.decode().encode(e) for e in ("utf-16", "utf-32", "utf-16-be")),
        BASE.decode().encode("cp1252", "replace"),
        BASE.decode().encode("utf-8-sig").decode().encode("utf-8-sig"),
    ),
    "a minute that is none": [
        *_value(FIRST_BEAT, "horizon", '"9"', "true", "2.5", "[9]", "{a: 9}", "1:09"),
        *_value(LAST_BEAT, "horizon", "-1", "1441", "32768", "seen", "", "1e3"),
        *_value(LAST_BEAT, "minute", "114", "null", "-3", "40000"),
    ],
    "a text that is none": [
        *_value(FIRST_BEAT, "title", "No", "true", "7", "1:58", "null", '""', "[a]"),
        *_value(READING, "byline", "2014-01-01", "~", "0x1F", '{"a": "b"}', "@x"),
    ],
    "a huge number": [
        *_film("runtime: 113", "runtime: " + "9" * 400, "runtime: 99999999999"),
        *_film("tmdb: 137113", "tmdb: 2147483648", "tmdb: -1", "tmdb: 1e400"),
        *_value(FIRST_BEAT, "story_order", "9" * 30, "-2147483649", "0777"),
    ],
    "a field twice": [
        _line(f"    {name}: ", lambda text: [text, text])
        for name in ("title", "horizon", "status", "public_id", "kind")
    ],
    "a row twice": _whole(*map(_twice, (FIRST_BEAT, ENDING, READING, ITS_ANSWER))),
    "a reference that leads nowhere": [
        *_value(ITS_ANSWER, "parent", '["nowhere000"]', '[""]', '["a", "b"]', "[]"),
        *_value(EVIDENCE, "beat", '["nowhere000"]', '["\\0"]', f'["{READING}"]'),
        *_value(EVIDENCE, "entry", f'["{FIRST_BEAT}"]', f'"{READING}"', "null"),
        *_value(READING, "ending", f'["{FIRST_BEAT}"]', f'[["{ENDING}"]]'),
    ],
    "a parent that is its own": [
        *_value(ITS_ANSWER, "parent", f'["{ITS_ANSWER}"]', f'["{READING}"]'),
        lambda chance: changed(
            MIDWAY_QUESTION, 'kind: "question"', 'kind: "answer"',
            changed(MIDWAY_QUESTION, "parent: null", f'parent: ["{ITS_ANSWER}"]', BASE),
        ),
        *_value(MIDWAY_QUESTION, "parent", f'["{ITS_ANSWER}"]',
                f'["{MIDWAY_QUESTION}"]'),
    ],
    "a bomb": _whole(
        _bomb(), BASE.decode() + _bomb(), "[" * 50_000, "- " * 50_000,
        "{a: " * 9_000, "? " * 20_000, "- {a: &a [*a]}",
    ),
    "a tag": [
        _line(': "', lambda text, tag=tag: [text.replace(': "', f': {tag} "', 1)])
        for tag in ("!!str", "!!python/name:os.system", "!!binary", "!x", "!<a:b>")
    ],
    "an anchor": [
        _line(': "', lambda text: [text.replace(': "', ': &a "', 1)]),
        _line("fields:", lambda text: [text + " &f"]),
        _line("    status:", lambda text: ["    <<: *f", text]),
        _line("    status:", lambda text: ["    <<: {held: true}", text]),
    ],
    "a field that is not a file's": [
        _line("    status: ", lambda text, line=line: [text, f"    {line}"])
        for line in ("held: true", "id: 1", "rendered: {}", "author: null",
                     '"": ""', "Title: \"x\"", "cleared: false", "[a]: b")
    ],
    "a model that is not a file's": [
        _line("- model: ", lambda text, model=model: [f"- model: {model}"])
        for model in ("guide.vote", "guide.reader", "auth.group", "guide.seeded", '""',
                      "guide.historicalbeat", "guide.interpretation", "[guide.beat]")
    ],
    "a kind that there is not": [
        *_value(READING, "kind", '"review"', '"answer"', '"question "', "7"),
        *_value(FIRST_BEAT, "status", '"secret"', '"Published"', "true"),
        *_value(EVIDENCE, "stance", '"proves"', "null"),
        *_value(SOURCE, "kind", '"rumour"'),
        *_film('role: "director"', 'role: "actor"'),
    ],
    "an entry out of its place": [
        *_value(READING, "ending", "null"),
        *_value(ITS_ANSWER, "parent", "null"),
        *_value(ITS_ANSWER, "ending", f'["{ENDING}"]'),
        *_value(READING, "parent", f'["{MIDWAY_QUESTION}"]'),
    ],
    "two guides": [
        *_more(SMALL, "---\n" + SMALL, "...\n" + SMALL, DATA.decode(), "---\n[]\n"),
        *_value(FIRST_BEAT, "film", '["small-2001"]', '["nowhere-1900"]'),
    ],
    "too early": [
        *_value(ITS_ANSWER, "horizon", "34", "0"),
        *_value(READING, "horizon", "100"),
        *_value(DISPUTE, "horizon", "20"),
        *_value(FIRST_BEAT, "minute", "10"),
    ],
    "a row of two, or of none": [
        *_value(SOURCE, "ending", f'["{ENDING}"]\n    beat: ["{FIRST_BEAT}"]'),
        *_value(SOURCE, "ending", "null"),
        *_value(DISPUTE, "beat", "null", f'["{LAST_BEAT}"]\n    ending: ["{ENDING}"]'),
        *_more(_row("guide.source", **_AGAIN)),
    ],
    "too long": [
        *_value(FIRST_BEAT, "title", '"' + "x" * 201 + '"'),
        *_value(FIRST_BEAT, "strand", '"' + "x" * 101 + '"'),
        *_value(SOURCE, "url", '"https://example.org/' + "x" * 500 + '"'),
        *_film("premise: >-", "premise: >-\n      " + "word " * 5_000),
        *_whole("#" * 1_000_001, "- {model: guide.person, fields: {}}\n" * 2_001),
    ],
    "nonsense": [
        *_film("#0f3038", "#f0a35f", "red", "#0F3038 "),
        *_value(SOURCE, "url", '"javascript:alert(1)"', '"nowhere"', '"http://"'),
        *_value(FIRST_BEAT, "published_at", '"soon"', '"2026-13-45T99:00:00Z"',
                '"2026-11-22"', '"9999-12-31T23:59:59-12:00"'),
        *_value(FIRST_BEAT, "public_id", '"x y/../z"', '"SHOUTSHOUT"', '"short"'),
        *_film(f'slug: "{SLUG}"', 'slug: "no slug"', 'slug: ""'),
        *_value(FIRST_BEAT, "title", '"\\x07"', '"\\ud800"', '"\\UFFFFFFFF"', '"\\q"'),
    ],
    "crooked lines": [
        _line("    horizon:", lambda text: ["\t" + text.strip()]),
        _line("    horizon:", lambda text: [text.replace(":", "")]),
        _line("    status:", lambda text: [" " + text]),
        _line("    status:", lambda text: [text[2:]]),
        _line("  fields:", lambda text: ["  fields"]),
        _line("- model:", lambda text: [text.replace("- ", "")]),
        _line("    status:", lambda text: [text + text.strip()]),
        _line("    title:", lambda text: [text[:-1]]),
    ],
    "something left out": [
        _line("    public_id: ", lambda text: []),
        _line("    horizon: ", lambda text: []),
        _line("    film: ", lambda text: []),
        _line("- model: guide.film", lambda text: ["- model: guide.person"]),
        _line("    stance: ", lambda text: []),
        *_whole("", "\n\n", "# a comment", "[]", "{}", "null", "- ", "\ufeff", "a: b"),
        *_whole(BASE[BASE.index(b"- model: guide.person") :]),
    ],
    "a link to a film that is not there, or its own": _more(
        _row("guide.alsospoils", **_LINK, beat=f'["{FIRST_BEAT}"]', spoils='["no-1"]'),
        _row("guide.alsospoils", **_LINK, beat=f'["{FIRST_BEAT}"]',
             spoils=f'["{SLUG}"]'),
        _row("guide.alsospoils", **_LINK, spoils=f'["{SLUG}"]'),
    ),
    "a row too many": _more(
        _ANOTHER_ENDING,
        _row("guide.evidence", public_id='"zzzzzzzzzz"', entry=f'["{READING}"]',
             beat='["9yk9kui46d"]', stance='"supports"', note=
             '"The Omega, which turned back every lost day, is destroyed before our '
             'eyes."'),
        _row("guide.cut", public_id='"zzzzzzzzzz"', film=f'["{SLUG}"]', name='"Long"',
             runtime=0),
        _row("guide.credit", film=f'["{SLUG}"]', person='["nobody"]',
             role='"director"'),
    ),
}  # fmt: skip


def _files() -> Iterator[tuple[str, bytes]]:
    """Every way of every class once; then those by chance, again and again."""
    for name, ways in CLASSES.items():
        for number, way in enumerate(ways):
            yield name, way(Random(f"{name} {number}"))
    for number in count():
        for name in CHANCE:
            yield name, CLASSES[name][0](Random(f"{name} again {number}"))


BROKEN = list(islice(_files(), MANY))
"""[(what is wrong with it, the file)]"""
