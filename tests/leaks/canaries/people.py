"""Who comes: what each visitor holds, and what the oracle says they may read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from allauth.account.models import EmailAddress
from django.db import transaction

from guide.films.models import Film
from guide.gate.horizon import SEEN, place
from guide.readers import bookmarks, progress_cookie, roles
from guide.readers.bookmarks import AccountShelf
from guide.readers.models import Reader
from tests import builders
from tests.leaks.addresses import Step
from tests.leaks.canaries.client import Answer, Cookies
from tests.leaks.canaries.tokens import Canary
from tests.leaks.itineraries import PROGRESS
from tests.leaks.plans import Names

PROGRESS_COOKIE = "__Host-progress"
SESSION_COOKIE = "__Host-session"
DESK = "/admin/"
ACCOUNTS = ("account", "account", "unbound", "editor", "leaver", "taker")


class Astray(Exception):
    """A visitor's progress is not what the oracle knows: a route moved it that
    `Visitor.learn` has not been taught."""


@dataclass
class World:
    """What there is to visit."""

    canaries: list[Canary]
    names: Names
    films: dict[str, tuple[str, int]]  # slug: public id and runtime, published ones
    statics: list[str]
    seed: str

    def boundaries(self, slug: str) -> list[int]:
        """The minutes of a film at which something opens, and those before them."""
        least = {c.needs[slug] for c in self.canaries if c.needs and slug in c.needs}
        last = self.films[slug][1] - 1
        before = {last if at == SEEN else at - 1 for at in least}
        return sorted({0, 1, SEEN, *least, *(at for at in before if at >= 0)})


@dataclass
class Visitor:
    """A browser and what is known of who sits before it, whatever the site thinks."""

    name: str
    kind: str
    world: World = field(repr=False)
    minutes: dict[str, int] = field(default_factory=dict)  # by the film's slug
    email: str = ""
    bookmarks: dict[str, int] = field(default_factory=dict)  # of the account
    language: str = "en"
    cookies: Cookies = field(default_factory=Cookies)
    signed_in: bool = False
    unbound: bool = False
    edits: bool = False
    knows: set[Canary] = field(default_factory=set)  # what was typed in forms

    def arrive(self, strange: dict[str, int]) -> "Visitor":
        """Put the cookie of the minutes into the browser; `strange` films in it too."""
        known = {self.world.films[slug][0]: at for slug, at in self.minutes.items()}
        if known or strange:
            self.cookies.held[PROGRESS_COOKIE] = progress_cookie.write(known | strange)
        return self

    def may_read(self, canary: Canary, path: str) -> bool:
        """What the oracle says: at these minutes, at this address."""
        if canary in self.knows or self.at_the_desk(path):
            return True
        elsewhere = SEEN if self.unbound else 0
        minutes = {} if self.unbound else self.minutes
        name = self.name if self.signed_in else ""
        return canary.shows_to(minutes, name, elsewhere)

    def at_the_desk(self, path: str) -> bool:
        """An editor may read everything there, and nothing more elsewhere."""
        return self.edits and path.startswith(DESK)

    def learn(self, step: Step, answer: Answer) -> None:
        """Follow what an answer did to the visitor's progress."""
        told = self.cookies.take(answer)
        asked = f"{step.path}?minute=" in answer.header("location")  # nothing moved
        if step.method == "POST" and answer.status in (302, 303) and not asked:
            self._moved(step, told)
        if not self.signed_in and PROGRESS_COOKIE in told:
            self._compare(told[PROGRESS_COOKIE])

    def _moved(self, step, told):
        typed = step.form.get("minute", "")
        if step.route == PROGRESS:
            slug = step.path.split("/")[2]
            _, runtime = self.world.films[slug]
            if typed == "forget":
                self.minutes.pop(slug, None)
            else:
                minute = typed.removesuffix("m")
                at = SEEN if typed == "seen" else place(int(minute), runtime)
                self.minutes[slug] = at
        elif step.route == "shelf/forget/":
            self.minutes.clear()
        elif step.route == "shelf/spoilers/":
            self.unbound = step.form["spoilers"] == "welcome"
        elif step.route == "accounts/login/" and SESSION_COOKIE in told:
            self.signed_in, self.minutes = True, dict(self.bookmarks)
            self.edits = self.kind == "editor"
        elif step.route == "accounts/logout/":
            self.bookmarks, self.minutes = self.minutes, {}
            self.signed_in = self.unbound = self.edits = False

    def _compare(self, told):
        films = {name: slug for slug, (name, _) in self.world.films.items()}
        said = {
            films[n]: at for n, at in progress_cookie.read(told).items() if n in films
        }
        if said != self.minutes:
            raise Astray(
                f"{self.name} is at {self.minutes}, and the cookie says {said}"
            )


