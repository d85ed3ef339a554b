"""Folding changes no tally, whenever it happens; a recount finds what has drifted."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guide.gate import SEEN, Progress
from guide.passages.models import Interpretation
from guide.readers import locks
from guide.votes import casting, discounting, recounting, snapshots, tally
from guide.votes.models import Discount, Lift, Snapshot, Vote
from guide.votes.tally import Tally
from tests import builders
from tests.leaks.stage import rolled_back
from tests.votes.shown import shown

pytestmark = pytest.mark.django_db
READERS = 4


def cast(reading, *values):
    """Each reader's vote; returns the readers."""
    readers = [builders.a_reader() for _ in values]
    for reader, value in zip(readers, values, strict=True):
        casting.cast(reader=reader, entry=reading, value=value)
    return readers


def keys(reading):
    return list(Vote.unguarded.filter(passage=reading).values_list("pk", flat=True))


def drift():
    return [(d.shown, d.counted) for d in recounting.drifted()]


class Crowd:
    """Readers of one entry, and what their tally must be by the plainest account."""

    def __init__(self, entry):
        self.entry = entry
        self.readers = dict(enumerate(builders.a_reader() for _ in range(READERS)))
        self.said, self.discounted = {}, set()
        self.off, self.suspended = set(), set()

    def do(self, verb, who, value):
        if who in self.readers:
            getattr(self, verb)(who, self.readers[who], value)

    def vote(self, who, reader, value):
        if who in self.off:
            with pytest.raises(locks.Suspended):
                casting.cast(reader=reader, entry=self.entry, value=value)
            return
        casting.cast(reader=reader, entry=self.entry, value=value)
        if value or who in self.said:
            self.said[who] = value

    def discount(self, who, reader, _):
        votes = Vote.unguarded.filter(reader=reader).values_list("pk", flat=True)
        if discounting.discount(list(votes), by=None, reason="A crowd."):
            self.discounted.add(who)

    def lift(self, who, reader, _):
        found = Discount.unguarded.filter(vote__reader=reader, suspension=False)
        discounting.lift(found.values_list("pk", flat=True), by=None, reason="None.")
        self.discounted.discard(who)

    def suspend(self, who, reader, _):
        self.off.add(who)
        if discounting.suspend(reader, by=None, reason="A crowd."):
            self.suspended.add(who)

    def restore(self, who, reader, _):
        discounting.restore(reader, by=None, reason="None.")
        self.suspended.discard(who)
        self.off.discard(who)

    def fold(self, *_):
        snapshots.update(self.entry.pk)

    def go(self, who, reader, _):
        reader.delete()
        del self.readers[who]
        self.said.pop(who, None)

    def tally(self):
        left = {*self.said} - self.discounted - self.suspended
        values = [self.said[who] for who in left]
        return Tally(values.count(1), values.count(-1))


VERBS = ["vote"] * 8 + ["discount", "lift", "suspend", "restore", "fold", "fold", "go"]
ACT = st.tuples(
    st.sampled_from(VERBS), st.integers(0, READERS - 1), st.sampled_from([1, -1, 0])
)


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=st.lists(ACT, max_size=20))
def test_whatever_happens_a_tally_is_its_rows(reading, acts):
    with rolled_back():
        crowd = Crowd(reading)
        for act in acts:
            crowd.do(*act)
            assert (shown(reading), drift()) == (crowd.tally(), [])


def test_what_is_folded_is_not_read_again(reading, django_assert_num_queries):
    cast(reading, 1, 1, -1)
    assert snapshots.update(reading.pk) == 3
    assert list(Snapshot.unguarded.values_list("yes", "no")) == [(2, 1)]
    assert Vote.unguarded.filter(pending=True).count() == 0
    progress = Progress(lambda: {reading.film_id: SEEN}).everywhere()
    (entry,) = Interpretation.objects.visible_to(progress)
    with django_assert_num_queries(1):
        assert tally.tallies([entry], progress) == {entry.pk: Tally(2, 1)}


def test_many_parts_fold_as_one(reading, monkeypatch):
    monkeypatch.setattr(snapshots, "PART", 2)
    cast(reading, 1, 1, -1, 1, -1)
    assert (snapshots.update(reading.pk), shown(reading)) == (5, Tally(3, 2))


def test_many_loose_votes_are_folded_in_the_background(
    reading, monkeypatch, django_capture_on_commit_callbacks
):
    asked = []
    monkeypatch.setattr(snapshots, "CROWD", 3)
    monkeypatch.setattr(snapshots, "in_background", asked.append)
    for votes in ((1, 1), (-1,)):
        cast(reading, *votes)
        with django_capture_on_commit_callbacks(execute=True):
            shown(reading)
    assert asked == [[], [reading.pk]]


def test_what_is_folded_shows_only_where_the_entry_shows(reading):
    cast(reading, 1)
    snapshots.update(reading.pk)
    assert tally.tallies([reading], Progress()) == {}


@pytest.mark.parametrize(
    "harm",
    [
        lambda: Snapshot.unguarded.update(yes=7),
        lambda: Vote.unguarded.update(snapshot_value=-1),
        lambda: Vote.unguarded.update(counts=False, pending=True),
        lambda: Vote.unguarded.update(value=-1),
    ],
    ids=[
        "Snapshot",
        "a folded value",
        "a vote that should count",
        "a vote past its verb",
    ],
)
def test_a_recount_finds_drift_and_repairs_it(reading, harm):
    cast(reading, 1, 1)
    snapshots.update(reading.pk)
    call_command("recount_votes", "--check")
    harm()
    with pytest.raises(CommandError) as refused:
        call_command("recount_votes", "--check")
    assert refused.value.returncode == 1
    call_command("recount_votes")
    call_command("recount_votes", "--check")
    yes = Vote.unguarded.filter(value=1).count()
    assert shown(reading) == Tally(yes, 2 - yes)


def test_a_discount_is_kept_as_it_was_written(reading):
    cast(reading, 1)
    discounting.discount(keys(reading), by=None, reason="A crowd.")
    discounting.lift(Discount.unguarded.values("pk"), by=None, reason="No crowd.")
    for rows in (Discount.unguarded.all(), Lift.unguarded.all()):
        for change in (
            rows._raw_delete,
            lambda using, rows=rows: rows.update(reason=""),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                change(using="default")
    assert (Discount.unguarded.count(), Lift.unguarded.count()) == (1, 1)


def test_a_discount_outlives_the_accounts(reading, editor):
    (voter,) = cast(reading, 1)
    discounting.discount(keys(reading), by=editor.reader, reason="A crowd.")
    voter.delete()
    editor.reader.delete()
    (left,) = Discount.unguarded.values("vote", "by", "reason", "passage")
    told = {"vote": None, "by": None, "reason": "A crowd."}
    assert left == told | {"passage": reading.pk}


def test_a_discount_needs_a_reason(reading):
    cast(reading, 1)
    with pytest.raises(ValueError, match="reason"):
        discounting.discount(keys(reading), by=None, reason=" ")
    assert shown(reading) == Tally(yes=1)


def test_discounting_twice_is_one_discount(reading):
    cast(reading, 1)
    said = [discounting.discount(keys(reading), by=None, reason="A.") for _ in "ab"]
    assert (said, Discount.unguarded.count()) == ([1, 0], 1)
