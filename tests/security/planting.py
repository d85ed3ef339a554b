"""Writes every hostile text into every field that takes text, by the site's own verbs.

What a verb refuses is kept with its sentence, and the row is written without it. It
runs within a site: `python -c "from tests.security.planting import main; main()"`.
"""

import json
from collections.abc import Callable
from unittest import mock

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.test import Client

from guide.editorial import guidefile, proposing
from guide.editorial.guidefile.compare import canonical, current
from guide.editorial.guidefile.schema import keys_of
from guide.editorial.lint import waivers
from guide.editorial.models import Waiver
from guide.editorial.proposals import LICENCE, Proposal, ProposedEvidence
from guide.films.models import AlternativeTitle, Credit, Cut, Film, Person
from guide.films.provenance import Provenance
from guide.gate.horizon import SEEN
from guide.passages import publishing
from guide.passages.models import (
    Answer,
    Beat,
    Dispute,
    Ending,
    Evidence,
    Interpretation,
    Question,
    Source,
)
from guide.readers import public_names
from guide.readers.models import Reader
from guide.votes import casting, discounting
from guide.votes.models import Discount, Lift, Vote
from tests import builders
from tests.editorial.guides import empty
from tests.security.texts import Hostile, fields_of, hostile, name

BACKEND = "django.contrib.auth.backends.ModelBackend"
RUNTIME = 100


class Planted:
    """What was written, where it shows, and what was refused."""

    def __init__(self):
        self.pages: dict[str, list] = {}
        self.tried: dict[str, set[int]] = {}
        self.refused: dict[str, dict[int, str]] = {}

    def put(self, text: Hostile, row, save: Callable) -> None:
        """Write the text into every field of the row, as far as its verb takes it."""
        fields = {field.name: field for field in fields_of(type(row))}
        harmless = {field: getattr(row, field) for field in fields}
        for field in fields.values():
            self.tried.setdefault(_place(row, field), set()).add(text.number)
            setattr(row, field.name, text.for_field(field))
        left = set(fields)
        while wrong := self._wrong(row, save):
            assert wrong.keys() & left, wrong
            left -= wrong.keys()
            for field in wrong.keys() & fields.keys():
                told = self.refused.setdefault(_place(row, fields[field]), {})
                told[text.number] = " ".join(wrong[field])
                setattr(row, field, harmless[field])

    def say(self, text: Hostile, model, field: str, do: Callable) -> None:
        """The same of a verb that takes the text by itself; harmless if refused."""
        (column,) = (f for f in fields_of(model) if f.name == field)
        self.tried.setdefault(name(column), set()).add(text.number)
        try:
            with transaction.atomic():
                do(text.for_field(column))
        except (ValidationError, ValueError) as error:
            told = " ".join(getattr(error, "messages", [str(error)]))
            self.refused.setdefault(name(column), {})[text.number] = told
            do("Harmless.")

    def _wrong(self, row, save):
        try:
            with transaction.atomic():
                save(row)
        except ValidationError as error:
            return error.message_dict
        return {}

    def shows(self, kind: str, what) -> None:
        """Remember a page, or what one is about."""
        self.pages.setdefault(kind, []).append(what)


def _place(row, field):
    """`Film.title`; `Beat.title`, which is another than `Ending.title`."""
    return f"{type(row).__name__}.{field.name}"


@transaction.atomic
def plant(planted: Planted) -> None:
    """All texts, in as few films as a page can bear."""
    texts = hostile()
    plot = builders.a_film("Plot", slug="plot", runtime=RUNTIME)
    told = builders.a_film("Told", slug="told", runtime=RUNTIME)
    ends = builders.a_film("Ends", slug="ends", runtime=RUNTIME)
    waits = builders.a_film("Waits", slug="waits", runtime=RUNTIME, status="draft")
    ending, seen = builders.an_ending(told), builders.a_beat(told, 10)
    asked = builders.a_question(told, 10)
    writer = builders.a_reader("writer@example.org", minds_no_spoilers=True)
    for text in texts:
        _film(planted, text)
        _plot(planted, text, plot)
        _ends(planted, text, ends)
        _told(planted, text, told, ending, seen)
        beat = Beat(minute=10, title="A beat", text="It happens.", **_row(waits, 10))
        beat.status = "review"
        planted.put(text, beat, publishing.save)
        _proposed(planted, text, writer, asked, ending, seen)
    rights = {"is_staff": True, "is_superuser": True, "minds_no_spoilers": True}
    editor = builders.a_reader("desk@example.org", **rights)
    planted.pages["sessions"] = {"writer": _session(writer), "editor": _session(editor)}
    for film in (plot, told, ends):
        planted.shows("whole", film.pk)


