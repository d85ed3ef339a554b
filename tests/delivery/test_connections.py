"""What an operator typed is read as it was meant, or refused with a sentence."""

import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from guide import connections, environment


@pytest.mark.parametrize(
    "password",
    [
        "plain",
        "a#b",
        "a/b",
        "a?b",
        "a[b",
        "a]b",
        "a@b",
        "a:b",
        "100%",
        "a@b/c?d#e",
        "é",
    ],
)
def test_a_password_may_hold_any_sign(password, tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"postgres://u:{password}@h.example:5432/films")
    monkeypatch.setenv(
        "EMAIL_URL", f"smtp://u:{password}@m.example:25?from=a@f.example"
    )
    monkeypatch.setenv("CACHE_URL", f"redis://:{password}@c.example:6380/1")
    told = connections.database(tmp_path)
    assert [told[n] for n in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "u", password, "h.example", "5432", "films",
    ]  # fmt: skip
    mail = connections.mail()
    assert mail["EMAIL_HOST_PASSWORD"] == password
    assert (mail["EMAIL_HOST"], mail["DEFAULT_FROM_EMAIL"]) == (
        "m.example", "a@f.example",
    )  # fmt: skip
    assert redis_of(connections.cache()) == ("c.example", 6380, 1, password)


def test_a_mail_relay_may_need_no_password(monkeypatch):
    sender = "films@x.example"
    monkeypatch.setenv("EMAIL_URL", f"smtp://127.0.0.1:2525?from={sender}")
    names = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD",
             "DEFAULT_FROM_EMAIL")  # fmt: skip
    mail = connections.mail()
    assert [mail.get(name, "") for name in names] == ["127.0.0.1", 2525, "", "", sender]


def redis_of(cache):
    """How the client itself reads what the cache was set to."""
    from redis.connection import ConnectionPool

    told = ConnectionPool.from_url(cache["LOCATION"]).connection_kwargs
    return told["host"], told["port"], told["db"], told["password"]


def test_percents_are_read_and_pluses_stay(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://u:a%40b%2F@[::1]/f?sslmode=require")
    sender = "films+noreply@x.example"
    monkeypatch.setenv("EMAIL_URL", f"smtps://m.example?from={sender}")
    told = connections.database(tmp_path)
    assert (told["PASSWORD"], told["HOST"]) == ("a@b/", "::1")
    assert told["OPTIONS"] == {"sslmode": "require"}
    assert connections.mail()["DEFAULT_FROM_EMAIL"] == sender
    assert connections.mail()["EMAIL_PORT"] == 465


READERS = {
    "DATABASE_URL": lambda: connections.database(environment.Path("/nowhere")),
    "EMAIL_URL": connections.mail,
    "CACHE_URL": connections.cache,
    "SITE_URL": lambda: environment.site_url(8000),
    "ALLOWED_HOSTS": lambda: environment.hosts("https://films.example"),
    "PORT": environment.port,
    "SITE_NAME": lambda: environment.text("SITE_NAME"),
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "postgres://u:secret@h:port/films"),
        ("DATABASE_URL", "postgres://u:secret@h:99999/films"),
        ("DATABASE_URL", "postgres://u:secret@[h/films"),
        ("DATABASE_URL", "postgres://u:secret@h"),
        ("DATABASE_URL", "postgres://u:secret@h/films?nonsense=1"),
        ("DATABASE_URL", "sqlite:////nowhere/at/all.sqlite3"),
        ("EMAIL_URL", "smtp://"),
        ("EMAIL_URL", "smtp://u:secret@m:x"),
        ("EMAIL_URL", "smtp://m.example?from=nobody"),
        ("CACHE_URL", "redis://:secret@c:x/0"),
        ("CACHE_URL", "redis://c/films"),
        ("CACHE_URL", "redis:///0"),
        ("SITE_URL", "http://[::1"),
        ("SITE_URL", "http://films.example:x"),
        ("SITE_URL", "http://films.example:99999"),
        ("SITE_URL", "https://me:secret@films.example"),
        ("SITE_URL", "https://films.example/?a"),
        ("SITE_URL", "https://"),
        ("ALLOWED_HOSTS", "https://films.example"),
        ("PORT", "99999"),
        ("PORT", "0"),
        ("SITE_NAME", "Films\nBcc: me"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_its_name(name, value, monkeypatch):
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured) as refused:
        READERS[name]()
    assert name in str(refused.value)
    assert "\n" not in str(refused.value)
    assert "secret@" not in str(refused.value) or name == "SITE_URL"


def test_a_cache_that_is_away_is_unwell_and_no_error(newcomer, db, settings):
    settings.CACHES = {"default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://127.0.0.1:1/0",
    }}  # fmt: skip
    answer = newcomer.get("/healthz/")
    assert (answer.status_code, answer.content) == (503, b"unwell\n")


def test_what_the_site_keeps_is_closed_to_others(tmp_path, monkeypatch):
    data = tmp_path / "data"
    data.mkdir(mode=0o755)
    (data / "site.sqlite3").touch(0o644)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    found = connections.database(data)["NAME"]
    fresh = connections.sqlite(tmp_path / "fresh.sqlite3")["NAME"]
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (data, found, fresh)]
    assert modes == [0o700, 0o600, 0o600]
