"""The language of the interface: what the reader chose, else what the browser asks for.

The guides stay in the language they are written in, and the desk of the editors in
English.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from guide.pages.guards import from_this_site, is_on_site, see_other

ENGLISH_PATHS = ("/admin/", settings.STATIC_URL)
SPOKEN_TYPES = ("text/html", "application/json")  # of answers that hold sentences
SECONDS = 400 * 24 * 3600  # the longest that browsers keep a cookie
# Sentences of Django and django-allauth that our catalogue says in its own words: it is
# asked before theirs. They stand here so that `make messages` keeps them.
SAID_ANEW = (
    gettext_noop("This field is required."),
    gettext_noop("Your password can’t be a commonly used password."),
    gettext_noop("This password is too common."),
    gettext_noop(
        "Your password can’t be too similar to your other personal information."
    ),
    gettext_noop("The password is too similar to the %(verbose_name)s."),
    gettext_noop("The email address and/or password you specified are not correct."),
    gettext_noop(
        "You cannot add an email address to an account protected by two-factor "
        "authentication."
    ),
    gettext_noop(
        "You cannot activate two-factor authentication until you have verified your "
        "email address."
    ),
    gettext_noop(
        "You cannot generate recovery codes without having two-factor authentication "
        "enabled."
    ),
)


class LanguageMiddleware:
    """Speaks one language during a request, and leaves none behind for the next."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        spoken = not request.path.startswith(ENGLISH_PATHS)
        request.LANGUAGE_CODE = (
            translation.get_language_from_request(request) if spoken else "en"
        )
        with translation.override(request.LANGUAGE_CODE):
            response = self.get_response(request)
        if spoken and response.get("Content-Type", "").startswith(SPOKEN_TYPES):
            patch_vary_headers(response, ["Accept-Language"])
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response


@from_this_site
@require_POST
def choose(request):
    """Keep the language that a reader chose, and go back to the page they were on."""
    code = request.POST.get("language", "")
    if code not in dict(settings.LANGUAGES):
        return render(request, "400.html", status=400)
    request.response_cookies.put(settings.LANGUAGE_COOKIE_NAME, code, SECONDS)
    return see_other(_came_from(request))


def _came_from(request) -> str:
    """The page that the form stood on; it carries no address, for some are secret."""
    parts = urlsplit(request.headers.get("Referer", ""))
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return path if is_on_site(path) else "/"
