"""Reads guides out of the database for the rules, which know no model.

Whatever the status is, but not what was retired, and not what nobody sees.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from guide.editorial.lint import other_films, rules, waivers
from guide.editorial.lint.findings import Finding
from guide.editorial.lint.texts import PUBLIC, Guide, Row, Text
from guide.editorial.lint.texts import Film as PlainFilm
from guide.films.models import AlternativeTitle, Credit, Cut, Film, Status
from guide.films.provenance import Provenance
from guide.gate.horizon import join, spoken
from guide.passages import floors
from guide.passages.floors import key_of
from guide.passages.models import (
    ENTRIES,
    AlsoSpoils,
    Evidence,
    Kind,
    Passage,
    Source,
)

FIELDS = {
    Kind.BEAT: ("title", "text", "strand"),
    Kind.ENDING: ("tldr", "text", "summary", "take"),
    **dict.fromkeys(ENTRIES, ("title", "text")),
    Kind.DISPUTE: ("title", "said_elsewhere", "text"),
}
TOLD = {Kind.BEAT: ("title", "text"), Kind.ENDING: ("tldr", "text", "summary")}
OPENLY = {  # of the film itself: everybody reads them
    "premise": "premise", "slug": "address", "genres": "genres", "release": "release",
}  # fmt: skip

# Of other guides, where somebody waits for the answer: how many, and letters of each.
OTHERS = 8
OTHERS_TYPED = 3  # while somebody types
OTHERS_LETTERS = 60_000
TYPED_LETTERS = 300_000  # of a guide that is read again each time somebody stops typing


def lint(film: Film, others: int | None = None) -> list[Finding]:
    """Everything in the guide of a film that tells too early, or may.

    With a number of `others` it is compared with so many other films at most, and says
    so where more would be.
    """
    guide = read(film)
    compared, unread = _others(film, guide, others)
    found = rules.findings(guide, compared)
    if unread:
        says = f"Not compared with {unread} of the other films that it names."
        advice = "The operator’s command “lint_spoilers” reads them all."
        label = "other films"
        found.insert(0, Finding(guide.rows[0], "link", label, label, says, advice))
    return waivers.mark(film, found)


def fields_of(kind: str) -> tuple[str, ...]:
    """The fields of a kind of passage, or of a "film", that say something; of a strange
    kind none."""
    return tuple(OPENLY) if kind == PUBLIC else FIELDS.get(kind, ())


def as_typed(film: Film, kind: str, key: int | None, typed: dict) -> list[Finding]:
    """What the lint would say of the texts of one row if it were saved as typed.

    `kind` is a passage's, or "film"; a passage without a key is a new one of the film.
    A guide of more than TYPED_LETTERS is not read each time: it says nothing.
    """
    passages = _live(film)
    edited = film
    if kind != PUBLIC:
        edited = next((each for each in passages if each.pk == key), None)
        if edited is None:
            edited = Passage.of_kind[kind](film=film)
            passages.append(edited)
    for name, value in typed.items():
        setattr(edited, name, value)
    if kind != PUBLIC and edited.horizon is None:
        return []  # nobody sees it
    if kind == Kind.BEAT and edited.minute is None:
        return []  # not even its form is whole
    guide = _guide(film, passages)
    if guide.letters > TYPED_LETTERS:
        return []
    row = next(row for row in guide.rows if row.key == key_of(edited))
    others, _ = _others(film, guide, OTHERS_TYPED, row)
    return waivers.mark(film, rules.findings(guide, others, row))


def place(row: Film | Passage) -> str:
    """A row and its minute: the beat “20: The blue one” (minute 26)."""
    if isinstance(row, Film):
        return f"the film “{row}” (everybody)"
    return f"{floors.name(row)} ({spoken(row.horizon)})"


def read(film: Film) -> Guide:
    """The guide of a film, in eight queries."""
    return _guide(film, _live(film))


def _live(film) -> list[Passage]:
    passages = Passage.unguarded.filter(film=film, horizon__isnull=False)
    passages = passages.exclude(status=Status.RETIRED).select_related("under", "cut")
    for passage in (found := list(passages)):
        passage.film = film
    # Kind by kind, and beats in the order of the film.
    return sorted(found, key=lambda row: (row.kind_order, row.minute or 0, row.order))


def _guide(film, passages) -> Guide:
    facts = Row(key_of(film), PUBLIC, place(film))
    rows = {passage.pk: _row(passage) for passage in passages}
    for passage in passages:
        if passage.under:
            under = rows.get(passage.under_id) or _row(passage.under)
            rows[passage.pk].rests_on.append(under)
            if passage.kind == Kind.ANSWER:
                rows[passage.pk].answers = under
    others = list(AlternativeTitle.objects.filter(film=film))
    plain = PlainFilm(
        name=str(film),
        runtime=film.runtime,
        titles=(film.title, film.original_title),
        other_titles=tuple(other.title for other in others),
    )
    texts = [
        *(
            Text(facts, name, label, 0, body)
            for name, label, body in _facts(film, others)
        ),
        *_passages_texts(passages, rows),
        *_attached_texts(film, rows),
    ]
    return Guide(plain, [facts, *rows.values()], texts)


def _row(passage) -> Row:
    return Row(
        key=key_of(passage),
        kind=passage.kind,
        place=place(passage),
        horizon=passage.horizon,
        minute=passage.minute,
        is_checked=passage.horizon_checked,
    )


def _facts(film, others) -> Iterator[tuple[str, str, str]]:
    """(name, label, body) of what is public of a film."""
    for name, label in OPENLY.items():
        yield name, label, getattr(film, name)
    for other in others:
        label = f"other title “{other.title}”"
        yield "title", label, f"{other.title}\n{other.note}"
    for cut in Cut.objects.filter(film=film):
        yield "cut", f"cut “{cut.name}”", cut.name
    for made in Provenance.objects.filter(film=film):
        said = (made.checked_against, made.written_by, made.minutes_checked_by)
        body = "\n".join([*said, made.reviewed_by])
        yield "provenance", "how this guide was made", body
    for note in Credit.objects.filter(film=film).values_list("note", flat=True):
        yield "credit", f"note of a credit “{note}”", note


def _passages_texts(passages, rows) -> Iterator[Text]:
    for passage in passages:
        for name in FIELDS[passage.kind]:
            yield Text(
                row=rows[passage.pk],
                name=name,
                label=str(passage.called(name)),
                horizon=passage.horizon,
                body=getattr(passage, name),
                tells_the_film=name in TOLD.get(passage.kind, ()),
            )


def _attached_texts(film, rows) -> Iterator[Text]:
    """Those of evidence and sources; a row rests on the beats of its evidence."""
    for piece in Evidence.unguarded.filter(passage__film=film):
        row, beat = rows.get(piece.passage_id), rows.get(piece.beat_id)
        if row and beat:
            row.rests_on.append(beat)
            label = f"evidence “{_short(piece.note)}”"
            horizon = join(row.horizon, beat.horizon)
            yield Text(row, "evidence", label, horizon, piece.note)
    for source in Source.unguarded.filter(passage__film=film):
        if row := rows.get(source.passage_id):
            label = f"source “{_short(source.title)}”"
            yield Text(row, "source", label, row.horizon, source.title)


def _short(text):
    return text if len(text) <= 40 else f"{text[:39]}…"


def _others(
    film, guide, most: int | None, row: Row | None = None
) -> tuple[Iterable[tuple[Guide, other_films.Minutes]], int]:
    """The guides of films that a guide names, or one row of it, each with the minutes
    that its links declare; and how many more there would be."""
    body = "\n".join(text.body for text in guide.texts_of(row))
    named = [key for key, other in _titles(film) if other_films.names(body, other)]
    declared = defaultdict(dict)
    for link in AlsoSpoils.unguarded.filter(passage__film=film):
        row = Passage._meta.model_name, link.passage_id
        declared[link.spoils_id][row] = link.minute
    found, unread = [], len(named[most:]) if most is not None else 0
    for other in Film.unguarded.filter(pk__in=named[:most]):
        theirs = read(other)
        if most is not None and theirs.letters > OTHERS_LETTERS:
            unread += 1
        else:
            found.append((theirs, declared[other.pk]))
    return found, unread


def _titles(film) -> Iterator[tuple[int, PlainFilm]]:
    """All titles of every other film, by the film's key."""
    also = defaultdict(list)
    for key, title in AlternativeTitle.objects.values_list("film", "title"):
        also[key].append(title)
    others = Film.unguarded.exclude(pk=film.pk).order_by("pk")
    for key, *titles in others.values_list("pk", "title", "original_title"):
        yield key, PlainFilm("", 0, tuple(titles), tuple(also[key]))
