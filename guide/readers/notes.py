"""The notice after an action, with its undo: a signed cookie, shown once."""

from collections.abc import Mapping

from django.conf import settings
from django.core import signing

from guide.readers import progress_cookie
from guide.readers.progress_cookie import Kept

SECONDS = 120
UNDO_SECONDS = 3600
_SALT = "guide.note"
_UNDO_SALT = "guide.undo"


def leave(
    response_cookies,
    said: str,
    *,
    undo: Mapping[str, Kept | None] | None = None,
    **facts,
):
    """Leave a notice for the next page: what was said, of what, and what undoes it.

    `said` is a word that the page turns into a sentence; `facts` are public.
    """
    note = {"said": said, **facts}
    if undo:
        note["undo"] = undo_token(undo)
    text = signing.dumps(note, salt=_SALT, compress=True)
    if len(text) > progress_cookie.MOST_BYTES:  # too many films to put back: no undo
        note.pop("undo", None)
        text = signing.dumps(note, salt=_SALT, compress=True)
    response_cookies.put(settings.NOTE_COOKIE_NAME, text, SECONDS)


def welcome(response_cookies) -> None:
    """Leave a welcome; it goes before what has been left for the next page."""
    waiting = read(response_cookies.holds(settings.NOTE_COOKIE_NAME))
    if waiting:
        leave(response_cookies, **waiting, new=True)
    else:
        leave(response_cookies, "welcome")


def read(text: str) -> dict | None:
    """The notice in a cookie, or None if there is none that we wrote."""
    try:
        return signing.loads(text, salt=_SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None


def undo_token(films: Mapping[str, Kept | None]) -> str:
    """What an undo form carries: the minutes and cuts to put back, signed."""
    back = {name: one for name, one in films.items() if one is not None}
    there = progress_cookie.write(
        {name: one.minute for name, one in back.items()},
        {name: one.cut for name, one in back.items()},
    )
    gone = "~".join(name for name, one in films.items() if one is None)
    return signing.dumps([there, gone], salt=_UNDO_SALT, compress=True)


def undone(token: str) -> dict[str, Kept | None] | None:
    """What an undo token puts back, or None if it is not ours or an hour old."""
    try:
        there, gone = signing.loads(token, salt=_UNDO_SALT, max_age=UNDO_SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    return progress_cookie.kept(there) | dict.fromkeys(filter(None, gone.split("~")))
