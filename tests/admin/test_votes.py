"""Votes on the desk: looked at, left out with a reason, never changed."""

from datetime import timedelta

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from guide.admin import votes as desk
from guide.editorial import suspicious_votes
from guide.gate import SEEN, Progress
from guide.readers import roles
from guide.readers.models import Reader
from guide.votes import casting, discounting, tally
from guide.votes.models import Discount, Lift, Vote
from guide.votes.tally import Tally
from tests import builders
from tests.admin.desk_forms import change, errors, fields, send

VOTES, DISCOUNTS = "/admin/guide/vote/", "/admin/guide/discount/"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def shown(entry):
    progress = Progress(lambda: {entry.film_id: SEEN}).everywhere()
    return tally.tallies([entry], progress).get(entry.pk, tally.NO_VOTES)


def crowd(entry, count, value=1, *, age=timedelta(days=90), ago=timedelta(), apart=0):
    """So many new accounts that vote, the last one `ago`."""
    readers = []
    for number in range(count):
        at = timezone.now() - ago - timedelta(minutes=apart * number)
        reader = builders.a_reader(date_joined=at - age)
        casting.cast(reader=reader, entry=entry, value=value)
        Vote.unguarded.filter(reader=reader, passage=entry).update(at=at)
        readers.append(reader)
    return readers


def act(client, address, action, rows, **more):
    form = {"action": action, ACTION_CHECKBOX_NAME: [row.pk for row in rows]}
    return client.post(address, form | more, follow=True)


@pytest.fixture
def junior(db):
    """Somebody of the group Editors, who is no superuser."""
    client = Client()
    client.reader = builders.a_reader(is_staff=True)
    client.reader.groups.add(roles.group(roles.EDITORS))
    client.force_login(client.reader, backend=BACKEND)
    return client


def test_editors_leave_votes_out_for_a_reason_and_take_that_back(reading, junior):
    crowd(reading, 3)
    some = Vote.unguarded.order_by("pk")[:2]
    asked = act(junior, VOTES, "discount", some)
    assert (b"Reason" in asked.content, Discount.unguarded.count()) == (True, 0)
    act(junior, VOTES, "discount", some, confirmed="Confirm", reason="A crowd.")
    assert shown(reading) == Tally(yes=1)
    made = list(Discount.unguarded.values_list("reason", "by"))
    assert made == [("A crowd.", junior.reader.pk)] * 2
    discounts = Discount.unguarded.all()
    act(junior, DISCOUNTS, "lift", discounts, confirmed="Confirm", reason="No crowd.")
    assert shown(reading) == Tally(yes=3)
    assert (discounts.count(), Lift.unguarded.count()) == (2, 2)
    assert "No crowd." in junior.get(DISCOUNTS).content.decode()


def test_without_a_reason_nothing_is_left_out(reading, junior):
    crowd(reading, 1)
    asked = act(junior, VOTES, "discount", Vote.unguarded.all(), confirmed="Confirm")
    assert b"This field is required" in asked.content
    assert shown(reading) == Tally(yes=1)


def test_nobody_changes_or_deletes_a_vote_or_a_discount(reading, editor):
    crowd(reading, 1)
    discounting.discount([Vote.unguarded.get().pk], by=None, reason="A crowd.")
    for row in (Vote.unguarded.get(), Discount.unguarded.get()):
        page = change(row)
        assert editor.get(page).status_code == 200
        assert editor.post(page, {"value": "-1", "reason": "x"}).status_code == 403
        delete = page.replace("change", "delete")
        assert editor.post(delete, {"post": "yes"}).status_code == 403
    act(editor, VOTES, "delete_selected", Vote.unguarded.all(), post="yes")
    assert Vote.unguarded.get().value == 1


def test_the_desk_says_of_a_voter_no_more_than_a_number(reading, editor):
    (voter,) = crowd(reading, 1)
    Reader.objects.filter(pk=voter.pk).update(public_name="Namecanary")
    crowd(reading, 30)
    for page in (VOTES, f"{VOTES}suspicious/", change(Vote.unguarded.first())):
        text = editor.get(page).content.decode()
        assert "Namecanary" not in text and voter.email not in text


