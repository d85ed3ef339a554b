"""What visitors do, one step at a time: looks at every address, and small stories.

A visit is a generator: it yields steps and is sent the answers.
"""

from random import Random

from tests.leaks.addresses import (
    DESK,
    NEVER,
    NEVER_ROW,
    Step,
    ask,
    parameters,
    routes,
)
from tests.leaks.canaries.client import Request
from tests.leaks.canaries.people import Visitor, World
from tests.leaks.canaries.stories import ASIDES, STORIES, Steps, looks
from tests.leaks.itineraries import EARLY, ENDING, FILM, VOTE, get

STATIC = "static/"


def visit(visitor: Visitor, world: World, rng: Random) -> Steps:
    """All that one visitor does, without an end."""
    if visitor.kind in ("newcomer", "finished"):
        yield from looks(core(world))
    if visitor.kind in STORIES:
        yield from STORIES[visitor.kind](visitor, world, rng)
    if visitor.kind == "newcomer":
        yield from looks(Step(STATIC, path) for path in world.statics)
    yield from looks(s for s in core(world) if s.path.split("/")[2:3] in own(visitor))
    while True:
        pages = everything(world, rng)
        rng.shuffle(pages)
        for step in pages:
            answer = yield step
            etag = answer.header("etag")
            if etag and rng.random() < 0.03:
                again = {"If-None-Match": etag}
                yield Request(step.route, step.path, query=step.query, headers=again)
            if rng.random() < 0.2:
                yield from rng.choice(ASIDES)(visitor, world, rng)


def own(visitor: Visitor) -> list[list[str]]:
    """The films that a visitor has begun, as addresses hold them."""
    return [[slug] for slug in visitor.minutes]


def core(world: World) -> list[Step]:
    """The pages on which nearly everything stands."""
    films = [get(route, slug=slug) for slug in world.films for route in (FILM, ENDING)]
    return [*films, get(""), get("films/"), get("shelf/")]


def everything(world: World, rng: Random) -> list[Step]:
    """A GET of every address: each pattern with each argument that exists or never did.

    Patterns that only take a POST answer a GET alike for all; some stand for them.
    """
    names, steps = world.names, []
    for route in routes():
        if route.startswith(DESK):
            continue
        wanted = parameters(route)
        if "public_id" in wanted:
            rows = [*names.rows, NEVER_ROW]
            if route in (VOTE, EARLY):
                rows = rng.sample(rows, 3)
            steps += [ask(route, "GET", rng, names, public_id=row) for row in rows]
        elif "slug" in wanted:
            slugs = [*names.slugs, NEVER]
            steps += [ask(route, "GET", rng, names, slug=slug) for slug in slugs]
        else:
            steps.append(ask(route, "GET", rng, names))
    # Parts of tokens, too short to give one away where the page repeats them.
    words = [*rng.sample(names.words, 24), *(f"zz{digit:x}" for digit in range(16))]
    steps += [Step("search/", "/search/", query={"q": word}) for word in words]
    return steps + [Step("films/", "/films/", query={"genre": g}) for g in names.genres]
