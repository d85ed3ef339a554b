"""Absolute addresses of this site, made of SITE_URL and never of the Host header."""

from django.conf import settings


def absolute(path: str) -> str:
    """The whole address of a path that begins with a slash."""
    return settings.SITE_URL + path
