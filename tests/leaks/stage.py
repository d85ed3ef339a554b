"""Plays a plan: rows through the site's own verbs, with time and chance held fixed."""

import secrets
from contextlib import ExitStack, contextmanager, suppress
from random import Random
from unittest import mock

import time_machine
from django.contrib.auth.models import Group
from django.core import mail as outbox
from django.core.cache import cache
from django.db import models, transaction
from django.template import Template
from django.test import override_settings
from django.test.utils import _TestState

from guide.editorial import moderation, proposing
from guide.editorial.proposals import Proposal, ProposedEvidence
from guide.films.models import AlternativeTitle, Credit, Cut, Person
from guide.gate import Progress
from guide.passages import publishing
from guide.passages.models import Dispute
from guide.readers import bookmarks
from guide.readers.bookmarks import AccountShelf
from guide.votes import casting, persuasion, snapshots
from tests import builders
from tests.leaks.plans import NOW, Act
from tests.leaks.visible import public_name

PASSWORD = "a good password"


class Chance:
    """Stands in for `secrets` below Django's tokens: equal seeds, equal tokens."""

    compare_digest = staticmethod(secrets.compare_digest)

    def token_bytes(self, length):
        return self._random.randbytes(length)

    def token_hex(self, length):
        return self.token_bytes(length).hex()

    def __init__(self):
        self.reseed("")

    def reseed(self, seed: str) -> None:
        self._random = Random(seed)

    def choice(self, letters):
        return self._random.choice(letters)


class Stage:
    """One world on its way: `rows` by the keys of the acts that made them."""

    def __init__(self, seed: str, clock, chance: Chance):
        self.seed, self.clock, self.chance = seed, clock, chance
        self.rows: dict[str, models.Model] = {}

    def play(self, act: Act) -> None:
        """Do what an act says, at its moment and with its own chance."""
        self.clock.move_to(act.at)
        self.chance.reseed(f"{self.seed}:{act.key}")
        facts = {
            name: self.rows[value] if name in REFERENCES and value else value
            for name, value in act.facts.items()
        }
        # The database checks its constraints itself; asking it beforehand as well, as
        # a form does, is a third of the time.
        with mock.patch.object(models.Model, "validate_constraints"):
            made = getattr(self, f"_{act.verb}")(act.key, **facts)
        if made is not None:
            self.rows[act.key] = made

    def named(self, key: str, length: int = 10) -> str:
        return public_name(self.seed, key, length)

    # Public facts and readers.

    def _film(self, key, **facts):
        return builders.a_film(public_id=self.named(key, 6), **facts)

    def _cut(self, key, **facts):
        return Cut.objects.create(public_id=self.named(key), **facts)

    def _titled(self, key, **facts):
        return AlternativeTitle.objects.create(**facts)

    def _made(self, key, film, **facts):
        return builders.a_provenance(film, **facts)

    def _credit(self, key, film, name):
        person = Person.objects.create(slug=key.lower(), name=name)
        return Credit.objects.create(film=film, person=person, role="director")

    def _reader(self, key, trusted=False):
        reader = builders.a_reader(address(key))
        if trusted:
            reader.groups.add(Group.objects.get_or_create(name=moderation.TRUSTED)[0])
        return reader

    def _bookmark(self, key, voter, film, minute, cut=""):
        AccountShelf(voter).move(film, minute, cut or None)

    def _vote(self, key, voter, entry, value):
        """Some answered unprompted, and some of those otherwise at first."""
        drawn = Random(f"{self.seed}:{key}:fold")
        counted, first = drawn.random() < 0.3, drawn.random() < 0.5
        for said in (-value, value) if first and drawn.random() < 0.5 else (value,):
            casting.cast(reader=voter, entry=entry, value=said, unprompted=first)
        if counted:
            snapshots.update(entry.pk)

    def _skip(self, key, voter):
        bookmarks.ask_no_more(voter)

    def _moved(self, key, voter, piece):
        everything = Progress(unbound=True).everywhere()
        with suppress(persuasion.NoVote):  # nobody votes on a draft
            persuasion.say(voter, piece, everything)

    def _flag(self, key, voter, row):
        with suppress(moderation.TooMany):
            moderation.report_too_early(reader=voter, row=row)

    def _clear(self, key, row):
        moderation.clear(type(row).unguarded.get(pk=row.pk))

    # Gated rows.

    def _gated(self, key, build, *args, spoils=None, **facts):
        row = build(*args, public_id=self.named(key), **facts)
        if spoils:
            other, minute, *announced = spoils
            self._link(key, row, self.rows[other], minute, bool(announced))
        return row

    def _beat(self, key, film, **facts):
        return self._gated(key, builders.a_beat, film, **facts)

    def _ending(self, key, film, horizon, text, title, **facts):
        facts |= {"tldr": text, "text": f"{text} {title}", "summary": title}
        return self._gated(key, builders.an_ending, film, horizon, **facts)

    def _interpretation(self, key, under, film, **facts):
        return self._gated(key, builders.an_interpretation, under, **facts)

    def _question(self, key, film, **facts):
        return self._gated(key, builders.a_question, film, **facts)

    def _answer(self, key, under, film, **facts):
        return self._gated(key, builders.an_answer, under, **facts)

    def _dispute(self, key, under, film, **facts):
        return self._gated(key, disputed, under, **facts)

    def _evidence(self, key, entry, beat, note):
        stance = ("supports", "undermines")[len(note) % 2]
        name = self.named(key)
        return builders.evidence(entry, beat, note, stance, public_id=name)

    def _source(self, key, row, title):
        return builders.a_source(row, title, f"https://example.org/{title.split()[-1]}")

    # What readers propose, and what becomes of it.

    def _proposal(self, key, voter, row, beats=(), **facts):
        named = [self.rows[beat] for beat in beats]
        # What is played in any order is no flood.
        with mock.patch.multiple(proposing, A_DAY=100, IN_WAITING=100):
            return builders.a_proposal(
                voter, row, public_id=self.named(key), beats=named, **facts
            )

    def _decided(self, key, proposal, how, note):
        proposal = Proposal.unguarded.get(pk=proposal.pk)
        getattr(proposing, how)(proposal, by=None, note=note)

    def _named(self, key, proposal, beat, note):
        ProposedEvidence.unguarded.create(
            proposal=proposal, beat=beat, stance="supports", note=note
        )

    def _link(self, key, row, film, minute, announced):
        link = builders.also_spoils(row, film, minute)
        if announced:
            link.announced = True
            link.save()

    # What an editor does later.

    def _retire(self, key, row):
        publishing.retire(row)

    def _flash(self, key, row, text):
        name = row.markdown_fields[0]
        was = getattr(row, name)
        for said in (text, was):
            setattr(row, name, said)
            publishing.save(row)


