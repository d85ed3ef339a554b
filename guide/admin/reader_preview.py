"""See it as a reader: what is typed is saved, shown through the gate, and undone.

The page comes from the very view that answers readers, found by its address, through
the readers' own middleware, for somebody without an account who has watched this film
to a minute and no other. All of it happens in one transaction that is rolled back.
"""

from dataclasses import dataclass

from csp.constants import NONE, SELF
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import get_resolver, resolve, reverse

from guide.admin.form_errors import Problem, problems
from guide.admin.minutes import MinuteFormField, figure, past_the_end
from guide.films.models import Film, Status
from guide.films.statuses import DRAFTS
from guide.gate.horizon import SEEN, place
from guide.passages import publishing
from guide.passages.models import (
    ENTRIES,
    AlsoSpoils,
    Ending,
    Entry,
    Interpretation,
    Passage,
)
from guide.readers import progress_cookie
from guide.readers.middleware import ReaderMiddleware

SEE = "_see"  # the button; _see_minute, _see_page and _see_drafts go with it
PAGES = {
    "film": "The film’s page",
    "ending": "The ending’s page",
    "own": "Its own page",
}
SHUT = {
    "default-src": [NONE],
    **{name: [SELF] for name in ("style-src", "img-src", "font-src", "manifest-src")},
    **{name: [NONE] for name in ("form-action", "base-uri", "frame-ancestors")},
    "sandbox": ["allow-same-origin"],
}
"""A picture of a page: no form of it is sent and no script of it runs."""


@dataclass(frozen=True)
class Seeing:
    """As whom a page is seen."""

    minute: str
    drafts: bool
    others: bool  # the other films, too, that something here spoils


class SeenAsReader:
    """For the pages of the desk: a button that shows what is typed, unsaved."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        seeing = request.method == "POST" and SEE in request.POST
        if not seeing:
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            request.see_minute = _minute(request.POST)
            response = super().changeform_view(
                request, object_id, form_url, extra_context
            )
        except ValidationError as error:
            return self._not_seen(
                request, [Problem("", "", text) for text in error.messages]
            )
        form = getattr(response, "context_data", None) or {}
        if "adminform" in form:  # it was not saved, not even for a moment
            return self._not_seen(request, problems(form))
        return response

    def response_add(self, request, obj, post_url_continue=None):
        if SEE in request.POST:
            return self._seen(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        if SEE in request.POST:
            return self._seen(request, obj)
        return super().response_change(request, obj)

    def message_user(self, request, *args, **kwargs):
        """Says nothing of what is undone."""
        if SEE not in request.POST:
            super().message_user(request, *args, **kwargs)

    def render_change_form(
        self, request, context, add=False, change=False, form_url="", obj=None
    ):
        if add or self.has_change_permission(request, obj):
            context["see"] = _offered(self.model, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _seen(self, request, obj):
        """The page; the transaction that `changeform_view` holds is rolled back."""
        film = obj if isinstance(obj, Film) else obj.film
        if sentence := past_the_end(request.see_minute, film.runtime):
            transaction.set_rollback(True)
            return self._not_seen(request, [Problem("", "", sentence)])
        drafts = "_see_drafts" in request.POST
        if drafts:
            publishing.let_drafts_show(film)
        minute = place(request.see_minute, film.runtime)
        path = _path(request.POST.get("_see_page"), film, obj)
        others = _spoilt_by(film) if "_see_others" in request.POST else []
        minutes = dict.fromkeys(others, SEEN) | {film: minute}
        page = as_reader(path, minutes, Seeing(figure(minute), drafts, bool(others)))
        transaction.set_rollback(True)
        return page

    def _not_seen(self, request, refused):
        context = self.admin_site.each_context(request) | {
            "title": "This cannot be shown yet",
            "opts": self.opts,
            "problems": refused,
        }
        return TemplateResponse(request, "admin/guide/not_seen.html", context)


def as_reader(path: str, minutes: dict[Film, int], seeing: Seeing) -> HttpResponse:
    """What a reader at these minutes of films is answered at a public address."""
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = path
    request.COOKIES = {
        settings.PROGRESS_COOKIE_NAME: progress_cookie.write(
            {film.public_id: minute for film, minute in minutes.items()}
        )
    }
    request.user = AnonymousUser()
    request.resolver_match = resolve(path)
    request.seeing = seeing  # base.html says it above the page
    seen = HttpResponse(ReaderMiddleware(_answer)(request).content)
    seen._csp_config = SHUT
    return seen


def _answer(request):
    view, args, kwargs = request.resolver_match
    try:
        return view(request, *args, **kwargs)
    except Http404 as error:
        return get_resolver().resolve_error_handler(404)(request, error)


def _minute(posted) -> int:
    field = MinuteFormField(whole=True, label="minute")
    return field.clean(posted.get("_see_minute"))


def _path(page, film, row):
    if page == "own" and getattr(row, "kind", "") in ENTRIES:
        return reverse("entries:detail", args=[row.public_id])
    name = "endings:detail" if page == "ending" else "films:detail"
    return reverse(name, args=[film.slug])


def _spoilt_by(film):
    """The other films that something in a film's guide also gives away."""
    links = AlsoSpoils.unguarded.filter(film=film).values("spoils")
    return list(Film.unguarded.filter(pk__in=links))


def _offered(model, row: Film | Passage | None) -> dict:
    """What the button offers for a row: a minute, pages, whether with drafts."""
    pages = dict(PAGES)
    if not issubclass(model, Entry):
        del pages["own"]
    horizon = getattr(row, "horizon", None)
    if model is Film:
        horizon = 0
    film = row if isinstance(row, Film) else row and row.film
    unseen = row is None or row.status in DRAFTS or film.status != Status.PUBLISHED
    return {
        "minute": figure(SEEN if horizon is None else horizon),
        "pages": pages.items(),
        "page": "ending" if model in (Ending, Interpretation) else "film",
        "drafts": unseen,
    }
