"""Small stories: watching along, going back, accounts, the desk, mails, asides."""

from collections.abc import Generator, Iterable
from random import Random
from urllib.parse import parse_qsl, urlsplit

from guide.gate.horizon import SEEN
from tests.leaks.addresses import DESK, Step, ask, routes
from tests.leaks.canaries.client import Answer, Request
from tests.leaks.canaries.people import Visitor, World
from tests.leaks.itineraries import (
    EARLY,
    ENDING,
    ENTRY,
    FILM,
    PROGRESS,
    VOTE,
    get,
    post,
)
from tests.leaks.stage import PASSWORD

Steps = Generator[Step, Answer, Answer | None]
JSON = {"Accept": "application/json"}


def followed(step: Step) -> Steps:
    """A POST, and the page of this site that its answer leads to, past the look
    whether a browser took its first cookie."""
    answer = yield step
    there = urlsplit(answer.header("location"))
    while answer.status in (302, 303) and not there.netloc:
        query = dict(parse_qsl(there.query))
        answer = yield Step(f"after {step.route}", there.path, query=query)
        there = urlsplit(answer.header("location"))
    return answer


def walking(visitor: Visitor, world: World, rng: Random) -> Steps:
    """Watching along, film by film; back, undone, forgotten, on by the next passage."""
    for slug in rng.sample(list(world.films), len(world.films)):
        look = [get(FILM, slug=slug), get(ENDING, slug=slug)]
        for minute in world.boundaries(slug)[::2]:
            typed = "seen" if minute == SEEN else str(minute)
            yield from followed(post(PROGRESS, {"minute": typed}, slug=slug))
            yield from looks(look)
            yield Step(
                "search/", "/search/", query={"q": rng.choice(world.names.words)}
            )
        yield from _back_and_undone(visitor, rng, slug, look)
        yield post(PROGRESS, {"minute": "forget"}, slug=slug)
        for _ in range(4):
            asked = yield post(PROGRESS, {"minute": "next"}, slug=slug)
            there = {"minute": asked.token("minute"), "next": "new"}
            yield from followed(post(PROGRESS, there, slug=slug))
            yield rng.choice(look)
    yield from followed(post("shelf/forget/", {}))


def _back_and_undone(visitor, rng, slug, look):
    """Earlier, and there again by the notice's undo."""
    before = dict(visitor.minutes)
    earlier = {"minute": str(rng.randint(0, 40))}
    answer = yield from followed(post(PROGRESS, earlier, slug=slug))
    yield from looks(look)
    if token := answer.token("token"):
        visitor.minutes = before  # what the next answer is held to
        yield from followed(post("shelf/undo/", {"token": token}))
        yield from looks(look)


def looks(steps: Iterable[Step]) -> Steps:
    """One look after the other."""
    for step in steps:  # noqa: UP028  a plain iterator would not take the answers
        yield step


def signing_in(visitor: Visitor) -> Steps:
    """The log-in form, filled in rightly."""
    page = yield get("accounts/login/")
    form = {"login": visitor.email, "password": PASSWORD}
    form["csrfmiddlewaretoken"] = page.token("csrfmiddlewaretoken")
    answer = yield from followed(post("accounts/login/", form))
    yield from looks([get("shelf/"), get("accounts/email/")])
    return answer


def signing_out(visitor: Visitor) -> Steps:
    """The log-out form."""
    page = yield get("accounts/logout/")
    token = page.token("csrfmiddlewaretoken")
    yield from followed(post("accounts/logout/", {"csrfmiddlewaretoken": token}))


def reading_signed_in(visitor: Visitor, world: World, rng: Random) -> Steps:
    """Votes, reports and moves of somebody with an account."""
    yield from signing_in(visitor)
    for name in rng.sample(world.names.rows, 20):
        value = rng.choice(["1", "-1", "0"])
        yield Request(VOTE, f"/entries/{name}/vote/", "POST", form={"value": value},
                      headers=rng.choice([JSON, {}]))  # fmt: skip
        yield from followed(post(EARLY, {}, public_id=name))
    yield get("shelf/")
    slug = rng.choice(list(world.films))
    for minute in (*rng.sample(world.boundaries(slug), 3), SEEN, 7):
        typed = "seen" if minute == SEEN else str(minute)
        yield from followed(post(PROGRESS, {"minute": typed}, slug=slug))
        yield from looks([get(ENDING, slug=slug), get("shelf/")])


def minding_nothing(visitor: Visitor, world: World, rng: Random) -> Steps:
    """ "I mind no spoilers", said, taken back, and said again."""
    yield from signing_in(visitor)
    for choice in ("welcome", "no", "welcome"):
        page = yield get("shelf/spoilers/")
        form = {"spoilers": choice}
        form["csrfmiddlewaretoken"] = page.token("csrfmiddlewaretoken")
        yield from followed(post("shelf/spoilers/", form))
        yield from _pages_of_films(world)


