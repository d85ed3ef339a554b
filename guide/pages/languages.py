"""The language of the interface: what the reader chose, else what the browser asks for.

The guides stay in the language they are written in, and the desk of the editors in
English.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST

from guide.pages.guards import from_this_site, is_on_site, see_other

ENGLISH_PATHS = ("/admin/", settings.STATIC_URL)
SPOKEN_TYPES = ("text/html", "application/json")  # of answers that hold sentences
SECONDS = 400 * 24 * 3600  # the longest that browsers keep a cookie


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
    request.jar.put(settings.LANGUAGE_COOKIE_NAME, code, SECONDS)
    return see_other(_came_from(request))


def _came_from(request) -> str:
    """The page that the form stood on; it carries no address, for some are secret."""
    parts = urlsplit(request.headers.get("Referer", ""))
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return path if is_on_site(path) else "/"
