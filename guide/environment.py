"""Reads settings from the environment; nonsense stops the start with a sentence."""

import os
import re
import secrets
import stat
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured

from guide.common.absolute_urls import origin

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def text(name: str, default: str = "") -> str:
    """The variable's value, or `default` where it is unset or empty.

    Raises ImproperlyConfigured for line ends and what else nobody sees.
    """
    value = os.environ.get(name, "").strip()
    if not value.isprintable():
        raise ImproperlyConfigured(
            f"{name} has a line break or an invisible character in it."
        )
    return value or default


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


def port() -> int:
    """Where the site listens. Raises ImproperlyConfigured for what is no port."""
    found = number("PORT", 8000)
    if not 0 < found < 65536:
        raise ImproperlyConfigured(f"PORT is {found}; write one from 1 to 65535.")
    return found


def folder(path: Path) -> Path:
    """A folder of the site's own data, made where it is not, closed to others.

    Raises ImproperlyConfigured where that cannot be.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.stat().st_mode & stat.S_IRWXO:
            path.chmod(0o700)
    except OSError as error:
        raise ImproperlyConfigured(
            f"DATA_DIR cannot be {str(path)!r}: {error.strerror}. Choose a folder "
            "that the site can write to."
        ) from None
    return path


def time_zone() -> str:
    """The time zone in which dates are shown and typed; UTC where none is set."""
    name = text("TIME_ZONE", "UTC")
    if name not in available_timezones():
        raise ImproperlyConfigured(
            f"TIME_ZONE is {name!r}; write a name such as Europe/Berlin."
        )
    return name


def site_url(port: int) -> str:
    """Where the site stands, as browsers write it, without a slash at the end.

    Loopback by default. Raises ImproperlyConfigured for what is no http(s) origin.
    """
    url = text("SITE_URL", f"http://127.0.0.1:{port}")
    try:
        return origin(url.rstrip("/"))
    except ValueError:
        raise ImproperlyConfigured(
            f"SITE_URL is {url!r}; write the site's address and no path, such as "
            "https://films.example."
        ) from None


def hosts(site: str) -> list[str]:
    """The hosts that visitors may name: ALLOWED_HOSTS, else the site's own.

    A site on plain http also goes by the names of one's own machine. Raises
    ImproperlyConfigured for what is no host.
    """
    named = text("ALLOWED_HOSTS").replace(",", " ").split()
    own = ["localhost", "127.0.0.1", "[::1]"] if site.startswith("http:") else []
    return [*map(_host, named)] or [_host(site.partition("//")[2]), *own]


def _host(name):
    """One host as browsers write it; `*` and `.example.org` as Django reads them."""
    if name == "*":
        return name
    dot, bare = name[: name.startswith(".")], name.removeprefix(".")
    if bare.count(":") > 1 and not bare.startswith("["):
        bare = f"[{bare}]"
    try:
        return dot + re.sub(r":\d+$", "", origin(f"http://{bare}").partition("//")[2])
    except ValueError:
        raise ImproperlyConfigured(
            f"ALLOWED_HOSTS has {name!r}; write names such as films.example, with "
            "spaces between them."
        ) from None


def second_factor(site: str) -> bool:
    """Whether the desk asks for a second factor: always, unless this is a trial.

    Raises ImproperlyConfigured where others can reach a site that asks for none.
    """
    asked = flag("SECOND_FACTOR", default=True)
    if not asked and urlsplit(site).hostname not in LOOPBACK:
        raise ImproperlyConfigured(
            "SECOND_FACTOR=no is only for a site on your own machine, but SITE_URL "
            f"is {site}."
        )
    return asked


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
    path = folder(data) / "secret_key"
    if not path.exists():
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(made, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()
