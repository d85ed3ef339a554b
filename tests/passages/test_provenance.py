"""What is said of how a text was made, when a person writes in it."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction

from guide.editorial import guidefile, proposing
from guide.editorial.proposals import Proposal
from guide.films.provenance import Provenance
from guide.gate.public import PROVENANCE_FACTS
from guide.passages import publishing
from guide.passages.models import Beat, Ending
from tests import builders

TODAY = date(2031, 5, 4)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2031-05-04 12:00Z", tick=False):
        yield


@pytest.fixture
def guide(film):
    return builders.a_provenance(film)


@pytest.fixture
def somebody(editor):
    return editor.reader


def said(film):
    """How each beat says it was made, and when its guide was last corrected."""
    beats = Beat.unguarded.filter(film=film).order_by("minute")
    days = Provenance.objects.filter(film=film).values_list("corrected_on", flat=True)
    return [beat.how for beat in beats], list(days)


def rewritten(film, by, text="Somebody else sings.", **fields):
    beat = Beat.unguarded.get(film=film, title="Noon")
    for name, value in {"text": text, **fields}.items():
        setattr(beat, name, value)
    publishing.save(beat, by=by)
    return beat


def test_words_that_a_person_changes_are_no_machines_alone(film, guide, somebody):
    rewritten(film, somebody)
    assert said(film) == (["", "machine-assisted", ""], [TODAY])


def test_a_title_is_words_and_a_minute_is_none(film, guide, somebody):
    beat = rewritten(film, somebody, "A middlecanary sings.\r\n", horizon=60)
    assert said(film) == (["", "", ""], [None])
    beat.title = "Midday"
    publishing.save(beat, by=somebody)
    assert said(film) == (["", "machine-assisted", ""], [TODAY])


def test_a_new_row_of_a_person_is_by_hand(film, guide, somebody):
    beat = Beat(film=film, minute=95, horizon=95, title="New", text="New.")
    publishing.save(beat, by=somebody)
    publishing.save(Beat.unguarded.get(pk=beat.pk), by=somebody)
    assert said(film) == (["", "", "", "by-hand"], [None])


def test_what_a_person_says_of_it_stands(film, guide, somebody):
    rewritten(film, somebody, how="by-hand")
    assert said(film) == (["", "by-hand", ""], [TODAY])


def test_a_command_changes_nothing_of_what_is_said(film, guide):
    rewritten(film, None)
    builders.a_beat(film, 95)
    assert said(film) == (["", "", "", ""], [None])


def test_a_file_says_itself_how_its_texts_were_made(film, guide, somebody):
    text = guidefile.export(film).replace("A middlecanary", "Another")
    guidefile.apply(guidefile.parse(text.encode()), replace=True, by=somebody)
    assert Beat.unguarded.get(film=film, minute=50).text == "Another sings."
    assert said(film) == (["", "", ""], [None])


def test_a_guide_that_says_nothing_goes_on_saying_nothing(film, somebody):
    rewritten(film, somebody)
    publishing.save(Beat(film=film, minute=95, title="New", text="New."), by=somebody)
    assert said(film) == (["", "", "", ""], [])


def test_in_a_guide_by_hand_nothing_differs(film, somebody):
    builders.a_provenance(film, "by-hand", written_by="Ann")
    rewritten(film, somebody)
    publishing.save(Beat(film=film, minute=95, title="New", text="New."), by=somebody)
    assert said(film) == (["", "", "", ""], [TODAY])


def test_a_text_by_machine_in_a_guide_by_hand_is_corrected(film, somebody):
    builders.a_provenance(film, "by-hand", written_by="Ann")
    Beat.unguarded.filter(title="Noon").update(how="machine-written")
    rewritten(film, somebody)
    assert said(film) == (["", "machine-assisted", ""], [TODAY])


def test_nobody_learns_the_day_on_which_a_draft_is_worked_on(film, guide, somebody):
    Beat.unguarded.filter(title="Noon").update(status="draft", published_at=None)
    rewritten(film, somebody)
    assert said(film) == (["", "machine-assisted", ""], [None])


def test_a_premise_is_corrected_too(film, guide, somebody):
    publishing.save_film(film, by=somebody)
    assert said(film) == (["", "", ""], [None])
    film.premise = "What else one may know."
    publishing.save_film(film, by=somebody)
    assert said(film) == (["", "", ""], [TODAY])


@pytest.mark.parametrize("by_command", [True, False])
def test_what_a_reader_proposed_is_by_hand(film, guide, somebody, by_command):
    reader = builders.a_reader(public_name="Bo")
    ending = Ending.unguarded.get(film=film)
    sent = [
        builders.a_proposal(reader, ending, "interpretation", title="Another"),
        builders.a_proposal(reader, ending, "correction"),
    ]
    by = None if by_command else somebody
    rows = [proposing.accept(Proposal.unguarded.get(pk=p.pk), by=by) for p in sent]
    assert [row.how for row in rows] == ["by-hand", "machine-assisted"]
    assert said(film) == (["", "", ""], [TODAY])


def test_a_form_that_knows_no_correction_takes_none_back(film, guide, somebody):
    rewritten(film, somebody)
    guide.reviewed_by = "Ann"  # as it was read before the correction
    publishing.save_fact(guide, by=somebody)
    stored = Provenance.objects.get()
    assert (stored.reviewed_by, stored.corrected_on) == ("Ann", TODAY)


def test_a_correction_stands_in_the_history_once_a_day(film, guide, somebody):
    for text in ("One.", "Two."):
        rewritten(film, somebody, text)
    kept = guide.history.values_list("history_type", "corrected_on")
    assert list(kept) == [("~", TODAY), ("+", None)]


@pytest.mark.parametrize(
    "fields",
    [{"how": "by-magic"}, {"written_by": ""}, {"checked_on": TODAY}],
    ids=lambda fields: next(iter(fields)),
)
def test_the_database_refuses_what_says_nothing(film, guide, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Provenance.objects.update(**fields)


def test_every_field_is_public_for_a_reason():
    names = {field.name for field in Provenance._meta.concrete_fields} - {"id"}
    assert names == PROVENANCE_FACTS.keys()


def test_an_opinion_is_the_editors_where_nobody_signs_it(film):
    assert Ending.unguarded.get(film=film).take_author == "The editors of this site"
