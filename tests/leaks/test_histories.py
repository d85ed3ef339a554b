"""A history without what happened beyond the reader gives the reader the same."""

import os
from random import Random

import pytest

from guide.readers import bookmarks
from tests.leaks.addresses import Leg, ask
from tests.leaks.itineraries import PROGRESS, sweep
from tests.leaks.observe import BACKEND, Client, Visit, arrive, differences
from tests.leaks.stage import world
from tests.leaks.visible import VOTERS
from tests.leaks.worlds import draw
from tests.seeds import SEED

HISTORIES = int(os.environ.get("TWO_WORLDS_HISTORIES", "10"))
STEPS = int(os.environ.get("TWO_WORLDS_STEPS", "20"))
VOTE = "entries/<public_id:public_id>/vote/"
MOVED = "entries/<public_id:public_id>/moved/"


@pytest.mark.django_db
@pytest.mark.parametrize("number", range(HISTORIES))
def test_purging_a_history_changes_nothing_for_the_reader(number):
    seed = f"{SEED} history {number}"
    plan = draw(seed)
    events = history(plan, Random(seed))
    whole, purged = (live(plan, events, purge=purge) for purge in (False, True))
    steps = [step for kind, step in events if kind == "low"]
    assert len(whole) == len(purged) == len(steps)
    found = [
        str(difference)
        for step, one, other in zip(steps, whole, purged, strict=True)
        # Whoever looks in between warms caches: statements may be spared.
        for difference in differences(seed, step, one, other, sql=False)
    ]
    assert found == []


def history(plan, rng):
    """Events in one order: ("low", step), ("edit", cluster) and ("high", step)."""
    pages = sweep(plan, rng)
    votes = [
        ask(route, "POST", rng, plan.names, public_id=name)
        for name in rng.sample(plan.names.rows, min(4, len(plan.names.rows)))
        for route in (VOTE, MOVED)
    ]
    low = [("low", rng.choice([*pages, *pages, *votes])) for _ in range(STEPS)]
    events = [*low]
    place = 0
    told = plan.announced()
    for cluster in plan.secrets[0]:  # in their order: some stand on earlier ones
        if cluster[0] in told:
            continue
        place = rng.randint(place, len(events))
        events.insert(place, ("edit", cluster))
        place += 1
    for _ in range(STEPS):
        seen = rng.choice(pages)
        at = rng.randint(0, len(events))
        events.insert(at, ("high", seen))
        if rng.random() < 0.3:
            moved = ask(PROGRESS, "POST", rng, plan.names)
            events.insert(rng.randint(0, len(events)), ("high", moved))
        if plan.names.hidden_rows:
            hidden = rng.choice(plan.names.hidden_rows)
            route = rng.choice([VOTE, VOTE, MOVED])
            vote = ask(route, "POST", rng, plan.names, public_id=hidden)
            events.insert(rng.randint(at, len(events)), ("high", vote))
    return events


def live(plan, events, *, purge):
    """What the reader sees of a history, with or without the events above them."""
    with world(plan.seed, mail=plan.manner.mail) as stage:
        for act in [*plan.low, *plan.announced()]:
            stage.play(act)
        reader = Visit(stage, arrive(stage, plan))
        others = Visit(stage, _somebody_who_has_seen_all(stage), "high")
        seen = []
        for kind, what in events:
            if kind == "low":
                seen += reader.go(Leg((what,)))
            elif purge:
                continue
            elif kind == "edit":
                for act in what:
                    stage.play(act)
            else:
                others.see(what)
        return seen


def _somebody_who_has_seen_all(stage):
    """A voter of the low part who minds no spoilers, and looks at everything."""
    client = Client(raise_request_exception=False)
    voter = stage.rows[VOTERS[0]]
    stage.chance.reseed(f"{stage.seed}:high")
    bookmarks.mind(voter, unbound=True)
    client.force_login(voter, backend=BACKEND)
    return client
