"""Proposals: what readers send, what editors decide, what the database promises."""

from datetime import timedelta
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from guide.editorial import proposing
from guide.editorial.proposals import Proposal, ProposedEvidence, State
from guide.gate.horizon import SEEN
from guide.gate.progress import Progress
from guide.passages import publishing
from guide.passages.models import Beat, Dispute, Ending, Entry, Evidence
from guide.votes import discounting
from tests import builders

pytestmark = pytest.mark.django_db
KINDS = {"answer": "question", "interpretation": "ending", "dispute": "beat",
         "correction": "beat"}  # fmt: skip


@pytest.fixture
def rows(film):
    return {
        "question": Entry.unguarded.get(film=film, kind="question"),
        "ending": Ending.unguarded.get(film=film),
        "beat": Beat.unguarded.get(film=film, minute=10),
    }


@pytest.fixture
def ada(db):
    return builders.a_reader(public_name="Ada")


@pytest.fixture
def desk(db):
    return builders.a_reader(is_staff=True, is_superuser=True)


def shown(film, minute):
    progress = Progress(lambda: {film.pk: minute}).everywhere()
    return list(Proposal.objects.visible_to(progress))


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_accepted_as_it_is_is_published_under_its_writers_name(
    kind, rows, ada, desk, film
):
    row = rows[KINDS[kind]]
    sent = builders.a_proposal(ada, row, kind, text="A new *text*.")
    made = proposing.accept(sent, by=desk)
    sent.refresh_from_db()
    assert (sent.state, sent.by) == (State.ACCEPTED, desk)
    made.refresh_from_db()
    assert made.status == "published"
    assert "<em>text</em>" in made.rendered[made.markdown_fields[-1]]["html"]
    if kind == "correction":
        assert (made, made.horizon) == (row, row.horizon)
    else:
        assert (made.byline, made.author) == ("Ada", ada)
        assert sent.became == made
    assert made.history.first().history_change_reason == proposing.REASON


def test_a_minute_that_a_reader_gave_errs_late_until_an_editor_has_checked_it(
    rows, ada, desk
):
    made = proposing.accept(builders.a_proposal(ada, rows["beat"]), by=desk)
    assert (made.horizon, made.horizon_checked) == (15, False)
    words = proposing.Words("So.", 12, title="Is it?", said_elsewhere="No.",
                            checked=True)  # fmt: skip
    sent = builders.a_proposal(ada, rows["beat"], text="Another.")
    made = proposing.accept(sent, by=desk, words=words)
    assert (made.horizon, made.horizon_checked, made.text) == (12, True, "So.")
    sent.refresh_from_db()
    assert sent.text == "Another."  # what the reader sent stays


def test_evidence_comes_with_it(rows, ada, desk, film):
    beats = list(Beat.unguarded.filter(film=film).order_by("minute"))
    sent = builders.a_proposal(ada, rows["ending"], "interpretation", beats=beats)
    made = proposing.accept(sent, by=desk)
    notes = list(Evidence.unguarded.filter(passage=made).values_list("note", flat=True))
    assert notes == ["See Morning.", "See Noon.", "See Latetitle."]


@pytest.mark.parametrize(
    "row, kind, horizon", [("beat", "dispute", 9), ("question", "answer", 49),
                           ("ending", "interpretation", 99), ("beat", "correction", 0)]
)  # fmt: skip
def test_nothing_is_proposed_below_its_floor(row, kind, horizon, rows, ada):
    with pytest.raises(ValidationError) as refused:
        builders.a_proposal(ada, rows[row], kind, horizon=horizon)
    assert (list(refused.value.error_dict), Proposal.unguarded.count()) == (
        ["horizon"], 0,
    )  # fmt: skip


def test_evidence_raises_the_floor(rows, ada, film):
    late = Beat.unguarded.get(film=film, title="Latetitle")
    with pytest.raises(ValidationError):
        builders.a_proposal(ada, rows["question"], "answer", horizon=60, beats=[late])
    builders.a_proposal(ada, rows["question"], "answer", horizon=90, beats=[late])
    assert ProposedEvidence.unguarded.count() == 1


