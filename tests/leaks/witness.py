"""One world in which there is everything, and four readers who ask for all of it."""

from django.core.cache import cache
from django.test import Client

from guide.films.models import Person
from guide.gate.horizon import SEEN
from guide.readers import progress_cookie
from guide.readers.bookmarks import AccountShelf
from guide.votes import casting, discounting
from guide.votes.models import Discount, Vote
from tests import builders
from tests.leaks.addresses import DESK, METHODS, Step, parameters, path_of, routes
from tests.leaks.observe import BACKEND, Visit
from tests.leaks.stage import PASSWORD, rolled_back, world

OWN = "proposals/<public_id:public_id>/"
FORMS = {
    "propose/<public_id:public_id>/": {
        "title": "T?",
        "said_elsewhere": "S.",
        "text": "X.",
        "unsure": "on",
        "consent": "on",
        "act": "send",
    },
    OWN: {"act": "withdraw"},
    "films/<slug:slug>/progress/": {"minute": "20"},
    "entries/<public_id:public_id>/vote/": {"value": "1"},
    "entries/<public_id:public_id>/moved/": {"evidence": "piece00001"},
    "language/": {"language": "en"},
    "shelf/undo/": {"token": "NOTE"},
    "shelf/spoilers/": {"spoilers": "welcome"},
    "admin/spoilers/film/<int:id>/check/": {"kind": "film", "name": "premise"},
    "accounts/login/": {"login": "behind@example.org", "password": PASSWORD},
}

QUERIES = {
    "propose/<public_id:public_id>/": {"kind": "dispute"},
    "admin/autocomplete/": {
        "app_label": "guide",
        "model_name": "evidence",
        "field_name": "beat",
        "term": "a",
    },
}


def show_everything() -> dict[str, dict[str, list]]:
    """{route: {reader: answers to GET, HEAD, OPTIONS and POST}} of every pattern."""
    with world("witness") as stage:
        kept, args = _everything()
        film = kept["film"]
        readers = {
            "newcomer": _reader(None, film, 0),
            "finished": _reader("finished@example.org", film, SEEN),
            "stranger": _reader(None, film, SEEN),
            "back": _reader(None, film, 0),
            "editor": _reader("editor@example.org", film, SEEN, is_staff=True,
                              is_superuser=True),
        }  # fmt: skip
        builders.a_reader("behind@example.org")  # a device may be further
        voter = readers["finished"].reader
        casting.cast(reader=voter, entry=kept["interpretation"], value=1)
        kept["reader"] = voter
        kept["proposal"] = builders.a_proposal(voter, kept["beat"])
        # The same account, after going back to the beginning.
        readers["back"].back = (voter, film)
        readers["back"].force_login(voter, backend=BACKEND)
        kept["vote"] = Vote.unguarded.get()
        discounting.discount([kept["vote"].pk], by=None, reason="A crowd.")
        kept["discount"] = Discount.unguarded.get()
        return {
            route: {
                name: _ask(stage, client, route, args | _key(route, kept))
                for name, client in readers.items()
                if name == "editor" or not route.startswith(DESK)
            }
            for route in routes()
        }


def _everything():
    film = builders.a_film("Seen", slug="seen-1999", genres="drama")
    beat = builders.a_beat(film, 10, "A beat of lanterns.")
    ending = builders.an_ending(film, SEEN, "An end of lanterns.")
    reading = builders.an_interpretation(ending, "A reading of lanterns.")
    builders.evidence(reading, beat, public_id="piece00001")
    question = builders.a_question(film, 10)
    answer = builders.an_answer(question)
    dispute = builders.a_dispute(beat)
    builders.a_source(beat)
    kept = {"film": film, "beat": beat, "ending": ending, "interpretation": reading,
            "question": question, "answer": answer, "dispute": dispute,
            "person": Person.objects.create(slug="seen", name="A Maker")}  # fmt: skip
    args = {"slug": film.slug, "public_id": reading.public_id, "content_type_id": 1,
            "app_label": "guide", "url": "guide/film", "key": "k",
            "noun": "film", "pk": film.pk}  # fmt: skip
    return kept, args


def _reader(email, film, minute, **fields):
    client = Client(raise_request_exception=False)
    if email is None:
        if minute:
            client.cookies["progress"] = progress_cookie.write({film.public_id: minute})
        return client
    client.reader = builders.a_reader(email, **fields)
    AccountShelf(client.reader).move(film, minute)
    client.force_login(client.reader, backend=BACKEND)
    return client


def _key(route, kept):
    """The key of a row of the model that an address of the desk is about, or the name
    of one's own proposal."""
    if route == OWN:
        return {"public_id": kept["proposal"].public_id}
    if route.startswith("admin/versions/"):
        return {"pk": kept["film"].history.latest().pk}
    if route.startswith("admin/next/"):  # of a published text
        return {"noun": "passage", "pk": kept["beat"].pk}
    row = next((kept[part] for part in route.split("/") if part in kept), None)
    return {"object_id": row.pk, "id": row.pk} if row else {}


def _ask(stage, client, route, args):
    wanted = {name: args.get(name, 1) for name in parameters(route)}
    path, query = path_of(route, wanted), {"q": "lanterns"} | QUERIES.get(route, {})
    seen = []
    for method in METHODS:
        cache.clear()
        with rolled_back():
            if hasattr(client, "back"):
                reader, film = client.back
                AccountShelf(reader).move(film, 0)
            kept = dict(client.cookies)
            step = Step(route, path, method, query, FORMS.get(route, {}))
            seen.append(Visit(stage, client, "witness").see(step))
            client.cookies.clear()
            client.cookies.update(kept)
    return seen
