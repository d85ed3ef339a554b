"""About, contact, terms, privacy: the operator's text, else what ships with the site.

The operator's is a Markdown file, DATA_DIR/pages/<name>.<language>.md or <name>.md.
"""

import logging
from pathlib import Path

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guide.pages import metadata
from guide.passages import markdown

log = logging.getLogger(__name__)

PAGES = {
    "about": lambda: (_("About this site"), _("What this site is and how it works.")),
    "contact": lambda: (_("Contact"), _("How to reach the people who run this site.")),
    "terms": lambda: (_("Terms"), _("What you may do with this site and its texts.")),
    "privacy": lambda: (_("Privacy"), _("What this site keeps about you, and where.")),
}


@require_safe
def page(request, name):
    """One of the four pages."""
    title, description = PAGES[name]()
    text, is_translated = own_text(name, get_language())
    return render(
        request,
        "about/page.html",
        {
            "meta": metadata.of_page(title, description, reverse(f"about:{name}")),
            "title": title,
            "text": text,
            "in_guide_language": not is_translated,
            "built_in": f"about/_{name}.html",
        },
    )


def own_text(name: str, language: str):
    """The operator's text as safe HTML, or None; and whether it is in `language`."""
    for suffix, is_translated in ((f".{language}.md", True), (".md", False)):
        path = Path(settings.DATA_DIR) / "pages" / f"{name}{suffix}"
        try:
            return markdown.render(path.read_text(encoding="utf-8")), is_translated
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError, markdown.TooLong) as reason:
            log.error("%s is not shown: %s", path, reason)
    return None, True
