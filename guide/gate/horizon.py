"""The order of horizons in plain Python: the specification, and the tests' oracle.

A horizon is the minute of a film after which a piece of content is safe; a progress
is the last minute watched. Both are integers of minutes in one order:

    0 < 1 < 2 < … < SEEN < None

`SEEN` is the whole film and stands above every minute. `None` is a missing horizon,
which nobody has reached. No page calls `reached`: pages ask the database, through
`guide.gate.visibility`, and the tests compare the two.
"""

import re

from django.utils.translation import gettext as _

SEEN = 32_767  # the largest value of a small integer column
LONGEST = 1_440  # minutes; the longest runtime a film may have: a day
LATE = 5  # minutes added to the end of a passage that nobody has checked at the film
TOLERANCE = 30  # minutes past the longest cut that a player's clock may show


class BadMinute(ValueError):
    """What was typed is no minute. Its text is a sentence for the person who typed."""


def reached(horizon: int | None, minute: int) -> bool:
    """Whether a reader at `minute` has reached `horizon` (both minutes, or SEEN)."""
    return horizon is not None and horizon <= minute


def join(*horizons: int | None) -> int | None:
    """The least horizon at or above all of them; 0 for none, None if one is missing."""
    if None in horizons:
        return None
    return max(horizons, default=0)


def place(minute: int, runtime: int) -> int:
    """A minute of a film that runs `runtime` minutes; SEEN from its end on."""
    return SEEN if minute >= runtime else minute


def late(end: int, runtime: int) -> int:
    """The horizon of an unchecked passage that ends at minute `end`: it errs late."""
    return place(end + LATE, runtime)


def typed(text: str) -> int:
    """The minute somebody typed: `107`, `1:47` (hours) or `1:47:30`; whole minutes.

    Seconds are dropped, so that nobody is placed further than they have watched.
    Raises BadMinute for anything else, with a sentence to show.
    """
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) <= 5:
        return int(text)
    if clock := re.fullmatch(r"(\d{1,2}):([0-5]\d)(?::[0-5]\d)?", text, re.ASCII):
        return int(clock[1]) * 60 + int(clock[2])
    raise BadMinute(_("Give a whole minute such as 47, or hours and minutes: 1:47."))


def spoken(horizon: int | None) -> str:
    """A horizon in the words that editors read: `minute 68`, `the end`, `nobody`."""
    if horizon is None:
        return "nobody"
    return "the end" if horizon >= SEEN else f"minute {horizon}"
