"""Votes a second through HTTP: one hot entry against a thousand, turn about."""

import time
from collections.abc import Iterator
from dataclasses import replace
from statistics import median

from tests.bench.table import Figure, ratio
from tests.drill.client import Crowd
from tests.drill.ledger import Ledger
from tests.drill.stage import Stage, stage

ENTRIES, READERS = 1_000, 1_280
TURNS, SECONDS, WARM = 6, 15, 2
MANY = """
import json, sys
from guide.passages.models import Ending, Entry
from guide.gate.horizon import SEEN
from guide.films.models import Film
film = Film.objects.published().get()
ending = Ending.unguarded.filter(film=film).first()
rows = Entry.unguarded.bulk_create([
    Entry(film=film, under=ending, kind="interpretation", horizon=SEEN,
          horizon_checked=True, status="published", public_id=f"bench{n:05}",
          title=f"Reading {n}", text="It means this.")
    for n in range(int(sys.argv[1]))
])
print(json.dumps([row.public_id for row in rows]))
"""


def hot_and_spread(database: str, url: str, quick: bool) -> Iterator[Figure]:
    """The rate on one entry is at least 90 % of that on a thousand."""
    turns, seconds = (2, 4) if quick else (TURNS, SECONDS)
    with stage(url, readers=READERS, mixed=False) as on:
        entries = on.site.json(MANY, str(ENTRIES))
        hot, spread = a_crowd(on, "hot", entries[:1]), a_crowd(on, "spread", entries)
        rates = {"hot": [], "spread": []}
        for turn in range(turns):
            pair = [("hot", hot), ("spread", spread)]
            for name, crowd in pair if turn % 2 else reversed(pair):
                rates[name].append(rate(crowd, seconds))
    one, many = median(rates["hot"]), median(rates["spread"])
    yield Figure(f"{database}: votes a second through HTTP, one entry", f"{one:.0f}")
    yield Figure(f"{database}: the same, {ENTRIES:,} entries", f"{many:.0f}")
    yield ratio(f"{database}: one hot entry against them", one, many, 0.9)


def a_crowd(on: Stage, name: str, entries: list[str]) -> Crowd:
    """64 clients with a ledger of their own, who vote on these entries.

    On many, each client begins elsewhere, so that no two are at one entry for long.
    """
    ledger = Ledger(on.folder / name)
    ledger.close()
    return Crowd(replace(on.load, ledger=ledger.path, entries=entries))


def rate(crowd: Crowd, seconds: float) -> float:
    """Acknowledged votes a second, once everybody is at it."""
    with crowd.voting():
        crowd.wait_for(64)
        time.sleep(WARM)
        began = time.monotonic_ns()
        time.sleep(seconds)
        ended = time.monotonic_ns()
    within = sum(
        it.acknowledged and began <= it.answered < ended
        for it in Ledger(crowd.load.ledger).read()
    )
    return within / seconds
