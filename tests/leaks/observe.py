"""What a reader can tell of an answer, and what two worlds answer differently."""

import os
import re
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field, fields
from datetime import timedelta
from random import Random

from django.core import mail
from django.db import connection
from django.test import Client

from guide.gate.horizon import SEEN
from guide.readers import bookmarks, progress_cookie
from tests import builders
from tests.leaks.addresses import Leg, Step
from tests.leaks.itineraries import itinerary
from tests.leaks.plans import NOW, Plan
from tests.leaks.present import missing
from tests.leaks.stage import Stage, interleaved, rolled_back, world
from tests.leaks.worlds import draw

BACKEND = "django.contrib.auth.backends.ModelBackend"
DRAWS = int(os.environ.get("TWO_WORLDS_DRAWS", "120"))  # requests a world
_SAVEPOINT = re.compile(r"s\d+_x\d+")
_TOKEN = re.compile(rb'name="token" value="([^"]+)"')
_DIGEST = re.compile(rb'name="digest" value="([^"]+)"')
_CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
_CODE = re.compile(r"^[A-Z0-9]{6,}(?:-[A-Z0-9]+)*$", re.MULTILINE)  # on its own line


OWN_COOKIES = {"session", "progress", "note"}
"""Cookies by which a page is made for one reader: no browser may keep it, lest it come
back behind a log-out, a vote or a lowered minute."""

PUBLIC = {
    "films/<slug:slug>/card.svg",
    "films/<slug:slug>/card.png",
    "site.webmanifest",
    "favicon.ico",
}
"""Routes that are made of public facts alone, whoever asks."""

IN_PAGES = {"NOTE": _TOKEN, "CSRF": _CSRF, "DIGEST": _DIGEST}


@dataclass(frozen=True)
class Seen:
    """One answer: all that reaches the reader, and the SQL behind it."""

    status: int
    reason: str
    headers: tuple
    cookies: tuple
    body: bytes
    mails: tuple
    sql: tuple
    error: str = field(default="", compare=False)
    kept: str = field(default="", compare=False)  # a browser may, and must not


@dataclass
class Difference:
    """Where two worlds part: at which step, in what, and how."""

    seed: str
    step: Step
    what: str
    how: str

    def __str__(self):
        step = self.step
        asked = f"{step.method} {step.path} {step.query or ''} {step.form or ''}"
        return f"pair {self.seed}: {asked}: {self.what}\n{self.how}"


@dataclass
class Pair:
    """The outcome of one pair."""

    differences: list[Difference] = field(default_factory=list)
    asked: Counter = field(default_factory=Counter)  # (route, method)
    shown: Counter = field(default_factory=Counter)  # those with an answer of 2xx, 3xx
    requests: int = 0


class Visit:
    """One reader in one world; every request at its own moment and chance."""

    def __init__(self, stage: Stage, client: Client, name: str = ""):
        self.stage, self.client, self.name = stage, client, name
        self.count = 0
        # What a browser would send again: an undo's note, Django's token, what a
        # correction corrects, and the code that stands in the last mail.
        self.kept = {"NOTE": "", "CSRF": "", "CODE": "", "DIGEST": ""}

    def see(self, step: Step, **headers) -> Seen:
        """Make one request and write down its answer."""
        self.count += 1
        self.stage.chance.reseed(f"{self.stage.seed}:{self.name}{self.count}")
        self.stage.clock.move_to(NOW + timedelta(seconds=self.count))
        mail.outbox.clear()
        trace, known = [], OWN_COOKIES.intersection(self.client.cookies)

        def recorder(execute, sql, params, many, context):
            trace.append(_SAVEPOINT.sub("s", str(sql)))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(recorder):
            response = self._ask(step, headers)
        kept = known and step.route not in PUBLIC and may_be_kept(response)
        return self._seen(response, trace, kept)

    def _ask(self, step, headers):
        ask = getattr(self.client, step.method.lower())
        headers = headers | {"Accept": step.accept} if step.accept else headers
        data = {n: _kept(self.kept, v) for n, v in step.form.items()}
        if step.method in ("GET", "HEAD"):
            return ask(step.path, step.query, headers=headers)
        if self.kept["CSRF"]:
            data = {"csrfmiddlewaretoken": self.kept["CSRF"]} | data
        given = {"data": data} if step.method == "POST" else {}
        return ask(step.path, query_params=step.query, headers=headers, **given)

    def _seen(self, response, trace, kept):
        body = b"".join(response) if response.streaming else response.content
        for name, pattern in IN_PAGES.items():
            if found := pattern.search(body):
                self.kept[name] = found[1].decode()
        if codes := [_CODE.search(letter.body) for letter in mail.outbox]:
            self.kept["CODE"] = codes[-1][0] if codes[-1] else ""
        raised = response.exc_info and response.exc_info[1]
        return Seen(
            response.status_code,
            response.reason_phrase,
            tuple(sorted(h for h in response.items() if h[0] != "Date")),
            tuple(sorted(m.OutputString() for m in response.cookies.values())),
            body,
            tuple((m.subject, m.body, tuple(m.to)) for m in mail.outbox),
            tuple(trace),
            repr(raised) if raised else "",
            response.headers["Cache-Control"] if kept else "",
        )

    def go(self, leg: Leg, replay: bool = False) -> list[Seen]:
        """The answers along a leg; `replay` asks a GET again by its ETag."""
        if leg.aside:
            cookies, kept = deepcopy(self.client.cookies), dict(self.kept)
            with rolled_back():
                seen = [self.see(step) for step in leg.steps]
            self.client.cookies, self.kept = cookies, kept
            return seen
        seen = []
        for step in leg.steps:
            seen.append(self.see(step))
            etag = dict(seen[-1].headers).get("ETag")
            if replay and etag and step.method == "GET":
                seen.append(self.see(step, **{"If-None-Match": etag}))
        return seen


