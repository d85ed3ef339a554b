"""Headers, cookies and settings of a site that stands in the open."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from guide.pages.guards import see_other

ROOT = Path(__file__).parents[2]
PRODUCTION = {
    "SITE_URL": "https://films.example",
    "SECRET_KEY": "".join(map(chr, range(48, 110))),
    "DATABASE_URL": "postgres://guide:x@127.0.0.1/guide",
    "EMAIL_URL": "smtp+tls://u:p@mail.example",
}


def manage(*arguments, **environment):
    """Run manage.py with these variables and no others that matter."""
    kept = {k: os.environ[k] for k in ("PATH", "HOME", "DATA_DIR") if k in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
    )


def test_the_deployment_check_is_clean():
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "change, sentence",
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set. Make one with"),
        ({"SITE_URL": "films.example"}, "write the site's address and no path"),
        ({"SITE_URL": "https://a.example/b"}, "write the site's address and no path"),
        ({"DATABASE_URL": "mysql://x"}, "must begin with postgres:// or"),
        ({"DEBUG": "maybe"}, "DEBUG is 'maybe'; write true or false."),
        ({"SECOND_FACTOR": "no"}, "SECOND_FACTOR=no is only for a site on your own"),
        ({"PORT": "http"}, "PORT is 'http'; write a whole number."),
        ({"EMAIL_URL": "mail.example"}, "EMAIL_URL must begin with smtp://"),
        ({"CACHE_URL": "memcached://x"}, "CACHE_URL must begin with redis://"),
    ],
)
def test_nonsense_stops_the_start_with_a_sentence(change, sentence):
    done = manage("check", **PRODUCTION | change)
    assert done.returncode == 1
    assert sentence in done.stderr


def test_every_page_carries_the_security_headers(film, newcomer):
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    for path in ("/", "/films/the-long-night/", "/nothing/", "/accounts/login/"):
        headers = newcomer.get(path).headers
        assert {name: headers.get(name) for name in wanted} == wanted
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy


def test_pages_are_for_one_reader_alone(film, newcomer):
    headers = newcomer.get("/films/the-long-night/").headers
    assert headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in headers["Vary"]


OURS = ("/", "/films/the-long-night/", "/films/the-long-night/ending/", "/search/?q=a",
        "/shelf/", "/nothing/", "/accounts/login/", "/sitemap.xml")  # fmt: skip


def test_no_browser_keeps_a_page_of_somebody_it_knows(film, voter, halfway, newcomer):
    noted = Client()
    noted.cookies["note"] = "anything"
    for client in (voter, halfway, noted):
        for path in OURS:
            assert "no-store" in client.get(path).headers["Cache-Control"], path
    assert "no-store" in voter.post("/accounts/logout/").headers["Cache-Control"]
    assert "no-store" not in newcomer.get("/shelf/").headers["Cache-Control"]


def test_a_card_is_the_same_for_everybody_and_may_be_kept(film, voter):
    headers = voter.get("/films/the-long-night/card.svg").headers
    assert headers["Cache-Control"].startswith("public")


def test_absolute_addresses_come_of_the_site_url(film, newcomer, settings):
    settings.ALLOWED_HOSTS = ["other.example"]
    page = newcomer.get("/films/the-long-night/", headers={"host": "other.example"})
    assert "other.example" not in page.content.decode()
    sitemap = newcomer.get("/sitemap.xml", headers={"host": "other.example"})
    assert "other.example" not in sitemap.content.decode()


def test_a_host_that_is_not_ours_is_refused(db, newcomer):
    assert newcomer.get("/", headers={"host": "evil.example"}).status_code == 400


def test_the_site_says_that_it_is_well(db, newcomer):
    assert newcomer.get("/healthz/").content == b"ok\n"


def test_a_way_back_of_other_letters_is_written_in_percent():
    assert see_other("/films/映画?q=a b#c")["Location"] == (
        "/films/%E6%98%A0%E7%94%BB?q=a%20b#c"
    )


def test_a_form_that_is_too_large_is_refused_unread(db, newcomer):
    form = {"login": "a" * 1_100_000, "password": "x"}
    assert newcomer.post("/accounts/login/", form).status_code == 413
