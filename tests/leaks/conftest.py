"""Prints, at the end, how often each pattern was asked by each method.

TWO_WORLDS_LEAST: a run fails in which a pattern was asked less often by one of them.
"""

import logging
import os
from collections import Counter

import pytest

from tests.seeds import SEED

METHODS = ("GET", "HEAD", "OPTIONS", "POST")
LEAST = int(os.environ.get("TWO_WORLDS_LEAST", "0"))
TALLY = pytest.StashKey[dict]()


def pytest_configure(config):
    config.stash[TALLY] = {"asked": Counter(), "pairs": 0, "requests": 0}


@pytest.fixture(autouse=True)
def quiet():
    """Refused requests are most of what happens here; they need no log."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def tally(request):
    """What the runs of this process have asked so far."""
    return request.config.stash[TALLY]


def pytest_sessionfinish(session):
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        mine = dict(session.config.stash[TALLY])
        mine["asked"] = [[*key, n] for key, n in mine["asked"].items()]
        output["two_worlds"] = mine
    elif rare(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def rare(config) -> list[str]:
    """Patterns that some method asked less often than LEAST, with the count."""
    from tests.leaks.addresses import routes

    asked = config.stash[TALLY]["asked"]
    if not asked:
        return []
    counts = {f"{m} /{r}": asked[r, m] for r in routes() for m in METHODS}
    return [f"{name}: {n}" for name, n in counts.items() if n < LEAST]


class FromWorkers:
    """Adds up what the processes of pytest-xdist asked."""

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node, error):
        theirs = getattr(node, "workeroutput", {}).get("two_worlds")
        if theirs:
            whole = node.config.stash[TALLY]
            whole["asked"].update({(r, m): n for r, m, n in theirs["asked"]})
            for name in ("pairs", "requests"):
                whole[name] += theirs[name]


def pytest_sessionstart(session):
    session.config.pluginmanager.register(FromWorkers(), "two-worlds-from-workers")


def pytest_terminal_summary(terminalreporter, config):
    tally = config.stash[TALLY]
    if not tally["pairs"]:
        return
    terminalreporter.section("two worlds")
    line = f"{tally['pairs']} pairs, {tally['requests']:,} requests, drawn by {SEED}"
    terminalreporter.write_line(line)
    routes = sorted({route for route, _ in tally["asked"]})
    for route in routes:
        counts = "".join(f"{tally['asked'][route, m]:>8}" for m in METHODS)
        terminalreporter.write_line(f"{counts}  /{route}")
    least = min(tally["asked"][r, m] for r in routes for m in METHODS)
    terminalreporter.write_line(f"the rarest pattern and method: {least} times")
    for line in rare(config):
        terminalreporter.write_line(f"asked too rarely: {line}", red=True)
