"""The generated catalogue: every kind of row, hidden in every way, at many minutes."""

from random import Random
from unittest import mock

from django.db import models
from django.db.models import QuerySet

from guide.editorial import proposing
from guide.editorial.lint import waivers
from guide.editorial.proposals import LICENCE, Proposal, ProposedEvidence
from guide.films.models import AlternativeTitle, Credit, Cut, Person
from guide.gate.horizon import SEEN
from guide.passages import publishing
from guide.passages.models import Beat
from guide.votes import casting, discounting
from guide.votes.models import Discount, Vote
from tests import builders
from tests.leaks.canaries.pen import HIDDEN, Guide, Pen, Written
from tests.leaks.canaries.tokens import Needs
from tests.leaks.visible import GENRES, VOCABULARY

DRAFTS = 2  # films that nobody knows; one more is published and taken back
VOTERS = 5
NOBODY_PRINTS = "no page prints it; searched or for editors"


def write(seed: str, films: int) -> Pen:
    """Fill the database with so many films that everybody knows, and some others."""
    pen = Pen(Random(seed))
    # The database checks its constraints itself; asking it beforehand takes long.
    with mock.patch.object(models.Model, "validate_constraints"):
        _write(pen, films)
    names = pen.names
    names.genres += GENRES
    names.words += [*VOCABULARY, *(f"zz{digit:x}" for digit in range(16))]
    names.words += [c.token[:8] for c in pen.canaries]
    return pen


def _write(pen: Pen, films: int) -> None:
    shown = [film(pen, n, {}) for n in range(films)]
    hidden = [film(pen, films + n, None) for n in range(DRAFTS)]
    taken_back = film(pen, films + DRAFTS, None, "published")
    entries = [e for g in shown for e in rows(pen, g, [*shown, *hidden])]
    for guide in [*hidden, taken_back]:
        entries += few_rows(pen, guide)
    votes(pen, entries)
    for guide in shown:
        _let_through(pen, guide)
    proposals(pen, entries)
    pen.finish()
    taken_back.row.status = "draft"
    publishing.save_film(taken_back.row)


def film(pen: Pen, number: int, needs: Needs, status: str = "") -> Guide:
    """A film, a token in each of its facts; a draft where nobody may know of it."""
    status = status or ("draft" if needs is None else "published")
    name = f"film {number}" + (" that is no longer public" if needs is None else "")

    def say(what, room=200, nowhere=""):
        return pen.say(name, what, needs, room=room, nowhere=nowhere)

    slug = f"{pen.rng.choice(VOCABULARY)}-{say('slug', 34)}"
    row = builders.a_film(
        say("title"),
        slug=slug,
        status=status,
        runtime=pen.rng.randint(80, 130),
        year=pen.rng.randint(1950, 2020),
        original_title=say("original_title", nowhere=NOBODY_PRINTS),
        sort_title=say("sort_title", nowhere=NOBODY_PRINTS),
        release=say("release", 100),
        genres=f"drama, {say('genres', 34)}",
        premise=say("premise"),
        imdb=say("imdb", 20),
        wikidata=say("wikidata", 20),
    )
    director = _person(say)
    Credit.objects.create(film=row, person=director, role="director")
    Credit.objects.create(
        film=row, person=_person(say), role="source", note=say("credit's note", 60)
    )
    title, note = say("other title"), say("other title's note", 60, NOBODY_PRINTS)
    AlternativeTitle.objects.create(film=row, title=title, note=note)
    builders.a_provenance(
        row,
        written_by=say("written by", 100),
        checked_against=say("checked against"),
        minutes_checked_by=say("minutes checked by", 100),
        reviewed_by=say("reviewed by", 100),
    )
    for longer in (9, 17):
        cut = Cut.objects.create(
            film=row, name=say("cut's name", 60), runtime=row.runtime + longer
        )
        pen.names.cuts.append(cut.public_id)
    pen.names.slugs.append(slug)
    pen.names.films.append(row.public_id)
    if needs is None:
        pen.names.hidden_slugs.append(slug)
    return Guide(row, needs, slug)


