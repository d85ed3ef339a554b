"""What waits for an editor, and the presses that publish a row and take it down."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from guide.admin.addresses import page_of
from guide.admin.sight import who_sees, with_elsewhere
from guide.editorial.lint import ROWS
from guide.entries import floors, publishing, schedule
from guide.films.models import Film, GatedRow, Status
from guide.readers.roles import PUBLISH, TAKE_DOWN, may


@dataclass
class Line:
    """One row that waits: what it is called, whose it is, who would see it."""

    row: Film | GatedRow
    who: str
    changed_by: str = ""
    changed_at: datetime | None = None
    late: bool = False

    @property
    def noun(self) -> str:
        return getattr(self.row, "kind", "") or self.row._meta.verbose_name

    @property
    def film(self) -> Film | None:
        return None if isinstance(self.row, Film) else self.row.film

    @property
    def page(self) -> str:
        return page_of(self.row)

    @property
    def publish(self) -> str:
        return address("publish", self.row)


def address(verb: str, row: Film | GatedRow) -> str:
    """Where a press is posted: `publish` or `take-down`."""
    noun = "film" if isinstance(row, Film) else row.gate.noun
    return reverse(f"row-{verb}", args=[noun, row.pk])


def may_take_down(user, row: Film | GatedRow) -> bool:
    """Whether somebody may take down this row, which is published."""
    right = TAKE_DOWN if isinstance(row, Film) else PUBLISH
    return row.status == Status.PUBLISHED and may(user, right)


def button(row: Film | GatedRow) -> str:
    """One press that takes a row down, within any form of the desk."""
    if row.status != Status.PUBLISHED:
        return ""
    return format_html(
        '<button class="desk-down" formaction="{}" formnovalidate>Take down</button>',
        address("take-down", row),
    )


def counts() -> dict[str, int]:
    """How many rows wait for review, and how many for their time."""
    waiting = sum(_in_review(model).count() for model in ROWS.values())
    return {"waiting": waiting, "timed": len(list(schedule.timed()))}


def review(request):
    """What waits for an editor, and what waits for its time, film by film."""
    if not may(request.user, PUBLISH):
        raise PermissionDenied
    waiting = []
    for model in ROWS.values():
        rows = with_elsewhere(_in_review(model)).select_related(
            "film", *model.gate.through
        )
        last = _last_changes(model, rows)
        waiting += [Line(row, who_sees(row), *last[row.pk]) for row in rows]
    waiting.sort(key=lambda line: (line.film.sort_title, line.film.pk, line.page))
    now = timezone.now()
    timed = [
        Line(row, _who(row), late=row.publish_at <= now) for row in schedule.timed()
    ]
    context = admin.site.each_context(request) | {
        "title": "Waiting for review",
        "waiting": waiting,
        "timed": sorted(timed, key=lambda line: line.row.publish_at),
    }
    return TemplateResponse(request, "admin/guide/review.html", context)


@require_POST
def publish(request, noun: str, pk: int):
    """Publish a row, or a film, now."""
    if not may(request.user, PUBLISH):
        raise PermissionDenied
    row = _row(noun, pk)
    verb = publishing.publish_film if noun == "film" else publishing.publish
    try:
        raised = verb(row, by=request.user)
    except ValidationError as error:
        messages.error(request, f"Not published: {' '.join(error.messages)}")
    else:
        messages.success(request, f"Published: {floors.name(row)}, {_who(row)}.")
        if raised:
            named = ", ".join(map(floors.name, raised))
            messages.success(request, f"Raised with it: {named}.")
    return _back(request, row)


@require_POST
def take_down(request, noun: str, pk: int):
    """Take down what is published: nobody sees it from the next request on."""
    if not may(request.user, TAKE_DOWN if noun == "film" else PUBLISH):
        raise PermissionDenied
    row = _row(noun, pk)
    if row.status == Status.PUBLISHED:
        verb = publishing.take_down if noun == "film" else publishing.retire
        verb(row, by=request.user)
        sentence = f"Taken down: {floors.name(row)}. Nobody sees it any more."
        messages.success(request, sentence)
    else:
        messages.info(request, f"Not published, then as now: {floors.name(row)}.")
    return _back(request, row)


def _row(noun, pk):
    model = Film if noun == "film" else ROWS.get(noun)
    if model is None:
        raise Http404
    return get_object_or_404(model.unguarded, pk=pk)


def _back(request, row):
    """To the page of the desk that was pressed on; else that of the row."""
    asked = urlsplit(request.headers.get("Referer", ""))
    on_desk = asked.path.startswith(reverse("admin:index"))
    query = f"?{asked.query}" if asked.query else ""
    there = f"{asked.path}{query}" if on_desk else page_of(row)
    return HttpResponseRedirect(there)


def _in_review(model):
    return model.unguarded.filter(status=Status.REVIEW, publish_at=None)


def _last_changes(model, rows):
    """{key: (who, when)} of the latest change of each row."""
    records = model.history.filter(id__in=[row.pk for row in rows])
    found = defaultdict(lambda: ("", None))
    for record in records.order_by("history_id").select_related("history_user"):
        found[record.id] = (str(record.history_user or ""), record.history_date)
    return found


def _who(row):
    if not isinstance(row, Film):
        return who_sees(row)
    return "its guide, as far as that is published"