def strange_films(world: World) -> dict[str, int]:
    """Films that nobody may know of, as a cookie would claim to have seen them."""
    known = {name for name, _ in world.films.values()}
    return {name: SEEN for name in world.names.films if name not in known}


def cookie_readers(world: World, rng: Random) -> Iterator[Visitor]:
    """Somebody at every boundary of every film, elsewhere nowhere or at the end."""
    strange = strange_films(world)
    for slug in world.films:
        others = [other for other in world.films if other != slug]
        for minute in world.boundaries(slug):
            for rest in ({}, dict.fromkeys(others, SEEN)):
                yield Visitor("", "cookie", world, {slug: minute} | rest).arrive(
                    strange
                )
    for _ in range(8 * len(world.films)):
        minutes = {
            slug: rng.choice(world.boundaries(slug))
            for slug in rng.sample(list(world.films), rng.randint(1, len(world.films)))
        }
        yield Visitor("", "cookie", world, minutes).arrive({})


def account_readers(world: World, rng: Random, rounds: int, pen) -> list[Visitor]:
    """Accounts in the database, and who signs in to them."""
    made = []
    for number in range(rounds):
        for place_, kind in enumerate(ACCOUNTS):
            name = f"{kind} {number}{place_}"
            local = pen.say(f"reader {name}", "email", None, room=34, owner=name)
            called = pen.say(f"reader {name}", "public_name", None, room=60, owner=name)
            visitor = Visitor(name, kind, world, email=f"{local}@example.org")
            visitor.bookmarks = _bookmarks(world, rng, kind)
            _open_account(visitor, called)
            made.append(visitor)
    return made


@transaction.atomic
def as_they_were(people: list[Visitor]) -> None:
    """Put the accounts back to where they stood before a crawl."""
    for visitor in people:
        if visitor.email:
            reader = Reader.objects.get(email=visitor.email)
            bookmarks.mind(reader, unbound=False)
            AccountShelf(reader).clear()
            _put_bookmarks(visitor, reader)


def _bookmarks(world, rng, kind):
    if kind == "leaver":
        return dict.fromkeys(world.films, SEEN)
    if kind == "editor":
        return {}
    some = rng.sample(list(world.films), 2)
    return {slug: rng.choice(world.boundaries(slug)) for slug in some}


@transaction.atomic
def _open_account(visitor, public_name):
    reader = builders.a_reader(visitor.email, public_name=public_name)
    EmailAddress.objects.create(
        user=reader, email=reader.email, primary=True, verified=True
    )
    _put_bookmarks(visitor, reader)
    if visitor.kind == "editor":
        reader.is_staff = True
        reader.save()
        reader.groups.add(roles.group(roles.EDITORS))


def _put_bookmarks(visitor, reader):
    shelf = AccountShelf(reader)
    for film in Film.objects.published().filter(slug__in=visitor.bookmarks):
        shelf.move(film, visitor.bookmarks[film.slug])


def everybody(world: World, rng: Random, most: int, lines: int, pen) -> list[Visitor]:
    """The visitors, at most about `most`; `lines` of them have seen everything.

    They stand in the order in which they share out the lines: each line has somebody
    who has seen all and somebody new beside all the others.
    """
    finished = [
        Visitor("", "finished", world, dict.fromkeys(world.films, SEEN)).arrive({})
        for _ in range(lines)
    ]
    new = [Visitor("", "newcomer", world) for _ in range(lines)]
    walkers = [Visitor("", "walker", world) for _ in range(lines)]
    mailers = [Visitor("", "mailer", world) for _ in range(2)]
    accounts = account_readers(world, rng, 2 if most > 150 else 1, pen)
    some = list(cookie_readers(world, rng))
    rng.shuffle(some)
    rest = most - sum(map(len, (finished, new, walkers, mailers, accounts)))
    people = [*finished, *new, *walkers, *mailers, *accounts, *some[: max(rest, lines)]]
    for number, visitor in enumerate(people):
        visitor.name = visitor.name or f"{visitor.kind} {number}"
        visitor.language = "de" if number % 7 == 3 else "en"
    return people