def disputed(row, text, status="published", **facts) -> Dispute:
    """A disputed fact of any gated row."""
    facts |= {"said_elsewhere": f"Elsewhere {text}", "text": text}
    dispute = Dispute(film=row.film, status=status, under=row, **facts)
    publishing.save(dispute)
    return dispute


REFERENCES = [
    "film",
    "cut",
    "voter",
    "entry",
    "under",
    "beat",
    "row",
    "piece",
    "proposal",
]


def address(key: str) -> str:
    """The e-mail address of a drawn reader."""
    return f"{key.lower()}@example.org"


@contextmanager
def rolled_back():
    """A transaction that a durable one may stand in, undone at the end."""
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)


def plainly_rendered():
    """Django's own rendering: the test client's keeps a copy of each context."""
    return mock.patch.object(Template, "_render", _TestState.saved_data.template_render)


MAIL_ON = {
    "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
    "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED": True,
    "MAIL_IS_ON": True,
}
"""What EMAIL_URL turns on."""


FEW = {
    "tally.FEWEST_FOR_A_SHARE": 2,
    "consensus.FEWEST_TO_TELL": 2,
    "unprompted.FEWEST_TO_TELL": 1,
}


@contextmanager
def said_of_few():
    """What the votes say is said of as many readers as a world has."""
    with ExitStack() as stack:
        for name, few in FEW.items():
            stack.enter_context(mock.patch(f"guide.votes.{name}", few))
        yield


SECRETIVE = (
    "django.utils.crypto",
    "allauth.mfa.totp.internal.auth",
    "allauth.mfa.recovery_codes.internal.auth",
)
"""Modules that draw secrets which pages show, or which tokens are made of."""


@contextmanager
def by_chance(chance: Chance):
    """All of them draw from this."""
    with ExitStack() as stack:
        for module in SECRETIVE:
            stack.enter_context(mock.patch(f"{module}.secrets", chance))
        yield


@contextmanager
def world(seed: str, *, mail: bool = False):
    """An empty world, gone afterwards: yields its stage.

    `mail`: whether the site has a mail server.
    """
    cache.clear()
    outbox.outbox = []
    chance = Chance()
    with (
        time_machine.travel(NOW, tick=False) as clock,
        by_chance(chance),
        override_settings(**MAIL_ON if mail else {}),
        plainly_rendered(),
        said_of_few(),
        rolled_back(),
    ):
        yield Stage(seed, clock, chance)


def interleaved(low: list[Act], clusters: list[list[Act]], rng: Random) -> list[Act]:
    """Visible acts in their order, hidden ones anywhere after what they need."""
    acts = list(low)
    for cluster in clusters:
        least = 0
        for act in cluster:
            there = {made.key: place for place, made in enumerate(acts, 1)}
            least = max([least, *(there[key] for key in act.needs)])
            place = rng.choice([least, rng.randint(least, len(acts)), len(acts)])
            acts.insert(place, act)
            least = place + 1
    return acts
