"""The readings of an ending side by side: what is drawn, and what is said of it."""

import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from guide.gate.horizon import SEEN
from guide.pages.consensus import standing_view
from guide.passages.models import Interpretation
from guide.readers.bookmarks import AccountShelf
from guide.votes.models import Vote
from guide.votes.tally import Tally
from tests import builders
from tests.conftest import at

FILM = "/films/the-long-night/"
ENDING = "/films/the-long-night/ending/"


def votes(entry, *, yes=0, no=0):
    for value in [1] * yes + [-1] * no:
        Vote.unguarded.create(
            reader=builders.a_reader(), passage=entry, value=value, first_value=value
        )


def page(film, minute=SEEN, path=ENDING):
    return at(film, minute).get(path).content.decode()


def the_reading(film):
    return Interpretation.unguarded.get(film=film)


def test_too_few_is_all_that_is_said_of_few_votes(film):
    votes(the_reading(film), yes=4)
    text = page(film)
    assert "Too few votes" in text
    assert "The leading reading has 4 of the 20 votes needed to tell." in text
    assert "standing__rows" not in text


def test_before_the_first_vote_nothing_leads_and_nothing_is_counted(film):
    text = page(film)
    assert "Be the first to vote" in text
    for said in ("Best supported", "leading", "Too few", "of the 20"):
        assert said not in text
    votes(the_reading(film), no=1)
    assert "Be the first" not in page(film)
    assert "Best supported first." in page(film)


@pytest.mark.parametrize(
    ("yes", "ranks"), [([0, 0], ["", ""]), ([3, 0], ["1", ""]), ([1, 4], ["1", "2"])]
)
def test_an_answer_has_a_rank_once_it_has_votes(film, yes, ranks):
    question = builders.a_question(film, 60, "Which?")
    for number in yes:
        votes(builders.an_answer(question), yes=number)
    article = page(film, 60, FILM).split(f'id="{question.public_id}"')[1]
    assert re.findall(r'answer__rank"[^>]*>(\d*)<', article) == ranks


def test_the_share_is_drawn_with_the_range_that_the_sample_supports(film):
    reading = the_reading(film)
    rival = builders.an_interpretation(reading.under, title="Rivaltitle")
    view = standing_view([reading, rival], {rival.pk: Tally(72, 26)})
    assert (view.word, view.side_by_side) == ("Leaning", True)
    without, drawn = view.rows
    assert (without.counted, without.drawn) == ("No votes yet", None)
    assert (drawn.counted, drawn.range) == ("72 of 98", "67 to 79%")
    assert drawn.drawn.mark.x == "73.47"


@given(yes=st.integers(0, 10**9), no=st.integers(0, 10**9))
def test_whatever_the_votes_the_range_can_be_drawn(yes, no):
    reading = Interpretation(pk=1, title="A reading")
    (row,) = standing_view([reading], {1: Tally(yes, no)}).rows
    assert (row.drawn is not None) == (yes + no >= 5)


def test_readings_stand_side_by_side_from_five_votes_on(film):
    votes(the_reading(film), yes=5)
    text = page(film)
    assert text.count("data-stands") == 1
    assert "5 of 5 readers find this convincing" in text


def test_the_word_rests_on_visible_readings_alone(film):
    ending = the_reading(film).under
    votes(the_reading(film), yes=20)
    rival = builders.an_interpretation(ending, title="Rivaltitle", held=True)
    votes(rival, yes=20)
    assert "Contested" in page(film)  # held rows show to who has seen the film
    rival.horizon = None
    rival.save()
    text = page(film)
    assert "Settled" in text
    assert "Rivaltitle" not in text


def test_the_script_hears_of_visible_readings_alone(film, voter):
    reading = the_reading(film)
    builders.an_interpretation(reading.under, title="Rivaltitle", horizon=None)
    told = voter.post(
        f"/entries/{reading.public_id}/vote/",
        {"value": "1"},
        headers={"accept": "application/json"},
    ).json()
    assert [row["id"] for row in told["standing"]["rows"]] == [reading.public_id]


def test_nobody_is_named(film):
    reading = the_reading(film)
    client = Client()
    reader = builders.a_reader("namecanary@example.org", public_name="Namecanary")
    AccountShelf(reader).move(film, SEEN)
    Vote.unguarded.create(reader=reader, passage=reading, value=1, first_value=1)
    votes(reading, yes=20)
    client.force_login(
        builders.a_reader(), backend="django.contrib.auth.backends.ModelBackend"
    )
    for address in (ENDING, f"/entries/{reading.public_id}/", "/shelf/"):
        for reader in (client, at(film, SEEN)):
            assert "amecanary" not in reader.get(address).content.decode()