def test_a_floor_that_rose_meanwhile_refuses_what_is_accepted_as_it_is(rows, ada, desk):
    sent = builders.a_proposal(ada, rows["question"], "answer")
    rows["question"].horizon = 80
    publishing.save(rows["question"])
    sent = Proposal.unguarded.get()
    with pytest.raises(ValidationError, match="This opens too early, at minute 55"):
        proposing.accept(sent, by=desk)
    words = proposing.Words("Later.", 80)
    assert proposing.accept(sent, by=desk, words=words).horizon == 80


def test_a_later_correction_raises_what_rests_on_the_row(rows, ada, desk, film):
    dispute = Dispute.unguarded.get(film=film)
    sent = builders.a_proposal(ada, rows["beat"], "correction", horizon=90)
    proposing.accept(sent, by=desk)
    rows["beat"].refresh_from_db()
    dispute.refresh_from_db()
    assert (rows["beat"].horizon, dispute.horizon) == (95, 95)
    assert not rows["beat"].horizon_checked


@pytest.mark.parametrize("place", ["while it was written", "while it waited"])
def test_a_change_in_between_is_a_conflict(place, rows, ada, desk):
    beat = rows["beat"]
    digest = proposing.digest_of(beat.text)
    sent = builders.a_proposal(ada, beat, "correction", text="Mine.")
    beat.text = "An editor's."
    publishing.save(beat)
    with pytest.raises(proposing.Changed) as conflict:
        if place == "while it waited":
            proposing.accept(sent, by=desk)
        else:
            builders.a_proposal(ada, beat, "correction", text="Too.", digest=digest)
    beat.refresh_from_db()
    assert (conflict.value.text, beat.text) == ("An editor's.", "An editor's.")
    seen = proposing.digest_of("An editor's.")
    words = proposing.Words("Both.", 10, checked=True, digest=seen)
    proposing.accept(sent, by=desk, words=words)
    beat.refresh_from_db()
    assert beat.text == "Both."


def test_what_is_taken_down_is_corrected_no_more(rows, ada, desk):
    sent = builders.a_proposal(ada, rows["beat"], "correction")
    publishing.retire(rows["beat"])
    with pytest.raises(ValidationError, match="taken down"):
        proposing.accept(Proposal.unguarded.get(pk=sent.pk), by=desk)


def test_it_is_returned_with_a_note_revised_and_decided(rows, ada, desk):
    sent = builders.a_proposal(ada, rows["beat"])
    with pytest.raises(ValidationError):
        proposing.return_(sent, by=desk, note=" ")
    proposing.return_(sent, by=desk, note="Which scene?")
    assert list(proposing.queue()) == []
    sent.text = "The first one."
    proposing.revise(sent)
    assert [p.text for p in proposing.queue()] == ["The first one."]
    proposing.refuse(sent, by=desk, note="No.")
    sent.refresh_from_db()
    assert (sent.state, sent.note, sent.revision) == (State.REFUSED, "No.", 2)


def test_an_editor_decides_on_what_they_have_seen(rows, ada, desk):
    sent = builders.a_proposal(ada, rows["beat"])
    seen = Proposal.unguarded.get(pk=sent.pk)
    sent.text = "Otherwise."
    proposing.revise(sent)
    for verb in (proposing.accept, proposing.refuse, proposing.return_):
        with pytest.raises(proposing.Decided, match="revised"):
            verb(seen, by=desk, note="So.")
    proposing.withdraw(sent)
    for verb in (proposing.accept, proposing.refuse, proposing.return_):
        with pytest.raises(proposing.Decided, match="withdrawn"):
            verb(sent, by=desk, note="So.")
    with pytest.raises(proposing.Decided):
        proposing.revise(sent)


def test_revising_replaces_the_evidence_that_its_writer_saw(rows, ada, film):
    early, noon, late = Beat.unguarded.filter(film=film).order_by("minute")
    sent = builders.a_proposal(
        ada, rows["ending"], "interpretation", beats=[early, noon]
    )
    seen = ProposedEvidence.unguarded.filter(proposal=sent, beat=early)
    piece = ProposedEvidence(beat=late, stance="undermines", note="But here.")
    proposing.revise(sent, [piece], instead_of=list(seen))
    kept = [p.beat.title for p in proposing.evidence_of(sent)]
    assert kept == ["Noon", "Latetitle"]


def test_the_same_twice_is_one(rows, ada):
    first = builders.a_proposal(ada, rows["beat"])
    assert builders.a_proposal(ada, rows["beat"]) == first
    assert Proposal.unguarded.count() == 1


