"""Addresses for machines, and the pages for when something is refused."""

import logging
import sys

from django.conf import settings
from django.core.cache import cache
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from guide.common.absolute_urls import absolute
from guide.pages.metadata import of_reader

logger = logging.getLogger(__name__)

RETRY_SECONDS = "120"

ROBOTS = """\
User-agent: *
Disallow: /accounts/
Disallow: /admin/
Disallow: /shelf/

Sitemap: {sitemap}
"""


@never_cache
@require_safe
def health(request):
    """200 while the database and the cache answer, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        cache.set("healthz", 1, 10)
    except Exception:  # whichever it is, who asks is told nothing more
        logger.exception("The site is unwell.")
        return HttpResponse("unwell\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def robots(request):
    """What crawlers may look at: they get what a newcomer gets."""
    text = ROBOTS.format(sitemap=absolute(reverse("sitemap")))
    return HttpResponse(text, content_type="text/plain")


@require_safe
def manifest(request):
    """What a browser shows where somebody puts the site among their programs."""
    icons = [
        {"src": static(f"img/icon-{size}.png"), "sizes": f"{size}x{size}"}
        for size in (192, 512)
    ]
    told = {
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "start_url": "/",
        "display": "minimal-ui",
        "background_color": "#fdfaf6",
        "theme_color": "#0f3038",
        "icons": [icon | {"type": "image/png"} for icon in icons],
    }
    return JsonResponse(
        told,
        content_type="application/manifest+json",
        headers={"Cache-Control": "public, max-age=3600"},
    )


@require_safe
def favicon(request):
    """Where programs look that do not read the page."""
    return HttpResponseRedirect(
        static("img/favicon.ico"), headers={"Cache-Control": "public, max-age=3600"}
    )


def _constant(template: str, status: int, *, told=lambda request: {}):
    """A page that is the same whatever was asked for; it knows what `told` says."""

    def page(request, exception=None):
        context = {"site_name": settings.SITE_NAME} | told(request)
        return HttpResponse(render_to_string(template, context), status=status)

    return page


bad_request = _constant("400.html", 400, told=of_reader)
permission_denied = _constant("403.html", 403, told=of_reader)
not_found = _constant("404.html", 404, told=of_reader)
_no_page = _constant("405.html", 405, told=of_reader)
_broken = _constant("500.html", 500)
_away = _constant("503.html", 503)


class NoPageMiddleware:
    """Who opens an address that only takes what buttons send gets a page of ours."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        page = _no_page(request)
        page.headers["Allow"] = response.headers["Allow"]
        return page


def server_error(request):
    """Something broke; where it is only that the database is away, 503."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return _broken(request)
    response = _away(request)
    response.headers["Retry-After"] = RETRY_SECONDS
    return response


def too_many(request, exception=None):
    """More forms in a minute than one place may send: of log-ins, of sign-ups."""
    sentence = _("That was too many tries in one minute. Wait a moment and try again.")
    return render(request, "429.html", {"sentence": sentence}, status=429)


def csrf_failure(request, reason=""):
    """A form without its token: open it once more."""
    return _constant("403_csrf.html", 403, told=of_reader)(request)
