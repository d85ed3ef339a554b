"""Many processes that vote at once, through HTTP, and what is left of it."""

import random
from collections import Counter
from multiprocessing import get_context

from tests.site import Site

FILM = "all-you-need-is-kill-2014"
HOT = """
import json
from guide.passages.models import Interpretation
rows = Interpretation.unguarded.filter(status="published").order_by("public_id")
print(json.dumps(list(rows.values_list("public_id", flat=True))))
"""
TRUTH = """
import json, sys
from django.db.models import Count
from guide.passages.models import Entry
from guide.gate import SEEN, Progress
from guide.votes import tally
from guide.votes.models import Vote
entry = Entry.unguarded.get(public_id=sys.argv[1])
votes = Vote.unguarded.filter(passage=entry)
rows = votes.values("reader").annotate(n=Count("pk"))
progress = Progress(lambda: {entry.film_id: SEEN}).everywhere()
shown = tally.tallies([entry], progress).get(entry.pk)
print(json.dumps({
    "yes": votes.filter(value=1).count(),
    "no": votes.filter(value=-1).count(),
    "rows": votes.count(),
    "duplicates": rows.filter(n__gt=1).count(),
    "shown": [shown.yes, shown.no] if shown else [0, 0],
}))
"""


def a_process(site: Site, sessions: list[str], entry: str, votes: int, seed: int):
    """Cast, change and withdraw; returns how often each status came back."""
    drawn = random.Random(seed)
    statuses = Counter()
    for _ in range(votes):
        cookie = f"session={drawn.choice(sessions)}"
        value = drawn.choice(("1", "1", "-1", "0"))
        path = f"/entries/{entry}/vote/"
        statuses[site.request("POST", path, cookie, f"value={value}")] += 1
    return statuses


def crowd(site: Site, *, processes: int, readers: int, votes: int) -> dict:
    """Let `votes` votes of `readers` readers fall on one entry; what came of it."""
    entry = site.json(HOT)[0]
    sessions = site.sessions(readers, FILM)
    jobs = [(site, sessions, entry, votes // processes, n) for n in range(processes)]
    with get_context("spawn").Pool(processes) as pool:
        statuses = sum(pool.starmap(a_process, jobs), Counter())
    return {"statuses": dict(statuses), **site.json(TRUTH, entry)}
