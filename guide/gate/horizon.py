"""The order of horizons in plain Python: the specification, and the tests' oracle.

A horizon is the minute of a film after which a piece of content is safe; a progress
is the last minute watched. Both are integers of minutes in one order:

    0 < 1 < 2 < … < SEEN < None

`SEEN` is the whole film and stands above every minute. `None` is a missing horizon,
which nobody has reached. No page calls `reached`: pages ask the database, through
`guide.gate.visibility`, and the tests compare the two.
"""

SEEN = 32_767  # the largest value of a small integer column
LONGEST = 1_440  # minutes; the longest runtime a film may have: a day
LATE = 5  # minutes added to the end of a passage that nobody has checked at the film


def reached(horizon: int | None, minute: int) -> bool:
    """Whether a reader at `minute` has reached `horizon` (both minutes, or SEEN)."""
    return horizon is not None and horizon <= minute


def join(*horizons: int | None) -> int | None:
    """The least horizon at or above all of them; 0 for none, None if one is missing."""
    known = [horizon for horizon in horizons if horizon is not None]
    return max(known, default=0) if len(known) == len(horizons) else None


def place(minute: int, runtime: int) -> int:
    """A minute of a film that runs `runtime` minutes; SEEN from its end on."""
    return SEEN if minute >= runtime else minute


def late(end: int, runtime: int) -> int:
    """The horizon of an unchecked passage that ends at minute `end`: it errs late."""
    return place(end + LATE, runtime)


def spoken(horizon: int | None) -> str:
    """A horizon in the words that editors read: `minute 68`, `the end`, `nobody`."""
    if horizon is None:
        return "nobody"
    return "the end" if horizon >= SEEN else f"minute {horizon}"
