"""Runs the drills, prints the table, and says what was left out and why.

    python -m tests.drill [NAME …] [--short] [--database sqlite|postgres]

Exit status: 0 if all passed, 1 if not, 75 if something could not be run.
"""

import argparse
import signal
import sys
import time
from collections.abc import Callable, Iterator

from tests.drill import busy, disk, kills, races, syncs
from tests.drill.table import LEGEND, Line, head
from tests.with_postgres import NONE_HERE, NoServer, a_server

DATABASES = ("sqlite", "postgres")


def on_server(drill: Callable) -> Callable[[bool], Iterator[Line]]:
    """A drill that asks for a database, on PostgreSQL as an operator would run it."""

    def run(short):
        with a_server(kills.DURABLE) as server:
            yield from drill("PostgreSQL", server.url, short)

    return run


def on_file(drill: Callable) -> Callable[[bool], Iterator[Line]]:
    """The same, on SQLite."""
    return lambda short: drill("SQLite", "", short)


DRILLS = {
    "sqlite": {
        "races": on_file(races.races),
        "busy": busy.busy,
        "syncs": syncs.synced,
        "workers": on_file(kills.workers_killed),
        "kill": kills.site_killed,
        "disk": disk.sqlite_full,
    },
    "postgres": {
        "races": on_server(races.races),
        "workers": on_server(kills.workers_killed),
        "kill": kills.postgres_killed,
        "disk": disk.postgres_full,
    },
}

SHORT = {
    "sqlite": list(DRILLS["sqlite"]),
    "postgres": ["races", "kill", "disk"],  # a worker is the same on both
}


def main(arguments: list[str]) -> int:
    """Run what was asked for."""
    names = list(dict.fromkeys(name for those in DRILLS.values() for name in those))
    asked = argparse.ArgumentParser(prog="python -m tests.drill")
    asked.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names))
    asked.add_argument("--short", action="store_true", help="a minute or two in all")
    asked.add_argument("--database", choices=DATABASES)
    chosen = asked.parse_args(arguments)
    if unknown := set(chosen.names) - set(names):
        asked.error(f"no drill is called {', '.join(sorted(unknown))}")
    # Ended from outside, it still ends what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    print(f"{LEGEND}\n\n{head()}", flush=True)
    began, passed, left_out = time.monotonic(), True, []
    for database in [chosen.database] if chosen.database else DATABASES:
        for name, drill in DRILLS[database].items():
            wanted = chosen.names or (names if not chosen.short else SHORT[database])
            if name not in wanted:
                continue
            try:
                for line in drill(chosen.short):
                    print(line.text(), flush=True)
                    passed &= line.passed
            except (NoServer, FileNotFoundError) as reason:
                left_out.append(f"{database} {name}, because {reason}")
    for reason in left_out:
        print(f"not run: {reason}")
    said = "passed" if passed else "FAILED"
    print(f"{said} in {time.monotonic() - began:.0f} s")
    return 1 if not passed else NONE_HERE if left_out else 0
