"""Measures, prints the table, and says what was left out and why.

    python -m tests.bench [NAME …] [--quick]

Exit status: 0 if every figure that is held against something holds. `--quick` only
tries the measuring out: its figures mean little.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from tests.bench.spread import hot_and_spread
from tests.bench.statement import upserts
from tests.bench.table import Figure
from tests.drill.kills import DURABLE
from tests.site import ROOT
from tests.with_postgres import NoServer, a_server

FULL_TALLY, QUICK_TALLY = "1000000", "20000"


def pages(quick: bool) -> Iterator[Figure]:
    """The CPU of each page, as a multiple of a page that does nothing; on SQLite."""
    told = json.loads(program("tests.bench.pages", *["--quick"] * quick)[1])
    trivial = told.pop("trivial")
    yield Figure("SQLite: a page that does nothing", f"{trivial:.2f} ms CPU")
    for page, took in told.items():
        times = f"{took:.1f} ms CPU, {took / trivial:.0f} times"
        yield Figure(f"SQLite: {page}", times)
    for page in ("film", "ending"):
        many, one = told[f"{page}, 50 of everything"], told[f"{page}, 1 of everything"]
        yield Figure(f"SQLite: {page}, 50 against 1", f"{many / one:.1f} times")


def tallies(quick: bool) -> Iterator[Figure]:
    """A tally of a million votes, read and refolded; on both databases."""
    yield from tally("SQLite", "", quick)
    with a_server(DURABLE) as server:
        yield from tally("PostgreSQL", server.url, quick)


def tally(database: str, url: str, quick: bool) -> Iterator[Figure]:
    """What `tests.bench.tally` prints, line by line."""
    votes = QUICK_TALLY if quick else FULL_TALLY
    status, printed = program("tests.bench.tally", votes, DATABASE_URL=url)
    for line in printed.splitlines():
        yield Figure(f"{database}: {line}", "")
    aim = "read under 1 ms, and exact"
    yield Figure(f"{database}: a tally of {votes} votes", "", aim, status == 0)


def votes(quick: bool) -> Iterator[Figure]:
    """Votes a second through HTTP; on both databases."""
    yield from hot_and_spread("SQLite", "", quick)
    with a_server(DURABLE) as server:
        yield from hot_and_spread("PostgreSQL", server.url, quick)


def markdown(quick: bool) -> Iterator[Figure]:
    """The worst texts of the length that a field takes; the slowest five are named."""
    took = json.loads(program("tests.bench.markdown")[1])
    slowest = sorted(took, key=took.get, reverse=True)
    for shape in slowest[:5]:
        yield Figure(f"Markdown: {shape}", f"{took[shape]:.0f} ms CPU")
    worst = took[slowest[0]]
    what = f"Markdown: the worst of {len(took)} shapes, 20,000 characters"
    yield Figure(what, f"{worst:.0f} ms CPU", "under 1,000 ms", worst < 1_000)


def lint(quick: bool) -> Iterator[Figure]:
    """The same for the spoiler lint."""
    took = json.loads(program("tests.bench.lint")[1])
    slowest = sorted(took, key=took.get, reverse=True)
    for shape in slowest[:5]:
        yield Figure(f"Spoiler lint: {shape}", f"{took[shape]:.0f} ms CPU")
    worst = took[slowest[0]]
    what = f"Spoiler lint: the worst of {len(took)} shapes, 20,000 characters"
    yield Figure(what, f"{worst:.0f} ms CPU", "under 200 ms", worst < 200)


def program(module: str, *arguments: str, **environment: str) -> tuple[int, str]:
    """The exit status of a program with a data folder of its own, and its output."""
    with tempfile.TemporaryDirectory(prefix="guide-bench-") as data:
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=os.environ | {"DATA_DIR": data, "DATABASE_URL": ""} | environment,
            stdout=subprocess.PIPE,
            text=True,
        )
    if not done.stdout:
        raise RuntimeError(f"{module} printed nothing; status {done.returncode}")
    return done.returncode, done.stdout


BENCHES = {
    "votes": votes,
    "statement": upserts,
    "tally": tallies,
    "pages": pages,
    "markdown": markdown,
    "lint": lint,
}


def main(arguments: list[str]) -> int:
    """Measure what was asked for."""
    asked = argparse.ArgumentParser(prog="python -m tests.bench")
    asked.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    asked.add_argument("--quick", action="store_true", help="try the measuring out")
    chosen = asked.parse_args(arguments)
    if unknown := set(chosen.names) - set(BENCHES):
        asked.error(f"nothing is called {', '.join(sorted(unknown))}")
    held, left_out = True, []
    for name in chosen.names or BENCHES:
        try:
            for figure in BENCHES[name](chosen.quick):
                print(figure.text(), flush=True)
                held &= figure.holds is not False
        except NoServer as reason:
            left_out.append(f"not run: {name} on PostgreSQL, because {reason}")
    print("\n".join(left_out))
    return 0 if held else 1