def test_a_reader_sends_some_a_day_and_has_some_waiting(rows, ada):
    for number in range(proposing.A_DAY):
        builders.a_proposal(ada, rows["beat"], text=f"Number {number}.")
    with pytest.raises(proposing.TooManyToday):
        builders.a_proposal(ada, rows["beat"], text="One more.")
    builders.a_proposal(builders.a_reader(), rows["beat"], text="Another's.")
    tomorrow = timezone.now() + timedelta(days=1, minutes=1)
    with mock.patch.object(timezone, "now", lambda: tomorrow):
        for number in range(proposing.IN_WAITING - proposing.A_DAY):
            builders.a_proposal(ada, rows["beat"], text=f"Later {number}.")
        with pytest.raises(proposing.TooManyWaiting):
            builders.a_proposal(ada, rows["beat"], text="One more.")
    assert Proposal.unguarded.filter(reader=ada).count() == proposing.IN_WAITING


def test_a_suspended_accounts_proposals_leave_the_queue_and_come_back(rows, ada, desk):
    sent = builders.a_proposal(ada, rows["beat"])
    discounting.suspend(ada, by=desk, reason="Noise.")
    assert list(proposing.queue()) == []
    with pytest.raises(proposing.Decided, match="suspended"):
        proposing.accept(Proposal.unguarded.get(), by=desk)
    discounting.restore(ada, by=desk, reason="A mistake.")
    assert list(proposing.queue()) == [sent]


def test_a_proposal_shows_where_its_row_shows_and_from_its_own_minute_on(
    rows, ada, film
):
    sent = builders.a_proposal(ada, rows["beat"], horizon=30)
    assert [shown(film, at) for at in (0, 29, 30, SEEN)] == [[], [], [sent], [sent]]
    QuerySet(Beat).filter(pk=rows["beat"].pk).update(held=True)
    assert [shown(film, 30), shown(film, SEEN)] == [[], [sent]]
    publishing.retire(rows["beat"])
    assert shown(film, SEEN) == []


def test_another_film_that_its_row_gives_away_hides_it_too(rows, ada, film, sequel):
    sent = builders.a_proposal(ada, rows["beat"])
    builders.also_spoils(rows["beat"], sequel, 20)
    assert shown(film, SEEN) == []
    both = Progress(lambda: {film.pk: SEEN, sequel.pk: 20}).everywhere()
    assert list(Proposal.objects.visible_to(both)) == [sent]


WRONG = [
    {"licence": "mine"},
    {"text": ""},
    {"kind": "answer"},
    {"kind": "poem"},
    {"said_elsewhere": ""},
    {"title": ""},
    {"field": "text"},
    {"horizon": 2_000},
    {"state": "lost"},
    {"state": "accepted", "decided_at": timezone.now()},
    {"state": "refused", "decided_at": timezone.now()},
    {"state": "returned", "note": "No date."},
]


@pytest.mark.parametrize("facts", WRONG, ids=lambda facts: str([*facts]))
def test_the_database_refuses_what_no_verb_would_write(facts, rows, ada):
    right = {
        "reader": ada, "film": rows["beat"].film, "passage": rows["beat"],
        "kind": "dispute", "title": "T?", "said_elsewhere": "S.", "text": "X.",
        "horizon": 10, "licence": "CC BY-SA 4.0",
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.unguarded.create(**right | facts)
    Proposal.unguarded.create(**right)


def test_the_database_keeps_what_was_sent_and_decided(rows, ada, desk):
    sent = builders.a_proposal(ada, rows["beat"])
    mine = QuerySet(Proposal).filter(pk=sent.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        mine.update(reader=desk)
    proposing.refuse(sent, by=desk, note="No.")
    for facts in ({"text": "Never said."}, {"state": "waiting"}, {"note": "Yes."}):
        with pytest.raises(IntegrityError), transaction.atomic():
            mine.update(**facts)
    desk.delete()
    assert mine.get().by is None


def test_an_account_takes_its_proposals_with_it_and_leaves_what_came_of_them(
    rows, ada, desk
):
    made = proposing.accept(builders.a_proposal(ada, rows["beat"]), by=desk)
    builders.a_proposal(ada, rows["beat"], text="Another.")
    ada.delete()
    made.refresh_from_db()
    assert (Proposal.unguarded.count(), made.byline, made.author) == (0, "Ada", None)
