"""Every page is valid HTML to a strict parser, in both languages, for every reader."""

import pytest
from justhtml import JustHTML

from guide.gate.horizon import SEEN
from guide.passages.models import Entry
from guide.readers import takeover
from guide.readers.progress_cookie import Kept
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
    "/accounts/name/",
    "/accounts/delete/",
    "/accounts/password/change/",
    "/accounts/reauthenticate/",
    "/shelf/takeover/",
]


def check(response):
    page, at_fault = response.content.decode(), response.request["PATH_INFO"]
    assert page.startswith("<!doctype html>"), at_fault
    JustHTML(page, strict=True)
    ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert sorted(ids) == sorted(set(ids)), at_fault
    assert page.count("<h1") == 1, at_fault


@pytest.fixture(params=["en", "de"])
def language(request):
    return {"accept-language": request.param}


@pytest.mark.parametrize("minute", [None, 0, 50, SEEN])
def test_pages_are_valid_without_an_account(film, minute, language):
    for path in PAGES:
        check(at(film, minute).get(path, headers=language))


def test_pages_are_valid_with_an_account(film, sequel, voter, language):
    session = voter.session
    takeover.offer(session, {sequel.public_id: Kept(SEEN)}, {})
    session.save()
    answers = [voter.get(path, headers=language) for path in PAGES + OWN_PAGES]
    pages = [answer for answer in answers if answer.status_code != 302]
    assert len(pages) > 20
    for page in pages:
        check(page)


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
