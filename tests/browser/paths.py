"""Every page of the site, by who may see it, and how one gets there."""

FILM = "/films/all-you-need-is-kill-2014/"
SLUG = "all-you-need-is-kill-2014"
NEWCOMER = {
    "home": "/",
    "films": "/films/",
    "film-0": FILM,
    "gate": f"{FILM}ending/",
    "confirm": f"{FILM}progress/",
    "shelf-empty": "/shelf/",
    "search": "/search/?q=kill",
    "search-nothing": "/search/?q=louvre",
    "about": "/about/",
    "contact": "/contact/",
    "terms": "/terms/",
    "privacy": "/privacy/",
    "sign-in": "/accounts/login/",
    "sign-up": "/accounts/signup/",
    "reset": "/accounts/password/reset/",
    "not-found": "/nothing/",
}
HALFWAY = {"film-50": FILM, "shelf": "/shelf/", "search-50": "/search/?q=cage"}
FINISHED = {"film-seen": FILM, "ending": f"{FILM}ending/"}
ACCOUNT = {
    "account-ending": f"{FILM}ending/",
    "account-shelf": "/shelf/",
    "account-email": "/accounts/email/",
    "account-password": "/accounts/password/change/",
    "account-sign-out": "/accounts/logout/",
}
SESSION = "session"  # the cookie's name where SITE_URL is plain http


def follow(control):
    """Press a link or a button that leads to another page, and wait until it is whole.

    A click by itself returns while the new page is still arriving, or before.
    """
    with control.page.expect_navigation():
        control.click()


def watch(context, site, minute):
    """Put a reader without an account at a minute, or "s" for all of it."""
    name = site.python(PUBLIC_ID).strip()
    cookie = {"name": "progress", "value": f"{name}.{minute}", "url": site.url}
    context.add_cookies([cookie])


def sign_in(context, site, **how):
    """Make the reader of a context one with an account who has seen the film."""
    (key,) = site.sessions(1, SLUG, **how)
    context.add_cookies([{"name": SESSION, "value": key, "url": site.url}])


def propose(context, site) -> dict[str, str]:
    """Make the reader of a context one who has proposed things; the pages of that."""
    pages = site.json(PROPOSED, SLUG)
    cookie = {"name": SESSION, "value": pages.pop("session"), "url": site.url}
    context.add_cookies([cookie])
    return pages


def an_entry(site) -> str:
    """The address of a reading."""
    return f"/entries/{site.python(READING, SLUG).strip()}/"


PROPOSED = """
import json, sys, uuid
from django.test import Client
from guide.editorial import proposing
from guide.passages.models import Beat, Ending, Question
from tests import builders
email = f"{uuid.uuid4().hex}@example.org"
reader = builders.a_reader(email, minds_no_spoilers=True, public_name="Ada")
beat, question, ending = [
    model.unguarded.filter(film__slug=sys.argv[1]).first()
    for model in (Beat, Question, Ending)
]
ways = {"dispute": beat, "correction": beat, "answer": question,
        "interpretation": ending}
pages = {f"propose-{kind}": f"/propose/{row.public_id}/?kind={kind}"
         for kind, row in ways.items()}
sent = [builders.a_proposal(reader, beat),
        builders.a_proposal(reader, beat, "correction"),
        builders.a_proposal(reader, ending, "interpretation", beats=[beat]),
        builders.a_proposal(reader, question, "answer")]
proposing.return_(sent[1], by=None, note="Say where this is seen.")
proposing.refuse(sent[2], by=None, note="The film shows otherwise.")
proposing.withdraw(sent[3])
names = ("waiting", "returned", "refused", "withdrawn")
for name, one in zip(names, sent):
    pages[f"proposal-{name}"] = f"/proposals/{one.public_id}/"
client = Client()
client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
session = client.cookies["session"].value
pages |= {"propose": f"/propose/{beat.public_id}/", "shelf-proposals": "/shelf/"}
print(json.dumps(pages | {"session": session}))
"""
PUBLIC_ID = f"""
from guide.films.models import Film
print(Film.objects.published().get(slug={SLUG!r}).public_id)
"""
READING = """
import sys
from guide.passages.models import Interpretation
ours = Interpretation.unguarded.filter(film__slug=sys.argv[1])
print(ours.order_by("pk").first().public_id)
"""
