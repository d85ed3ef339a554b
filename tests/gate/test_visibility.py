"""The predicate in SQL shows exactly what the plain-Python one shows."""

from dataclasses import dataclass

import pytest
from django.db.models import QuerySet
from hypothesis import given, settings
from hypothesis import strategies as st

from guide.films.models import Film
from guide.gate import SEEN, Progress, Refused
from guide.gate.horizon import reached
from guide.passages.models import (
    AlsoSpoils,
    Answer,
    Beat,
    Dispute,
    Ending,
    Entry,
    Evidence,
    Interpretation,
    Passage,
    Question,
    Source,
)
from guide.readers.models import Reader
from guide.votes.models import Vote
from tests.leaks.stage import rolled_back

LEVELS = st.sampled_from([0, 20, 21, SEEN])
STATUS = st.sampled_from(["published"] * 5 + ["draft", "review", "retired"])
ROWS = ("beat", "ending", "reading", "question", "answer", "dispute")


@dataclass(frozen=True)
class Row:
    """One drawn row: `film` is 0 or 1; `link` a minute of the other film, or -1."""

    film: int
    horizon: int | None
    status: str
    held: bool
    link: int


rows = st.builds(
    Row,
    film=st.sampled_from([0, 0, 0, 1]),
    horizon=st.none() | LEVELS | LEVELS | LEVELS,
    status=STATUS,
    held=st.sampled_from([False, False, False, True]),
    link=st.just(-1) | LEVELS,
)
worlds = st.fixed_dictionaries(
    {
        "rows": st.fixed_dictionaries(dict.fromkeys(ROWS, rows)),
        "films": st.lists(
            st.sampled_from(["published", "published", "draft"]), min_size=2, max_size=2
        ),
        "minutes": st.lists(st.sampled_from([0, 20, SEEN]), min_size=2, max_size=2),
        "disputed": st.sampled_from(["beat", "ending", "reading", "answer"]),
        "sourced": st.sampled_from(ROWS),
        "asked_of_the_ending": st.booleans(),
        "unbound": st.sampled_from([False, False, False, True]),
    }
)


def rests_on(world) -> dict[str, tuple[str, ...]]:
    """What must show for a row to show, by name."""
    return {
        "beat": (),
        "ending": (),
        "reading": ("ending",),
        "question": ("ending",) if world["asked_of_the_ending"] else (),
        "answer": ("question",),
        "dispute": (world["disputed"],),
        "evidence": ("reading", "beat"),
        "vote": ("answer",),
        "source": (world["sourced"],),
        **{f"link of {name}": (name,) for name in ROWS},
    }


def oracle(world) -> set[str]:
    """The names of what shows, as DESIGN.md section 2 says it."""
    below = rests_on(world)

    def minute(film):
        return SEEN if world["unbound"] else world["minutes"][film]

    def shows(name):
        if row := world["rows"].get(name):
            at = minute(row.film)
            itself = (
                world["films"][row.film] == "published"
                and row.status == "published"
                and (not row.held or at == SEEN)
                and reached(row.horizon, at)
                and (row.link == -1 or reached(row.link, minute(1 - row.film)))
            )
            if not itself:
                return False
        return all(shows(other) for other in below[name])

    there = [name for name in below if not name.startswith("link of ")]
    links = [f"link of {n}" for n, row in world["rows"].items() if row.link != -1]
    return {name for name in [*there, *links] if shows(name)}


def build(world) -> tuple[list[Film], dict[str, tuple[type, int]]]:
    """The films, and every row by its name, past all verbs: floors do not hold here."""
    films = [
        Film(title="F", slug=f"f{n}", year=2000, runtime=100, status=status)
        for n, status in enumerate(world["films"])
    ]
    QuerySet(Film).bulk_create(films)
    made = {}

    def make(name, model, **fields):
        if row := world["rows"].get(name):
            fields |= {"film": films[row.film], "horizon": row.horizon}
            fields |= {"status": row.status, "held": row.held}
        made[name] = QuerySet(model).bulk_create([model(**fields)])[0]
        if row and row.link != -1:
            other = films[1 - row.film]
            make(f"link of {name}", AlsoSpoils, film=films[row.film], spoils=other,
                 minute=row.link, passage=made[name])  # fmt: skip
        return made[name]

    beat = make("beat", Beat, minute=0, title="T", text="x")
    ending = make("ending", Ending, tldr="x", text="x")
    reading = make("reading", Interpretation, under=ending, title="T", text="x")
    of = ending if world["asked_of_the_ending"] else None
    question = make("question", Question, title="T", under=of)
    answer = make("answer", Answer, under=question, text="x")
    make("dispute", Dispute, title="T", said_elsewhere="x", text="x",
         under=made[world["disputed"]])  # fmt: skip
    make("evidence", Evidence, passage=reading, beat=beat, stance="supports", note="n")
    reader = Reader.objects.create(email="a@example.org")
    make("vote", Vote, passage=answer, reader=reader, value=1, first_value=1)
    make("source", Source, title="T", kind="other", passage=made[world["sourced"]])
    return films, {name: (type(row), row.pk) for name, row in made.items()}


