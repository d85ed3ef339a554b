"""Every page is valid HTML to a strict parser, in both languages, for every reader."""

import pytest
from justhtml import JustHTML

from guide.entries.models import Entry
from guide.gate.horizon import SEEN
from tests import builders
from tests.conftest import at

FILM = "/films/the-long-night/"
PAGES = [
    "/",
    "/films/",
    "/films/?genre=war",
    FILM,
    f"{FILM}ending/",
    f"{FILM}progress/",
    "/shelf/",
    "/search/",
    "/search/?q=canary",
    "/search/?q=nothing",
    "/search/?q=" + "x" * 300,
    "/about/",
    "/contact/",
    "/terms/",
    "/privacy/",
    "/nothing/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/inactive/",
    "/accounts/confirm-email/",
]
OWN_PAGES = [
    "/accounts/logout/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/reauthenticate/",
    "/shelf/takeover/",
]


def check(response):
    page = response.content.decode()
    assert page.startswith("<!doctype html>")
    JustHTML(page, strict=True)
    ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))
    assert page.count("<h1") == 1


@pytest.fixture(params=["en", "de"])
def language(request):
    return {"accept-language": request.param}


@pytest.mark.parametrize("minute", [None, 0, 50, SEEN])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_valid_without_an_account(film, path, minute, language):
    check(at(film, minute).get(path, headers=language))


@pytest.mark.parametrize("path", PAGES + OWN_PAGES)
def test_a_page_is_valid_with_an_account(film, voter, path, language):
    response = voter.get(path, headers=language)
    if response.status_code != 302:
        check(response)


def test_every_kind_of_entry_is_valid(film, finished, language):
    builders.a_question(film, 10)
    for name in Entry.unguarded.values_list("public_id", flat=True):
        check(finished.get(f"/entries/{name}/", headers=language))


def test_a_page_with_a_notice_and_one_with_an_error_are_valid(film, newcomer, language):
    newcomer.post(f"{FILM}progress/", {"minute": "50"})
    check(newcomer.get(FILM, headers=language))
    check(newcomer.post(f"{FILM}progress/", {"minute": "x"}, headers=language))


@pytest.mark.parametrize("path", ["login", "signup", "password/reset"])
def test_a_form_with_errors_is_valid(db, newcomer, path, language):
    check(newcomer.post(f"/accounts/{path}/", {}, headers=language))
