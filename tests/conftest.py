"""The cast of the tests, and how they are made to read a page.

`film` runs 100 minutes and has something at 10, at 50 and at the end; `sequel` is
another film. `newcomer` has watched nothing, `halfway` is at minute 50, `finished`
has seen it all; none of them has an account. `voter` has one, and has seen `film`.
`editor` works in the admin.
"""

import re
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db.models import Model
from django.test import Client
from django.urls import get_resolver
from hypothesis import settings as hypothesis_settings

from guide.gate.horizon import SEEN
from guide.readers import progress_cookie
from guide.readers.bookmarks import AccountShelf
from tests import builders
from tests.database import copied_database

# A machine under load is slow: how long an example takes is no property of the code.
hypothesis_settings.register_profile("patient", deadline=None)
hypothesis_settings.load_profile("patient")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment, django_db_blocker, django_db_modify_db_settings
):
    """pytest-django's own, but that the migrations run once for all processes."""
    unblock, block = django_db_blocker.unblock, django_db_blocker.block
    # Each test opens the database by itself again.
    with unblock(), copied_database(), block():
        yield


@pytest.fixture(scope="session", autouse=True)
def addresses():
    """Loads them under the site's own settings: allauth's hang on whether mail is on,
    and a test that switches it on may come first."""
    get_resolver().url_patterns  # noqa: B018


ON_POSTGRESQL = ("films", "gate", "leaks", "passages", "readers", "votes")
"""Folders of tests that may tell one database from the other. What pages and the desk
do with the rows is the same on both: those are for `make test-full` on PostgreSQL."""


def pytest_collection_modifyitems(items):
    if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        for item in items:
            folder = item.path.relative_to(Path(__file__).parent).parts[0]
            if folder not in ON_POSTGRESQL or not _asks_a_database(item):
                item.add_marker("full")
    # What starts a site of its own takes longest: begun last, the others would wait.
    items.sort(key=lambda item: not _is_long(item))


def _asks_a_database(item):
    return "db" in item.fixturenames or item.get_closest_marker("django_db")


def _is_long(item):
    return item.get_closest_marker("full") and not _asks_a_database(item)


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


@pytest.fixture
def film(db):
    """With canaries in every text: early, middle and late."""
    # The database checks its constraints itself: asking it before, as a form does,
    # is half of the time that the film takes.
    with mock.patch.object(Model, "validate_constraints"):
        return _the_long_night()


def _the_long_night():
    film = builders.a_film("The Long Night", slug="the-long-night", year=1999)
    early = builders.a_beat(film, 10, "An earlycanary sings.", title="Morning")
    builders.a_beat(film, 50, "A middlecanary sings.", title="Noon")
    late = builders.a_beat(film, 90, "A latecanary sings.", title="Latetitle")
    ending = builders.an_ending(film, SEEN, "An endcanary sings.")
    reading = builders.an_interpretation(
        ending, "A readingcanary sings.", title="Readingtitle"
    )
    builders.evidence(reading, late, "A notecanary sings.")
    question = builders.a_question(film, 50, "Who sings middlequestion?")
    builders.an_answer(question, "An answercanary sings.", horizon=60)
    builders.a_dispute(early, "A disputecanary sings.", horizon=70)
    builders.a_source(late, "Sourcecanary", "https://example.org/sourcecanary")
    return film


@pytest.fixture
def sequel(db):
    return builders.a_film("The Long Day", slug="the-long-day", year=2003)


def at(film, minute) -> Client:
    """A reader without an account who has watched `film` to `minute`."""
    client = Client()
    if minute is not None:
        client.cookies["progress"] = progress_cookie.write({film.public_id: minute})
    return client


def flat(html: str) -> str:
    """A page as if its templates had no line breaks: one space at most, and none before
    the `>` of a tag, inside the edges of an element (where a word in bold may have had
    one that shows), or after a paragraph or the part of a list."""
    html = re.sub(r"\s+", " ", html)
    html = re.sub(r" (/?>)", r"\1", html)
    html = re.sub(r"(<\w[^>]*>|</(?:dd|div|dt|li|ol|p|ul)>) ", r"\1", html)
    return re.sub(r" (</)", r"\1", html)


def leads_to(client, answer) -> str:
    """Where a 303 leads; the first in a browser looks whether its cookie was taken."""
    there = answer["Location"]
    return client.get(there)["Location"] if "?kept=" in there else there


@pytest.fixture
def newcomer():
    return Client()


@pytest.fixture
def halfway(film):
    return at(film, 50)


@pytest.fixture
def finished(film):
    return at(film, SEEN)


@pytest.fixture
def voter(film):
    """A signed-in reader who has seen `film`; `voter.reader` is the account.

    The votes show to them at once: they are not asked for a reading first.
    """
    client = Client()
    client.reader = builders.a_reader("voter@example.org", asked_unprompted=False)
    AccountShelf(client.reader).move(film, SEEN)
    client.force_login(
        client.reader, backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


@pytest.fixture
def editor(db):
    """A superuser, signed in to the admin; `editor.reader` is the account."""
    client = Client()
    client.reader = builders.a_reader(
        "editor@example.org", is_staff=True, is_superuser=True
    )
    client.force_login(
        client.reader, backend="django.contrib.auth.backends.ModelBackend"
    )
    return client
