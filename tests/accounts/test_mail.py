"""With a mail server: what the mails bring, and the pages that take it."""

import re

import pytest
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


def test_a_mail_names_no_film(client):
    film = builders.a_film("Lantern Street")
    builders.an_ending(film, tldr="The lantern goes out.")
    builders.a_reader("ada@example.org")
    client.post("/accounts/password/reset/", {"email": "ada@example.org"})
    said = mail.outbox[-1].subject + mail.outbox[-1].body
    assert "antern" not in said
