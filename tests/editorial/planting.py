"""Made-up guides, and spoilers to plant in them, one at a time.

`spoilers/` was written beside the lint, `planted/` and `paraphrased/` by people who did
not write it; of the last, half tell it in words that the film has used before. A file
holds one clean `film`, or names with `of` the guide that it plants in, and a list
of `spoilers`. Each says with `at` in which text, and what to do there: `add` a
sentence, or `set` the text anew. It is written past all checks.

    at: premise | slug | genres | release
    at: title | cut                            another title, another cut, to be added
    at: [beat, TITLE, title | text | strand | horizon]
    at: [question | answer | reading | dispute, BEGINNING, title | text | horizon | …]
    at: [ending, tldr | text | summary | take]
    at: [evidence, question | answer | reading, BEGINNING, BEAT'S TITLE]   to be added
    at: [source, beat | question | …, BEGINNING]                           to be added
    at: [link, beat | question | …, BEGINNING]     set: the other film’s slug, announced

BEGINNING is how the row’s title begins, or its text where it has none. Rows of the
first guide are found in the same way.
"""

from pathlib import Path

import yaml

from guide.films.models import AlternativeTitle, Cut, Film
from guide.gate.horizon import SEEN
from guide.passages.models import Beat, Dispute, Ending, Entry
from tests import builders

HERE = Path(__file__).parent
FOLDERS = [
    folder
    for folder in (HERE / "spoilers", HERE / "planted", HERE / "paraphrased")
    if any(folder.glob("*.yaml"))
]
KINDS = {"question": "question", "answer": "answer", "reading": "interpretation"}


def guides(folder: Path) -> list[dict]:
    """What the files of a folder hold."""
    return [yaml.safe_load(path.read_text()) for path in sorted(folder.glob("*.yaml"))]


def slug(guide: dict) -> str:
    """The film that a file's spoilers are for."""
    return guide["film"]["slug"] if "film" in guide else guide["of"]


def _minute(value):
    return SEEN if value == "seen" else value


def build(guide: dict) -> Film:
    """The film of one file, clean."""
    film = builders.a_film(**guide["film"])
    for order, title in enumerate(guide.get("titles", ())):
        AlternativeTitle.objects.create(film=film, title=title, order=order)
    for name, runtime in guide.get("cuts", ()):
        Cut.objects.create(film=film, name=name, runtime=runtime)
    beats = {}
    for beat in guide["beats"]:
        beats[beat["title"]] = builders.a_beat(
            film, _minute(beat["until"]), beat["text"], title=beat["title"],
            minute=beat["at"], strand=beat.get("strand", ""),
        )  # fmt: skip
    ending = dict(guide["ending"])
    ending = builders.an_ending(film, text=ending.pop("explanation"), **ending)
    for reading in guide["readings"]:
        row = builders.an_interpretation(
            ending, reading["text"], title=reading["title"]
        )
        for title, note in reading.get("evidence", ()):
            builders.evidence(row, beats[title], note)
    for question in guide["questions"]:
        row = builders.a_question(
            film, _minute(question["horizon"]), question["title"],
            text=question["text"],
        )  # fmt: skip
        for title, note in question.get("evidence", ()):
            builders.evidence(row, beats[title], note)
        for answer in question["answers"]:
            horizon = _minute(answer.get("horizon", question["horizon"]))
            builders.an_answer(
                row, answer["text"], horizon=horizon, title=answer.get("title", "")
            )
    for dispute in guide.get("disputes", ()):
        builders.a_dispute(
            beats[dispute["beat"]], dispute["shows"], title=dispute["title"],
            said_elsewhere=dispute["said"], horizon=_minute(dispute["horizon"]),
        )  # fmt: skip
    for on, title in guide.get("sources", ()):
        builders.a_source(ending if on == "ending" else beats[on], title)
    return film


def plant(film: Film, spoiler: dict) -> tuple:
    """Write one spoiler past all checks; (noun, key) of the row that shows it."""
    at = spoiler["at"]
    where = [at] if isinstance(at, str) else at
    text = spoiler.get("add", spoiler.get("set"))
    if where == ["title"]:
        AlternativeTitle.objects.create(film=film, title=text)
    elif where == ["cut"]:
        Cut.objects.create(film=film, name=text, runtime=film.runtime)
    elif len(where) == 1:
        _write(film, where[0], spoiler)
    if len(where) == 1:
        return "film", film.pk
    if where[0] == "evidence":
        row = _find(film, where[1], where[2])
        builders.evidence(row, _find(film, "beat", where[3]), text)
    elif where[0] == "source":
        row = _find(film, where[1], where[2])
        builders.a_source(row, text)
    elif where[0] == "link":
        row = _find(film, where[1], where[2])
        link = builders.also_spoils(row, Film.unguarded.get(slug=text))
        type(link).unguarded.filter(pk=link.pk).update(announced=True)
    else:
        row = _find(film, *where[:-1])
        _write(row, where[-1], spoiler)
    return "passage", row.pk


def _find(film, kind, beginning=""):
    if kind == "ending":
        return Ending.unguarded.get(film=film)
    if kind in ("beat", "dispute"):
        model = Beat if kind == "beat" else Dispute
        return model.unguarded.get(film=film, title__startswith=beginning)
    entries = Entry.unguarded.filter(film=film, kind=KINDS[kind])
    titled = entries.filter(title__startswith=beginning)
    return titled.first() or entries.get(text__startswith=beginning)


def _write(row, name, spoiler):
    value = spoiler.get("set")
    if "add" in spoiler:
        value = f"{getattr(row, name)} {spoiler['add']}".strip()
    type(row)._base_manager.filter(pk=row.pk).update(**{name: _minute(value)})
