"""The desk asks for a second factor, and leads whoever comes first through it."""

import re
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from guide.readers.models import Reader

DESK, SETUP = "/admin/", "/accounts/2fa/totp/activate/"


@pytest.fixture(autouse=True)
def asked_for(settings):
    settings.SECOND_FACTOR = True


def make(*arguments) -> str:
    out = StringIO()
    call_command("make_editor", *arguments, stdout=out)
    return out.getvalue()


def signed_in(email, password):
    client = Client()
    client.answer = client.post(
        "/accounts/login/?next=/admin/", {"login": email, "password": password}
    )
    return client


def code(secret):
    """Of now: the site also takes the step before, should the clock go on meanwhile."""
    _before, now, _after = counters()
    return format_hotp_value(hotp_value(secret, now))


@pytest.fixture
def editor(db):
    """Made, signed in, and with an app that makes codes; `secret` is its key."""
    password = make("ada@example.org").split()[-1]
    client = signed_in("ada@example.org", password)
    client.password = password
    page = client.get(SETUP).content.decode()
    client.secret = re.search(r"<code>([A-Z2-7]+)</code>", page)[1]
    client.answer = client.post(SETUP, {"code": code(client.secret)})
    assert client.answer.status_code == 302
    return client


def test_make_editor_says_what_comes(db):
    said = make("ada@example.org")
    assert "The first time, it asks for a second factor" in said
    assert "http://127.0.0.1:8000/admin/" in said


def test_a_new_editor_is_led_to_it_from_the_desk_and_on_to_the_desk(db):
    client = signed_in("ada@example.org", make("ada@example.org").split()[-1])
    assert client.answer["Location"] == DESK
    chain = client.get(DESK, follow=True)
    assert chain.redirect_chain[-1] == (SETUP, 302)
    page = chain.content.decode()
    assert "<svg" in page and "data:" not in page and "The desk opens only to" in page
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)[1]
    wrong = client.post(SETUP, {"code": "000000"})
    assert (wrong.status_code, client.get(DESK).status_code) == (200, 302)
    codes = client.post(SETUP, {"code": code(secret)}, follow=True)
    assert len(re.findall(r"<li><code>\d{8}</code></li>", codes.content.decode())) == 10
    assert 'href="/admin/">Go to the desk' in codes.content.decode()
    assert client.get(DESK).status_code == 200


@pytest.mark.parametrize("path", ["", "guide/film/", "log/", "markdown/preview/"])
def test_without_it_no_page_of_the_desk_opens(db, path):
    client = signed_in("ada@example.org", make("ada@example.org").split()[-1])
    assert client.get(DESK + path).status_code in (302, 405)
    assert client.post(DESK + path, {"content": "x"}).status_code in (302, 403)


def test_a_password_alone_opens_nothing_any_more(editor):
    thief = signed_in("ada@example.org", editor.password)
    assert thief.answer["Location"] == "/accounts/2fa/authenticate/"
    assert thief.get(DESK)["Location"].startswith("/admin/login/")
    assert thief.get("/accounts/email/").status_code == 302


def codes_of(editor):
    page = editor.get("/accounts/2fa/recovery-codes/").content.decode()
    return re.findall(r"<li><code>(\d{8})</code></li>", page)


def test_a_recovery_code_opens_once(editor):
    first = codes_of(editor)[0]
    for _ in range(2):
        client = signed_in("ada@example.org", editor.password)
        answer = client.post("/accounts/2fa/authenticate/", {"code": first})
        cache.clear()
    assert answer.status_code == 200
    assert len(codes_of(editor)) == 9


def test_a_browser_that_is_trusted_is_not_asked_again(editor):
    client = signed_in("ada@example.org", editor.password)
    asked = client.post("/accounts/2fa/authenticate/", {"code": codes_of(editor)[0]})
    assert asked["Location"] == "/accounts/2fa/trust/"
    done = client.post("/accounts/2fa/trust/", {"action": "trust"})
    assert done["Location"] == DESK
    client.post("/accounts/logout/")
    again = {"login": "ada@example.org", "password": editor.password}
    assert client.post("/accounts/login/", again)["Location"] == "/shelf/"
    assert client.get(DESK).status_code == 200
    assert signed_in("ada@example.org", editor.password).get(DESK).status_code == 302


def test_who_lost_it_gets_a_new_one_by_command(editor):
    make("ada@example.org", "--new-second-factor")
    assert Authenticator.objects.count() == 0
    assert editor.get(DESK, follow=True).redirect_chain[-1][0].startswith("/accounts/")
    assert Reader.objects.get().is_staff


def test_readers_need_none_and_may_have_one(voter):
    assert voter.get("/shelf/").status_code == 200
    page = voter.get("/accounts/2fa/").content.decode()
    assert "It is off." in page and 'href="/accounts/2fa/"' in page


def test_it_can_be_switched_off_and_the_desk_shuts(editor):
    editor.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.count() == 0
    assert editor.get(DESK).status_code == 302


PAGES = [
    "/accounts/2fa/",
    SETUP,
    "/accounts/2fa/recovery-codes/",
    "/accounts/2fa/recovery-codes/generate/",
    "/accounts/2fa/totp/deactivate/",
    "/accounts/2fa/reauthenticate/",
]


@pytest.mark.parametrize("language", ["en", "de"])
def test_its_pages_are_ours_and_whole(editor, language):
    from tests.pages.test_html import check

    spoken = {"accept-language": language}
    for path in PAGES:
        answer = editor.get(path, headers=spoken)
        if answer.status_code == 200:
            check(answer)
            assert "wo-Factor" not in answer.content.decode()
    thief = signed_in("ada@example.org", editor.password)
    check(thief.get("/accounts/2fa/authenticate/", headers=spoken))
    thief.post("/accounts/2fa/authenticate/", {"code": codes_of(editor)[0]})
    check(thief.get("/accounts/2fa/trust/", headers=spoken))
