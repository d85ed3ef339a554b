"""Genres in the reader's language; guides name them in English, in small letters."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

KNOWN = (
    _("action"),
    _("adventure"),
    _("animation"),
    _("comedy"),
    _("crime"),
    _("documentary"),
    _("drama"),
    _("family"),
    _("fantasy"),
    _("history"),
    _("horror"),
    _("musical"),
    _("mystery"),
    _("romance"),
    _("science fiction"),
    _("thriller"),
    _("war"),
    _("western"),
)


def spoken(genre: str) -> str:
    """A genre's name in words; one that nobody has translated stays as it is."""
    return gettext(genre) if genre in KNOWN else genre