def _film(planted, text):
    film = Film(slug=f"film-{text.number}", title="A film", year=2000, runtime=RUNTIME,
                status="published")  # fmt: skip
    planted.put(text, film, publishing.save_film)
    maker = Person(slug=f"maker-{text.number}", name="A Maker")
    planted.put(text, maker, publishing.save_fact)
    for role in ("director", "source"):
        credit = Credit(film=film, person=maker, role=role)
        planted.put(text, credit, publishing.save_fact)
    made = Provenance(film=film, how="by-hand", written_by="Somebody")
    planted.put(text, made, publishing.save_fact)
    title = AlternativeTitle(film=film, title="Another")
    planted.put(text, title, publishing.save_fact)
    planted.shows("film", film.slug)
    planted.shows("film's desk", film.pk)
    planted.shows("person's desk", maker.pk)


def _plot(planted, text, film):
    beat = Beat(minute=10, title="A beat", text="It happens.", **_row(film, 10))
    planted.put(text, beat, publishing.save)
    source = Source(passage=beat, kind="other", title="A source", url="")
    planted.put(text, source, publishing.attach)
    question = Question(title="Why?", **_row(film, 20))
    planted.put(text, question, publishing.save)
    answer = Answer(under=question, text="Because.", **_row(film, 20))
    planted.put(text, answer, publishing.save)
    sides = {"title": "Is it?", "said_elsewhere": "It is.", "text": "No."}
    dispute = Dispute(under=beat, **sides, **_row(film, 10))
    planted.put(text, dispute, publishing.save)
    waiver = Waiver(film=film, passage=beat, word="word", reason="It may.")
    planted.put(text, waiver, lambda row: waivers.save(row, None))
    for row in (beat, question, answer, dispute):
        planted.shows(f"{row._meta.model_name}'s desk", row.pk)


def _ends(planted, text, film):
    cut = Cut(film=film, name=f"Cut {text.number}", runtime=RUNTIME + 1)
    planted.put(text, cut, publishing.save_fact)
    said = {"tldr": "It ends.", "text": "So.", "take": "Mine."}
    ending = Ending(cut=cut, take_author="Somebody", **said, **_row(film, SEEN))
    planted.put(text, ending, publishing.save)
    planted.shows("ending's desk", ending.pk)


def _told(planted, text, film, ending, seen):
    reading = Interpretation(under=ending, title="A reading",
                             text="It means this.", **_row(film, SEEN))  # fmt: skip
    planted.put(text, reading, publishing.save)
    piece = Evidence(passage=reading, beat=seen, stance="supports", note="It shows.")
    planted.put(text, piece, publishing.add_evidence)
    planted.shows("entry", reading.public_id)
    planted.shows("interpretation's desk", reading.pk)


