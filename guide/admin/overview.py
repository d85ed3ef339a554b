"""What a film's page lists beside its beats: every other row, each with its link."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from guide.admin.addresses import adding, page_of
from guide.admin.entries import tally, with_votes
from guide.admin.sight import who_sees, with_elsewhere
from guide.editorial import suspicion
from guide.entries.models import Dispute, Ending, Entry, Evidence, Kind, Source, of_film
from guide.films.models import Beat, Film
from guide.films.statuses import DRAFTS


@dataclass
class Line:
    """One row: what it is called, who sees it, and what hangs on it."""

    url: str
    title: str
    who: str
    evidence: str = ""
    sources: str = ""
    votes: str = ""
    draft: bool = False
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
    """The sections below a film's beats; seven queries, however much there is."""
    endings = list(_rows(Ending, film, "cut"))
    entries = list(with_votes(_rows(Entry, film, "parent", "ending")))
    disputes = list(_rows(Dispute, film, "beat", "ending", "entry"))
    evidence = _evidence(film)
    sources = _sources(film)
    alarms = suspicion.alarms(entry.pk for entry in entries)
    kinds, answers = defaultdict(list), defaultdict(list)
    for entry in entries:
        line = _entry_line(entry, evidence[entry.pk], sources, alarms.get(entry.pk))
        if entry.kind == Kind.QUESTION:
            line.answers = answers[entry.pk]
            line.add = _add("answer", "Add an answer", film, parent=entry.pk)
        if entry.kind == Kind.ANSWER:
            answers[entry.parent_id].append(line)
        else:
            kinds[entry.kind].append(line)
    readings = [
        _add("interpretation", f"Add one of {e}", film, ending=e.pk) for e in endings
    ]
    if len(endings) == 1:
        readings = [(f"Add {_a('interpretation')}", readings[0][1])]
    return [
        _section("ending", film, [_line(row, sources) for row in endings]),
        Section(
            "interpretations", "Interpretations", kinds[Kind.INTERPRETATION], readings
        ),
        _section("question", film, kinds[Kind.QUESTION]),
        _section("dispute", film, [_line(row, sources) for row in disputes]),
    ]


def waiting(film: Film, sections: list[Section]) -> int:
    """How much was never published: the film, its beats, and lines of sections."""
    beats = Beat.unguarded.filter(film=film, status__in=DRAFTS).count()
    lines = [line for section in sections for line in section.lines]
    lines += [answer for line in lines for answer in line.answers]
    return beats + (film.status in DRAFTS) + sum(line.draft for line in lines)


def add_a_beat(film: Film) -> tuple[str, str]:
    """(words, address) of adding a beat on a page of its own."""
    return _add("beat", "Add a beat", film)


def _rows(model, film, *related):
    rows = with_elsewhere(model.unguarded.filter(film=film))
    return rows.select_related("film", *related)


def _evidence(film):
    """{entry's key: Counter of stances}."""
    counts = defaultdict(Counter)
    rows = Evidence.unguarded.filter(entry__film=film).order_by()
    for entry, stance in rows.values_list("entry", "stance"):
        counts[entry][stance] += 1
    return counts


def _sources(film):
    """Counter of the sources of each row: (noun, key)."""
    rows = Source.unguarded.filter(of_film(film, *Source.row_nouns)).order_by()
    return Counter((s.row_noun, getattr(s, f"{s.row_noun}_id")) for s in rows)


def _line(row, sources, **more):
    number = sources[row.gate.noun, row.pk]
    told = f"{number} source{'s' * (number > 1)}" if number else ""
    more |= {"sources": told, "draft": row.status in DRAFTS}
    return Line(page_of(row), str(row), who_sees(row), **more)


def _entry_line(entry, stances, sources, alarm):
    supports = stances[Evidence.Stance.SUPPORTS]
    undermines = stances[Evidence.Stance.UNDERMINES]
    return _line(
        entry,
        sources,
        evidence=f"evidence: {supports} for, {undermines} against"
        if stances
        else "add evidence",
        votes=_votes(entry, alarm),
    )


def _votes(entry, alarm):
    if entry.kind == Kind.QUESTION:
        return ""
    return f"{tally(entry)}; {alarm}" if alarm else tally(entry)


def _section(kind, film, lines):
    title = f"{kind.capitalize()}s"
    return Section(f"{kind}s", title, lines, [_add(kind, f"Add {_a(kind)}", film)])


def _a(kind):
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _add(kind, words, film, **preset):
    return words, adding(kind, film, **preset)
