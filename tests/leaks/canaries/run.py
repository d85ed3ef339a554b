"""One run: fill the database, let everybody in, look behind the pages as well."""

import json
import re
import time
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from random import Random

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import connections

from guide.films.models import Film
from guide.passages.models import Beat, Dispute, Ending, Entry
from tests.leaks.addresses import routes
from tests.leaks.canaries import guides
from tests.leaks.canaries.crawl import LINES, PROCESSES, Tally, crawl
from tests.leaks.canaries.people import Visitor, World, as_they_were, everybody
from tests.leaks.canaries.stack import Stack
from tests.leaks.canaries.tokens import Book, Canary

FEWEST_TOKENS = 500
MANY = 30_000  # answers: another film is written, and each pattern must be asked
_END_OF_MAIL = b"\n" + b"-" * 79 + b"\n"
_BEGIN_OF_MAIL = re.compile(rb"^Content-Type:", re.MULTILINE)


@dataclass
class Outcome:
    """All that a run found; `failures` say why it cannot vouch for the site."""

    canaries: list[Canary]
    tally: Tally
    visitors: int
    writing: float  # seconds
    mails: int = 0
    cached: int = 0  # keys in Redis
    failures: list[str] = field(default_factory=list)

    @property
    def readable(self) -> list[Canary]:
        """Those that a page should print to somebody."""
        return [
            c
            for c in self.canaries
            if not c.nowhere and (c.owner or c.needs is not None)
        ]

    @property
    def unasked(self) -> set[str]:
        """Patterns of the resolver at which nobody has been."""
        return set(routes()) - {route for route, _ in self.tally.surfaces}


@dataclass
class Town:
    """What was written and who visits it; a crawl leaves both as they were."""

    world: World
    people: list[Visitor]
    writing: float  # seconds


def fill(responses: int, seed: str) -> Town:
    """Fill the database with guides, accounts and votes, enough for so many answers."""
    begun = time.monotonic()
    pen = guides.write(seed, 4 if responses >= MANY else 3)
    world, lines = the_world(pen, seed), PROCESSES * LINES
    most = max(8 * lines, responses // 60)
    people = everybody(world, Random(seed), most, lines, pen)
    return Town(world, people, time.monotonic() - begun)


def run(stack: Stack, town: Town, responses: int, *, briefly=False) -> Outcome:
    """One crawl through a running stack, and a look behind the pages as well.

    `briefly`: each line ends with its first hit.
    """
    as_they_were(town.people)
    cache.close()
    connections.close_all()  # what follows forks
    canaries = town.world.canaries
    tally = crawl(town.world, town.people, stack.front, responses, briefly)
    outcome = Outcome(canaries, tally, len(town.people), town.writing)
    outcome.failures += [str(hit) for hit in tally.hits]
    _behind(stack, Book(canaries), outcome)
    _vouch(outcome, responses)
    return outcome


def the_world(pen, seed: str) -> World:
    """What there is to visit: the generated films, and the guide that is seeded."""
    films = {
        slug: (name, runtime)
        for slug, name, runtime in Film.objects.published().values_list(
            "slug", "public_id", "runtime"
        )
    }
    names = pen.names
    names.slugs += sorted({*films} - {*names.slugs})
    for model in (Beat, Ending, Entry, Dispute):
        others = model.unguarded.exclude(public_id__in=names.rows)
        names.rows += sorted(others.values_list("public_id", flat=True))
    manifest = Path(settings.DATA_DIR) / "staticfiles.json"
    files = json.loads(manifest.read_text())["paths"].values()
    statics = [settings.STATIC_URL + path for path in sorted(files)]
    return World(pen.canaries, names, films, statics, seed)


def _behind(stack, book, outcome):
    """Mails, Redis, and what the site and nginx wrote down."""
    log = stack.site_log.read_bytes()
    mails = log.split(_END_OF_MAIL)[:-1]
    outcome.mails = len(mails)
    for mail in mails:
        outcome.failures += _in_mail(mail, book)
    outcome.cached, found = in_redis(stack.cache_url, book)
    outcome.failures += found
    refused = [line for line in log.splitlines() if b"refused at the gate" in line]
    outcome.failures += [f"the tripwire: {line[:300]!r}" for line in refused[:5]]
    errors = stack.front.error_log.read_text().splitlines()
    outcome.failures += [f"nginx: {line[:300]}" for line in errors[:5]]


def _in_mail(raw: bytes, book: Book) -> list[str]:
    """Tokens in a mail that are neither public nor its recipient's own."""
    begin = _BEGIN_OF_MAIL.search(raw)
    message = message_from_bytes(raw[begin.start() :] if begin else raw,
                                 policy=policy.default)  # fmt: skip
    to, text = str(message["To"]), message.get_body().get_content()
    theirs = {c.owner for c in book.canaries if c.field == "email" and c.token in to}
    return [
        f"a mail to {to} holds {canary}"
        for canary in book.found_in(str(message).encode(), text.encode())
        if canary.owner not in theirs and not canary.shows_to({}, "")
    ]


def in_redis(url: str, book: Book) -> tuple[int, list[str]]:
    """How many keys Redis holds, and what should not be in it: anything but JSON, and
    any text that not everybody may read."""
    found, count = [], 0
    with redis.Redis.from_url(url) as shared:
        for key in shared.scan_iter():
            value = shared.get(key)
            count += 1
            try:
                json.loads(value)
            except (TypeError, ValueError):
                found.append(f"Redis: {key!r} holds no JSON: {value!r:.80}")
            found += [
                f"Redis: {key!r} holds {canary}"
                for canary in book.found_in(key, value or b"")
                if not canary.shows_to({}, "")
            ]
    return count, found


def _vouch(outcome, responses):
    """A crawl that was not shown what it should be cannot vouch for the rest."""
    tally = outcome.tally
    unseen = [c for c in outcome.readable if c.token not in tally.seen]
    outcome.failures += [
        f"nobody was shown {c.field!r} of {c.row}, though some may read it"
        for c in unseen[:20]
    ]
    if len(unseen) > 20:
        outcome.failures.append(f"and {len(unseen) - 20} more that nobody was shown")
    outcome.failures += sorted(set(tally.broken))[:10]
    if len(outcome.canaries) < FEWEST_TOKENS:
        outcome.failures.append(f"only {len(outcome.canaries)} tokens")
    if responses >= MANY and outcome.unasked:
        outcome.failures.append(f"never asked: {sorted(outcome.unasked)}")
    if tally.answers < responses:
        outcome.failures.append(f"only {tally.answers} answers")
