"""The four pages of the site's own, and the pages for when something is away."""

from unittest import mock

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from guide.pages import films

NAMES = ["about", "contact", "terms", "privacy"]


@pytest.fixture
def written(settings, tmp_path):
    """Where the operator puts texts of their own."""
    settings.DATA_DIR = tmp_path
    (tmp_path / "pages").mkdir()
    return tmp_path / "pages"


@pytest.mark.parametrize("name", NAMES)
def test_each_page_has_a_text_and_is_linked_and_mapped(db, newcomer, name):
    page = newcomer.get(f"/{name}/")
    assert page.status_code == 200
    assert len(page.content) > 2000
    assert f'href="/{name}/"' in newcomer.get("/").content.decode()
    assert f"/{name}/</loc>" in newcomer.get("/sitemap.xml").content.decode()


def test_the_operators_text_stands_in_place_of_ours(db, newcomer, written):
    (written / "contact.md").write_text("Write to *Ada*. <script>x</script>")
    page = newcomer.get("/contact/").content.decode()
    assert "<em>Ada</em>" in page
    assert "<script>x" not in page
    assert "have not said yet" not in page


def test_a_text_in_the_readers_language_comes_first(db, newcomer, written):
    (written / "terms.md").write_text("In English.")
    (written / "terms.de.md").write_text("Auf Deutsch.")
    german = {"accept-language": "de"}
    assert "In English." in newcomer.get("/terms/").content.decode()
    assert "Auf Deutsch." in newcomer.get("/terms/", headers=german).content.decode()


def test_a_text_in_another_language_says_which(db, newcomer, written):
    (written / "terms.md").write_text("In English.")
    page = newcomer.get("/terms/", headers={"accept-language": "de"}).content.decode()
    assert '<div class="prose" lang="en"><p>In English.' in page


def test_a_text_that_is_too_long_is_logged_and_ours_shown(
    db, newcomer, written, caplog
):
    (written / "about.md").write_text("x" * 20_001)
    assert "Who writes it" in newcomer.get("/about/").content.decode()
    assert "about.md is not shown" in caplog.text


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_without_its_database_the_site_says_so(db, error):
    reader = Client(raise_request_exception=False)
    with mock.patch.object(films, "facts", side_effect=error("secret detail")):
        response = reader.get("/")
    assert (response.status_code, response["Retry-After"]) == (503, "120")
    assert b"secret detail" not in response.content


def test_a_database_away_before_the_view_is_503_as_well(voter):
    reader = Client(raise_request_exception=False)
    reader.cookies = voter.cookies
    away = mock.patch(
        "guide.readers.middleware.AccountShelf", side_effect=OperationalError
    )
    with away:
        assert reader.get("/").status_code == 503


def test_any_other_error_is_500(db):
    reader = Client(raise_request_exception=False)
    with mock.patch.object(films, "facts", side_effect=KeyError("secret")):
        response = reader.get("/")
    assert (response.status_code, b"secret" in response.content) == (500, False)


def test_the_manifest_carries_the_sites_name_and_icons(db, newcomer, settings):
    settings.SITE_NAME = "Letzte Bilder"
    told = newcomer.get("/site.webmanifest").json()
    assert told["name"] == "Letzte Bilder"
    assert [icon["sizes"] for icon in told["icons"]] == ["192x192", "512x512"]


def test_an_icon_is_where_programs_look_for_it(db, newcomer):
    assert newcomer.get("/favicon.ico")["Location"] == "/static/img/favicon.ico"
