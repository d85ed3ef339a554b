"""Whether guide files can be trusted: facts, depth, sentences of their own, the lint.

A guide file lies in fixtures/, and its list of facts beside it in fixtures/sources/.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from guide.editorial import facts, guidefile, prose
from guide.editorial.lint import lint
from guide.films.models import Film
from guide.passages.models import Beat, Dispute, Ending, Entry, Evidence, Passage

LEAST = {
    "beats": 15, "words of the ending": 500, "interpretations": 3, "questions": 4,
    "answers of a question": 2,
}  # fmt: skip
SIDES = {"supports", "undermines"}
TEXTS = (
    "premise", "title", "text", "tldr", "explanation", "summary", "take",
    "said_elsewhere", "film_shows", "note",
)  # fmt: skip


def of_sources(path: Path) -> Path:
    """Where the list of facts behind a guide file lies."""
    return path.parent / "sources" / path.name


def problems(
    parsed: dict[str, guidefile.Guide], paths: dict[str, Path]
) -> dict[str, list[str]]:
    """{slug: what is wrong with its guide, a sentence each}, of guides by slug."""
    found = {slug: list(alone(guide, paths[slug])) for slug, guide in parsed.items()}
    everything = [text for guide in parsed.values() for text in named_texts(guide)]
    for run, one, other in prose.shared(everything):
        for slug in sorted({one.split(":")[0], other.split(":")[0]}):
            found[slug].append(f"“{run}” stands in {one} and in {other}.")
    for slug, sentences in early(list(parsed.values())).items():
        found[slug] += sentences
    return found


def alone(guide: guidefile.Guide, path: Path) -> Iterator[str]:
    """What is wrong with a guide by itself, a sentence each."""
    yield from shallow(guide)
    try:
        listed = facts.read(of_sources(path))
    except (OSError, facts.FactsError) as error:
        yield f"Its facts: {error}"
        return
    if listed.film != guide.slug:
        yield f"Its facts are those of {listed.film!r}."
    yield from facts.problems(listed, told(guide))


def told(guide: guidefile.Guide) -> Iterator[facts.Told]:
    """The texts of a guide that must rest on facts."""
    for row in guide.rows:
        if issubclass(row.model, Passage):
            name = row.values.get("title") or "the ending"
            yield facts.Told(
                public_id=row.values["public_id"],
                name=f"{row.model._meta.verbose_name} “{name}”",
                horizon=row.values["horizon"],
            )


def shallow(guide: guidefile.Guide) -> Iterator[str]:
    """Where a guide has less than a guide must have."""
    rows = guide.rows
    kinds = Counter(row.values.get("kind") for row in rows)
    words = [
        prose.figures([row.values["explanation"]]).words
        for row in rows
        if row.model is Ending
    ]
    counted = {
        "beats": sum(row.model is Beat for row in rows),
        "words of the ending": max(words, default=0),
        "interpretations": kinds["interpretation"],
        "questions": kinds["question"],
    }
    answered = Counter(
        row.values["parent"] for row in rows if row.values.get("kind") == "answer"
    )
    ties = [row for row in rows if row.model is Evidence]
    stances = {
        key: {r.values["stance"] for r in ties if r.values["entry"] == key}
        for key in (row.key for row in rows if row.model is Entry)
    }
    for row in rows:
        if row.values.get("kind") == "question":
            counted[f"answers of a question (“{row.values['title']}”)"] = answered[
                row.key
            ]
        if row.values.get("kind") == "interpretation":
            for side in sorted(SIDES - stances[row.key]):
                yield f"“{row.values['title']}” has no evidence that {side} it."
    for what, count in counted.items():
        if count < (least := LEAST[what.split(" (")[0]]):
            yield f"{what}: {count}, at least {least}."


def named_texts(guide: guidefile.Guide) -> Iterator[tuple[str, str]]:
    """(`slug: field of a row`, the text) for all that a guide says."""
    for row in guide.rows:
        for name in TEXTS:
            if text := row.values.get(name):
                yield f"{guide.slug}: {name} of {'/'.join(map(str, row.key))}", text


def early(parsed: list[guidefile.Guide]) -> dict[str, list[str]]:
    """{slug: what the spoiler lint finds}; films are added for it and taken back."""
    with transaction.atomic():
        there = set(Film.unguarded.values_list("slug", flat=True))
        new = [guide for guide in parsed if guide.slug not in there]
        for group in guidefile.groups(new):
            guidefile.apply_together(group)
        films = Film.unguarded.filter(slug__in=[guide.slug for guide in parsed])
        found = {
            film.slug: [str(one) for one in lint(film) if not one.reason]
            for film in films
        }
        transaction.set_rollback(True)
    return found


def summary(guide: guidefile.Guide, path: Path) -> str:
    """How much there is of a guide, and how it reads."""
    kinds = Counter(
        row.values.get("kind") or row.model._meta.verbose_name for row in guide.rows
    )
    texts = [text for name, text in named_texts(guide) if ": title of" not in name]
    try:
        listed = facts.read(of_sources(path))
        behind = f"{len(listed.statements)} statements, {len(listed.sources)} sources"
    except (OSError, facts.FactsError):
        behind = "no facts"
    return (
        f"{kinds['beat']} beats, {kinds['interpretation']} interpretations, "
        f"{kinds['question']} questions, {kinds[Dispute._meta.verbose_name]} disputed "
        f"facts; {behind}; {prose.figures(texts)}"
    )
