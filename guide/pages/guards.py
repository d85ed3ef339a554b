"""Guards of a reader's own POSTs, and the way back from them."""

from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.csrf import csrf_exempt

SAFE = ("GET", "HEAD", "OPTIONS")


def from_this_site(view):
    """Refuse (403) a POST from another site's page; in place of Django's token.

    Pages without a session carry no token, so that they can be cached. A browser
    says where a form stood: in Sec-Fetch-Site, and in Origin or Referer. What says
    neither is no browser, and has no reader's cookies to abuse.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.method not in SAFE and not _is_ours(request.headers):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return csrf_exempt(guarded)


def _is_ours(headers) -> bool:
    if headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    origin = headers.get("Origin") or headers.get("Referer")
    return origin is None or _origin(origin) == _origin(settings.SITE_URL)


def _origin(url: str):
    try:
        parts = urlsplit(url)
        return parts.scheme, parts.hostname, parts.port
    except ValueError:
        return None


def way_back(request, fallback: str) -> str:
    """The path that a form asked to return to, if it lies on this site."""
    asked = request.POST.get("next", "") or request.GET.get("next", "")
    return on_site(asked, fallback)


def on_site(path: str, fallback: str) -> str:
    """The path, if it lies on this site."""
    return path if is_on_site(path) else fallback


def came_from(request, fallback: str) -> str:
    """The path of the page that a form stood on, if the browser says so."""
    path = urlsplit(request.headers.get("Referer", "")).path
    return on_site(path, fallback)


def is_on_site(path: str) -> bool:
    """Whether `path` is a path of this site and nothing that leads elsewhere."""
    return (
        path.startswith("/")
        and path.isprintable()
        and len(path) <= 500
        and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    )


def see_other(path: str) -> HttpResponse:
    """303: what to look at after a POST."""
    return HttpResponse(status=303, headers={"Location": path})


def to_sign_in(there: str) -> HttpResponse:
    """303 to the log-in, which leads back to `there`, a path of this site."""
    return see_other(sign_in_url(there))


def sign_in_url(there: str) -> str:
    """The log-in, which leads back to `there` if that is a path of this site."""
    login = reverse("account_login")
    return f"{login}?{urlencode({'next': there})}" if is_on_site(there) else login
