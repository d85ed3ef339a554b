"""What every page says about itself and its reader: public facts alone."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from guide.common.absolute_urls import absolute
from guide.gate.horizon import SEEN
from guide.pages.guards import sign_in_url, way_back
from guide.readers.response_cookies import is_known
from guide.votes import waiting

MOVES = ("moved", "forgotten", "undone")  # what notices say of a reader's minute


@dataclass(frozen=True)
class Meta:
    """Title, description and preview of a page; `image` is absolute or empty."""

    title: str
    description: str
    url: str
    image: str = ""
    type: str = "website"


def of_page(title: str, description: str, path: str) -> Meta:
    """The metadata of a page of the site's own."""
    return Meta(f"{title}, {settings.SITE_NAME}", description, absolute(path))


def of_home() -> Meta:
    """The metadata of the home page."""
    description = _(
        "Film endings explained, in guides that show no more than you have watched."
    )
    return Meta(settings.SITE_NAME, description, absolute("/"))


def of_film(film) -> Meta:
    """The metadata of a film's page; the same for everybody."""
    return Meta(
        f"{film.spoken} ({film.dated})",
        _("A guide to %(title)s (%(year)s) that opens only as far as you have watched.")
        % {"title": film.spoken, "year": film.dated},
        absolute(film.url),
        absolute(film.share_url),
        "video.movie",
    )


def of_ending(film) -> Meta:
    """The metadata of a film's ending; the same for everybody, open or not."""
    return Meta(
        _("The ending of %(title)s (%(year)s)")
        % {"title": film.spoken, "year": film.dated},
        _(
            "The ending of %(title)s, for those who have seen it. It stays closed to "
            "everyone else."
        )
        % {"title": film.spoken},
        absolute(film.ending_url),
        absolute(film.share_url),
    )


def site(request) -> dict:
    """The context of every template: the site, who reads, the notice."""
    return of_reader(request) | {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "mail_is_on": settings.MAIL_IS_ON,
        "vote_waits": _vote_waits(request),
        "sign_in_url": sign_in_url(_this_page(request)),
        "known": is_known(request.COOKIES),
        "note": _note(request),
    }


def of_reader(request) -> dict:
    """Whether somebody is signed in, and by which name; on the desk’s look as a reader,
    as whom the page is seen."""
    reader = getattr(request, "user", None)
    signed_in = bool(reader and reader.is_authenticated)
    return {
        "signed_in": signed_in,
        "reader_name": reader.public_name if signed_in else "",
        "seeing": getattr(request, "seeing", None),
    }


def _vote_waits(request) -> bool:
    """Whether the log-in that is shown is the one that a vote led to."""
    vote = waiting.waiting(request.COOKIES)
    return vote is not None and vote.leads_to(way_back(request, ""))


def _this_page(request) -> str:
    """Where a log-in leads back to: the page that is shown, if it can be opened."""
    if request.path.startswith("/accounts/"):
        return way_back(request, "")
    return request.get_full_path() if request.method in ("GET", "HEAD") else ""


def _note(request):
    left = getattr(request, "note", None)
    if not left:
        return None
    request.response_cookies.drop(settings.NOTE_COOKIE_NAME)
    undo = left.get("undo", "")
    return {
        "text": said(left),
        "undo": bool(undo),
        "moves": left["said"] in MOVES,
        "action": reverse("readers:undo"),
        "fields": [("token", undo), ("next", f"{request.path}#runtime")],
    }


def said_at(request, row_id: str) -> str:
    """The notice that is about one row, to be told there and not at the top; or
    nothing."""
    left = getattr(request, "note", None) or {}
    if left.get("row") != row_id:
        return ""
    request.note = None
    request.response_cookies.drop(settings.NOTE_COOKIE_NAME)
    return said(left)


def said(note: dict) -> str:
    """The sentence of a notice; somebody new is welcomed before it."""
    if note.pop("new", False):
        return _("Welcome. %(more)s") % {"more": said(note)}
    title, minute = note.get("title", ""), note.get("minute", 0)
    match note["said"]:
        case "moved" if minute == SEEN:
            return _("You’ve seen %(title)s.") % {"title": title}
        case "moved":
            return _("You’re now at minute %(minute)s of %(title)s.") % {
                "title": title,
                "minute": minute,
            }
        case "forgotten":
            return _("%(title)s is off your shelf.") % {"title": title}
        case "cleared":
            return _("Every film is off your shelf.")
        case "undone":
            return _("Undone.")
        case "waiting":
            return _(
                "Your vote will wait for ten minutes. It is cast as soon as you sign "
                "in."
            )
        case "cast":
            return _("Your vote was cast.")
        case "too-many":
            return _(
                "That is more votes in a minute than we can take. The one that was "
                "waiting was not cast: vote again in a minute."
            )
        case "kept":
            return _("Your vote waits until you’ve reached what it is about.")
        case "verify":
            return _(
                "Only votes from confirmed addresses count here. Confirm yours, and "
                "your vote is cast."
            )
        case "unbound":
            return _("Every guide is open to you now.")
        case "bound":
            return _("Guides open only as far as you have watched, as before.")
        case "reported":
            return _("Thank you. An editor will check whether this is shown too early.")
        case "proposed":
            return _("Thank you. An editor will read it.")
        case "proposed-late":
            return _(
                "Thank you. An editor will read it. You’ll find it here once you reach "
                "its minute."
            )
        case "decided":
            return _("This has been decided in the meantime.")
        case "named":
            return _("That is your name from now on.")
        case "unnamed":
            return _("You have no public name now.")
        case "welcome":
            return _(
                "Welcome. Your minutes are kept with your account now, on every device."
            )
        case "left":
            return _(
                "Your account has been deleted, with everything that was kept in it."
            )
        case "taken":
            return _("Your shelf is up to date.")
    return note.get("text", "")