def _proposed(planted, text, writer, asked, ending, seen):
    """Three proposals: one waits, one comes back with a note, one is accepted."""
    title = f"Is it so {text.number}?"
    waiting = _proposal(writer, "dispute", passage=seen, title=title,
                        said_elsewhere="It is often written.")  # fmt: skip
    planted.put(text, waiting, proposing.propose)
    planted.shows("proposal", waiting.public_id)
    planted.shows("proposal's desk", waiting.pk)
    back = _proposal(writer, "interpretation", passage=ending, horizon=SEEN,
                     title=f"Reading {text.number}")  # fmt: skip
    piece = ProposedEvidence(beat=seen, stance="supports", note="It shows.")

    def with_evidence(row):
        back.pk = None
        proposing.propose(back, [row])

    planted.put(text, piece, with_evidence)
    planted.say(text, Proposal, "note",
                lambda note: proposing.return_(back, by=None, note=note))  # fmt: skip
    planted.shows("proposal", back.public_id)
    named = Reader(email=f"named{text.number}@example.org", public_name="Somebody")
    named.set_unusable_password()
    planted.put(text, named, _with_name)
    if text.number % 10 == 0:  # what is accepted carries the name
        answer = _proposal(
            named, "answer", passage=asked, text=f"Because {text.number}."
        )
        proposing.accept(proposing.propose(answer), by=None)
    planted.shows("proposal's desk", back.pk)
    planted.shows("reader's desk", named.pk)


def _row(film, horizon):
    return {"film": film, "horizon": horizon, "status": "published"}


def _with_name(reader):
    reader.full_clean()
    reader.save()
    public_names.call(reader, reader.public_name)


def _proposal(reader, kind, *, horizon=30, text="As I saw it.", **fields):
    row = next(f for f in fields.values() if hasattr(f, "gate"))
    return Proposal(reader=reader, film=row.film, kind=kind, horizon=horizon, text=text,
                    licence=LICENCE, **fields)  # fmt: skip


def judge(planted: Planted) -> None:
    """One vote, left out and taken in again for every text: records for good."""
    film = builders.a_film("Judged", slug="judged")
    answer = builders.an_answer(builders.a_question(film))
    voter = builders.a_reader("voter@example.org")
    casting.cast(reader=voter, entry=answer, value=1)
    vote = Vote.unguarded.get(reader=voter)
    for text in hostile():
        planted.say(text, Discount, "reason", lambda said: discounting.discount(
            [vote.pk], by=None, reason=said))  # fmt: skip
        standing = Discount.unguarded.order_by("pk").last()
        planted.say(text, Lift, "reason", lambda said, of=standing: discounting.lift(
            [of.pk], by=None, reason=said))  # fmt: skip


def _session(reader) -> str:
    client = Client()
    client.force_login(reader, backend=BACKEND)
    return client.cookies["session"].value


def come_back() -> list[str]:
    """The films whose files do not come back the same to the byte; there are none.

    Those that hold a text each are read back; the four that hold all, and some of the
    others, are imported into nothing as well.
    """
    changed = []
    once = {film.slug: guidefile.export(film) for film in Film.unguarded.all()}
    films, keys = Film.unguarded.in_bulk(field_name="slug"), keys_of(Film)
    for slug, text in once.items():
        said = guidefile.parse(text.encode()).film.values
        kept = {name: current(films[slug], keys[name]) for name in said}
        if {name: canonical(value) for name, value in said.items()} != {
            name: canonical(value) for name, value in kept.items()
        }:
            changed.append(slug)
    whole = {s: t for s, t in once.items() if s[-1] == "7" or "-" not in s}
    with transaction.atomic():
        Proposal.unguarded.all().delete()
        empty()
        for text in whole.values():
            guidefile.apply(guidefile.parse(text.encode()))
        for slug, text in whole.items():
            if guidefile.export(Film.unguarded.get(slug=slug)) != text:
                changed.append(slug)
        transaction.set_rollback(True)
    return changed


def main() -> None:
    """Plant them in the site's own database; print what there is to look at."""
    planted = Planted()
    with (
        mock.patch.object(proposing, "A_DAY", 10_000),
        mock.patch.object(proposing, "IN_WAITING", 10_000),
        # What the database promises, it keeps; asking it first, row by row, takes long.
        mock.patch.object(Model, "validate_constraints"),
    ):
        plant(planted)
        changed = come_back()
    judge(planted)
    told = {
        "pages": planted.pages,
        "tried": {field: sorted(done) for field, done in planted.tried.items()},
        "refused": planted.refused,
        "changed by a file": changed,
    }
    print(json.dumps(told))
