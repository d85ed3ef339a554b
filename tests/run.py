"""Runs every suite: lint, SQLite, PostgreSQL, and says what was left out and why.

    python tests/run.py

REQUIRE=postgres,browser,lighthouse,canaries,drills makes leaving one of them out a
failure.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from with_postgres import NoServer, server

ROOT = Path(__file__).parent.parent
CANNOT = 3  # the exit status of a program that cannot run here
PYTEST = [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "loadgroup"]


def run(name: str, command: list[str], **environment: str) -> bool:
    """Run one suite; whether it passed."""
    return _status(name, command, {0: "passed"}, environment) == 0


def run_if_here(name: str, command: list[str]) -> bool | None:
    """Whether a program has passed; None if it said that it cannot run here."""
    said = {0: "passed", CANNOT: "not run"}
    return {0: True, CANNOT: None}.get(_status(name, command, said, {}), False)


def _status(name, command, said, environment):
    print(f"\n== {name}", flush=True)
    began = time.monotonic()
    status = subprocess.call(command, cwd=ROOT, env=os.environ | environment)
    took = time.monotonic() - began
    print(f"== {name}: {said.get(status, 'FAILED')} in {took:.0f} s", flush=True)
    return status


def commit() -> str:
    """What leaks are drawn by, so that each commit meets others."""
    head = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True
    )
    return head.stdout.strip() or "no commit"


def planted_leaks() -> list[str]:
    """Five leaks to plant, drawn anew for each commit."""
    mutants = [sys.executable, "-m", "tests.leaks.mutants"]
    return [*mutants, "--draw", "5", "--seed", commit()]


def canaries() -> list[str]:
    """A short crawl of the real stack, and one with a leak in it."""
    crawl = [sys.executable, "-m", "tests.leaks.canaries", "--responses", "2000"]
    return [*crawl, "--plant", "1", "--seed", commit()]


def main() -> int:
    """0 if everything passed and nothing that is required was left out."""
    required = set(os.environ.get("REQUIRE", "").replace(",", " ").split())
    left_out = {}
    ruff = [sys.executable, "-m", "ruff"]
    passed = [
        run("lint", [*ruff, "check", "."]),
        run("format", [*ruff, "format", "--check", "."]),
        run("SQLite", [*PYTEST, "-m", "not browser"]),
        run("planted leaks", planted_leaks()),
    ]
    try:
        with server() as url:
            suite = [*PYTEST, "-m", "not browser"]
            # The pairs attack the pages, which are the same here: fewer will do.
            few = {"DATABASE_URL": url, "TWO_WORLDS_PAIRS": "24"}
            passed.append(run("PostgreSQL", suite, **few))
    except NoServer as reason:
        left_out["postgres"] = f"PostgreSQL, because {reason}"
    if chromium := shutil.which("chromium") or shutil.which("chromium-browser"):
        suite = [sys.executable, "-m", "pytest", "-m", "browser"]
        passed.append(run("browser", suite, CHROMIUM=chromium))
    else:
        left_out["browser"] = "the browser's tests, because there is no Chromium"
    audits = [sys.executable, "-m", "tests.browser.lighthouse"]
    drills = [sys.executable, "-m", "tests.drill", "--short"]
    programs = {
        "lighthouse": ("Lighthouse", audits, "there is no node for it"),
        "canaries": ("the canaries", canaries(), "a program of the stack is missing"),
        "drills": ("drills", drills, "of what is said under them"),
    }
    if not chromium:
        del programs["lighthouse"]
    for key, (name, command, reason) in programs.items():
        outcome = run_if_here(name, command)
        if outcome is None:
            left_out[key] = f"{name}, because {reason}"
        else:
            passed.append(outcome)
    for reason in left_out.values():
        print(f"not run: {reason}")
    return 0 if all(passed) and not required & set(left_out) else 1


if __name__ == "__main__":
    sys.exit(main())
