"""One's own votes stand on the shelf, and only while what was voted on is open."""

import re

import pytest

from guide.gate.horizon import SEEN
from guide.passages.models import Answer
from guide.readers.bookmarks import AccountShelf
from guide.votes import casting
from guide.votes.models import Vote
from tests import builders

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture
def answer(film):
    """Open from minute 60 on; the reading is open to those who have seen the film."""
    return Answer.unguarded.get(film=film)


def cast(voter, entry, value):
    casting.cast(reader=voter.reader, entry=entry, value=value)


def go_to(voter, film, minute):
    AccountShelf(voter.reader).move(film, minute)


def shelf(voter):
    """The page, without the token that is another each time."""
    return TOKEN.sub("", voter.get("/shelf/").content.decode())


def said(voter):
    """What the shelf says of each vote, in its order."""
    ballots = shelf(voter).split('class="ballot__said">')[1:]
    return [ballot.split("<")[0] for ballot in ballots]


def test_votes_stand_there_the_latest_first(voter, reading, answer):
    cast(voter, reading, 1)
    cast(voter, answer, -1)
    assert said(voter) == ["No", "Yes"]
    cast(voter, reading, -1)
    cast(voter, answer, 0)
    assert said(voter) == ["No"]
    assert f'/films/the-long-night/ending/#{reading.public_id}"' in shelf(voter)


def test_they_go_where_their_reader_goes_back(voter, film, reading, answer):
    cast(voter, reading, 1)
    cast(voter, answer, -1)
    seen = []
    for minute in (SEEN, 60, 59, 60, SEEN):
        go_to(voter, film, minute)
        seen.append(said(voter))
    assert seen == [["No", "Yes"], ["No"], [], ["No"], ["No", "Yes"]]


def test_a_hidden_vote_is_the_same_as_none(voter, film, reading, answer):
    """Law 5: the same bytes as if it had never been cast."""
    cast(voter, reading, 1)
    cast(voter, answer, -1)
    go_to(voter, film, 59)
    hidden = shelf(voter)
    assert "Readingtitle" not in hidden
    Vote.unguarded.all().delete()
    assert shelf(voter) == hidden


def test_a_vote_is_on_its_own_voters_shelf_alone(voter, reading):
    casting.cast(reader=builders.a_reader(), entry=reading, value=1)
    assert said(voter) == []


def test_what_was_retired_leaves_the_shelf(voter, reading):
    cast(voter, reading, 1)
    type(reading).unguarded.filter(pk=reading.pk).update(status="retired")
    assert said(voter) == []
