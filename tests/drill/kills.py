"""SIGKILL under load: web workers, all of PostgreSQL, and the whole site on SQLite."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from tests.drill.client import Crowd
from tests.drill.newcomer import Newcomer
from tests.drill.stage import stage
from tests.drill.table import Line
from tests.site import Site
from tests.with_postgres import a_server, children

DURABLE = {"max_connections": "100"}  # all else as PostgreSQL comes: fsync is on
BACK_SECONDS = 5
READERS = 10_000
VERBS = 4  # clients beside the 64 that vote by the verb: in full, for numbers


def postgres_killed(short: bool) -> Iterator[Line]:
    """All of PostgreSQL, 10 times; the workers must find back by themselves."""
    rounds, votes, readers = (2, 150, 400) if short else (10, 4_100, READERS)
    line = Line(f"PostgreSQL killed {rounds} times, all processes")
    with (
        a_server(DURABLE) as server,
        stage(server.url, readers=readers, **clients(short)) as on,
    ):
        before, times = workers(on.site), []
        with Newcomer(on).reading(line):
            for _ in range(rounds):
                with on.voting():
                    on.crowd.wait_for(votes)
                    server.kill()
                    time.sleep(1)  # the site is asked while there is no database
                    server.start()
                    times.append(back(on.crowd))
                on.check(line)
        line.must(workers(on.site) == before, "a worker had to be started again")
        line.must(line.away > 0, "nobody was told that the database is away")
    line.notes.append(recovery(times, line))
    yield line


def site_killed(short: bool) -> Iterator[Line]:
    """The whole site on SQLite, 20 times; what it had acknowledged must be there."""
    with stage("", readers=2) as probe:
        journal, version = probe.site.json(JOURNAL)
    goal = 30_000 if journal == "wal" else 7_500
    rounds, readers = (2, 400) if short else (20, READERS)
    votes = 100 if short else goal // rounds + 20
    line = Line(f"SQLite {version}, {journal} journal: site killed {rounds} times")
    with stage("", readers=readers, **clients(short)) as on:
        with Newcomer(on).reading(line):
            for _ in range(rounds):
                with on.voting() as running:
                    on.crowd.wait_for(votes)
                    on.site.kill()
                    for process in running[: on.load.verbs]:
                        process.kill()
                on.site.start()
                on.check(line)
        line.must(short or line.acknowledged >= goal, "too few acknowledged")
    yield line


def workers_killed(database: str, url: str, short: bool) -> Iterator[Line]:
    """One web worker after the other; the rest of the site goes on."""
    rounds, readers = (3, 400) if short else (20, 2_000)
    line = Line(f"{database}: {rounds} web workers killed")
    times = []
    with stage(url, readers=readers, mixed=False) as on:
        with Newcomer(on).reading(line), on.crowd.voting():
            on.crowd.wait_for(50)
            for _ in range(rounds):
                here = workers(on.site)
                os.kill(here[0], signal.SIGKILL)  # the oldest: none twice running
                times.append(back(on.crowd))
                await_another(on.site, here)
                on.crowd.wait_for(50)
        on.check(line)
    line.notes.append(recovery(times, line))
    failed = line.cut + line.away + line.broken
    line.notes.append(f"{failed / line.operations:.2%} of the votes got no 303")
    yield line


def clients(short: bool) -> dict:
    """Who votes: each goes round its readers and entries, so that nearly every
    acknowledged vote is the last on its row when the rows are looked at."""
    verbs = 0 if short else VERBS
    return {"mixed": False, "clients": 64 + verbs, "verbs": verbs}


JOURNAL = """
import json
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("PRAGMA journal_mode")
    print(json.dumps([cursor.fetchone()[0], connection.Database.sqlite_version]))
"""


def workers(site: Site) -> list[int]:
    """The processes that answer requests, in the order in which they were started."""

    def answers(pid: int) -> bool:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        return b"resource_tracker" not in command

    return [pid for pid in children(site.server.pid) if answers(pid)]


def serves(pid: int) -> bool:
    """Whether a worker has loaded the site: it has started its threads."""
    return len(list(Path(f"/proc/{pid}/task").iterdir())) > 2


def await_another(site: Site, before: list[int], seconds: float = 60) -> None:
    """Wait until as many workers serve as before, and one of them is new."""
    until = time.monotonic() + seconds
    while len(now := workers(site)) < len(before) or not (
        set(now) - set(before) and all(map(serves, now))
    ):
        if time.monotonic() > until:
            raise TimeoutError("the worker was not started again")
        time.sleep(0.05)


def back(crowd: Crowd) -> float:
    """Seconds until the next vote is acknowledged."""
    began = time.monotonic()
    crowd.wait_for(1, seconds=60)
    return time.monotonic() - began


def recovery(times: list[float], line: Line) -> str:
    """How soon votes were acknowledged again; a fault if that took too long."""
    line.must(max(times) <= BACK_SECONDS, f"back only after {max(times):.1f} s")
    return f"votes acknowledged again after {min(times):.1f} to {max(times):.1f} s"
