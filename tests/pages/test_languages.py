"""German: by the browser's wish or the reader's choice, and what it does not touch."""

import pytest
from django.utils import translation

from guide.gate.horizon import SEEN
from tests.conftest import at, flat

GERMAN = {"accept-language": "de-AT,de;q=0.9,en;q=0.5"}


def test_the_browsers_language_is_spoken(film, newcomer):
    response = newcomer.get("/", headers=GERMAN)
    page = flat(response.content.decode())
    assert '<html lang="de"' in page
    assert "Was das Ende eines Films bedeutet" in page
    assert response["Content-Language"] == "de"
    assert "Accept-Language" in response["Vary"]


def test_a_language_that_we_do_not_speak_is_english(film, newcomer):
    page = newcomer.get("/", headers={"accept-language": "fr"}).content.decode()
    assert '<html lang="en"' in flat(page)


def test_a_choice_is_kept_and_comes_before_the_browsers(film, newcomer):
    page = {"referer": "http://127.0.0.1:8000/search/?q=night"}
    response = newcomer.post("/language/", {"language": "de"}, headers=page)
    assert (response.status_code, response["Location"]) == (303, "/search/?q=night")
    cookie = response.cookies["language"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("de", True, "Lax")
    assert '<html lang="de"' in flat(newcomer.get("/").content.decode())
    newcomer.post("/language/", {"language": "en"})
    english = newcomer.get("/", headers=GERMAN).content.decode()
    assert '<html lang="en"' in flat(english)


@pytest.mark.parametrize("code", ["", "fr", "de\0", "../de", "x" * 500])
def test_a_language_that_is_none_is_refused(db, newcomer, code):
    response = newcomer.post("/language/", {"language": code})
    assert (response.status_code, dict(response.cookies)) == (400, {})


def test_another_sites_form_does_not_choose(db, newcomer):
    headers = {"origin": "https://evil.example"}
    response = newcomer.post("/language/", {"language": "de"}, headers=headers)
    assert (response.status_code, dict(response.cookies)) == (403, {})


@pytest.mark.parametrize("came", ["", "https://x.example//evil.example/", "http://[x"])
def test_the_choice_leads_nowhere_else(db, newcomer, came):
    response = newcomer.post(
        "/language/", {"language": "de"}, headers={"referer": came}
    )
    assert response.status_code in (303, 403)
    assert response.get("Location", "/") == "/"


def test_a_guide_keeps_its_language_and_says_so(film):
    page = at(film, SEEN).get("/films/the-long-night/", headers=GERMAN).content
    assert '<div class="prose" lang="en"><p>An earlycanary' in page.decode()
    english = at(film, SEEN).get("/films/the-long-night/").content.decode()
    assert '<div class="prose"><p>An earlycanary' in english


def test_what_stays_english_is_said_to_who_reads_german(film, newcomer):
    page = newcomer.get("/films/the-long-night/", headers=GERMAN).content.decode()
    assert "<dt>Sprache des Guides</dt><dd>Englisch</dd>" in page
    assert "Die Filmguides selbst sind auf Englisch." in page
    english = newcomer.get("/films/the-long-night/").content.decode()
    assert "Language of the guide" not in english


def test_numbers_of_drawings_are_not_localised(film):
    page = at(film, 33).get("/films/the-long-night/", headers=GERMAN).content.decode()
    assert 'x="33%"' in page


def test_plurals_and_shares(db):
    from guide.pages.vote_boxes import sentence
    from guide.votes.tally import Tally

    with translation.override("de"):
        said = [sentence(Tally(n, 6 - n), reading=True) for n in (1, 6)]
        said += [sentence(Tally(n, 0), reading=False) for n in (0, 1, 2, 6)]
    assert said == [
        "Diese Deutung überzeugt 1 von 6",
        "Diese Deutung überzeugt 6 von 6",
        "Noch keine Stimmen",
        "Bisher 1 Stimme",
        "Bisher 2 Stimmen",
        "6 von 6 halten das für die Antwort",
    ]


def test_a_refused_minute_is_told_in_german(film, newcomer):
    address = "/films/the-long-night/progress/"
    page = newcomer.post(address, {"minute": "x"}, headers=GERMAN).content.decode()
    assert "Gib eine Minute an, etwa 47" in page


def test_the_libraries_speak_our_german(db, newcomer):
    page = newcomer.get("/accounts/signup/", headers=GERMAN).content.decode()
    assert "Nimm kein Passwort, das viele benutzen." in page
    assert "üblich" not in page


def test_the_desk_stays_english(editor):
    page = editor.get("/admin/", headers=GERMAN).content.decode()
    assert "Log out" in page
    assert "Abmelden" not in page


def test_no_language_is_left_behind(film, newcomer):
    newcomer.get("/", headers=GERMAN)
    assert translation.get_language() == "en"
