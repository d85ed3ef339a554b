"""Builds rows for tests through the site's own verbs; published by default."""

from itertools import count

from django.utils.text import slugify

from guide.editorial import proposing
from guide.editorial.proposals import LICENCE, Proposal, ProposedEvidence
from guide.films.models import AlternativeTitle, Credit, Film, Person
from guide.films.provenance import Provenance
from guide.gate.horizon import SEEN
from guide.passages import publishing
from guide.passages.models import (
    AlsoSpoils,
    Answer,
    Beat,
    Dispute,
    Ending,
    Evidence,
    Interpretation,
    Question,
    Source,
)
from guide.readers.models import Reader

_numbers = count(1)


def a_film(title="A Film", *, runtime=100, status="published", **fields) -> Film:
    """A film of `runtime` minutes."""
    slug = fields.pop("slug", f"film-{next(_numbers)}")
    film = Film(
        title=title,
        slug=slug,
        year=fields.pop("year", 2000),
        runtime=runtime,
        status=status,
        premise=fields.pop("premise", "What one may know."),
        **fields,
    )
    publishing.save_film(film)
    return film


def a_maker(film, name="Ada Maker", role="director", **fields) -> Person:
    """Somebody who made a film, or plays in it."""
    person = Person(slug=slugify(name), name=name, sort_name=name)
    publishing.save_fact(person)
    publishing.save_fact(Credit(film=film, person=person, role=role, **fields))
    return person


def another_title(film, title, **fields) -> AlternativeTitle:
    """Another title of a film."""
    other = AlternativeTitle(film=film, title=title, **fields)
    publishing.save_fact(other)
    return other


def a_provenance(film, how="machine-written", **fields) -> Provenance:
    """How a film's guide was made: by a language model, unless said otherwise."""
    written_by = fields.pop("written_by", "a language model")
    guide = Provenance(film=film, how=how, written_by=written_by, **fields)
    publishing.save_fact(guide)
    return guide


def _saved(row, horizon, fields):
    row.horizon = horizon
    row.status = fields.pop("status", "published")
    for name, value in fields.items():
        setattr(row, name, value)
    publishing.save(row)
    return row


def a_beat(film, horizon=10, text="Something happens.", **fields) -> Beat:
    """A beat that begins where its horizon is, or at minute 0 if nobody reaches it."""
    minute = fields.pop("minute", min(horizon or 0, film.runtime - 1))
    beat = Beat(
        film=film, minute=minute, title=fields.pop("title", "A beat"), text=text
    )
    return _saved(beat, horizon, fields)


def an_ending(film, horizon=SEEN, tldr="It ends.", **fields) -> Ending:
    """An ending that says the same in brief and at length."""
    ending = Ending(film=film, tldr=tldr, text=fields.pop("text", tldr))
    return _saved(ending, horizon, fields)


def an_interpretation(ending, text="It means this.", **fields) -> Interpretation:
    """A reading of an ending, at the ending's horizon unless said otherwise."""
    row = Interpretation(
        film=ending.film,
        under=ending,
        title=fields.pop("title", "A reading"),
        text=text,
    )
    return _saved(row, fields.pop("horizon", ending.horizon), fields)


def a_question(film, horizon=10, title="Why?", **fields) -> Question:
    """A question that hangs on the film, or on the ending given."""
    row = Question(film=film, title=title)
    return _saved(row, horizon, fields)


def an_answer(question, text="Because.", **fields) -> Answer:
    """An answer, at its question's horizon unless said otherwise."""
    row = Answer(film=question.film, under=question, text=text)
    return _saved(row, fields.pop("horizon", question.horizon), fields)


def a_dispute(of, text="The film shows this.", **fields) -> Dispute:
    """A disputed fact of any gated row, at its horizon unless said otherwise."""
    row = Dispute(
        film=of.film,
        under=of,
        title=fields.pop("title", "Is it so?"),
        said_elsewhere=fields.pop("said_elsewhere", "It is often written."),
        text=text,
    )
    return _saved(row, fields.pop("horizon", of.horizon), fields)


def evidence(entry, beat, note="It shows.", stance="supports", **fields) -> Evidence:
    """A beat that supports an entry, or undermines it."""
    piece = Evidence(passage=entry, beat=beat, note=note, stance=stance, **fields)
    publishing.add_evidence(piece)
    return piece


def a_source(row, title="A source", url="https://example.org/") -> Source:
    """Where a row's claim comes from."""
    source = Source(kind="other", title=title, url=url, passage=row)
    publishing.attach(source)
    return source


def also_spoils(row, film, minute=SEEN) -> AlsoSpoils:
    """A row that gives away another film too."""
    link = AlsoSpoils(spoils=film, minute=minute, passage=row)
    publishing.attach(link)
    return link


def a_reader(email=None, **fields) -> Reader:
    """Somebody with an account."""
    email = email or f"reader{next(_numbers)}@example.org"
    return Reader.objects.create_user(email, "a good password", **fields)


def a_proposal(reader, row, kind="dispute", *, beats=(), **fields) -> Proposal:
    """What a reader proposes about a row, at the row's horizon unless said otherwise;
    `beats` speak for it."""
    if kind == "correction":
        fields.setdefault("field", row.markdown_fields[0])
        now = getattr(row, fields["field"])
        fields.setdefault("digest", proposing.digest_of(now))
    elif kind != "answer":
        fields.setdefault("title", "Is it so?")
    if kind == "dispute":
        fields.setdefault("said_elsewhere", "It is often written.")
    proposal = Proposal(
        reader=reader,
        film=row.film,
        kind=kind,
        text=fields.pop("text", "As I saw it."),
        horizon=fields.pop("horizon", row.horizon),
        licence=LICENCE,
        passage=row,
        **fields,
    )
    named = [
        ProposedEvidence(beat=beat, stance="supports", note=f"See {beat.title}.")
        for beat in beats
    ]
    return proposing.propose(proposal, named)