def _person(say):
    return Person.objects.create(
        slug=say("person's slug", 34, NOBODY_PRINTS),
        name=say("person's name"),
        sort_name=say("person's sort_name", nowhere=NOBODY_PRINTS),
        wikidata=say("person's wikidata", 20, NOBODY_PRINTS),
    )


def rows(pen: Pen, guide: Guide, films: list[Guide]) -> list[Written]:
    """All kinds of rows of one film; returns what readers vote on."""
    last = guide.row.runtime - 1
    middle = sorted(pen.rng.sample(range(5, last - 5), 4))
    beats = _beats(pen, guide, [0, *middle, last, SEEN], films)
    endings = _endings(pen, guide, last)
    entries = [e for each in endings for e in _readings(pen, guide, each, beats)]
    for horizon in (middle[0], middle[2], SEEN):
        entries += _question(pen, guide, horizon, beats, "")
    for reason in HIDDEN:
        entries += _question(pen, guide, middle[1], beats, reason)
    entries += _question(pen, guide, endings[0].horizon, beats, "", under=endings[0])
    _disputes(pen, guide, [beats[1], endings[0], *entries[:2], entries[-1]])
    for row in [*beats[:3], *beats[7:10], *endings, *entries]:
        if row.reason != "removed":
            pen.source(row)
    return [e for e in entries if e.kind in ("interpretation", "answer")]


def _beats(pen, guide, minutes, films):
    """One at each minute, hidden ones at minutes long reached, and those that give
    away another film as well, be it one that nobody knows."""
    beats = [pen.row("beat", guide, at, past=at == minutes[1]) for at in minutes]
    beats += [pen.row("beat", guide, minutes[1], reason) for reason in HIDDEN]
    others = [f for f in films if f.slug != guide.slug]
    pen.rng.shuffle(others)
    near = pen.rng.randint(10, 60)
    drafts = [f for f in others if f.needs is None]
    known = [f for f in others if f.needs is not None]
    for links in (
        [(known[0], near, False)],
        [(known[1], SEEN, False)],
        [(known[1], near, True)],
        [(known[0], 1, True), (known[1], near, False)],
        [(drafts[0], near, False)],
        [(drafts[1], 1, True)],
    ):
        beats.append(pen.row("beat", guide, minutes[1], links=links))
    return beats


def _endings(pen, guide, last):
    """One that stands no longer, one of the reference release, one of each cut."""
    cuts = list(Cut.objects.filter(film=guide.row))
    old = pen.row("ending", guide, last, "retired")
    pen.row("interpretation", guide, last, under=old)
    pen.finish()
    return [
        pen.row("ending", guide, pen.rng.choice([last, SEEN]), past=True),
        pen.row("ending", guide, SEEN, cut=cuts[0]),
        pen.row("ending", guide, last, "draft", cut=cuts[1]),
    ]


def _readings(pen, guide, ending, beats):
    reasons = ["", "", *HIDDEN] if not ending.reason else [""]
    readings = [
        pen.row("interpretation", guide, ending.horizon, reason, under=ending)
        for reason in reasons
    ]
    _support(pen, readings, beats)
    return readings


def _question(pen, guide, horizon, beats, reason, **ending):
    """A question and its answers: one of each way to be hidden, if it shows itself."""
    question = pen.row("question", guide, horizon, reason, **ending)
    if reason == "removed":
        return [question]
    answers = [
        pen.row("answer", guide, question.horizon, reason, under=question)
        for reason in (["", "", *HIDDEN] if not reason else [""])
    ]
    _support(pen, answers[:2], beats)
    return [question, *answers]


def _support(pen, entries, beats):
    """Evidence by beats that show, and by beats that do not."""
    for entry in entries:
        if entry.reason == "removed":
            continue
        fit = [
            b
            for b in beats
            if b.horizon is not None
            and (entry.horizon is None or b.horizon <= entry.horizon)
            and b.reason != "removed"
        ]
        for beat in pen.rng.sample(fit, min(3, len(fit))):
            pen.evidence(entry, beat)


