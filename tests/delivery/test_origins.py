"""A site may be written and reached in several ways, and is one site in all of them."""

import pytest
from django.test import Client

from guide import environment
from guide.common.absolute_urls import origin

PROGRESS = "/films/the-long-night/progress/"


def raise_minute(host="127.0.0.1:8000", **headers):
    client = Client(enforce_csrf_checks=True)
    told = {"host": host} | {n.replace("_", "-"): v for n, v in headers.items()}
    return client.post(PROGRESS, {"minute": "1"}, headers=told).status_code


@pytest.fixture(autouse=True)
def as_by_default(settings):
    settings.SITE_URL = "http://127.0.0.1:8000"
    settings.ALLOWED_HOSTS = environment.hosts(settings.SITE_URL)


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]", "LOCALHOST"])
def test_the_site_on_ones_own_machine_goes_by_each_of_its_names(film, name):
    host = f"{name}:8000"
    assert raise_minute(host, origin=f"http://{host}") == 303
    assert raise_minute(host, referer=f"http://{host}/films/?q=a") == 303


def test_a_browser_that_hides_where_it_comes_from_is_believed_that_it_is_here(film):
    assert raise_minute(origin="null", sec_fetch_site="same-origin") == 303
    assert raise_minute(origin="null", sec_fetch_site="cross-site") == 403
    assert raise_minute(origin="null") == 403
    hidden = {"host": "localhost", "origin": "null", "sec-fetch-site": "same-origin"}
    client = Client(enforce_csrf_checks=True)
    page = client.get("/accounts/login/", headers=hidden)
    token = page.context["csrf_token"]
    form = {"csrfmiddlewaretoken": str(token), "login": "a@b.example", "password": "x"}
    assert client.post("/accounts/login/", form, headers=hidden).status_code == 200


@pytest.mark.parametrize(
    "other", ["http://evil.example", "http://localhost:9000", "https://localhost:8000",
              "http://localhost:8000.evil.example", "http://[::1", "ftp://localhost:8000"]
)  # fmt: skip
def test_another_origin_is_refused(film, other):
    assert raise_minute("localhost:8000", origin=other) == 403


@pytest.mark.parametrize(
    ("written", "browsers", "host"),
    [
        ("https://films.example:443", "https://films.example", "films.example"),
        ("https://Films.Example/", "https://films.example", "films.example"),
        (
            "https://müller-film.example",
            "https://xn--mller-film-9db.example",
            "xn--mller-film-9db.example",
        ),
        ("http://[FD00:0:0::5]:8204", "http://[fd00::5]:8204", "[fd00::5]"),
        ("http://films.example:80", "http://films.example", "films.example"),
    ],
)
def test_the_sites_address_is_kept_as_browsers_write_it(
    film, settings, monkeypatch, written, browsers, host
):
    monkeypatch.setenv("SITE_URL", written)
    settings.SITE_URL = environment.site_url(8000)
    settings.ALLOWED_HOSTS = environment.hosts(settings.SITE_URL)
    assert settings.SITE_URL == browsers == origin(browsers)
    asked = browsers.partition("//")[2]
    assert settings.ALLOWED_HOSTS[0] == host
    assert Client().get("/", headers={"host": asked}).status_code == 200
    assert raise_minute(asked, origin=browsers) == 303


def test_hosts_are_read_in_every_way_that_they_are_written(monkeypatch):
    monkeypatch.setenv(
        "ALLOWED_HOSTS", "Films.example, müller.example .a.example ::1 *"
    )
    assert environment.hosts("https://x.example") == [
        "films.example", "xn--mller-kva.example", ".a.example", "[::1]", "*",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "10.0.3.7", "10.0.3.7:8000", "evil", "x_y"]
)
def test_a_machine_may_be_asked_how_it_is_by_any_name(db, newcomer, settings, host):
    settings.ALLOWED_HOSTS = ["films.example"]
    settings.SITE_URL = "https://films.example"
    settings.SECURE_SSL_REDIRECT = True
    answer = newcomer.get("/healthz/", headers={"host": host})
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert host not in str(answer.headers)
    assert newcomer.get("/", headers={"host": host}).status_code == 400