def progress_of(world, films) -> Progress:
    minutes = {f.pk: m for f, m in zip(films, world["minutes"], strict=True) if m}
    return Progress(lambda: minutes, unbound=world["unbound"])


@pytest.mark.django_db
@settings(max_examples=120)
@given(worlds)
def test_sql_shows_exactly_what_the_oracle_shows(world):
    with rolled_back():
        films, names = build(world)
        progress = progress_of(world, films).everywhere()
        models = {model for model, _ in names.values()}
        shown = {
            (model, key)
            for model in models
            for key in model.objects.visible_to(progress).values_list("pk", flat=True)
        }
        assert {n for n, key in names.items() if key in shown} == oracle(world)


@pytest.mark.django_db
@settings(max_examples=60)
@given(worlds)
def test_noting_a_film_is_enough_for_its_own_rows(world):
    with rolled_back():
        films, names = build(world)
        progress = progress_of(world, films)
        progress.at(films[0])
        mine = {n for n, row in world["rows"].items() if row.film == 0}
        over = {o for n in mine for o in rests_on(world)[n]}
        if over - mine:  # of another film, which the verbs refuse
            return
        shown = {
            (model, key)
            for model in Passage.of_kind.values()
            for key in model.objects.visible_to(progress).values_list("pk", flat=True)
        }
        seen = {n for n in mine if names[n] in shown}
        if all(_whole(world, n, mine) for n in mine):
            assert seen == oracle(world) & mine


def _whole(world, name, mine):
    """Whether all that a row rests on, down to the ground, is of its own film."""
    return all(o in mine and _whole(world, o, mine) for o in rests_on(world)[name])


@pytest.mark.django_db
@settings(max_examples=60)
@given(worlds)
def test_a_kind_shows_its_own_entries_and_no_others(world):
    with rolled_back():
        films, names = build(world)
        progress = progress_of(world, films).everywhere()
        shown = {
            kind: set(kind.objects.visible_to(progress).values_list("pk", flat=True))
            for kind in (Interpretation, Question, Answer)
        }
        visible = oracle(world)
        kinds = {"reading": Interpretation, "question": Question, "answer": Answer}
        assert shown == {
            kind: {names[name][1]} & ({names[name][1]} if name in visible else set())
            for name, kind in kinds.items()
        }


@pytest.mark.django_db
@settings(max_examples=60)
@given(worlds, st.booleans())
def test_the_keys_shown_are_those_of_what_shows(world, through):
    with rolled_back():
        films, names = build(world)
        progress = progress_of(world, films).everywhere()
        found = Entry.objects.visible_to(progress) if through else QuerySet(Entry)
        entries = list(found.order_by("pk"))
        shows = {names[n][1] for n in oracle(world) if issubclass(names[n][0], Entry)}
        assert Entry.objects.keys_shown(entries, progress) == sorted(shows)


@pytest.mark.django_db
def test_what_came_by_another_progress_is_asked_for_again(film):
    seen = Progress(lambda: {film.pk: SEEN}).everywhere()
    entries = list(Entry.objects.visible_to(seen))
    assert len(entries) == 3
    assert Entry.objects.keys_shown(entries, Progress().everywhere()) == []


@pytest.mark.parametrize("model", [Evidence, Beat, Entry])
def test_what_hangs_on_more_than_one_row_is_not_read_by_one(model):
    with pytest.raises(Refused):
        model.objects.hung_on(passage=[1])
