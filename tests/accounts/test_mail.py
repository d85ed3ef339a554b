"""With a mail server: what the mails bring, and the pages that take it."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import override_settings

from tests import builders
from tests.leaks.stage import MAIL_ON


@pytest.fixture(autouse=True)
def mail_is_on(db):
    with override_settings(**MAIL_ON):
        yield


def code():
    return re.search(r"^[A-Z0-9]{4,}(?:-[A-Z0-9]+)*$", mail.outbox[-1].body, re.M)[0]


def test_a_forgotten_password_is_set_anew_by_the_code_in_the_mail(client):
    builders.a_reader("ada@example.org")
    client.post("/accounts/password/reset/", {"email": "ada@example.org"})
    asked = client.get("/accounts/password/reset/confirm/")
    assert (asked.status_code, b"ada@example.org" in asked.content) == (200, True)
    sent = client.post("/accounts/password/reset/confirm/", {"code": code()})
    new = {"password1": "another good one", "password2": "another good one"}
    done = client.post(sent["Location"], new)
    assert (sent.status_code, done.status_code) == (302, 302)
    client.cookies.clear()
    right = {"login": "ada@example.org", "password": "another good one"}
    assert client.post("/accounts/login/", right).status_code == 302


def test_a_new_account_opens_by_the_code_in_the_mail(client):
    new = {"password1": "another good one", "password2": "another good one"}
    client.post("/accounts/signup/", {"email": "eve@example.org"} | new)
    assert client.get("/accounts/email/").status_code == 302
    client.post("/accounts/confirm-email/", {"code": code()})
    told = client.get("/accounts/email/").content.decode()
    assert "Welcome. eve@example.org is confirmed." in told


def test_a_mail_server_that_is_away_costs_no_page(client, monkeypatch):
    def refuse(*_):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages",
                        refuse)  # fmt: skip
    builders.a_reader("ada@example.org")
    sentence = "The mail could not be sent. Try again in a few minutes."
    new = {"email": "eve@example.org", "password1": "another good one"}
    for path, typed in (
        ("/accounts/signup/", new),
        ("/accounts/password/reset/", {"email": "ada@example.org"}),
        ("/accounts/password/reset/", {"email": "nobody@example.org"}),
    ):
        client.cookies.clear()
        asked = client.get(client.post(path, typed)["Location"])
        assert (asked.status_code, sentence in asked.content.decode()) == (200, True)


def test_that_a_code_is_sent_is_said_once(client):
    new = {"email": "eve@example.org", "password1": "another good one"}
    asked = client.get(client.post("/accounts/signup/", new)["Location"])
    assert asked.content.decode().count("We’ve sent a code") == 1


@pytest.mark.parametrize(
    ("verified", "offered"),
    [
        ([True], set()),
        ([False], {"send"}),
        ([True, True], {"primary", "remove"}),
        ([True, False], {"primary", "send", "remove"}),
    ],
)
def test_the_list_of_addresses_offers_what_can_be_done(client, verified, offered):
    reader = builders.a_reader("ada0@example.org")
    for n, yes in enumerate(verified):
        address = EmailAddress(user=reader, email=f"ada{n}@example.org", verified=yes)
        address.primary = n == 0
        address.save()
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/accounts/email/").content.decode()
    assert set(re.findall(r'name="action_(?!add)(\w+)"', page)) == offered


def test_a_mail_names_no_film(client):
    film = builders.a_film("Lantern Street")
    builders.an_ending(film, tldr="The lantern goes out.")
    builders.a_reader("ada@example.org")
    client.post("/accounts/password/reset/", {"email": "ada@example.org"})
    said = mail.outbox[-1].subject + mail.outbox[-1].body
    assert "antern" not in said