def editing(visitor: Visitor, world: World, rng: Random) -> Steps:
    """An editor at the desk, who leaves and reads on as a stranger."""
    yield from signing_in(visitor)
    for route in rng.sample(desk(), 60):
        yield ask(route, "GET", rng, world.names)
    yield from _pages_of_films(world)
    yield from signing_out(visitor)
    yield from _pages_of_films(world)


def desk() -> list[str]:
    return [route for route in routes() if route.startswith(DESK)]


def leaving(visitor: Visitor, world: World, rng: Random) -> Steps:
    """Somebody who has seen everything, and logs out on a shared device."""
    yield from signing_in(visitor)
    yield from _pages_of_films(world)
    yield from signing_out(visitor)
    yield from _pages_of_films(world)


def taking_nothing_over(visitor: Visitor, world: World, rng: Random) -> Steps:
    """A device that was further than the account: offered, and declined."""
    visitor.minutes = dict.fromkeys(world.films, SEEN)
    visitor.arrive({})
    yield from _pages_of_films(world)
    page = yield from signing_in(visitor)
    form = {"csrfmiddlewaretoken": page.token("csrfmiddlewaretoken")}
    yield from followed(post("shelf/takeover/", form))
    yield from _pages_of_films(world)


def writing_mails(visitor: Visitor, world: World, rng: Random) -> Steps:
    """Forms that send mails: to somebody new, and to whoever is known or is not."""
    known = [c.token for c in world.canaries if c.field == "email" and not c.nowhere]
    secret = "a long new password"
    for path, form in (
        ("accounts/signup/", {"email": "new{}@example.org", "password1": secret}),
        ("accounts/password/reset/", {"email": "nobody{}@example.org"}),
        ("accounts/password/reset/", {"email": f"{rng.choice(known)}@example.org"}),
        ("accounts/signup/", {"email": f"{rng.choice(known)}@example.org",
                              "password1": secret}),
    ):  # fmt: skip
        page = yield get(path)
        form["email"] = form["email"].format(rng.randint(1, 10**9))
        form["csrfmiddlewaretoken"] = page.token("csrfmiddlewaretoken")
        yield from followed(post(path, form))


def _pages_of_films(world):
    for slug in world.films:
        yield from looks([get(FILM, slug=slug), get(ENDING, slug=slug)])
    yield get("shelf/")


STORIES = {
    "walker": walking,
    "account": reading_signed_in,
    "unbound": minding_nothing,
    "editor": editing,
    "leaver": leaving,
    "taker": taking_nothing_over,
    "mailer": writing_mails,
}


# Asides: what anybody may do in between; none moves the visitor.


def vote(visitor: Visitor, world: World, rng: Random) -> Steps:
    """A vote on whatever there is, hidden or not, and the page after it."""
    name, value = rng.choice(world.names.rows), rng.choice(["1", "-1", "0", "7"])
    yield from followed(post(VOTE, {"value": value}, public_id=name))
    if rng.random() < 0.3:
        yield get(ENTRY, public_id=name)


def too_early(visitor: Visitor, world: World, rng: Random) -> Steps:
    """ "This is shown too early", said of whatever there is."""
    name = rng.choice(world.names.rows)
    yield from followed(post(EARLY, {}, public_id=name))


def no_minute(visitor: Visitor, world: World, rng: Random) -> Steps:
    """Something typed that is no minute: the page of the film comes back with it."""
    typed = {"minute": rng.choice(["abc", "", "-1", "99999", "1:99"])}
    yield post(PROGRESS, typed, slug=rng.choice([*world.names.slugs]))


def other_method(visitor: Visitor, world: World, rng: Random) -> Steps:
    """HEAD or OPTIONS of any pattern, the desk's among them."""
    yield ask(rng.choice(list(routes())), rng.choice(["HEAD", "OPTIONS"]), rng,
              world.names)  # fmt: skip


def desk_door(visitor: Visitor, world: World, rng: Random) -> Steps:
    """An address of the desk, from outside."""
    yield ask(rng.choice(desk()), "GET", rng, world.names)


def without_token(visitor: Visitor, world: World, rng: Random) -> Steps:
    """A form of Django's own kind without its token."""
    route = rng.choice([r for r in routes() if r.startswith(("accounts/", DESK))])
    yield ask(route, "POST", rng, world.names)


def language(visitor: Visitor, world: World, rng: Random) -> Steps:
    """Another language, and the page one was on."""
    yield from followed(post("language/", {"language": rng.choice(["en", "de"])}))


ASIDES = [
    vote, vote, too_early, no_minute, no_minute, other_method, other_method,
    desk_door, without_token, language,
]  # fmt: skip
