"""What moved a voter: one piece a reading, which goes with the vote and its gate."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from guide.gate.horizon import SEEN
from guide.gate.progress import Progress
from guide.passages.models import Answer, Beat, Evidence
from guide.readers.bookmarks import AccountShelf
from guide.votes import casting, persuasion
from guide.votes.models import Persuasion, Vote
from tests import builders
from tests.conftest import flat

ENDING = "/films/the-long-night/ending/"
JSON = {"accept": "application/json"}


@pytest.fixture
def piece(film, reading):
    return Evidence.unguarded.get(passage=reading)


@pytest.fixture
def other(film, reading):
    """Another piece of the same reading."""
    return builders.evidence(
        reading, Beat.unguarded.first(), "It undoes.", "undermines"
    )


def seen(film):
    return Progress(lambda: {film.pk: SEEN}).everywhere()


def a_voter(reading, value=1):
    reader = builders.a_reader()
    casting.cast(reader=reader, entry=reading, value=value)
    return reader


def say(reader, piece):
    persuasion.say(reader, piece, seen(piece.passage.film))


def told(*pieces):
    """How many each piece moved."""
    counts = persuasion.tallies(pieces, seen(pieces[0].passage.film))
    return [counts.get(piece.pk, 0) for piece in pieces]


def press(client, reading, named, **headers):
    address = f"/entries/{reading.public_id}/moved/"
    return client.post(address, {"evidence": named}, headers=headers)


def test_each_voter_names_one_piece_of_a_reading(reading, piece, other):
    first, second = a_voter(reading), a_voter(reading, -1)
    say(first, piece)
    say(second, piece)
    say(second, other)
    assert told(piece, other) == [1, 1]


def test_what_is_said_twice_is_said_once(reading, piece):
    reader = a_voter(reading)
    say(reader, piece)
    say(reader, piece)
    assert (told(piece), Persuasion.unguarded.count()) == ([1], 1)


def test_it_goes_with_the_vote_and_comes_back_with_it(reading, piece):
    reader = a_voter(reading)
    say(reader, piece)
    counts = []
    for value in (0, 1, -1, 1):
        casting.cast(reader=reader, entry=reading, value=value)
        counts += told(piece)
    assert counts == [0, 1, 0, 1]
    assert persuasion.mine([piece], reader, seen(reading.film)) == {piece.pk}


def test_it_can_be_taken_back(reading, piece):
    reader, another = a_voter(reading), a_voter(reading)
    say(reader, piece)
    say(another, piece)
    persuasion.take_back(reader, reading, seen(reading.film))
    assert told(piece) == [1]


def test_who_has_not_voted_was_not_moved(reading, piece):
    withdrawn = a_voter(reading, 1)
    casting.cast(reader=withdrawn, entry=reading, value=0)
    for reader in (builders.a_reader(), withdrawn):
        with pytest.raises(persuasion.NoVote):
            say(reader, piece)
    assert Persuasion.unguarded.count() == 0


def test_a_vote_that_does_not_count_moves_nothing(reading, piece):
    reader = a_voter(reading)
    say(reader, piece)
    Vote.unguarded.update(counts=False)
    assert told(piece) == [0]
    assert persuasion.mine([piece], reader, seen(reading.film)) == {piece.pk}


def test_the_database_keeps_one_piece_a_vote(reading, piece, other):
    say(a_voter(reading), piece)
    vote = Vote.unguarded.get()
    for wrong in ({"value": 1}, {"value": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Persuasion.unguarded.create(vote=vote, evidence=other, **wrong)


def test_hidden_evidence_moved_nobody(reading, piece):
    say(a_voter(reading), piece)
    Beat.unguarded.filter(pk=piece.beat_id).update(horizon=None)
    assert told(piece) == [0]


def test_a_press_answers_and_leads_back(film, voter, reading, piece):
    casting.cast(reader=voter.reader, entry=reading, value=1)
    response = press(voter, reading, piece.public_id)
    there = f"{ENDING}#{reading.public_id}"
    assert (response.status_code, response["Location"]) == (303, there)
    page = flat(voter.get(ENDING).content.decode())
    assert "Convinced 1 reader<" in page
    assert 'aria-pressed="true" aria-describedby="note-' in page
    press(voter, reading, "")
    assert "Convinced 1 reader<" not in voter.get(ENDING).content.decode()


def test_the_script_hears_how_it_stands_now(voter, reading, piece):
    casting.cast(reader=voter.reader, entry=reading, value=1)
    answer = press(voter, reading, piece.public_id, **JSON).json()
    stands = {
        "may_say": True,
        "mine": [piece.public_id],
        "moved": {piece.public_id: "Convinced 1 reader"},
    }
    assert answer == {"evidence": stands}
    address = f"/entries/{reading.public_id}/vote/"
    withdrawn = voter.post(address, {"value": "0"}, headers=JSON).json()
    assert withdrawn["evidence"] == {
        "may_say": False,
        "mine": [],
        "moved": {piece.public_id: ""},
    }


def test_the_button_is_for_who_has_voted(finished, voter, reading):
    def buttons(client):
        page = flat(client.get(ENDING).content.decode())
        return page.count("evidence__press"), page.count('"false" aria-describedby')

    assert buttons(finished) == (0, 0)
    shown = flat(voter.get(ENDING).content.decode())
    assert "evidence__moved" in shown and ">This convinced me" in shown
    assert " hidden>This convinced me" in shown
    casting.cast(reader=voter.reader, entry=reading, value=-1)
    shown = flat(voter.get(ENDING).content.decode())
    assert " hidden>This convinced me" not in shown


def test_who_has_not_voted_is_told_so_kindly(voter, reading, piece):
    response = press(voter, reading, piece.public_id)
    assert response.status_code == 400
    assert "Vote on the reading first" in response.content.decode()


def test_who_is_not_signed_in_is_led_to_sign_in(finished, reading, piece):
    response = press(finished, reading, piece.public_id)
    assert response["Location"].startswith("/accounts/login/?next=")


def test_what_is_hidden_never_was(film, voter, reading, piece):
    casting.cast(reader=voter.reader, entry=reading, value=1)
    beat = builders.a_beat(film, 20)
    hidden = builders.evidence(reading, beat, "Unseen.")
    Beat.unguarded.filter(pk=beat.pk).update(horizon=None)
    elsewhere = builders.evidence(builders.an_interpretation(reading.under), piece.beat)
    answers = [
        press(voter, reading, name)
        for name in (hidden.public_id, elsewhere.public_id, "neverneve2", "x", "\0")
    ]
    answers.append(press(voter, Answer.unguarded.get(film=film), piece.public_id))
    AccountShelf(voter.reader).move(film, 50)
    answers.append(press(voter, reading, piece.public_id))
    assert {a.status_code for a in answers} == {404}
    assert len({a.content for a in answers}) == 1
    assert Persuasion.unguarded.count() == 0


def test_another_site_cannot_press(voter, reading, piece):
    casting.cast(reader=voter.reader, entry=reading, value=1)
    crossed = {"sec-fetch-site": "cross-site"}
    assert press(voter, reading, piece.public_id, **crossed).status_code == 403
    assert Client().get(f"/entries/{reading.public_id}/moved/").status_code == 405


def test_too_many_presses_are_refused_kindly(settings, voter, reading, piece):
    settings.VOTES_A_MINUTE = 1
    casting.cast(reader=voter.reader, entry=reading, value=1)
    press(voter, reading, piece.public_id)
    refused = press(voter, reading, "")
    assert refused.status_code == 429
    assert 'name="evidence" value=""' in refused.content.decode()
    told = press(voter, reading, "", **JSON)
    assert (told.status_code, told.json()["type"]) == (429, "too-many")
    assert Persuasion.unguarded.count() == 1
