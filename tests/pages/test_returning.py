"""Home for who returns: where they were, and what is new, as far as they may see it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guide.gate.horizon import SEEN
from guide.passages.models import Dispute, Ending, Entry
from guide.readers import progress_cookie
from guide.readers.bookmarks import AccountShelf
from tests import builders
from tests.conftest import at

BACKEND = "django.contrib.auth.backends.ModelBackend"
EVERYTHING = ["Readingtitle", "middlequestion", "answercanary", "Is it so?"]


def home(client, **more):
    return client.get("/", **more).content.decode()


def with_account(film, minute):
    client, reader = Client(), builders.a_reader()
    AccountShelf(reader).move(film, minute)
    client.force_login(reader, backend=BACKEND)
    return client


@pytest.fixture(params=["cookie", "account"])
def reader_at(request, film):
    made = {"cookie": at, "account": with_account}[request.param]
    return lambda minute: made(film, minute)


def test_who_returns_goes_on_where_they_were(reader_at):
    page = home(reader_at(50))
    assert "Go on at minute 50" in page and "Minute 50 of 100" in page
    assert 'href="/films/the-long-night/">Go on at' in page
    assert 'href="/films/the-long-night/ending/">Read the ending' in home(
        reader_at(SEEN)
    )


@pytest.mark.parametrize(
    "minute, there",
    [(0, []), (50, ["middlequestion"]), (60, ["middlequestion", "answercanary"]),
     (70, ["middlequestion", "answercanary", "Is it so?"]), (SEEN, EVERYTHING)],
)  # fmt: skip
def test_what_is_new_is_listed_as_far_as_they_have_watched(reader_at, minute, there):
    page = home(reader_at(minute))
    assert [word for word in EVERYTHING if word in page] == sorted(
        there, key=EVERYTHING.index
    )
    assert ("New in the guides to your films" in page) == bool(there)
    assert ("The ending explained" in page) == (minute == SEEN)


def test_a_newcomer_gets_the_page_of_everybody(film, newcomer):
    page = home(newcomer)
    assert (
        "Where you were" not in page and "New in the guides to your films" not in page
    )


def test_what_is_a_month_old_is_new_no_more(film, finished):
    long_ago = timezone.now() - timedelta(days=31)
    for model in (Entry, Dispute, Ending):
        model.unguarded.update(published_at=long_ago)
    page = home(finished)
    assert "New in the guides to your films" not in page and "Where you were" in page


def test_another_film_is_not_among_theirs(film, sequel, finished):
    builders.a_question(sequel, 0, "Who is it?")
    assert "Who is it?" not in home(finished)


def test_what_gives_away_another_film_waits_for_that_too(film, sequel, finished):
    question = builders.a_question(film, 10, "Who is doubled?")
    builders.also_spoils(question, sequel)
    assert "Who is doubled?" not in home(finished)
    both = Client()
    both.cookies["progress"] = progress_cookie.write(
        {film.public_id: SEEN, sequel.public_id: SEEN}
    )
    assert "Who is doubled?" in home(both)


def test_the_film_that_was_moved_last_comes_first_and_four_are_enough(film):
    films = [film, *(builders.a_film(f"Film {n}") for n in range(5))]
    client = Client()
    client.cookies["progress"] = progress_cookie.write({f.public_id: 10 for f in films})
    page = (
        home(client)
        .partition("New in the guides to your films")[0]
        .partition("Films with a")[0]
    )
    titles = [f.title for f in films if f'">{f.title}</a>' in page]
    assert titles == ["Film 1", "Film 2", "Film 3", "Film 4"]
    assert page.index("Film 4</a>") < page.index("Film 1</a>")


def test_it_asks_as_much_for_one_new_row_as_for_many(film, finished):
    counts = []
    for _ in range(2):
        home(finished)
        with CaptureQueriesContext(connection) as captured:
            home(finished)
        counts.append(len(captured))
        for _ in range(5):
            builders.an_answer(builders.a_question(film, 10))
            builders.a_film()
    assert counts[0] == counts[1]
