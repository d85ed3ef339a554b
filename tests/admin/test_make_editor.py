"""`manage.py make_editor`: who may edit, and who may do no more than that."""

from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.test import Client

from guide.readers.models import Reader
from tests import builders


def make(email: str) -> str:
    out = StringIO()
    call_command("make_editor", email, stdout=out)
    return out.getvalue()


def test_a_new_editor_gets_a_password_once_and_can_use_it(film):
    password = make("new@example.org").split()[-1]
    client = Client()
    client.post("/accounts/login/", {"login": "new@example.org", "password": password})
    urls = ["/admin/", f"/admin/guide/film/{film.pk}/change/", "/admin/guide/beat/add/"]
    assert [client.get(url).status_code for url in urls] == [200, 200, 200]
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == 1


def test_an_editor_touches_no_accounts_and_only_looks_at_votes(db):
    make("new@example.org")
    editor = Reader.objects.get()
    may = {right.partition(".")[2] for right in editor.get_all_permissions()}
    assert (editor.is_staff, editor.is_superuser) == (True, False)
    others = {"reader", "group", "vote", "bookmark", "emailaddress"}
    assert {r for r in may if r.split("_")[1] in others} == {"view_vote"}
    judged = {"add_discount", "view_discount", "add_lift"}
    assert {r for r in may if r.split("_")[1] in ("discount", "lift")} == judged
    assert {"change_film", "add_answer", "change_alsospoils", "add_evidence"} <= may


def test_an_account_that_is_there_keeps_its_password(db):
    reader = builders.a_reader("There@example.org")
    said = make("there@example.org")
    reader.refresh_from_db()
    assert said == f"{reader.email} can edit now, with the password it has.\n"
    assert reader.is_staff and reader.check_password("a good password")


def test_what_cannot_be_done_is_said_kindly(db):
    builders.a_reader("off@example.org", is_active=False)
    with pytest.raises(CommandError, match="is not an email address"):
        make("nobody")
    with pytest.raises(CommandError, match="suspended"):
        make("off@example.org")
