"""Who may enter the desk, and the accounts on it."""

from django.test import Client

from guide.readers.models import Reader
from tests import builders
from tests.admin.desk_forms import add, change, send


def test_the_desk_sends_strangers_to_the_accounts_log_in_and_readers_away(voter, db):
    answer = Client().get("/admin/login/?next=/admin/guide/film/")
    assert answer.headers["Location"] == (
        "/accounts/login/?next=%2Fadmin%2Fguide%2Ffilm%2F"
    )
    assert voter.get("/admin/login/").status_code == 403


def test_staff_without_a_permission_get_a_403(film):
    client = Client()
    client.force_login(
        builders.a_reader(is_staff=True),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    assert client.get(change(film)).status_code == 403


def test_an_account_is_made_and_its_address_changed_by_an_operator(editor):
    send(
        editor, add("reader"), email="new@example.org", usable_password="true",
        password1="a long password", password2="a long password",
    )  # fmt: skip
    reader = Reader.objects.get(email="new@example.org")
    send(editor, change(reader), email="other@example.org")
    reader.refresh_from_db()
    known = reader.emailaddress_set.values_list("email", "verified", "primary")
    assert (reader.email, list(known)) == (
        "other@example.org", [("other@example.org", True, True)],
    )  # fmt: skip


def test_deleting_an_account_shows_nobody_its_bookmarks(editor, voter, film):
    page = editor.get(f"/admin/guide/reader/{voter.reader.pk}/delete/")
    assert film.title not in page.content.decode()
