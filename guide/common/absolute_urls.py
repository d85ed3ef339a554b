"""Absolute addresses of this site, made of SITE_URL and never of the Host header."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings

_USUAL = {"http": 80, "https": 443}


def absolute(path: str) -> str:
    """The whole address of a path that begins with a slash."""
    return settings.SITE_URL + path


def origin(url: str) -> str:
    """`scheme://host[:port]` as browsers write it, whichever way it was written.

    Small letters, a name of other scripts in punycode, IPv6 in its short form, the
    scheme's usual port left out. Raises ValueError for what is no http(s) origin, or
    is more than that.
    """
    parts = urlsplit(url)
    usual = _USUAL.get(parts.scheme)
    if usual is None or parts.path or parts.query or parts.fragment or "@" in url:
        raise ValueError(f"no origin: {url!r}")
    port = "" if parts.port in (None, usual) else f":{parts.port}"
    return f"{parts.scheme}://{_host(parts.hostname or '')}{port}"


def _host(name):
    if ":" in name:
        return f"[{ip_address(name).compressed}]"
    written = name.rstrip(".").encode("idna").decode().lower()
    if not re.fullmatch(r"[a-z0-9._-]+", written):
        raise ValueError(f"no host: {name!r}")
    return written
