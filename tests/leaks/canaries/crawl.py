"""Lets the visitors go their ways through nginx, and searches every answer."""

import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing import get_context
from random import Random
from signal import SIG_DFL, SIGTERM

from tests.leaks.addresses import Step
from tests.leaks.canaries.client import Answer, Line
from tests.leaks.canaries.people import Visitor, World
from tests.leaks.canaries.stack import Front
from tests.leaks.canaries.tokens import Book, Canary, readings, unsigned
from tests.leaks.canaries.visits import visit

PROCESSES, LINES = 2, 4  # connections a process
MOST_HITS = 40  # told in full


@dataclass(frozen=True)
class Hit:
    """A token where it should not be: whose, and where."""

    canary: Canary
    route: str
    asked: str
    visitor: str

    def __str__(self):
        c = self.canary
        return (
            f"{self.asked}\n    for {self.visitor}\n"
            f"    holds {c.field!r} of {c.row}\n    {c.token}, needs {c.needs}"
        )


@dataclass
class Tally:
    """What one line saw; lines are added up."""

    answers: int = 0
    searched: int = 0  # bytes, unpacked
    packed: int = 0
    statuses: Counter = field(default_factory=Counter)
    surfaces: Counter = field(default_factory=Counter)  # (route, method)
    codings: Counter = field(default_factory=Counter)
    kinds: Counter = field(default_factory=Counter)
    pairs: set = field(default_factory=set)  # (visitor, path) that were looked at
    seen: set = field(default_factory=set)  # tokens that somebody was allowed to see
    hits: list[Hit] = field(default_factory=list)
    hit_count: int = 0
    broken: list[str] = field(default_factory=list)  # what went wrong besides
    seconds: float = 0

    def add(self, other: "Tally") -> None:
        for name in ("answers", "searched", "packed", "hit_count"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("statuses", "surfaces", "codings", "kinds", "pairs", "seen"):
            getattr(self, name).update(getattr(other, name))
        self.hits += other.hits
        self.broken += other.broken


def crawl(
    world: World, people: list[Visitor], front: Front, most: int, briefly
) -> Tally:
    """At least `most` answers, by several processes of several lines each; fewer if
    a line ends `briefly`, with its first hit."""
    begun = time.monotonic()
    count = PROCESSES * LINES
    shares = [people[n::count] for n in range(count)]
    context = get_context("fork")
    whole = Tally()
    with context.Pool(PROCESSES, signal.signal, (SIGTERM, SIG_DFL)) as pool:
        quota = -(-most // count)
        jobs = [
            (world, shares[n * LINES : (n + 1) * LINES], front, quota, briefly, n)
            for n in range(PROCESSES)
        ]
        for tally in pool.starmap(_process, jobs, chunksize=1):
            whole.add(tally)
    whole.seconds = time.monotonic() - begun
    return whole


def _process(world, shares, front, quota, briefly, number) -> Tally:
    book, tallies, threads = Book(world.canaries), [], []
    for place, share in enumerate(shares):
        name = f"{world.seed} {number} {place}"
        address = f"127.0.0.{10 + number * LINES + place}"
        line = _Line(book, world, share, Line(front, address), Random(name))
        tallies.append(line.tally)
        threads.append(threading.Thread(target=line.run, args=(quota, briefly)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = Tally()
    for tally in tallies:
        whole.add(tally)
    return whole


class _Line:
    """One connection, and the visitors who take turns at it at random."""

    def __init__(self, book, world, visitors, line, rng):
        self.book, self.line, self.rng = book, line, rng
        self.tally = Tally()
        self.visitors = visitors
        self.hidden = {*world.names.hidden_slugs}
        self.visits = [
            visit(visitor, world, Random(f"{world.seed} {visitor.name}"))
            for visitor in visitors
        ]
        self.last: list[Answer | None] = [None] * len(visitors)

    def run(self, quota: int, briefly: bool) -> None:
        try:
            while self.tally.answers < quota and not (briefly and self.tally.hits):
                self._turn(self.rng.randrange(len(self.visitors)))
        except Exception as reason:  # told at the end, and the run has failed
            self.tally.broken.append(f"{type(reason).__name__}: {reason}")
        self.line.close()

    def _turn(self, which: int) -> None:
        visitor = self.visitors[which]
        step = self.visits[which].send(self.last[which])
        language = {"Accept-Language": visitor.language}
        answer = self.line.ask(step, visitor.cookies, **language)
        visitor.knows |= self.book.found_in(str(step.form).encode())
        visitor.learn(step, answer)
        self.last[which] = answer
        self._search(visitor, step, answer)

    def _search(self, visitor: Visitor, step: Step, answer: Answer) -> None:
        tally = self.tally
        head = "\n".join([answer.reason, *(f"{n}: {v}" for n, v in answer.headers)])
        cookies = (v for n, v in answer.headers if n.lower() == "set-cookie")
        texts = [
            head.encode("latin-1"),
            *(unsigned(cookie.partition("=")[2]) for cookie in cookies),
            *readings(answer.body, answer.kind),
        ]
        tally.answers += 1
        tally.searched += len(head) + len(answer.body)
        tally.packed += answer.packed
        tally.statuses[answer.status] += 1
        tally.surfaces[step.route, step.method] += 1
        tally.kinds[visitor.kind] += 1
        tally.codings[answer.header("content-encoding") or "plain"] += 1
        tally.pairs.add((visitor.name, step.path, str(step.query)))
        if answer.status >= 500 or (answer.status == 200 and self._is_hidden(step)):
            tally.broken.append(f"{answer.status} for {step.method} {step.path}")
        asked = self.book.found_in(f"{step.path} {step.query}".encode())
        for canary in self.book.found_in(*texts) - asked:
            if visitor.may_read(canary, step.path):
                if not visitor.at_the_desk(step.path):
                    tally.seen.add(canary.token)
                continue
            tally.hit_count += 1
            if len(tally.hits) < MOST_HITS:
                tally.hits.append(_hit(canary, visitor, step))

    def _is_hidden(self, step: Step) -> bool:
        """Whether an address names a film that nobody may know of: a card drawn of its
        title would hold no token in its bytes."""
        return step.method == "GET" and not self.hidden.isdisjoint(step.path.split("/"))


def _hit(canary, visitor, step) -> Hit:
    asked = f"{step.method} {step.path} {step.query or ''} {step.form or ''}".rstrip()
    films = canary.needs or visitor.minutes
    at = {film: visitor.minutes.get(film, 0) for film in films}
    where = "everywhere" if visitor.unbound else f"at {at}"
    return Hit(canary, step.route, asked, f"{visitor.name}, who is {where}")
