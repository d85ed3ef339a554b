"""An address that names something hidden answers as one that names nothing."""

from dataclasses import replace
from itertools import count
from random import Random

import pytest

from tests.leaks.addresses import METHODS, NEVER, NEVER_ROW, Leg, Step, path_of, routes
from tests.leaks.observe import Visit, arrive
from tests.leaks.stage import interleaved, world
from tests.leaks.visible import public_name
from tests.leaks.worlds import draw
from tests.seeds import SEED

FORM = {"minute": "5", "value": "1"}
WORLDS = 4


@pytest.mark.django_db
@pytest.mark.parametrize("number", range(WORLDS))
def test_what_is_hidden_answers_as_what_never_was(number):
    # The first world drawn in which something hidden has an address.
    asked = (_compared(f"{SEED} hidden {number}.{turn}", number) for turn in count())
    assert next(filter(None, asked)) > 0


def _compared(seed, number):
    """How often a hidden name and one that never was were asked and answered alike."""
    plan, asked = draw(seed), 0
    if not plan.names.hidden_rows:
        return 0
    with world(plan.seed) as stage:
        clusters = plan.secrets[0] + plan.secrets[1]
        for act in interleaved(plan.low, _compatible(clusters), Random(number)):
            stage.play(act)
        visit = Visit(stage, arrive(stage, plan))
        for route, name, never in _addresses(plan, stage):
            for method in METHODS:
                one = _ask(visit, route, method, name)
                other = _ask(visit, route, method, never)
                assert replace(one, sql=()) == replace(other, sql=())
                assert len(one.sql) == len(other.sql)
                asked += 1
    return asked


def _compatible(clusters):
    """Both secrets in one world: but one ending of a cut at a time, and one twin."""
    seen = set()
    for cluster in clusters:
        ends = {a.facts["film"] for a in cluster if a.verb == "ending"}
        ends |= {a.key for a in cluster if a.key.startswith("twin")}
        if not ends & seen and not any(a.verb == "reader" for a in cluster):
            seen |= ends
            yield cluster


def _addresses(plan, stage):
    """(route, hidden name, a name that never was) for every hidden thing there is."""
    there = {key for key in stage.rows if key[0] in "AB"}
    rows = {public_name(plan.seed, key) for key in there} & {*plan.names.hidden_rows}
    slugs = {stage.rows[k].slug for k in there if hasattr(stage.rows[k], "slug")}
    for route in routes():
        if "<public_id:" in route:
            yield from ((route, name, NEVER_ROW) for name in sorted(rows))
        elif "<slug:slug>" in route:
            yield from ((route, name, NEVER) for name in sorted(slugs))


def _ask(visit, route, method, name):
    args = {"public_id": name, "slug": name}
    step = Step(route, path_of(route, args), method, form=FORM)
    visit.count = 0
    (seen,) = visit.go(Leg((step,), aside=True))
    return seen
