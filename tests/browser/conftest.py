"""A real Chromium against a real server with the first guide in it."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, expect, sync_playwright

from tests.browser import FLAGS, chromium
from tests.site import running_site

expect.set_options(timeout=20_000)  # ms: a busy machine draws a preview late


@pytest.fixture(scope="session")
def site():
    with running_site(os.environ.get("DATABASE_URL", "")) as site:
        yield site


@pytest.fixture(scope="session")
def first_data(site):
    """The data as the first start of the site made it; None on PostgreSQL."""
    if site.environment["DATABASE_URL"]:
        yield None
        return
    with (
        closing(sqlite3.connect(":memory:")) as kept,
        closing(sqlite3.connect(_file(site))) as now,
    ):
        now.backup(kept)
        yield kept


@pytest.fixture(autouse=True)
def data_as_it_began(request):
    """No test finds the votes of another one, whichever ran before it."""
    uses_it = "site" in request.fixturenames
    kept = uses_it and request.getfixturevalue("first_data")
    yield
    if kept:
        with closing(sqlite3.connect(_file(request.getfixturevalue("site")))) as now:
            kept.backup(now)


def _file(site):
    return Path(site.environment["DATA_DIR"]) / "site.sqlite3"


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context_of(browser, site):
    """Make a browser context; every page of it is watched for what must not be."""
    contexts = []

    def make(**options):
        options = {"base_url": site.url, "viewport": DESK} | options
        context = browser.new_context(**options)
        context.wrong = []
        context.on("dialog", lambda d: _asked(context, d))
        context.on("weberror", lambda e: _thrown(context, str(e.error)))
        context.on("console", lambda m: _note(context, m.type, m.text))
        context.on("requestfailed", lambda r: _failed(context, r))
        home = options["base_url"]
        context.on("request", lambda r: _elsewhere(context, home, r.url))
        context.add_init_script(REPORT_VIOLATIONS)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
        assert context.wrong == []


DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


READERS = {
    "desk": {},
    "phone": {"viewport": PHONE, "has_touch": True, "color_scheme": "dark"},
    "no script": {"java_script_enabled": False},
}


@pytest.fixture(params=READERS)
def any_page(request, context_of):
    """A page on a desk, on a phone in the dark, and without JavaScript."""
    return context_of(**READERS[request.param]).new_page()


@pytest.fixture
def page(context_of):
    """A page at desk width, in the light."""
    return context_of().new_page()


REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => console.error(
  `CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""


def _asked(context, dialog):
    context.wrong.append(f"a dialog: {dialog.type} {dialog.message}")
    with suppress(Error):  # its page may be gone by now
        dialog.dismiss()


FADES = ("ViewTransition opt-in disabled", "Transition was aborted")


def _thrown(context, error):
    # Readers' pages fade into each other; the desk, which follows a log-in, does not,
    # and a busy machine shows a page before the fade is ready.
    if not any(fade in error for fade in FADES):
        context.wrong.append(f"error: {error}")


def _note(context, kind, text):
    if kind == "error" and "status of 4" not in text:
        context.wrong.append(text)


def _failed(context, request):
    if request.failure != "net::ERR_ABORTED":  # left before it was done
        context.wrong.append(f"{request.url}: {request.failure}")


def _elsewhere(context, url, asked):
    if not asked.startswith((url, "data:")):
        context.wrong.append(f"asked another origin: {asked}")


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker("browser")
            if item.path.name != "test_people.py":
                item.add_marker("full")
