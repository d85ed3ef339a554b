"""Lighthouse on home, film and ending: `python -m tests.browser.lighthouse [--runs 5]`.

Accessibility, best practices and SEO must be 100 and the budgets kept, else it fails.
Performance swings with the machine and is printed; with --performance it is asserted.
Needs node and npm; installs Lighthouse into a folder outside the repository.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from tests.browser import chromium
from tests.browser.paths import FILM
from tests.site import running_site
from tests.with_postgres import NONE_HERE

VERSION = "13.5.0"
MUST = ("accessibility", "best-practices", "seo")
FAST = 95
TRIES = 3  # a busy machine loses the trace of a page load now and then
PAGE_BYTES, SCRIPT_BYTES = 120_000, 20_000  # as sent
PAGES = {"home": "/", "film": FILM, "ending": f"{FILM}ending/"}
COOKIE = """
from guide.films.models import Film
print(f"progress={Film.objects.published().get().public_id}.s")
"""


class Missing(RuntimeError):
    """Lighthouse cannot run here; the text says why."""


def installed() -> str:
    """The program, installed if need be. Raises Missing without node and npm."""
    if not (shutil.which("node") and shutil.which("npm")):
        raise Missing("there is no node")
    folder = Path(tempfile.gettempdir()) / f"lighthouse-{VERSION}"
    program = folder / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        asked = ["npm", "install", "--no-fund", "--no-audit", "--prefix", str(folder)]
        done = subprocess.run([*asked, f"lighthouse@{VERSION}"], capture_output=True)
        if done.returncode:
            raise Missing("it could not be installed")
    return str(program)


def audit(program: str, url: str, cookie: str) -> dict:
    """One report, on the phone profile."""
    flags = "--headless=new --no-sandbox"
    asked = [
        program,
        url,
        "--output=json",
        "--quiet",
        f"--chrome-flags={flags}",
        f"--extra-headers={json.dumps({'Cookie': cookie})}",
    ]
    environment = os.environ | {"CHROME_PATH": chromium()}
    for _ in range(TRIES):
        done = subprocess.run(asked, env=environment, capture_output=True, text=True)
        if done.returncode == 0:
            return json.loads(done.stdout)
    raise RuntimeError(done.stderr[-2000:])


def figures(report: dict) -> dict[str, float]:
    """Scores of 100, bytes and the layout shift of one report."""
    found = {
        name: round(category["score"] * 100)
        for name, category in report["categories"].items()
        if category["score"] is not None
    }
    requests = report["audits"]["network-requests"]["details"]["items"]
    kinds = {"Document", "Stylesheet", "Script", "Font"}
    sent = [r for r in requests if r.get("resourceType") in kinds]
    found["bytes"] = sum(r["transferSize"] for r in sent)
    found["script"] = sum(
        r["transferSize"] for r in sent if r["resourceType"] == "Script"
    )
    found["shift"] = report["audits"]["cumulative-layout-shift"]["numericValue"]
    return found


def wrong(page: str, found: dict, performance: bool) -> list[str]:
    """What of a page's figures is not as it must be."""
    said = [f"{page}: {n} is {found[n]:g}" for n in MUST if found[n] < 100]
    if performance and found["performance"] < FAST:
        said.append(f"{page}: performance is {found['performance']:g}")
    if found["bytes"] > PAGE_BYTES or found["script"] > SCRIPT_BYTES or found["shift"]:
        said.append(f"{page}: {found}")
    return said


def failed_audits(report: dict) -> list[str]:
    """Names of the audits behind a score under 100."""
    names = {
        ref["id"] for name in MUST for ref in report["categories"][name]["auditRefs"]
    }
    audits = report["audits"]
    return sorted(n for n in names if audits[n]["score"] not in (None, 1))


def main() -> int:
    """0 if every page is as it must be; NONE_HERE if Lighthouse cannot run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--performance", action="store_true")
    asked = parser.parse_args()
    try:
        program = installed()
    except Missing as reason:
        print(reason)
        return NONE_HERE
    said = []
    with running_site() as site:
        cookie = site.python(COOKIE).strip()
        for page, path in PAGES.items():
            reports = [
                audit(program, site.url + path, cookie) for _ in range(asked.runs)
            ]
            each = [figures(report) for report in reports]
            found = {name: median(one[name] for one in each) for name in each[0]}
            print(page, *(f"{n} {v:g}" for n, v in found.items()), sep="  ", flush=True)
            print("   not passed:", failed_audits(reports[0]))
            said += wrong(page, found, asked.performance)
    print(*said, sep="\n")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
