"""Before and after: who is asked before the tallies show, and what is told later."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from guide.gate.horizon import SEEN
from guide.gate.progress import Progress
from guide.passages.models import Evidence, Interpretation
from guide.readers.bookmarks import AccountShelf
from guide.votes import casting, persuasion, unprompted
from guide.votes.models import Vote
from tests import builders
from tests.conftest import at

ENDING = "/films/the-long-night/ending/"
ASKED = "First say what convinces you"
COUNTED = "readers find this convincing"


@pytest.fixture
def voter(voter):
    """Whom the site may ask first."""
    voter.reader.asked_unprompted = True
    voter.reader.save()
    return voter


@pytest.fixture
def reading(reading):
    """With twenty votes, one of them moved: nobody should see it before answering."""
    for _ in range(20):
        casting.cast(reader=(reader := builders.a_reader()), entry=reading, value=1)
    piece = Evidence.unguarded.get(passage=reading)
    persuasion.say(reader, piece, Progress(unbound=True).everywhere())
    return reading


def page(client, address=ENDING):
    return client.get(address).content.decode()


def press(client, entry, value="1", **more):
    address = f"/entries/{entry.public_id}/vote/"
    return client.post(address, {"value": value, "unprompted": "1"}, **more)


def mine(client, entry):
    return Vote.unguarded.get(reader=client.reader, passage=entry)


def told(*readings):
    film = readings[0].film_id
    progress = Progress(lambda: {film: SEEN}).everywhere()
    return unprompted.changes({1: readings}, progress).get(1)


def first_answers(entry, *values):
    """A reader for each: first answered unprompted, then perhaps otherwise."""
    for first, then in values:
        reader = builders.a_reader()
        casting.cast(reader=reader, entry=entry, value=first, unprompted=True)
        casting.cast(reader=reader, entry=entry, value=then)


def test_the_page_without_the_tallies_then_the_page_with(voter, reading):
    before = page(voter)
    assert ASKED in before
    for told_too_early in (COUNTED, "Best supported", "standing", "Convinced 1 reader"):
        assert told_too_early not in before
    assert "An endcanary sings." in before  # the explanation is open as ever
    assert "A readingcanary sings." in before
    response = press(voter, reading)
    assert response["Location"] == f"{ENDING}#{reading.public_id}"
    after = page(voter)
    assert ASKED not in after
    assert "21 of 21 readers find this convincing" in after
    assert "Convinced 1 reader" in after
    assert (mine(voter, reading).unprompted, mine(voter, reading).first_value) == (
        True,
        1,
    )


def test_a_no_is_an_answer_as_well(voter, reading):
    press(voter, reading, "-1")
    assert ASKED not in page(voter)
    assert (mine(voter, reading).unprompted, mine(voter, reading).first_value) == (
        True,
        -1,
    )


def test_the_first_answer_stays_the_first(voter, reading):
    for value in ("1", "-1", "-1"):
        press(voter, reading, value)
    vote = mine(voter, reading)
    assert (vote.value, vote.first_value, vote.unprompted) == (-1, 1, True)


def test_only_the_first_reading_answered_is_answered_unprompted(voter, reading):
    rival = builders.an_interpretation(reading.under)
    press(voter, reading)
    press(voter, rival)
    assert (mine(voter, reading).unprompted, mine(voter, rival).unprompted) == (
        True,
        False,
    )


def test_withdrawing_does_not_close_what_was_open(voter, reading):
    rival = builders.an_interpretation(reading.under)
    press(voter, reading)
    press(voter, reading, "0")
    assert ASKED not in page(voter)
    press(voter, rival)
    assert not mine(voter, rival).unprompted


def test_one_skip_is_remembered_everywhere(voter, reading):
    response = voter.post("/shelf/asked/", {"next": f"{ENDING}#readings"})
    assert (response.status_code, response["Location"]) == (303, f"{ENDING}#readings")
    assert ASKED not in page(voter)
    assert COUNTED in page(voter)
    other = builders.a_film(slug="another")
    builders.an_interpretation(builders.an_ending(other))
    AccountShelf(voter.reader).move(other, SEEN)
    assert ASKED not in page(voter, "/films/another/ending/")
    press(voter, reading)
    assert not mine(voter, reading).unprompted


def test_what_stands_on_the_page_alone_is_sealed_as_well(voter, reading):
    address = f"/entries/{reading.public_id}/"
    assert ASKED in page(voter, address)
    assert COUNTED not in page(voter, address)
    press(voter, reading)
    assert COUNTED in page(voter, address)


def test_a_sealed_page_is_in_no_order_of_votes(voter, reading):
    unloved = builders.an_interpretation(reading.under, title="Unlovedtitle")
    Interpretation.unguarded.filter(pk=unloved.pk).update(
        published_at=reading.published_at.replace(year=1999)
    )
    before = page(voter)
    assert before.index("Unlovedtitle") < before.index("Readingtitle")
    press(voter, unloved, "-1")
    after = page(voter)
    assert after.index("Readingtitle") < after.index("Unlovedtitle")


def test_nothing_is_told_to_a_script_that_withdraws_what_it_never_cast(voter, reading):
    accept = {"accept": "application/json"}
    answer = press(voter, reading, "0", headers=accept).json()
    assert (answer["yes"], answer["percent"], answer["standing"]) == (0, None, None)


def test_without_an_account_one_is_not_asked(finished, reading):
    assert ASKED not in page(finished)
    assert COUNTED in page(finished)


def test_the_votes_that_a_device_could_see_are_not_asked_for(reading, film):
    client = at(film, SEEN)
    client.get("/accounts/signup/")
    secret = "some new password"
    form = {"email": "new@example.org", "password1": secret, "password2": secret}
    client.post("/accounts/signup/", form)
    assert ASKED not in page(client)
    assert COUNTED in page(client)


def test_what_a_device_had_not_reached_is_asked_for(reading, film):
    client = at(film, 50)
    client.reader = builders.a_reader("halfway@example.org")
    form = {"login": "halfway@example.org", "password": "a good password"}
    client.post("/accounts/login/", form)
    AccountShelf(client.reader).move(film, SEEN)
    assert ASKED in page(client)


def test_what_is_taken_over_from_a_device_is_not_asked_for(reading, film):
    client = at(film, SEEN)
    builders.a_reader("further@example.org")
    form = {"login": "further@example.org", "password": "a good password"}
    client.post("/accounts/login/", form)
    client.post("/shelf/takeover/", {"film": film.public_id})
    assert COUNTED in page(client)


def test_a_vote_that_waited_was_not_unprompted(reading, film):
    client = at(film, SEEN)
    client.reader = builders.a_reader("waits@example.org")
    AccountShelf(client.reader).move(film, SEEN)
    led = urlsplit(press(client, reading)["Location"]).query
    form = {"login": "waits@example.org", "password": "a good password"}
    client.post("/accounts/login/", form | dict(parse_qsl(led)))
    assert not mine(client, reading).unprompted


def test_it_is_told_how_many_changed_their_first_answer(voter, reading):
    first_answers(reading, *[(1, 1)] * 17, (1, -1), (1, 0))
    assert told(reading) == (2, 19)
    voter.post("/shelf/asked/")
    assert "before seeing the tally" not in page(voter)
    first_answers(reading, (-1, -1))
    sentence = (
        "2 of 20 readers who voted before seeing the tally changed their vote later."
    )
    assert sentence in page(voter)


def test_a_reader_counts_once_and_only_where_it_shows(film, reading):
    rival, hidden = (builders.an_interpretation(reading.under) for _ in range(2))
    reader = builders.a_reader()
    for entry in (reading, rival, hidden):  # pressed at once in three tabs
        casting.cast(reader=reader, entry=entry, value=1, unprompted=True)
    casting.cast(reader=reader, entry=hidden, value=-1)
    assert told(reading, rival) == (0, 1)
    Interpretation.unguarded.filter(pk=hidden.pk).update(horizon=None)
    assert told(reading, rival, hidden) == (0, 1)


def test_votes_that_do_not_count_are_not_told_of(reading):
    first_answers(reading, (1, -1))
    Vote.unguarded.update(counts=False)
    assert told(reading) is None


def test_another_site_cannot_skip_for_a_reader(voter):
    crossed = voter.post("/shelf/asked/", headers={"sec-fetch-site": "cross-site"})
    assert crossed.status_code == 403
    assert Client().post("/shelf/asked/").status_code == 303
