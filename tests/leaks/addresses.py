"""Every address of the site: the resolver's patterns, and what each is asked with.

A pattern without a generator of its arguments fails the suite (`unknown`), so that
a new page cannot escape it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from random import Random

from django.urls import get_resolver

from tests.leaks.plans import Names
from tests.leaks.stage import PASSWORD, address
from tests.leaks.visible import VOTERS

METHODS = ("GET", "HEAD", "OPTIONS", "POST")
NEVER = "never-was-1999"
NEVER_ROW = "zzzzzzzzzz"
VALUES = ["1", "-1", "0", "2", ""]
Facts = Callable[[Random, Names], dict]


@dataclass(frozen=True)
class Surface:
    """How one pattern is asked: its arguments, its query string, its form."""

    args: Facts = lambda rng, names: {}
    query: Facts = lambda rng, names: {}
    form: Facts = lambda rng, names: {}


@dataclass(frozen=True)
class Step:
    """One request."""

    route: str
    path: str
    method: str = "GET"
    query: dict = field(default_factory=dict)
    form: dict = field(default_factory=dict)
    accept: str = ""  # what a script asks for; a form says nothing


@dataclass(frozen=True)
class Leg:
    """Requests one after the other. `aside`: all that they changed is undone then, for
    they may take the reader further than the plan says, or make somebody else of them.
    """

    steps: tuple[Step, ...]
    aside: bool = False


@cache
def routes() -> dict[str, str]:
    """{route: view name} of every pattern that the resolver knows."""
    found = {}

    def walk(patterns, before, spaces):
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                space = [pattern.namespace] if pattern.namespace else []
                walk(pattern.url_patterns, route, spaces + space)
            else:
                found.setdefault(route, ":".join([*spaces, pattern.name or ""]))

    walk(get_resolver().url_patterns, "", [])
    return found


def slug(rng, names):
    return {"slug": rng.choice([*names.slugs, *names.hidden_slugs, NEVER])}


def row(rng, names):
    return {"public_id": rng.choice([*names.rows, *names.hidden_rows, NEVER_ROW])}


def search(rng, names):
    words = rng.sample(names.words, rng.choice([1, 1, 2]))
    cut = rng.choice([3, 40, 40])
    text = " ".join(word[:cut] for word in words)
    return {"q": rng.choice([text, text, text, "", "x" * 300])}


def genre(rng, names):
    return rng.choice([{}, {"genre": rng.choice([*names.genres, "western"])}])


def way_back(rng, names):
    return rng.choice([{}, {}, {"next": "/shelf/"}, {"next": "//elsewhere.example/"}])


def minute(rng, names):
    typed = ["seen", "forget", "0", "12", "55", "1h 2m", "1:02", "99999", "-1", "abc"]
    return {"minute": rng.choice([*typed, "120", ""])} | _in_a_cut(rng, names)


def question(rng, names):
    """What is asked of a minute before it is set, and whether a cookie was taken."""
    typed = rng.choice(["1:02", "0:40", "seen", "120", "55", "next", "forget", "abc"])
    kept = rng.choice([{}, {}, {"kept": "/shelf/"}, {"kept": "//elsewhere.example/"}])
    return rng.choice([{}, {"minute": typed} | kept | _in_a_cut(rng, names)])


def _in_a_cut(rng, names):
    cuts = [*names.cuts, "reference", "", "nocut"]
    cut = {"cut": rng.choice(cuts)} if rng.random() < 0.5 else {}
    return cut | way_back(rng, names)


def vote(rng, names):
    unprompted = rng.choice([{}, {"unprompted": "1"}])
    return {"value": rng.choice(VALUES)} | unprompted | way_back(rng, names)


def piece(rng, names):
    pieces = [piece for _, piece in names.pieces]
    named = rng.choice([*pieces, NEVER_ROW, "", "no name"])
    return {"evidence": named} | way_back(rng, names)


def token(rng, names):
    return {"token": rng.choice(["", "nonsense", "NOTE"])}  # NOTE: the one on the page


def ticked(rng, names):
    return {"film": rng.sample(names.films, min(2, len(names.films)))}


def login(rng, names):
    who = rng.choice(["me", "me", *VOTERS, "stranger"])
    right = rng.choice([PASSWORD, PASSWORD, "a wrong password"])
    return {"login": address(who), "password": right} | way_back(rng, names)


def signup(rng, names):
    who = rng.choice(["me", "eve", "fred"])
    secret = rng.choice(["some new password", "short"])
    return {"email": address(who), "password1": secret, "password2": secret}


def mail(rng, names):
    return {"email": address(rng.choice(["me", "stranger"]))}


def code(rng, names):
    return {"code": rng.choice(["ABC123", "", "CODE"])}  # CODE: the one in the mail


def passwords(rng, names):
    new = "another password"
    return {"oldpassword": PASSWORD, "password1": new, "password2": new}


def proposal(rng, names):
    return {"public_id": rng.choice([*names.proposals, *names.rows, NEVER_ROW])}


def kind_of_proposal(rng, names):
    kind = rng.choice(["answer", "interpretation", "dispute", "correction", "", "x"])
    field = rng.choice(["", "text", "tldr", "said_elsewhere", "public_id"])
    return {"kind": kind} | ({"field": field} if kind == "correction" else {})


def proposed(rng, names):
    beat = rng.choice(["", *names.rows, *names.hidden_rows])
    said = {
        "title": rng.choice(["A title", "A title", ""]),
        "said_elsewhere": "So it is said.",
        "text": rng.choice(["A *text* of mine.", "Another.", ""]),
        "minute": rng.choice(["0", "12", "55", "1:02", "2:40", "999", "abc", ""]),
        "consent": rng.choice(["on", "on", ""]),
        "digest": "DIGEST",  # the one on the page
        "evidence0-beat": beat,
        "evidence0-note": "See there." if beat else "",
        "act": rng.choice(["preview", "send", "send", "send", "withdraw"]),
    }
    return said | ({"unsure": "on"} if rng.random() < 0.5 else {})


def spoilers(rng, names):
    return {"spoilers": rng.choice(["welcome", "no"])}


def language(rng, names):
    return {"language": rng.choice(["en", "de", "xx"])}


SURFACES = {
    "": Surface(),
    "films/": Surface(query=genre),
    "films/<slug:slug>/": Surface(slug),
    "films/<slug:slug>/card.svg": Surface(slug),
    "films/<slug:slug>/card.png": Surface(slug),
    "films/<slug:slug>/progress/": Surface(slug, question, minute),
    "films/<slug:slug>/ending/": Surface(slug),
    "entries/<public_id:public_id>/": Surface(row),
    "entries/<public_id:public_id>/vote/": Surface(row, form=vote),
    "entries/<public_id:public_id>/moved/": Surface(row, form=piece),
    "rows/<public_id:public_id>/early/": Surface(row, form=way_back),
    "propose/<public_id:public_id>/": Surface(row, kind_of_proposal, proposed),
    "proposals/<public_id:public_id>/": Surface(proposal, form=proposed),
    "shelf/": Surface(),
    "shelf/undo/": Surface(form=token),
    "shelf/forget/": Surface(),
    "shelf/takeover/": Surface(form=ticked),
    "shelf/spoilers/": Surface(form=spoilers),
    "shelf/asked/": Surface(form=way_back),
    "search/": Surface(query=search),
    "accounts/login/": Surface(query=way_back, form=login),
    "accounts/logout/": Surface(),
    "accounts/inactive/": Surface(),
    "accounts/signup/": Surface(form=signup),
    "accounts/reauthenticate/": Surface(form=lambda r, n: {"password": PASSWORD}),
    "accounts/reauthenticate/code/": Surface(),
    "accounts/reauthenticate/code/confirm/": Surface(form=code),
    "accounts/email/": Surface(form=mail),
    "accounts/confirm-email/": Surface(form=code),
    "accounts/^confirm-email/(?P<key>[-:\\w]+)/$": Surface(lambda r, n: {"key": "k"}),
    "accounts/password/change/": Surface(form=passwords),
    "accounts/password/set/": Surface(form=passwords),
    "accounts/password/reset/": Surface(form=mail),
    "accounts/login/code/confirm/": Surface(form=code),
    "accounts/password/reset/confirm/": Surface(form=code),
    "accounts/password/reset/complete/": Surface(form=passwords),
    "accounts/password/reset/done/": Surface(),
    "accounts/name/": Surface(
        form=lambda r, n: {"name": r.choice(["Ada", "", "\x07"])}
    ),
    "accounts/delete/": Surface(),
    "accounts/2fa/": Surface(),
    "accounts/2fa/authenticate/": Surface(form=code),
    "accounts/2fa/reauthenticate/": Surface(form=code),
    "accounts/2fa/trust/": Surface(form=lambda r, n: {"action": "trust"}),
    "accounts/2fa/totp/activate/": Surface(form=code),
    "accounts/2fa/totp/deactivate/": Surface(),
    "accounts/2fa/recovery-codes/": Surface(),
    "accounts/2fa/recovery-codes/generate/": Surface(),
    "accounts/2fa/recovery-codes/download/": Surface(),
    "sitemap.xml": Surface(),
    "robots.txt": Surface(),
    "healthz/": Surface(),
    "language/": Surface(form=language),
    "about/": Surface(),
    "contact/": Surface(),
    "terms/": Surface(),
    "privacy/": Surface(),
    "site.webmanifest": Surface(),
    "favicon.ico": Surface(),
}

JSON = "application/json"
SCRIPTED = {f"entries/<public_id:public_id>/{verb}/" for verb in ("vote", "moved")}
"""Patterns that answer the site's own scripts as well."""