def _disputes(pen, guide, targets):
    """One of each row, and one of each way to be hidden of the first."""
    for row in targets:
        if row.reason != "removed":
            pen.source(pen.row("dispute", guide, row.horizon, under=row))
    for reason in HIDDEN:
        pen.row("dispute", guide, targets[0].horizon, reason, under=targets[0])


def _let_through(pen, guide):
    """Words that the lint would find, and why an editor lets them stand: in a film's
    facts and in a row, for editors' eyes."""
    for row in (guide.row, QuerySet(Beat).filter(film=guide.row).first()):
        name = f"word let through in {type(row).__name__} of {guide.slug}"
        word, reason = (pen.say(name, what, None) for what in ("word", "reason"))
        waivers.wave(row, word, reason, by=None)


def few_rows(pen: Pen, guide: Guide) -> list[Written]:
    """Published rows of a film that is not."""
    beat = pen.row("beat", guide, 0)
    ending = pen.row("ending", guide, 0)
    reading = pen.row("interpretation", guide, 0, under=ending)
    question = pen.row("question", guide, 0)
    answer = pen.row("answer", guide, 0, under=question)
    pen.row("dispute", guide, 0, under=beat)
    pen.evidence(reading, beat)
    for row in (beat, ending, reading, question, answer):
        pen.source(row)
    return [reading, answer]


def votes(pen: Pen, entries: list[Written]) -> None:
    """Others' votes, on what shows and on what does not."""
    voters = [pen.voter(f"voter{n}") for n in range(VOTERS)]
    for entry in entries:
        if entry.reason == "removed":
            continue
        for voter in pen.rng.sample(voters, pen.rng.randint(0, 3)):
            value = pen.rng.choice([1, 1, -1])
            casting.cast(reader=voter, entry=entry.row, value=value)
    _discounts(pen)


def _discounts(pen):
    """Votes that do not count, one of which counts again: for editors' eyes."""
    cast = QuerySet(Vote).order_by("pk").values_list("pk", flat=True)[:6]
    for key in cast:
        reason = pen.say(f"discount of vote {key}", "reason", None)
        discounting.discount([key], by=None, reason=reason)
    first = QuerySet(Discount).order_by("pk").values_list("pk", flat=True)[:1]
    said = pen.say("lift of the first discount", "reason", None)
    discounting.lift(first, by=None, reason=said)


def proposals(pen: Pen, entries: list[Written]) -> None:
    """What people propose who do not come: editors read it, and nobody else ever."""
    fit = [e for e in entries if not e.reason and e.horizon is not None]
    for number, entry in enumerate(pen.rng.sample(fit, min(12, len(fit)))):
        writer = pen.voter(f"proposer{number}")
        _propose(pen, writer, entry.row, "dispute", "said_elsewhere", "title")
        _propose(pen, writer, entry.row, "correction")
        if entry.kind == "answer":
            beat = Beat.unguarded.filter(film=entry.row.film, horizon__isnull=False)
            _propose(pen, writer, entry.row.under, "answer", beat=beat.first())


def _propose(pen, writer, row, kind, *more, beat=None):
    name = f"{kind} of {row.public_id} proposed by {writer.pk}"
    said = {what: pen.say(name, what, None) for what in ("text", *more)}
    if kind == "correction":
        said |= {"field": "text", "digest": proposing.digest_of(row.text)}
    proposal = Proposal(
        reader=writer,
        film=row.film,
        passage=row,
        kind=kind,
        horizon=SEEN,
        licence=LICENCE,
        **said,
    )
    pieces = []
    if beat:
        note = pen.say(name, "evidence's note", None)
        pieces = [ProposedEvidence(beat=beat, stance="supports", note=note)]
    proposing.propose(proposal, pieces)
    note = pen.say(name, "editor's note", None)
    proposing.return_(proposal, by=None, note=note)
