"""Reads settings from the environment; nonsense stops the start with a sentence."""

import os
import secrets
from pathlib import Path
from sqlite3 import sqlite_version_info as library
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """The variable's value, or `default` where it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """True or False. Raises ImproperlyConfigured for anything but yes and no."""
    value = text(name, str(default)).lower()
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; write true or false.")


def number(name: str, default: int) -> int:
    """A whole number of 0 or more. Raises ImproperlyConfigured for anything else."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"{name} is {value!r}; write a whole number.")
    return int(value)


def time_zone() -> str:
    """The time zone in which dates are shown and typed; UTC where none is set."""
    name = text("TIME_ZONE", "UTC")
    if name not in available_timezones():
        raise ImproperlyConfigured(
            f"TIME_ZONE is {name!r}; write a name such as Europe/Berlin."
        )
    return name


def site_url(port: int) -> str:
    """Where the site stands, without a slash at the end; loopback by default."""
    url = text("SITE_URL", f"http://127.0.0.1:{port}").rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path:
        raise ImproperlyConfigured(
            f"SITE_URL is {url!r}; write the site's address and no path, such as "
            "https://films.example."
        )
    return url


def secret_key(data: Path, embedded: bool) -> str:
    """The secret key: from the environment, or one kept under `data` if `embedded`.

    Raises ImproperlyConfigured where neither is to be had.
    """
    if key := text("SECRET_KEY"):
        return key
    if not embedded:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Make one with `python -c 'import secrets; "
            "print(secrets.token_urlsafe(50))'` and keep it in the environment."
        )
    path = data / "secret_key"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(made, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


def database(data: Path) -> dict:
    """Django's DATABASES["default"]: DATABASE_URL, else a SQLite file under `data`."""
    url = text("DATABASE_URL")
    if not url:
        data.mkdir(parents=True, exist_ok=True)
        return sqlite(data / "site.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path).removeprefix("/") or "site.sqlite3"))
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(
            "DATABASE_URL begins with neither postgres:// nor sqlite://."
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def sqlite(path: Path) -> dict:
    """A SQLite database at `path` that loses nothing it has acknowledged.

    WAL only on a library without the WAL-reset bug (3.51.3, or 3.50.7 and 3.44.6 of
    their series); elsewhere the rollback journal, slower and sound. The journal is
    kept and its head overwritten: removing it is not synced with FULL, and a power cut
    could bring it back, and with it take back the last vote.
    """

    fixed = (
        library >= (3, 51, 3)
        or (3, 50, 7) <= library < (3, 51)
        or (3, 44, 6) <= library < (3, 45)
    )
    journal = "WAL" if fixed else "PERSIST"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": f"PRAGMA journal_mode={journal};"
            "PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;",
        },
    }


def mail() -> dict:
    """Django's EMAIL_… settings from EMAIL_URL; empty where no server is set."""
    url = text("EMAIL_URL")
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme not in ("smtp", "smtps", "smtp+tls") or not parts.hostname:
        raise ImproperlyConfigured(
            "EMAIL_URL is none of smtp://, smtp+tls://, smtps:// and console:."
        )
    options = dict(parse_qsl(parts.query))
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"smtps": 465}.get(parts.scheme, 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 10,
        "DEFAULT_FROM_EMAIL": options.get("from", f"noreply@{parts.hostname}"),
    }


def cache(url: str) -> dict:
    """Django's CACHES["default"]: Redis or Valkey at `url`, else this process."""
    if not url:
        return {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            # Counters: with Django's 300, many accounts at once push each other out.
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    if urlsplit(url).scheme not in ("redis", "rediss"):
        raise ImproperlyConfigured("CACHE_URL begins with redis:// or rediss://.")
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": url,
        "OPTIONS": {
            "serializer": "guide.delivery.cache.JSONSerializer",
            "socket_connect_timeout": 0.5,
            "socket_timeout": 0.5,
        },
    }
