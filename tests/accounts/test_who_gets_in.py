"""Guessing addresses and passwords: what strangers learn, and whom they hold up."""

from unittest import mock

import pytest
from django.contrib.auth.hashers import get_hasher
from django.core import mail
from django.db import connection
from django.test import Client, override_settings

from guide.gate.horizon import SEEN
from guide.readers.models import Bookmark, Reader
from tests import builders
from tests.conftest import at
from tests.leaks.stage import MAIL_ON

PASSWORD = "a good password"
OWNER = {"login": "known@example.org", "password": PASSWORD}
WRONG = OWNER | {"password": "a wrong password"}


@pytest.fixture
def known(db):
    return builders.a_reader("known@example.org")


@pytest.fixture
def mail_is_on():
    with override_settings(**MAIL_ON):
        yield


def work(client, path, form) -> dict:
    """What an answer took: passwords hashed, tables written, mails sent."""
    hasher, before, written = type(get_hasher()), len(mail.outbox), []

    def watch(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE")):
            written.append((sql.split()[0], sql.split('"')[1]))
        return execute(sql, params, many, context)

    encode = hasher.encode
    with (
        mock.patch.object(
            hasher, "encode", autospec=True, side_effect=encode
        ) as hashed,
        connection.execute_wrapper(watch),
    ):
        answer = client.post(path, form)
    return {
        "hashed": hashed.call_count,
        "written": sorted(written),
        "mails": len(mail.outbox) - before,
        "answer": (answer.status_code, answer.get("Location")),
    }


def sign_up(email):
    return {"email": email, "password1": PASSWORD}


def test_signing_up_is_as_much_work_for_a_known_address(film, known, mail_is_on):
    path = "/accounts/signup/"
    new = work(at(film, SEEN), path, sign_up("new@example.org"))
    old = work(at(film, SEEN), path, sign_up("known@example.org"))
    assert new["hashed"] == 1 and ("INSERT", "guide_bookmark") in new["written"]
    assert old == new


def test_of_an_account_made_for_its_work_nothing_stays(film, known, mail_is_on):
    at(film, SEEN).post("/accounts/signup/", sign_up("known@example.org"))
    assert list(Reader.objects.all()) == [known]
    assert Bookmark.objects.count() == 0
    assert [letter.to for letter in mail.outbox] == [["known@example.org"]]


@pytest.mark.parametrize(
    "path, field, more",
    [
        ("/accounts/password/reset/", "email", {}),
        ("/accounts/login/", "login", {"password": "a wrong password"}),
    ],
)
def test_so_are_a_new_password_and_a_wrong_one(known, mail_is_on, path, field, more):
    new, old = (
        work(Client(), path, {field: f"{name}@example.org"} | more)
        for name in ("new", "known")
    )
    assert old == new


def test_a_stranger_does_not_lock_the_owner_out(known):
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    tries = [stranger.post("/accounts/login/", WRONG) for _ in range(14)]
    assert "Too many" in tries[-1].content.decode()
    assert stranger.post("/accounts/login/", OWNER).status_code == 200
    owner = Client(REMOTE_ADDR="198.51.100.7")
    assert owner.post("/accounts/login/", OWNER).status_code == 302


def test_one_place_tries_five_passwords_of_an_account_in_five_minutes(known):
    with mock.patch.object(Reader, "check_password", autospec=True) as asked:
        asked.return_value = False
        for _ in range(9):
            Client().post("/accounts/login/", WRONG)
    assert asked.call_count == 5 * 2  # each of two backends asks


def test_one_household_is_one_place(known):
    for host in range(5):
        client = Client(REMOTE_ADDR=f"2001:db8:0:1::{host}")
        client.post("/accounts/login/", WRONG)
    same, other = (
        Client(REMOTE_ADDR=f"2001:db8:0:{net}::99").post("/accounts/login/", OWNER)
        for net in (1, 2)
    )
    assert (same.status_code, other.status_code) == (200, 302)


def test_too_many_forms_in_a_minute_get_a_page_of_ours(db):
    pages = [Client().post("/accounts/signup/", sign_up("x")) for _ in range(21)]
    page = pages[-1].content.decode()
    assert pages[-1].status_code == 429
    assert "One moment" in page and '<form class="actions"' not in page
