"""The notice after an action, with its undo: a signed cookie, shown once."""

from collections.abc import Mapping

from django.conf import settings
from django.core import signing

from guide.readers import cookie

SECONDS = 120
UNDO_SECONDS = 3600
_SALT = "guide.note"
_UNDO_SALT = "guide.undo"


def leave(jar, said: str, *, undo: Mapping[str, int | None] | None = None, **facts):
    """Leave a notice for the next page: what was said, of what, and what undoes it.

    `said` is a word that the page turns into a sentence; `facts` are public.
    """
    note = {"said": said, **facts}
    if undo:
        note["undo"] = undo_token(undo)
    text = signing.dumps(note, salt=_SALT, compress=True)
    if len(text) > cookie.MOST_BYTES:  # too many films to put back: no undo
        note.pop("undo", None)
        text = signing.dumps(note, salt=_SALT, compress=True)
    jar.put(settings.NOTE_COOKIE_NAME, text, SECONDS)


def read(text: str) -> dict | None:
    """The notice in a cookie, or None if there is none that we wrote."""
    try:
        return signing.loads(text, salt=_SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None


def undo_token(minutes: Mapping[str, int | None]) -> str:
    """What an undo form carries: the minutes to put back, signed."""
    there = cookie.write({n: m for n, m in minutes.items() if m is not None})
    gone = "~".join(n for n, m in minutes.items() if m is None)
    return signing.dumps([there, gone], salt=_UNDO_SALT, compress=True)


def undone(token: str) -> dict[str, int | None] | None:
    """The minutes in an undo token, or None if it is not ours or an hour old."""
    try:
        there, gone = signing.loads(token, salt=_UNDO_SALT, max_age=UNDO_SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    return cookie.read(there) | dict.fromkeys(filter(None, gone.split("~")))
