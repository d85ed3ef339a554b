"""One reader, one vote an entry: cast, changed, withdrawn, folded."""

import pytest

from guide.gate import Progress
from guide.passages.models import Question
from guide.votes import casting, tally
from guide.votes.models import Vote
from guide.votes.tally import Tally
from tests import builders
from tests.votes.shown import shown


def cast(reading, *values):
    reader = builders.a_reader()
    for value in values:
        casting.cast(reader=reader, entry=reading, value=value)


def test_the_last_vote_of_a_reader_counts(reading):
    cast(reading, 1, -1)
    cast(reading, 1)
    cast(reading, -1, 0)
    assert shown(reading) == Tally(yes=1, no=1)


def test_a_vote_that_is_repeated_is_the_same_vote(reading):
    cast(reading, 1, 1, 1)
    assert (shown(reading), Vote.unguarded.count()) == (Tally(yes=1), 1)


def test_withdrawing_what_was_never_cast_writes_nothing(reading):
    cast(reading, 0)
    assert Vote.unguarded.count() == 0


def test_the_first_value_stays(reading):
    cast(reading, 1, -1, 0)
    assert list(Vote.unguarded.values_list("first_value", "value")) == [(1, 0)]


def test_nobody_votes_on_a_question(film):
    question = Question.unguarded.get(film=film)
    with pytest.raises(casting.NotAVote):
        casting.cast(reader=builders.a_reader(), entry=question, value=1)


@pytest.mark.parametrize("value", [2, -2, 7])
def test_a_value_that_is_none_is_no_vote(reading, value):
    with pytest.raises(casting.NotAVote):
        cast(reading, value)
    assert Vote.unguarded.count() == 0


def test_a_tally_is_folded_only_over_what_is_visible(reading):
    cast(reading, 1)
    assert tally.tallies([reading], Progress()) == {}


def test_a_press_counts_and_leads_back_to_where_it_was(film, voter, reading):
    there = f"/films/the-long-night/ending/#{reading.public_id}"
    response = voter.post(f"/entries/{reading.public_id}/vote/", {"value": "1"})
    assert (response.status_code, response["Location"]) == (303, there)
    page = voter.get("/films/the-long-night/ending/").content.decode()
    assert "You said yes." in page
    voter.post(f"/entries/{reading.public_id}/vote/", {"value": "0"})
    assert "You said yes." not in voter.get(there).content.decode()


def test_a_share_shows_from_five_votes_on(film, voter, reading):
    pages = []
    for _ in range(5):
        cast(reading, 1)
        pages.append(voter.get("/films/the-long-night/ending/").content.decode())
    said = ["5 of 5 readers find this convincing" in page for page in pages]
    assert said == [False] * 4 + [True]
    assert "4 votes so far" in pages[3]
