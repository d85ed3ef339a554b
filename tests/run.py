"""Runs the tests in stages, a line each.

    python -m tests.run           what every change must pass, in five minutes
    python -m tests.run --rest    all else

What fails is shown; the whole output of each stage lies in var/tests. A stage that
cannot run here says why at the end. REQUIRE=postgres,browser,lighthouse,canaries,drills
makes leaving one of these out a failure.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.seeds import SEED
from tests.with_postgres import NONE_HERE

ROOT = Path(__file__).parent.parent
OUTPUTS = ROOT / "var" / "tests"
PYTHON = sys.executable
PYTEST = [PYTHON, "-m", "pytest"]
# One test at a time, in order: those that empty the database are last, and no process
# is left alone with a long row of slow ones.
PARALLEL = [*PYTEST, "-n", "auto", "--maxschedchunk=1"]
ON_POSTGRESQL = [PYTHON, "tests/with_postgres.py"]
SHOWN = 80  # lines of a stage that failed
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass(frozen=True)
class Stage:
    """One command. `needs`: what REQUIRE calls it; `missing`: why it cannot run.

    A command says by the exit status NONE_HERE that it cannot run here.
    """

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    needs: str = ""
    missing: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of a stage: "passed", "FAILED" or "not run", and why."""

    stage: Stage
    said: str
    why: str = ""


def browser(name: str, command: list[str]) -> Stage:
    """A stage in Chromium."""
    missing = "" if CHROMIUM else "there is no Chromium"
    return Stage(name, command, {"CHROMIUM": CHROMIUM or ""}, "browser", missing)


def every_change() -> list[list[Stage]]:
    """`make test`: groups of stages that run side by side."""
    tests = [*PARALLEL, "-m", "not browser and not full"]
    people = [*PYTEST, "tests/browser", "-m", "browser and not full"]
    few = {"TWO_WORLDS_PAIRS": "8", "TWO_WORLDS_HISTORIES": "4"}
    return [
        [
            Stage("lint", [PYTHON, "-m", "ruff", "check", "."]),
            Stage("format", [PYTHON, "-m", "ruff", "format", "--check", "."]),
            Stage("templates", [PYTHON, "-m", "djlint", "templates"]),
            Stage("types", [PYTHON, "-m", "mypy"]),
        ],
        [Stage("SQLite", tests), browser("four people in the browser", people)],
        [Stage("PostgreSQL", [*ON_POSTGRESQL, *tests], few, "postgres")],
    ]


def the_rest() -> list[list[Stage]]:
    """What `make test-full` adds."""
    tests = [*PARALLEL, "-m", "not browser and full"]
    worlds = [f"tests/leaks/test_{name}.py" for name in ("two_worlds", "histories")]
    many = {
        "TWO_WORLDS_PAIRS": os.environ.get("TWO_WORLDS_PAIRS", "100"),
        "TWO_WORLDS_HISTORIES": "30",
        "TWO_WORLDS_SEED": f"{SEED} in full",  # other worlds than those of `make test`
    }
    module = [PYTHON, "-m"]
    planted = [*module, "tests.leaks.mutants", "--draw", "5", "--seed", SEED]
    crawl = [*module, "tests.leaks.canaries", "--responses", "2000", "--plant", "1"]
    audits = [*module, "tests.browser.lighthouse"]
    no_audit = "" if CHROMIUM else "there is no Chromium"
    return [
        [
            Stage("many worlds", [*PARALLEL, *worlds], many),
            Stage("drills", [*module, "tests.drill", "--short"], needs="drills"),
        ],
        [
            Stage("SQLite, the rest", tests),
            Stage("planted leaks", planted),
            Stage("Lighthouse", audits, needs="lighthouse", missing=no_audit),
        ],
        [
            Stage("PostgreSQL, the rest", [*ON_POSTGRESQL, *tests], needs="postgres"),
            Stage("canaries", [*crawl, "--seed", SEED], needs="canaries"),
        ],
        [browser("browser, the rest", [*PARALLEL, "-m", "browser and full"])],
    ]


def run(stage: Stage) -> Outcome:
    """Run one stage and print its line, and what failed."""
    if stage.missing:
        return _told(Outcome(stage, "not run", stage.missing), 0, "")
    OUTPUTS.mkdir(parents=True, exist_ok=True)
    output = OUTPUTS / f"{re.sub('[^A-Za-z]+', '-', stage.name)}.txt"
    began = time.monotonic()
    with output.open("w") as file:
        status = subprocess.call(
            stage.command,
            cwd=ROOT,
            env=os.environ | stage.environment,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    took, lines = time.monotonic() - began, output.read_text().splitlines()
    said = {0: "passed", NONE_HERE: "not run"}.get(status, "FAILED")
    why = lines[-1] if said == "not run" and lines else ""
    if said == "FAILED":
        why = "\n".join([*lines[-SHOWN:], f"(all of it: {output.relative_to(ROOT)})"])
    counts = [line for line in lines if re.search(r"\d (passed|failed)", line)]
    return _told(Outcome(stage, said, why), took, counts[-1] if counts else "")


def _told(outcome: Outcome, took: float, counted: str) -> Outcome:
    counted = re.sub(r" in [\d.]+s.*|=+ ?", "", counted).strip()
    line = f"{outcome.stage.name:28} {outcome.said:8} {took:5.0f} s   {counted}"
    if outcome.said == "FAILED":
        line += f"\n{outcome.why}\n"
    print(line, flush=True)
    return outcome


def main(arguments: list[str]) -> int:
    """0 if everything passed and nothing that is required was left out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rest", action="store_true", help="what test-full adds")
    rest = parser.parse_args(arguments).rest
    print(f"worlds drawn by {SEED}: TWO_WORLDS_SEED={SEED!r} draws them again")
    began, outcomes = time.monotonic(), []
    for group in the_rest() if rest else every_change():
        with ThreadPoolExecutor(len(group)) as pool:
            outcomes += pool.map(run, group)
    print(f"{'all of it':28} {time.monotonic() - began:14.0f} s")
    left_out = [outcome for outcome in outcomes if outcome.said == "not run"]
    for outcome in left_out:
        print(f"not run: {outcome.stage.name}, because {outcome.why}")
    if not rest:
        _say_more()
    required = set(os.environ.get("REQUIRE", "").replace(",", " ").split())
    failed = any(outcome.said == "FAILED" for outcome in outcomes)
    return 1 if failed or required & {one.stage.needs for one in left_out} else 0


def _say_more():
    names = ", ".join(stage.name for group in the_rest() for stage in group)
    print(f"left for `make test-full`: {names}")
    print("one test: .venv/bin/python -m pytest tests/votes/test_casting.py -k share")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
