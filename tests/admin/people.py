"""Who comes to the desk, what lies there, and what each of them is answered."""

from copy import deepcopy
from unittest import mock

from allauth.account.models import EmailAddress
from django.test import Client

from guide.editorial.models import Report
from guide.films.models import Credit, Person
from guide.readers import roles
from guide.readers.models import Reader
from guide.votes import casting, discounting
from guide.votes.models import Discount, Vote
from tests import builders
from tests.leaks.addresses import DESK, parameters, path_of, routes
from tests.leaks.stage import plainly_rendered, rolled_back

BACKEND = "django.contrib.auth.backends.ModelBackend"
PEOPLE = {
    "anonymous": None, "reader": (), "writer": (roles.WRITERS,),
    "editor": (roles.EDITORS,), "chief": (roles.CHIEFS,),
}  # fmt: skip
INITIALS = {person[0]: person for person in PEOPLE}
QUERIES = {
    "admin/autocomplete/": {
        "app_label": "guide", "model_name": "beat", "field_name": "film", "term": "a",
    },
}  # fmt: skip
FORMS = {"admin/spoilers/film/<int:id>/check/": {"kind": "film", "name": "premise"}}


def a_member(*groups: str) -> Reader:
    """An account in these groups, whom the desk lets in if there are any."""
    reader = builders.a_reader(is_staff=bool(groups))
    reader.groups.add(*map(roles.group, groups))
    return reader


def signed_in(reader: Reader | None) -> Client:
    """A browser; `client.reader` is the account."""
    client = Client()
    client.reader = reader
    if reader is not None:
        client.force_login(reader, backend=BACKEND)
    return client


def everything(status: str) -> dict:
    """A film with a row of every kind, by kind: `published`, or `draft`."""
    film = builders.a_film(slug=f"of-{status}", status=status)
    told = {"status": status}
    beat = builders.a_beat(film, 10, **told)
    ending = builders.an_ending(film, **told)
    question = builders.a_question(film, 10, **told)
    person = Person.objects.create(slug=f"of-{status}", name="A Maker")
    Credit.objects.create(film=film, person=person, role="director")
    return {
        "film": film,
        "beat": beat,
        "ending": ending,
        "interpretation": builders.an_interpretation(ending, **told),
        "question": question,
        "answer": builders.an_answer(question, **told),
        "dispute": builders.a_dispute(beat, **told),
        "person": person,
    }


def with_the_rest(rows: dict) -> dict:
    """The same, with all that readers leave and operators keep."""
    voter = builders.a_reader()
    casting.cast(reader=voter, entry=rows["interpretation"], value=1)
    vote = Vote.unguarded.get()
    discounting.discount([vote.pk], by=None, reason="A crowd.")
    return rows | {
        "vote": vote,
        "discount": Discount.unguarded.get(),
        "reader": voter,
        "proposal": builders.a_proposal(voter, rows["beat"]),
        "report": Report.unguarded.create(reader=voter, passage=rows["beat"]),
        "group": roles.group(roles.TRUSTED),
        "emailaddress": EmailAddress.objects.create(user=voter, email=voter.email),
    }


def addresses(rows: dict) -> dict[str, str]:
    """{route: path} of every pattern of the desk, about these rows."""
    film = rows["film"].pk
    found = {}
    for route in routes():
        if route.startswith(DESK):
            about = next((rows[p].pk for p in route.split("/") if p in rows), 1)
            args = {"noun": "film", "pk": film, "id": about, "object_id": about,
                    "content_type_id": 1, "app_label": "guide", "url": "guide/film",
                    }  # fmt: skip
            if route.startswith("admin/versions/"):
                args["pk"] = rows["film"].history.latest().pk
            wanted = {name: args[name] for name in parameters(route)}
            found[route] = path_of(route, wanted)
    return found


def lets_in(client: Client, method: str, route: str, path: str) -> bool:
    """Whether a request is answered at all, neither refused nor sent to sign in."""
    kept = deepcopy(client.cookies)  # one of the addresses signs out
    with rolled_back(), plainly_rendered(), mock.patch("logging.Logger.warning"):
        ask = client.get if method == "GET" else client.post
        asked = QUERIES.get(route, {}) if method == "GET" else FORMS.get(route, {})
        answer = ask(path, asked, follow=True)
        client.cookies = kept
        to_log_in = any("/login/" in there for there, _ in answer.redirect_chain)
        return answer.status_code < 400 and not to_log_in
