"""The list of facts that stands behind a guide: `fixtures/sources/<slug>.yaml`.

A statement says one thing of a film, where in the story it stands, and which sources
tell it. `told` says which statements each text of the guide rests on, and `as_said`
those that a single source tells, which the text passes on as what that source says.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from guide.gate.horizon import SEEN

SUPPORT = 2  # independent sources that a statement needs to be told as a fact
PARTS = ("film", "gathered", "by", "public", "sources", "statements", "told", "as_said")
KINDS = {
    "summary", "script", "subtitles", "review", "interview", "statement", "essay",
    "wiki", "thread", "data", "other",
}  # fmt: skip
SLACK = 0.01  # of the story: places are estimates


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that is said of a film.

    `place` is the share of the story, 0 to 1, by which the film has shown it; None for
    what is not of the plot, but said of the film. `thin`: a single source tells it.
    """

    id: int
    says: str
    sources: tuple[str, ...]
    place: float | None
    thin: bool


@dataclass(frozen=True)
class Facts:
    """A film's list. `told` and `as_said` are {public id of a row: ids of its
    statements}."""

    film: str
    story: int  # minutes without the end credits
    statements: Mapping[int, Statement]
    sources: Mapping[str, Mapping]
    told: Mapping[str, tuple[int, ...]]
    as_said: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Told:
    """A text of the guide: what it is called, and its minute."""

    public_id: str
    name: str
    horizon: int


class FactsError(ValueError):
    """A list that cannot be read at all; the sentence says where."""


def read(path: Path) -> Facts:
    """The list in a file. Raises FactsError, and OSError where there is no file."""
    try:
        whole = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise FactsError(f"{path.name} is no YAML: {error}") from None
    if missing := [part for part in PARTS if (whole or {}).get(part) is None]:
        raise FactsError(f"{path.name} lacks {', '.join(missing)}.")
    try:
        public = whole["public"]
        credits_ = public.get("credits_minutes") or max(4, public["runtime"] // 20)
        listed = [_statement(one) for one in whole["statements"]]
        told, as_said = (
            {key: tuple(ids) for key, ids in whole[part].items()}
            for part in ("told", "as_said")
        )
    except (KeyError, TypeError, ValueError) as error:
        raise FactsError(f"{path.name} is not of the form: {error!r}") from None
    return Facts(
        film=whole["film"],
        story=public["runtime"] - credits_,
        statements={one.id: one for one in listed},
        sources=whole["sources"],
        told=told,
        as_said=as_said,
    )


def _statement(one) -> Statement:
    return Statement(
        id=int(one["id"]),
        says=str(one["says"]),
        sources=tuple(one["sources"]),
        place=None if one.get("about") else one.get("place"),
        thin=bool(one.get("thin")),
    )


def problems(facts: Facts, texts: Iterable[Told]) -> Iterator[str]:
    """What a list lacks by itself, and where the guide says more than it, a sentence
    each."""
    yield from _incomplete(facts)
    texts = list(texts)
    for text in texts:
        yield from _untold(facts, text)
    named = facts.told.keys() | facts.as_said.keys()
    for key in sorted(named - {text.public_id for text in texts}):
        yield f"The list names {key!r}, and the guide has no such text."


def _incomplete(facts):
    for one in facts.statements.values():
        if unknown := set(one.sources) - facts.sources.keys():
            yield f"statement {one.id} names unknown sources: {sorted(unknown)}."
        if not one.thin and len(set(one.sources)) < SUPPORT:
            yield f"statement {one.id} has one source and is not marked thin."
        if one.place is not None and not 0 <= one.place <= 1:
            yield f"statement {one.id} stands outside the story: {one.place}."
    for key, source in facts.sources.items():
        if source.get("kind") not in KINDS:
            yield f"source {key} is of no known kind: {source.get('kind')!r}."
        if not source.get("title") or not source.get("where"):
            yield f"source {key} does not say what it is, or where."


def _untold(facts, text):
    told = facts.told.get(text.public_id, ())
    said = facts.as_said.get(text.public_id, ())
    if not told and not said:
        yield f"{text.name} rests on no statement."
    for number in (*told, *said):
        one = facts.statements.get(number)
        if one is None:
            yield f"{text.name} rests on statement {number}, which is not there."
            continue
        if one.thin and number in told:
            yield f"{text.name} tells as a fact what one source says: {number}."
        last = (one.place or 0) - SLACK
        if text.horizon < SEEN and last * facts.story > text.horizon:
            yield (
                f"{text.name} is safe from minute {text.horizon} on, and statement "
                f"{number} stands at about {round(one.place * facts.story)}."
            )