def test_who_only_looks_cannot_discount(reading, db):
    crowd(reading, 30)
    client = Client()
    reader = builders.a_reader(is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_vote"))
    client.force_login(reader, backend=BACKEND)
    page = client.get(f"{VOTES}suspicious/").content.decode()
    assert "30 votes the same way" in page and "Discount 30" not in page
    act(client, VOTES, "discount", Vote.unguarded.all(), confirmed="1", reason="x")
    assert Discount.unguarded.count() == 0


def test_too_many_votes_at_once_are_refused(reading, editor, monkeypatch):
    monkeypatch.setattr(desk, "MOST", 2)
    crowd(reading, 3)
    page = act(
        editor, VOTES, "discount", Vote.unguarded.all(), confirmed="1", reason="x"
    )
    assert b"At most 2 at once" in page.content
    assert Discount.unguarded.count() == 0


def kinds():
    return [(group.kind, len(group.ballots)) for group in suspicious_votes.groups()]


def test_a_burst_is_many_votes_the_same_way_in_a_short_time(reading, editor):
    crowd(reading, 20, apart=0.4)
    crowd(reading, 20, -1, apart=1)
    assert kinds() == [("burst", 20)]
    told = "burst: 20 votes the same way within 8 min"
    assert told in editor.get(change(reading)).content.decode()
    assert told in editor.get(change(reading.film)).content.decode()


def test_two_bursts_are_two_groups(reading):
    crowd(reading, 20)
    crowd(reading, 25, ago=timedelta(hours=5))
    assert kinds() == [("burst", 25), ("burst", 20)]


def test_an_entry_that_always_gets_many_votes_has_no_alarm(reading):
    crowd(reading, 300, apart=5)  # two in ten minutes
    crowd(reading, 19)
    assert kinds() == []


def test_accounts_made_to_vote_are_a_group(reading):
    crowd(reading, 5, age=timedelta(minutes=30), apart=600)
    crowd(reading, 5, apart=600)
    crowd(reading, 4, -1, age=timedelta(minutes=30), apart=600)
    assert kinds() == [("newcomers", 5)]


def test_accounts_that_say_the_same_of_the_same_are_a_group(film, reading):
    others = [builders.an_interpretation(reading.under) for _ in range(3)]
    for number, reader in enumerate(crowd(reading, 4)):
        for entry in others:
            said = -1 if entry == others[-1] and number == 3 else 1
            casting.cast(reader=reader, entry=entry, value=said)
    assert kinds() == [("alike", 12)]


def test_what_is_left_out_is_suspicious_no_more(reading, editor):
    crowd(reading, 30)
    page = f"{VOTES}suspicious/"
    assert "Discount 30 votes" in editor.get(page).content.decode()
    (group,) = suspicious_votes.groups()
    keys = [ballot.key for ballot in group.ballots]
    assert discounting.discount(keys, by=None, reason="A crowd.") == 30
    assert "None at the moment" in editor.get(page).content.decode()


def test_a_suspended_account_neither_signs_in_nor_votes_nor_counts(
    film, reading, voter, editor
):
    press = f"/entries/{reading.public_id}/vote/"
    voter.post(press, {"value": "1"})
    page = change(voter.reader)
    login = {"login": voter.reader.email, "password": "a good password"}
    form = fields(editor.get(page))
    del form["is_active"]
    assert "reason" in errors(editor.post(page, form))
    editor.post(page, form | {"reason": "One of a crowd."})
    voter.reader.refresh_from_db()
    assert (voter.reader.is_active, shown(reading)) == (False, tally.NO_VOTES)
    assert voter.post(press, {"value": "-1"}).status_code == 404  # a stranger now
    assert Client().post("/accounts/login/", login)["Location"].endswith("/inactive/")
    send(editor, page, is_active="on", reason="It was not.")
    assert shown(reading) == Tally(yes=1)
    assert list(Lift.unguarded.values_list("reason", "by")) == [
        ("It was not.", editor.reader.pk)
    ]


def test_a_restored_account_keeps_what_editors_discounted(reading):
    (reader,) = crowd(reading, 1)
    discounting.discount([Vote.unguarded.get().pk], by=None, reason="A crowd.")
    discounting.suspend(reader, by=None, reason="A crowd.")
    discounting.restore(reader, by=None, reason="No crowd.")
    assert shown(reading) == tally.NO_VOTES


def test_a_vote_that_overtook_its_suspension_is_shown_to_editors(reading):
    (reader,) = crowd(reading, 1)
    Reader.objects.filter(pk=reader.pk).update(is_active=False)
    assert kinds() == [("suspended", 1)]
    discounting.suspend(reader, by=None, reason="A crowd.")
    assert (kinds(), shown(reading)) == ([], tally.NO_VOTES)


def test_an_account_may_be_looked_at_without_the_right_to_change_it(voter, db):
    client, reader = Client(), builders.a_reader(is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_reader"))
    client.force_login(reader, backend=BACKEND)
    assert client.get(change(voter.reader)).status_code == 200
