"""All that waits in one film's guide, published by one press."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.cache import never_cache

from guide.admin import spoilers
from guide.admin.addresses import page_of
from guide.admin.visibility_in_words import would_see
from guide.films.models import Film
from guide.passages import bulk_publishing, floors
from guide.passages.models import Passage
from guide.readers.roles import PUBLISH, may

UNCHECKED = "It has not been checked for spoilers yet: reload this page."


@dataclass
class Line:
    """One draft: what it is, who would see it, and what speaks against it."""

    row: Film | Passage
    who: str
    against: str
    ticked: bool

    @property
    def key(self) -> str:
        return _name(self.row)

    @property
    def noun(self) -> str:
        return self.row._meta.verbose_name

    @property
    def page(self) -> str:
        return page_of(self.row)


def address(film: Film) -> str:
    """Where a film's drafts are published together."""
    return reverse("drafts", args=[film.pk])


@never_cache
def page(request, pk: int):
    """A film's drafts, ticked where nothing speaks against them; POST publishes what
    is ticked, all or none."""
    if not may(request.user, PUBLISH):
        raise PermissionDenied
    film = get_object_or_404(Film.unguarded, pk=pk)
    ticked = None
    if request.method == "POST":
        ticked = set(request.POST.getlist("row"))
        if _published(request, film, ticked):
            return HttpResponseRedirect(page_of(film))
    context = admin.site.each_context(request) | {
        "title": "Publish together",
        "film": film,
        "lines": list(_lines(film, ticked)),
    }
    return TemplateResponse(request, "admin/guide/drafts.html", context)


def _published(request, film, ticked) -> bool:
    """Whether what is ticked could be published; else a message says why not."""
    rows = bulk_publishing.drafts(film)
    keys = [floors.key_of(row) for row in rows if _name(row) in ticked]
    if not keys:
        messages.error(request, "Nothing was ticked, so nothing was published.")
        return False
    try:
        rows, raised = bulk_publishing.publish_together(film, keys, by=request.user)
    except ValidationError as error:
        sentence = f"Nothing was published. {capfirst(' '.join(error.messages))}"
        messages.error(request, sentence)
        return False
    messages.success(request, f"Published: {len(rows)}.")
    if raised:
        named = ", ".join(map(floors.name, raised))
        messages.success(request, f"Raised with it: {named}.")
    return True


def _lines(film, ticked):
    told = _told(film)
    for row in bulk_publishing.drafts(film):
        told_early = [UNCHECKED] if told is None else told[floors.key_of(row)]
        against = _against(row, told_early)
        is_ticked = not against if ticked is None else _name(row) in ticked
        yield Line(row, _who(row), against, is_ticked)


def _told(film):
    """{row: what it tells too early}; None where nobody could look."""
    told = defaultdict(list)
    try:
        for line in spoilers.of_film(film):
            if not line.finding.reason:
                told[line.finding.row.key].append(line.finding.says)
    except spoilers.Busy:
        return None
    return told


def _who(row):
    return "everybody" if isinstance(row, Film) else would_see(row)


def _against(row, told_early):
    """Why a draft is not ticked beforehand; empty where nothing speaks against it."""
    if row.publish_at:
        return "It has a set time of its own."
    if not isinstance(row, Film) and row.horizon is None:
        return "It has no minute yet."
    return " ".join(told_early)


def _name(row):
    noun, key = floors.key_of(row)
    return f"{noun}-{key}"
