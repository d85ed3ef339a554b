"""What the site connects to, by the addresses that an operator wrote.

A password may hold any sign, as it is or percent-encoded. What cannot be meant stops
the start with a sentence that names the variable and what to write.
"""

import os
import re
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from django.core.exceptions import ImproperlyConfigured

from guide.environment import folder, text

try:
    # A newer SQLite than most systems have: with WAL, who reads for long holds up
    # nobody. Django takes it from here, as it has not asked for sqlite3 yet.
    import pysqlite3

    sys.modules["sqlite3"] = pysqlite3
except ImportError:  # no wheel for this machine: the system's own does
    pass

from sqlite3 import sqlite_version_info as library

# The first @ after which a host, a port, a path and a query make sense ends the
# password: no sign in it has a meaning of its own. A relay of mail may need none, and
# the @ is that of its sender: smtp://host:25?from=films@example.org.
_ADDRESS = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+]*)://"
    r"(?:(?P<user>[^:@/?\#]*)(?::(?!\d+\?from=)(?P<password>.*?))?@)?"
    r"(?P<host>\[[0-9a-fA-F:.%]+\]|[^@:/?\#\[\]\s]*)"
    r"(?::(?P<port>[^@/?\#]*))?"
    r"(?:/(?P<path>[^@?\#]*))?"
    r"(?:\?(?P<query>[\w.-]+=[^&\#]*(?:&[\w.-]+=[^&\#]*)*)?)?",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Address:
    """An operator's address in parts, decoded; what is not said is empty."""

    scheme: str
    user: str
    password: str
    host: str
    port: int | None
    path: str
    options: dict[str, str]


def address(name: str, example: str) -> Address | None:
    """The variable `name` in parts; None where it is not set.

    Raises ImproperlyConfigured where it is none, with `example` as what to write. The
    value is not shown: it may hold a password.
    """
    url = text(name)
    if not url:
        return None
    found = _ADDRESS.fullmatch(url)
    port = found and found["port"]
    if not found or (port and not (port.isdecimal() and 0 < int(port) < 65536)):
        raise ImproperlyConfigured(
            f"{name} cannot be read; write {example}. A character that is misread in a "
            "password is written in percent, such as %40 for @."
        )
    said = {key: unquote(value or "") for key, value in found.groupdict().items()}
    pairs = (pair.partition("=") for pair in (found["query"] or "").split("&"))
    return Address(
        said["scheme"], said["user"], said["password"], said["host"].strip("[]"),
        int(port) if port else None, said["path"],
        # A plus stands for itself: addresses of mail have it.
        {unquote(key): unquote(value) for key, _, value in pairs if key},
    )  # fmt: skip


def database(data: Path) -> dict:
    """Django's DATABASES["default"]: DATABASE_URL, else a SQLite file under `data`."""
    url = text("DATABASE_URL")
    if not url:
        return sqlite(folder(data) / "site.sqlite3")
    if url.startswith("sqlite://"):
        path = unquote(url.removeprefix("sqlite://")).removeprefix("/")
        return sqlite(Path(path or "site.sqlite3"))
    if not url.startswith(("postgres://", "postgresql://")):
        raise ImproperlyConfigured(
            "DATABASE_URL must begin with postgres:// or sqlite://."
        )
    at = address("DATABASE_URL", "postgres://user:password@host:5432/name")
    if not at.path:
        raise ImproperlyConfigured(
            "DATABASE_URL names no database; write its name at the end, after a slash."
        )
    options = dict(at.options)
    host, port = options.pop("host", at.host), options.pop("port", at.port or "")
    _refuse_unknown(options)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": at.path,
        "USER": at.user,
        "PASSWORD": at.password,
        "HOST": host,
        "PORT": str(port),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def _refuse_unknown(options):
    from psycopg import ProgrammingError, conninfo

    for name, value in options.items():
        try:
            conninfo.make_conninfo(**{name: value})
        except ProgrammingError:
            raise ImproperlyConfigured(
                f"DATABASE_URL has an option {name!r} that PostgreSQL does not know."
            ) from None


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
    _close_to_others(path)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": f"PRAGMA journal_mode={journal};"
            "PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;",
        },
    }


def _close_to_others(path):
    """The file belongs to the site: it holds sessions and hashes. What SQLite writes
    beside it takes its mode."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
        mode = path.stat().st_mode
        if mode & stat.S_IRWXO:
            path.chmod(mode & ~(stat.S_IRWXG | stat.S_IRWXO))
    except PermissionError:
        pass  # not ours to close: the database itself says what it may not do
    except OSError as error:
        raise ImproperlyConfigured(
            f"The database cannot be at {str(path)!r}: {error.strerror}. Set "
            "DATABASE_URL or DATA_DIR to another place."
        ) from None


def mail() -> dict:
    """Django's EMAIL_… settings from EMAIL_URL; empty where no server is set."""
    url = text("EMAIL_URL")
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    if url.startswith("console:"):
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if not url.startswith(("smtp://", "smtps://", "smtp+tls://")):
        raise ImproperlyConfigured(
            "EMAIL_URL must begin with smtp://, smtp+tls://, smtps:// or console:."
        )
    example = "smtp+tls://user:password@host:587?from=films@host.example"
    at = address("EMAIL_URL", example)
    sender = at.options.get("from", f"noreply@{at.host}")
    if not at.host or not re.search(r"[^@\s<]@[^@\s>]", sender):
        lacks = "a host" if not at.host else "an address that mails come from"
        raise ImproperlyConfigured(f"EMAIL_URL lacks {lacks}; write {example}.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": at.host,
        "EMAIL_PORT": at.port or {"smtps": 465}.get(at.scheme, 587),
        "EMAIL_HOST_USER": at.user,
        "EMAIL_HOST_PASSWORD": at.password,
        "EMAIL_USE_SSL": at.scheme == "smtps",
        "EMAIL_USE_TLS": at.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 10,
        "DEFAULT_FROM_EMAIL": sender,
    }


def cache() -> dict:
    """Django's CACHES["default"]: Redis or Valkey at CACHE_URL, else this process."""
    url = text("CACHE_URL")
    if not url:
        return {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            # Counters: with Django's 300, many accounts at once push each other out.
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    if not url.startswith(("redis://", "rediss://")):
        raise ImproperlyConfigured("CACHE_URL must begin with redis:// or rediss://.")
    example = "redis://:password@host:6379/0"
    at = address("CACHE_URL", example)
    if not at.host or not (at.path or "0").isdecimal():
        lacks = "no host" if not at.host else "a database that is not a number"
        raise ImproperlyConfigured(f"CACHE_URL has {lacks}; write {example}.")
    who = f"{quote(at.user, safe='')}:{quote(at.password, safe='')}@"
    host = f"[{at.host}]" if ":" in at.host else at.host
    options = "&".join(f"{key}={quote(value)}" for key, value in at.options.items())
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": f"{at.scheme}://{who if at.user or at.password else ''}{host}"
        f":{at.port or 6379}/{at.path or 0}{'?' if options else ''}{options}",
        "OPTIONS": {
            "serializer": "guide.delivery.cache.JSONSerializer",
            "socket_connect_timeout": 0.5,
            "socket_timeout": 0.5,
        },
    }