def may_be_kept(response) -> bool:
    """Whether a browser may show an answer again without asking."""
    return "no-store" not in response.headers["Cache-Control"]


def _kept(kept, value):
    """What a form's field is sent with: some stand for what the browser was given."""
    return kept.get(value, value) if isinstance(value, str) else value


def arrive(stage: Stage, plan: Plan) -> Client:
    """The reader of a plan at the door."""
    said = {"Accept-Language": plan.manner.language} if plan.manner.language else {}
    client = Client(
        raise_request_exception=False,
        enforce_csrf_checks=plan.manner.strict,
        headers=said,
    )
    stage.chance.reseed(f"{plan.seed}:door")
    stage.clock.move_to(NOW)
    if plan.who in ("account", "unbound"):
        me = stage.rows["me"]
        bookmarks.mind(me, unbound=plan.who == "unbound")
        client.force_login(me, backend=BACKEND)
        return client
    if plan.who == "editor":
        editor = builders.a_reader(f"editor-{plan.seed}@example.org", is_staff=True,
                                   is_superuser=True)  # fmt: skip
        client.force_login(editor, backend=BACKEND)
        client.handler.enforce_csrf_checks = False
        for path in ("/admin/", "/admin/guide/beat/?q=lantern", "/shelf/"):
            client.get(path)
        client.post("/admin/markdownx/markdownify/", {"content": "A lantern."})
        client.post("/accounts/logout/")
        client.handler.enforce_csrf_checks = plan.manner.strict
    if plan.cookie:
        client.cookies["progress"] = progress_cookie.write(plan.cookie, plan.cuts)
    return client


def warm(stage: Stage, plan: Plan, legs: list[Leg]) -> None:
    """Somebody who has seen everything looks at every page first."""
    client = Client(raise_request_exception=False)
    client.cookies["progress"] = progress_cookie.write(
        dict.fromkeys(plan.names.films, SEEN)
    )
    steps = {repr(s): s for leg in legs for s in leg.steps if s.method == "GET"}
    Visit(stage, client, "warm").go(Leg(tuple(steps.values())))


def run(plan: Plan, secret: int, legs: list[Leg], *, warmed: bool) -> list[list[Seen]]:
    """One world from nothing: built, perhaps warmed, and read along the legs."""
    with world(plan.seed, mail=plan.manner.mail) as stage:
        order = Random(f"{plan.seed}:order{secret}")
        for act in interleaved(plan.low, plan.secrets[secret], order):
            stage.play(act)
        if warmed:
            warm(stage, plan, legs)
        visit = Visit(stage, arrive(stage, plan))
        return [visit.go(leg, n % 5 == 0) for n, leg in enumerate(legs)]


def run_pair(seed: str, draws: int = DRAWS) -> Pair:
    """Both worlds of a pair, compared answer by answer."""
    plan = draw(seed)
    legs = itinerary(plan, seed, draws)
    heat = Random(f"{seed}:warm").choice([(), (), (0, 1), (0,)])
    first, second = (run(plan, n, legs, warmed=n in heat) for n in (0, 1))
    pair = Pair()
    for leg, left, right in zip(legs, first, second, strict=True):
        steps = leg.steps if leg.aside else leg.steps * len(left)
        # A replay that one world alone allows: its first answer differs already.
        for step, one, other in zip(steps, left, right, strict=False):
            pair.requests += 2
            pair.asked[step.route, step.method] += 1
            pair.shown[step.route, step.method] += one.status < 400
            pair.differences += differences(seed, step, one, other, sql=len(heat) != 1)
    for step, mark in missing(plan, legs, first):
        how = f"  the reader may see {mark} and does not"
        pair.differences.append(Difference(seed, step, "missing", how))
    return pair


def differences(seed, step, one: Seen, other: Seen, *, sql=True) -> list[Difference]:
    """In what two answers differ; an error of the server is one by itself, and so is
    a page of one reader that their browser may keep.

    `sql`: whether the statements count as well. They do not where one world alone
    was warmed: a cache may spare them.
    """
    found = []
    for seen in (one, other):
        if seen.status >= 500:
            error = f"{seen.status} {seen.error}"
            return [Difference(seed, step, "an error", error)]
        if seen.kept:
            how = f"  a browser may keep a reader's own page: {seen.kept}"
            return [Difference(seed, step, "kept", how)]
    for name in (f.name for f in fields(Seen) if f.compare):
        left, right = getattr(one, name), getattr(other, name)
        if left != right and (sql or name != "sql"):
            found.append(Difference(seed, step, name, _contrast(left, right)))
    return found


def _contrast(left, right) -> str:
    """The first place where two values part, in a few words of each."""
    if isinstance(left, tuple):
        only = [f"  A {x!r:.400}" for x in left if x not in right][:3]
        only += [f"  B {x!r:.400}" for x in right if x not in left][:3]
        return "\n".join(only) or f"  {len(left)} and {len(right)}, in another order"
    if not isinstance(left, bytes):
        return f"  A {left!r}\n  B {right!r}"
    at = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b),
              min(len(left), len(right)))  # fmt: skip
    return "\n".join(f"  {n} …{text[max(0, at - 120) : at + 160]!r}"
                     for n, text in (("A", left), ("B", right)))  # fmt: skip
