"""The sitemap: every published film and its ending, which is the gate for newcomers."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from guide.common.absolute_urls import absolute
from guide.films.models import Film

OWN_PAGES = ("home", "films:list", "about:about", "about:contact", "about:terms",
             "about:privacy")  # fmt: skip


@require_safe
def sitemap(request):
    """No dates: when a text changed says that there is a text."""
    paths = [reverse(name) for name in OWN_PAGES]
    for slug in Film.objects.published().values_list("slug", flat=True):
        paths += [
            reverse(name, args=[slug]) for name in ("films:detail", "endings:detail")
        ]
    return render(
        request,
        "sitemap.xml",
        {"addresses": [absolute(path) for path in paths]},
        content_type="application/xml",
    )
