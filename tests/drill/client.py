"""Clients that vote through HTTP as fast as they are answered, each on one connection.

`Crowd` starts them in processes of their own, several in each, and tells how far the
ledger has come while they run.
"""

import json
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from http.client import HTTPConnection, HTTPException
from itertools import islice
from multiprocessing import get_context
from random import Random
from threading import Thread

from tests.drill.ledger import ACKNOWLEDGED, NO_ANSWER, Ledger, Operation, Pair

TIMEOUT = 60  # seconds until a client gives an answer up
NOT_OUR_PAGE = 599  # a 503 with other bytes than those of the constant page
PAUSE = 0.05  # seconds before a client tries again what failed
FOR_EVER = 10**9
ROUND = (1, -1, 0)  # yes, then no, then withdrawn


@dataclass(frozen=True)
class Load:
    """What the clients are told: plain data, handed to other processes."""

    port: int
    ledger: str
    sessions: dict[int, str]  # {reader's key: session cookie}
    entries: list[str]
    clients: int = 64
    processes: int = 4
    verbs: int = 0  # so many of them vote by the verb: tests.drill.verb
    mixed: bool = True  # else each goes round its pairs, one after the other
    away: str = ""  # the constant page of a 503

    @property
    def by_http(self) -> range:
        """The clients that vote through HTTP."""
        return range(self.clients - self.verbs)

    @property
    def by_verb(self) -> range:
        """The others."""
        return range(self.clients - self.verbs, self.clients)

    def as_json(self) -> str:
        """For another program."""
        return json.dumps(asdict(self))

    @classmethod
    def of_json(cls, text: str) -> "Load":
        """What `as_json` wrote."""
        told = json.loads(text)
        told["sessions"] = {int(key): it for key, it in told["sessions"].items()}
        return cls(**told)

    def pairs(self, client: int) -> list[Pair]:
        """The votes of one client: readers of its own, or shared if there are few."""
        readers = sorted(self.sessions)
        own = readers[client :: self.clients] or [readers[client % len(readers)]]
        return [(reader, entry) for entry in self.entries for reader in own]


class Client:
    """One connection, kept alive; asks again on a new one when it breaks."""

    def __init__(self, load: Load, number: int):
        self.load, self.number = load, number
        self.connection = HTTPConnection("127.0.0.1", load.port, timeout=TIMEOUT)

    def vote(self, pair: Pair, value: int) -> int:
        """The status that one vote came back with; NO_ANSWER if none did."""
        reader, entry = pair
        headers = {
            "Cookie": f"session={self.load.sessions[reader]}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        path = f"/entries/{entry}/vote/"
        try:
            self.connection.request("POST", path, f"value={value}", headers)
            answer = self.connection.getresponse()
            body = answer.read()
        except (OSError, HTTPException):
            self.connection.close()
            return NO_ANSWER
        if answer.status == 503 and body.decode() != self.load.away:
            return NOT_OUR_PAGE
        return answer.status

    def run(self, ledger: Ledger, first: int, votes: int, stop) -> None:
        """Vote from the `first`-th on, `votes` times, or until `stop` is set."""
        steps = islice(walk(self.load, self.number), first, first + votes)
        for number, (pair, value) in enumerate(steps, first):
            status = NO_ANSWER
            while status != ACKNOWLEDGED and not stop.is_set():
                sent = time.monotonic_ns()
                status = self.vote(pair, value)
                answered = time.monotonic_ns()
                ledger.write(
                    Operation(*pair, value, sent, answered, status, self.number, number)
                )
                if 400 <= status < 500:
                    return
                if status != ACKNOWLEDGED:
                    time.sleep(PAUSE)
            if stop.is_set():
                return


def walk(load: Load, client: int):
    """The votes of one client, without end: always another value than its last one,
    but for some that are sent twice."""
    pairs, drawn = load.pairs(client), Random(client)
    if not load.mixed:
        for value in cycle_values():
            yield from ((pair, value) for pair in pairs)
    last: dict[Pair, int] = {}
    while True:
        pair = drawn.choice(pairs)
        value = drawn.choice([v for v in ROUND if v != last.get(pair, 0)])
        last[pair] = value
        yield pair, value
        if drawn.random() < 0.05:
            yield pair, value


def cycle_values():
    """Yes, no, withdrawn, yes, …"""
    while True:
        yield from ROUND


def a_process(load: Load, clients: list[int], first: dict, votes: int, stop) -> None:
    """Run some of the clients, each in a thread."""
    ledger = Ledger(load.ledger)
    threads = [
        Thread(
            target=Client(load, client).run,
            args=(ledger, first.get(client, 0), votes, stop),
        )
        for client in clients
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class Crowd:
    """All clients of a load that vote through HTTP; what they sent is in the ledger."""

    def __init__(self, load: Load):
        self.load, self._position, self.acknowledged = load, 0, 0

    def first(self) -> dict[int, int]:
        """{client: the number of the vote it goes on with}."""
        its = Ledger(self.load.ledger).read()
        return {it.client: it.number + 1 for it in its if it.acknowledged}

    @contextmanager
    def voting(self, votes: int = FOR_EVER):
        """Let each client vote, `votes` times or until the block ends."""
        first, load = self.first(), self.load
        spawn = get_context("spawn")
        stop = spawn.Event()
        shares = [load.by_http[n :: load.processes] for n in range(load.processes)]
        running = [
            spawn.Process(target=a_process, args=(load, [*share], first, votes, stop))
            for share in shares
        ]
        for process in running:
            process.start()
        try:
            yield running
        finally:
            stop.set()
            for process in running:
                process.join()

    def everyone_votes(self, votes: int) -> None:
        """Let each client vote `votes` times, and wait for all of them."""
        with self.voting(votes) as running:
            for process in running:
                process.join()

    def wait_for(self, acknowledged: int, seconds: float = 600) -> None:
        """Wait until so many more votes have been acknowledged."""
        goal, until = self.count() + acknowledged, time.monotonic() + seconds
        while self.count() < goal:
            if time.monotonic() > until:
                raise TimeoutError(f"{acknowledged} votes took over {seconds} s")
            time.sleep(0.01)

    def count(self) -> int:
        """How many votes have been acknowledged so far."""
        with open(self.load.ledger, "rb") as lines:
            lines.seek(self._position)
            new = lines.read()
        whole = new[: new.rfind(b"\n") + 1]
        self._position += len(whole)
        status = b" %d " % ACKNOWLEDGED
        self.acknowledged += whole.count(status)
        return self.acknowledged
