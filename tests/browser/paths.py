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


def watch(context, site, minute):
    """Put a reader without an account at a minute, or "s" for all of it."""
    name = site.python(PUBLIC_ID).strip()
    cookie = {"name": "progress", "value": f"{name}.{minute}", "url": site.url}
    context.add_cookies([cookie])


def sign_in(context, site, **how):
    """Make the reader of a context one with an account who has seen the film."""
    (key,) = site.sessions(1, SLUG, **how)
    context.add_cookies([{"name": SESSION, "value": key, "url": site.url}])


def an_entry(site) -> str:
    """The address of a reading."""
    return f"/entries/{site.python(READING).strip()}/"


PUBLIC_ID = """
from guide.films.models import Film
print(Film.objects.published().get().public_id)
"""
READING = """
from guide.entries.models import Interpretation
print(Interpretation.unguarded.order_by("pk").first().public_id)
"""
