"""What a film's page lists beside its beats: every other row, each with its link."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import F, QuerySet

from guide.admin.addresses import adding, page_of
from guide.admin.entries import tally, with_votes
from guide.admin.visibility_in_words import who_sees, with_elsewhere
from guide.editorial import suspicious_votes
from guide.films.models import Film
from guide.films.statuses import DRAFTS
from guide.passages.models import ENTRIES, Evidence, Kind, Passage, Source


@dataclass
class Line:
    """One row: what it is called, who sees it, and what hangs on it."""

    url: str
    title: str
    who: str
    evidence: str = ""
    sources: str = ""
    votes: str = ""
    add: tuple[str, str] = ()
    answers: list["Line"] = field(default_factory=list)


@dataclass
class Section:
    """The rows of one kind, and where to add one: (words, address)."""

    key: str
    title: str
    lines: list[Line]
    adds: list[tuple[str, str]]


def overview(film: Film) -> list[Section]:
    """The sections below a film's beats; four queries, however much there is."""
    rows = list(_rows(film))
    lines = _lines(film, rows)
    endings = [row for row in rows if row.kind == Kind.ENDING]
    readings = [
        _add("interpretation", f"Add one of {e}", film, under=e.pk) for e in endings
    ]
    if len(endings) == 1:
        readings = [(f"Add {_a('interpretation')}", readings[0][1])]
    return [
        _section("ending", film, lines["ending"]),
        Section(
            "interpretations", "Interpretations", lines["interpretation"], readings
        ),
        _section("question", film, lines["question"]),
        _section("dispute", film, lines["dispute"]),
    ]


def waiting(film: Film) -> int:
    """How much was never published: the film, and what its guide tells."""
    drafts = Passage.unguarded.filter(film=film, status__in=DRAFTS)
    return drafts.count() + (film.status in DRAFTS)


def add_a_beat(film: Film) -> tuple[str, str]:
    """(words, address) of adding a beat on a page of its own."""
    return _add("beat", "Add a beat", film)


def _rows(film) -> QuerySet[Passage]:
    """All but the beats, endings in the order of their cuts."""
    rows = Passage.unguarded.filter(film=film).exclude(kind=Kind.BEAT)
    rows = with_votes(with_elsewhere(rows)).select_related("film", "under", "cut")
    by_cut = F("cut__runtime").asc(nulls_first=True)
    return rows.order_by(by_cut, *Passage._meta.ordering)


def _lines(film, rows) -> dict[str, list[Line]]:
    """{kind: its lines}; those of answers stand in their questions' as well."""
    evidence, sources = _evidence(film), _sources(film)
    alarms = suspicious_votes.alarms(row.pk for row in rows)
    lines, answers = defaultdict(list), defaultdict(list)
    for row in rows:
        line = Line(page_of(row), str(row), who_sees(row), sources=sources[row.pk])
        lines[row.kind].append(line)
        if row.kind in ENTRIES:
            line.evidence = _weighed(evidence[row.pk])
        if row.kind == Kind.QUESTION:
            line.answers = answers[row.pk]
            line.add = _add("answer", "Add an answer", film, under=row.pk)
        elif row.kind in ENTRIES:
            alarm = alarms.get(row.pk)
            line.votes = f"{tally(row)}; {alarm}" if alarm else tally(row)
        if row.kind == Kind.ANSWER:
            answers[row.under_id].append(line)
    return lines


def _evidence(film):
    """{entry's key: Counter of stances}."""
    counts = defaultdict(Counter)
    rows = Evidence.unguarded.filter(passage__film=film).order_by()
    for entry, stance in rows.values_list("passage", "stance"):
        counts[entry][stance] += 1
    return counts


def _weighed(stances):
    supports = stances[Evidence.Stance.SUPPORTS]
    undermines = stances[Evidence.Stance.UNDERMINES]
    told = f"evidence: {supports} for, {undermines} against"
    return told if stances else "add evidence"


def _sources(film):
    """{key: how many sources a passage has, in words}, empty for none."""
    rows = Source.unguarded.filter(passage__film=film).order_by()
    told = defaultdict(str)
    for key, number in Counter(rows.values_list("passage", flat=True)).items():
        told[key] = f"{number} source{'s' * (number > 1)}"
    return told


def _section(kind, film, lines):
    title = f"{kind.capitalize()}s"
    return Section(f"{kind}s", title, lines, [_add(kind, f"Add {_a(kind)}", film)])


def _a(kind):
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _add(kind, words, film, **preset):
    return words, adding(kind, film, **preset)
