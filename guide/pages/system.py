"""Addresses for machines, and the pages for when something is refused."""

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from guide.films.addresses import absolute

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
    except (DatabaseError, OSError):
        return HttpResponse("unwell\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def robots(request):
    """What crawlers may look at: they get what a newcomer gets."""
    text = ROBOTS.format(sitemap=absolute(reverse("sitemap")))
    return HttpResponse(text, content_type="text/plain")


def _constant(template: str, status: int):
    """A page that is the same for everybody, whatever was asked for."""

    def page(request, exception=None):
        context = {"site_name": settings.SITE_NAME}
        return HttpResponse(render_to_string(template, context), status=status)

    return page


bad_request = _constant("400.html", 400)
permission_denied = _constant("403.html", 403)
not_found = _constant("404.html", 404)
server_error = _constant("500.html", 500)


def csrf_failure(request, reason=""):
    """A form without its token: open it once more."""
    return _constant("403_csrf.html", 403)(request)
