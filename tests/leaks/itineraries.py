"""What the reader of a pair does, the same in both worlds: looks, and small stories."""

from dataclasses import replace
from random import Random

from guide.gate.horizon import SEEN
from tests.leaks.addresses import DESK, JSON, METHODS, Leg, Step, ask, path_of, routes
from tests.leaks.plans import Plan
from tests.leaks.stage import PASSWORD, address
from tests.leaks.visible import public_name

FILM = "films/<slug:slug>/"
ENDING = "films/<slug:slug>/ending/"
PROGRESS = "films/<slug:slug>/progress/"
LISTS = ("", "films/", "shelf/", "sitemap.xml")
ENTRY = "entries/<public_id:public_id>/"
EARLY = "rows/<public_id:public_id>/early/"
VOTE = "entries/<public_id:public_id>/vote/"
MOVED = "entries/<public_id:public_id>/moved/"
PROPOSE = "propose/<public_id:public_id>/"
PROPOSED = "proposals/<public_id:public_id>/"
BY_LINK = "accounts/^confirm-email/(?P<key>[-:\\w]+)/$"  # only while no mail is sent


def itinerary(plan: Plan, seed: str, count: int) -> list[Leg]:
    """About `count` requests: a look at everything, some at random, and one story."""
    rng = Random(f"{seed}:itinerary")
    looks = [Leg((step,)) for step in sweep(plan, rng)]
    told = [going_back, placing, voting, arriving, waiting, by_mail, proposing]
    told += [moving, moving] if plan.names.pieces else []
    story = rng.choice(told)(plan, rng)
    looks += scattered(plan, rng, max(0, count - len(looks) - len(story)))
    rng.shuffle(looks)
    return [*looks, Leg(tuple(story), aside=True)]


def sweep(plan: Plan, rng: Random) -> list[Step]:
    """A GET of everything that gated text is made into."""
    names, steps = plan.names, []
    for name in dict.fromkeys(names.slugs):
        steps += [ask(route, "GET", rng, names, slug=name) for route in (FILM, ENDING)]
    some = [*_some(rng, names.rows, 4), *_some(rng, names.hidden_rows, 5)]
    for name in dict.fromkeys(some):
        steps.append(ask(ENTRY, "GET", rng, names, public_id=name))
    for name in [*_some(rng, names.rows, 3), *_some(rng, names.hidden_rows, 2)]:
        steps.append(ask(PROPOSE, "GET", rng, names, public_id=name))
    for name in _some(rng, names.proposals, 4):
        steps.append(ask(PROPOSED, "GET", rng, names, public_id=name))
    steps += [ask("search/", "GET", rng, names) for _ in range(4)]
    return steps + [ask(r, "GET", rng, names) for r in LISTS]


def scattered(plan: Plan, rng: Random, count: int) -> list[Leg]:
    """Requests at routes and by methods drawn evenly; the desk as one in six."""
    desk = [route for route in routes() if route.startswith(DESK)]
    public = [route for route in routes() if not route.startswith(DESK)]
    if plan.manner.mail:
        public.remove(BY_LINK)
    legs = []
    for _ in range(count):
        route = rng.choice(desk if rng.random() < 1 / 6 else public)
        method = rng.choice(METHODS)
        legs.append(Leg((ask(route, method, rng, plan.names),), method == "POST"))
    return legs


# Stories: each leaves the reader at most as far as the plan says, while it looks.


def going_back(plan: Plan, rng: Random) -> list[Step]:
    """To an earlier minute, undone; forgotten, and said anew."""
    film = rng.choice(sorted(plan.clearance))
    at = plan.reached(film)
    there = "seen" if at == SEEN else str(at)
    earlier = str(rng.randint(0, 50 if at == SEEN else at))
    slug = _slug(plan, film)
    look = [get(FILM, slug=slug), get(ENDING, slug=slug), get("shelf/")]
    undo = post("shelf/undo/", {"token": "NOTE"})
    return [
        post(PROGRESS, {"minute": earlier}, slug=slug), *look,
        post(PROGRESS, {"minute": "forget"}, slug=slug), look[2], undo, *look,
        post(PROGRESS, {"minute": there}, slug=slug), *look,
        post("shelf/forget/", {}), *look, undo,
    ]  # fmt: skip


def placing(plan: Plan, rng: Random) -> list[Step]:
    """A minute that is unclear, asked about and answered, in some cut; then pages that
    show the minute and the cut, from the cookie or the account."""
    film = rng.choice(sorted(plan.clearance))
    at, slug = plan.reached(film), _slug(plan, film)
    cut = {"cut": rng.choice([*plan.names.cuts, "reference", ""])}
    unclear = {"minute": rng.choice(["0:40", "1:02", "999"])} | cut
    there = "seen" if at == SEEN else f"{rng.randint(0, at)}m"
    look = [get(FILM, slug=slug), get(ENDING, slug=slug), get("shelf/")]
    question = replace(get(PROGRESS, slug=slug), query=unclear)
    return [
        post(PROGRESS, unclear, slug=slug), question, *look,
        post(PROGRESS, {"minute": there, "next": "new"} | cut, slug=slug), *look,
        post(PROGRESS, {"minute": there}, slug=slug), *look,
    ]  # fmt: skip


