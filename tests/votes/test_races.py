"""Votes under load: exact, once a reader, and never an error."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.site import running_site
from tests.votes.crowd import FILM, crowd


@pytest.mark.full
def test_a_thousand_votes_by_twenty_readers_from_eight_processes_add_up():
    with running_site(os.environ.get("DATABASE_URL", "")) as site:
        left = crowd(site, processes=8, readers=20, votes=1000)
    assert left["statuses"] == {303: 1000}
    assert left["duplicates"] == 0
    assert left["rows"] <= 20
    assert left["shown"] == [left["yes"], left["no"]]
    assert left["yes"] + left["no"] > 0


ACTORS = """
import json, random, sys
from contextlib import suppress
from pathlib import Path
from guide.passages.models import Interpretation
from guide.readers.models import Reader
from guide.readers.locks import Suspended
from guide.votes import casting, discounting, recounting, snapshots
from guide.votes.models import Discount, Vote
role, seed, stop = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
drawn, done = random.Random(seed), 0
entries = list(Interpretation.unguarded.filter(status="published").order_by("pk")[:2])
readers = list(Reader.objects.filter(email__startswith="crowd"))

def keys(model):
    found = list(model.unguarded.order_by("pk").values_list("pk", flat=True))
    return drawn.sample(found, min(4, len(found)))

def vote():
    with suppress(Suspended):
        casting.cast(reader=drawn.choice(readers), entry=drawn.choice(entries),
                     value=drawn.choice((1, 1, -1, 0)))
    return 1

def judge():
    return drawn.choice((
        lambda: discounting.discount(keys(Vote), by=None, reason="A crowd."),
        lambda: discounting.lift(keys(Discount), by=None, reason="None."),
        lambda: discounting.suspend(drawn.choice(readers), by=None, reason="One."),
        lambda: discounting.restore(drawn.choice(readers), by=None, reason="None."),
    ))()

def fold():
    return sum(snapshots.update(entry.pk) for entry in entries)

def look():
    drifted = list(recounting.drifted())
    assert not drifted, drifted
    return 1

most = {"vote": 400, "judge": 60}.get(role, 10**9)
while done < most and not stop.exists():
    done += {"vote": vote, "judge": judge, "fold": fold, "look": look}[role]()
print(json.dumps(done))
"""


@pytest.mark.full
def test_a_tally_is_exact_at_every_moment_while_votes_are_folded_and_discounted(
    tmp_path,
):
    """Each look is one statement: what shows and what the rows say of one moment."""
    stop = tmp_path / "stop"
    with (
        running_site(os.environ.get("DATABASE_URL", "")) as site,
        ThreadPoolExecutor(6) as pool,
    ):
        site.sessions(20, FILM)
        roles = ["vote", "vote", "judge", "fold", "fold", "look"]
        did = [
            pool.submit(site.json, ACTORS, role, str(seed), str(stop))
            for seed, role in enumerate(roles)
        ]
        try:
            for acted in did[:3]:
                acted.result()
        finally:
            stop.touch()
        done = [acted.result() for acted in did]
        voted, judged, counted, looked = done[:2], done[2], done[3:5], done[5]
        assert voted == [400, 400]
        # Whichever of the two counts first leaves the other nothing.
        assert (judged >= 60, sum(counted) > 0, looked > 0) == (True, True, True)
        site.python("from django.core.management import call_command\n"
                    "call_command('recount_votes', '--check')")  # fmt: skip
