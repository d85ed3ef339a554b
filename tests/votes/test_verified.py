"""Where addresses are verified, only the votes of verified accounts count."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command

from guide.votes import casting, recounting, snapshots, tally, waiting
from guide.votes.models import Vote
from guide.votes.tally import Tally
from tests import builders
from tests.votes.shown import shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def verification(settings):
    settings.ONLY_VERIFIED_COUNT = True


def verify(reader, verified=True):
    return EmailAddress.objects.create(
        user=reader, email=reader.email, primary=True, verified=verified
    )


def press(client, reading, **headers):
    address = f"/entries/{reading.public_id}/vote/"
    return client.post(address, {"value": "1"}, headers=headers)


def test_an_unverified_vote_waits_and_its_voter_is_led_to_verify(voter, reading):
    response = press(voter, reading)
    assert (response.status_code, response["Location"]) == (303, "/accounts/email/")
    assert Vote.unguarded.count() == 0
    assert "confirmed addresses count" in voter.get("/accounts/email/").content.decode()
    assert waiting.held(voter.session).public_id == reading.public_id


def test_the_script_is_told_to_leave_it_to_the_form(voter, reading):
    response = press(voter, reading, accept="application/json")
    assert (response.status_code, response.json()) == (403, {"type": "not-verified"})


def test_what_waited_is_cast_once_the_address_is_verified(
    voter, reading, settings, mailoutbox
):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
    verify(voter.reader, verified=False)
    press(voter, reading)
    voter.post("/accounts/email/", {"action_send": "", "email": voter.reader.email})
    code = re.search(r"^[A-Z0-9-]{6,9}$", mailoutbox[0].body, re.MULTILINE)[0]
    voter.get("/accounts/confirm-email/")
    assert shown(reading) == tally.NO_VOTES
    voter.post("/accounts/confirm-email/", {"code": code})
    assert shown(reading) == Tally(yes=1)
    assert waiting.held(voter.session) is None


def test_votes_of_before_count_once_their_address_is_verified(reading):
    early, late = builders.a_reader(), builders.a_reader()
    for reader in (early, late):
        casting.cast(reader=reader, entry=reading, value=1)
    address = verify(late)
    call_command("recount_votes")
    assert shown(reading) == Tally(yes=1)
    snapshots.update(reading.pk)
    verify(early)
    assert shown(reading) == Tally(yes=2)
    address.delete()
    assert (shown(reading), list(recounting.drifted())) == (Tally(yes=1), [])


def test_switching_mail_off_lets_them_count_again(reading, settings):
    casting.cast(reader=builders.a_reader(), entry=reading, value=1)
    call_command("recount_votes")
    assert shown(reading) == tally.NO_VOTES
    settings.ONLY_VERIFIED_COUNT = False
    call_command("recount_votes")
    assert shown(reading) == Tally(yes=1)