DESK = "admin/"
DESK_ARGUMENTS = {
    "id": ["1", "3", "900"],
    "object_id": ["1", "2", "7", "30", "900", "x", "_add"],
    "noun": ["film", "passage", "x"],
    "pk": ["1", "3", "30", "900"],
    "content_type_id": ["1", "9", "99"],
    "app_label": ["guide", "auth"],
    "url": ["guide/beat", "nothing", "guide/film/1"],
    "slug": [NEVER],
}


def surface_of(route: str) -> Surface | None:
    """How a route is asked; None for a route that nobody has thought of."""
    if not route.startswith(DESK):
        return SURFACES.get(route)
    wanted = parameters(route)
    if any(name not in DESK_ARGUMENTS for name in wanted):
        return None
    return Surface(lambda r, n: {w: r.choice(DESK_ARGUMENTS[w]) for w in wanted})


def parameters(route: str) -> list[str]:
    """The names of a route's arguments."""
    return re.findall(r"<(?:[^:<>]+:)?(\w+)>", route)


def unknown() -> list[str]:
    """Routes that no generator knows, and generators of routes that are no more."""
    lost = [route for route in routes() if surface_of(route) is None]
    return lost + [route for route in SURFACES if route not in routes()]


def path_of(route: str, args: dict) -> str:
    """The path of a route with its arguments filled in."""
    text = re.sub(r"\(\?P(<\w+>)[^()]*\)", r"\1", route).replace("([^/]+)", "1")
    text = text.replace("^", "").rstrip("$")
    return "/" + re.sub(r"<(?:[^:<>]+:)?(\w+)>", lambda m: str(args[m[1]]), text)


def ask(route: str, method: str, rng: Random, names: Names, **fixed) -> Step:
    """One request at a route, its arguments drawn where they are not given."""
    surface = surface_of(route)
    if surface is None:
        raise LookupError(f"no generator of arguments for {route}; see SURFACES")
    path = path_of(route, surface.args(rng, names) | fixed)
    form = surface.form(rng, names) if method == "POST" else {}
    accept = rng.choice(["", JSON]) if method == "POST" and route in SCRIPTED else ""
    return Step(route, path, method, surface.query(rng, names), form, accept)
