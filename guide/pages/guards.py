"""Guards of a reader's own POSTs, and the way back from them."""

from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.csrf import csrf_exempt

from guide.common.absolute_urls import origin

SAFE = ("GET", "HEAD", "OPTIONS")
LARGEST = 1_048_576  # bytes of a request, as nginx takes too (delivery/deploy)


def from_this_site(view):
    """Refuse (403) a POST from another site's page; in place of Django's token.

    Pages without a session carry no token, so that they can be cached. A browser
    says where a form stood: in Sec-Fetch-Site, and in Origin or Referer. What says
    neither is no browser, and has no reader's cookies to abuse.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.method not in SAFE and not _is_ours(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return csrf_exempt(guarded)


def _is_ours(request) -> bool:
    headers = request.headers
    if headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    said = headers.get("Origin") or headers.get("Referer")
    # A site may go by several names; what the page was asked by has been checked.
    asked = f"{request.scheme}://{request.get_host()}"
    return said is None or _origin(said) in (settings.SITE_URL, _origin(asked))


def _origin(url: str) -> str | None:
    try:
        return origin("{0.scheme}://{0.netloc}".format(urlsplit(url)))
    except ValueError:
        return None


class DoorMiddleware:
    """What a request says of where it comes from and goes to, before anybody asks.

    A browser that tells no referrer hides its origin as well (`null`), and still says
    whether the page stood here. A health check names the machine and not the site.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path == "/healthz/":
            request.META["HTTP_HOST"] = settings.SITE_URL.partition("//")[2]
        said, stood = map(request.META.get, ("HTTP_ORIGIN", "HTTP_SEC_FETCH_SITE"))
        if said == "null" and stood == "same-origin":
            request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
            request.META.setdefault("HTTP_REFERER", request.build_absolute_uri("/"))
            vars(request).pop("headers", None)  # which may have been read before
        if _size(request) > LARGEST:
            return HttpResponse(status=413)  # unread: a long form holds a thread
        return self.get_response(request)


def _size(request) -> int:
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if told.isdecimal() else LARGEST + 1


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
    # In percent: Django would put what is no ASCII into the words of a mail.
    return HttpResponse(status=303, headers={"Location": iri_to_uri(path)})


def to_sign_in(there: str) -> HttpResponse:
    """303 to the log-in, which leads back to `there`, a path of this site."""
    return see_other(sign_in_url(there))


def sign_in_url(there: str) -> str:
    """The log-in, which leads back to `there` if that is a path of this site."""
    login = reverse("account_login")
    return f"{login}?{urlencode({'next': there})}" if is_on_site(there) else login