def voting(plan: Plan, rng: Random) -> list[Step]:
    """Votes on what is there, what is hidden and what never was; then the shelf."""
    steps = []
    for name in [
        *_some(rng, _readings(plan), 2),
        *_some(rng, plan.names.rows, 2),
        *_some(rng, plan.names.hidden_rows, 2),
    ]:
        for value in rng.sample(["1", "-1", "0"], 2):
            accept = rng.choice(["", JSON])
            steps.append(post(VOTE, {"value": value}, accept, public_id=name))
        steps.append(post(EARLY, {}, public_id=name))
        steps.append(get(ENTRY, public_id=name))
    slug = _slug(plan, rng.choice(sorted(plan.clearance)))
    return [*steps, get(FILM, slug=slug), get(ENDING, slug=slug), get("shelf/")]


def moving(plan: Plan, rng: Random) -> list[Step]:
    """What moved one's votes: evidence that is there, and evidence that is hidden."""
    steps = []
    for name, piece in _some(rng, plan.names.pieces, 6):
        form = {"value": rng.choice(["1", "-1"])} | rng.choice(
            [{}, {"unprompted": "1"}]
        )
        steps.append(post(VOTE, form, public_id=name))
        for named in (piece, rng.choice([piece, "", "neverneve2"])):
            accept = rng.choice(["", JSON])
            steps.append(post(MOVED, {"evidence": named}, accept, public_id=name))
        steps.append(get(ENTRY, public_id=name))
    slug = _slug(plan, rng.choice(sorted(plan.clearance)))
    return [*steps, get(ENDING, slug=slug), get("shelf/")]


def proposing(plan: Plan, rng: Random) -> list[Step]:
    """A form opened and sent, of what is there and what is not; one's own revised; the
    shelf from an earlier minute."""
    names, steps = plan.names, _sign_in() if rng.random() < 0.4 else []
    for name in [*_some(rng, names.rows, 4), *_some(rng, names.hidden_rows, 2)]:
        opened = ask(PROPOSE, "GET", rng, names, public_id=name)
        sent = ask(PROPOSE, "POST", rng, names, public_id=name)
        steps += [opened, replace(sent, query=opened.query)]
    for name in _some(rng, names.proposals, 3):
        steps += [ask(PROPOSED, m, rng, names, public_id=name) for m in ("GET", "POST")]
    film = rng.choice(sorted(plan.clearance))
    earlier = {"minute": str(rng.randint(0, 40))}
    if plan.reached(film) > 40:
        back = [post(PROGRESS, earlier, slug=_slug(plan, film)), get("shelf/")]
        steps += [get("shelf/"), *back]
    return [*steps, get("shelf/")]


def arriving(plan: Plan, rng: Random) -> list[Step]:
    """Signing in on a device that was further, taking that over, and leaving."""
    slug = _slug(plan, rng.choice(sorted(plan.clearance)))
    look = [get(FILM, slug=slug), get(ENDING, slug=slug), get("shelf/")]
    return [
        *_sign_in(), get("shelf/takeover/"), *look,
        post("shelf/takeover/", {"film": _some(rng, plan.names.films, 3)}), *look,
        post("accounts/logout/", {}), *look,
    ]  # fmt: skip


def waiting(plan: Plan, rng: Random) -> list[Step]:
    """A vote by somebody who signs in afterwards."""
    name = rng.choice([*plan.names.rows, *plan.names.hidden_rows] or ["zzzzzzzzzz"])
    back = {"next": "/shelf/"}  # else the vote is nobody's who signs in
    vote = post(VOTE, {"value": rng.choice(["1", "-1"])} | back, public_id=name)
    return [
        vote,
        *_sign_in(**rng.choice([back, back, {}])),
        get("shelf/"),
        get(ENTRY, public_id=name),
    ]


def by_mail(plan: Plan, rng: Random) -> list[Step]:
    """A new password, or an account, by the code that a mail brings."""
    slug = _slug(plan, rng.choice(sorted(plan.clearance)))
    after = [get("shelf/"), get(FILM, slug=slug)]
    new = {"password1": "another password", "password2": "another password"}
    if rng.random() < 0.5:
        who = {"email": address(rng.choice(["me", "ada", "stranger"]))}
        ask, sent = "accounts/password/reset/", "accounts/password/reset/confirm/"
        done = post("accounts/password/reset/complete/", new)
    else:
        who = {"email": address(rng.choice(["me", "eve"]))} | new
        ask, sent = "accounts/signup/", "accounts/confirm-email/"
        done = get("accounts/email/")
    code = post(sent, {"code": rng.choice(["CODE", "CODE", "WRONG1"])})
    return [get(ask), post(ask, who), get(sent), code, done, *after]


def get(route: str, **args) -> Step:
    return Step(route, path_of(route, args))


def post(route: str, form: dict, accept: str = "", **args) -> Step:
    return Step(route, path_of(route, args), "POST", form=form, accept=accept)


def _sign_in(**more):
    form = {"login": address("me"), "password": PASSWORD} | more
    return [get("accounts/login/"), post("accounts/login/", form)]


def _slug(plan, film):
    return next(a.facts["slug"] for a in plan.low if a.key == film)


def _readings(plan):
    shown = (act.key for act in plan.low if act.verb == "interpretation")
    return [public_name(plan.seed, key) for key in shown]


def _some(rng, things, most):
    return rng.sample(things, min(most, len(things)))
