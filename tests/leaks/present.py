"""The other half of a pair: what a reader may see is there, in full."""

from collections.abc import Iterator

from tests.leaks.itineraries import ENDING, FILM
from tests.leaks.plans import Plan
from tests.leaks.visible import public_name


def expected(plan: Plan) -> Iterator[tuple[str, str, str]]:
    """(route, slug, mark) of every visible row: the page must hold the mark."""
    acts = {act.key: act for act in plan.low}
    slugs = {a.key: a.facts["slug"] for a in plan.low if a.verb == "film"}
    ends = {a.facts["film"] for a in plan.low if a.verb == "ending"}
    for act in plan.low:
        name = public_name(plan.seed, act.key)
        film = act.facts.get("film", "")
        if act.verb == "proposal" and plan.who in ("account", "unbound"):
            yield "shelf/", "shelf", name
        if act.verb == "beat":
            yield FILM, slugs[film], f"beat-{name}"
        elif act.verb in ("interpretation", "question", "answer", "dispute"):
            if on_film_page(act, acts):
                yield FILM, slugs[film], name
            elif film in ends:
                yield ENDING, slugs[film], name


def on_film_page(act, acts) -> bool:
    """Whether a row stands on the film's own page, and not on the ending's."""
    if act.verb == "answer":
        return on_film_page(acts[act.facts["under"]], acts)
    if act.verb == "dispute":
        return acts[act.facts["under"]].verb == "beat"
    return act.verb == "question" and not act.facts["under"]


def missing(plan: Plan, legs, seen) -> Iterator[tuple]:
    """(step, mark) of rows that a page should show to this reader and does not."""
    marks = list(expected(plan))
    for leg, answers in zip(legs, seen, strict=True):
        step, answer = leg.steps[0], answers[0]
        if leg.aside or step.method != "GET" or answer.status != 200:
            continue
        for route, slug, mark in marks:
            here = step.route == route and f"/{slug}/" in step.path
            if here and mark.encode() not in answer.body:
                yield step, mark
