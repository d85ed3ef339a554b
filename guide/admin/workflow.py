"""What waits for an editor, and the presses that publish a row and take it down."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST

from guide.admin.addresses import page_of, row_at
from guide.admin.colleagues import called
from guide.admin.visibility_in_words import who_sees, with_elsewhere
from guide.films.models import Film, Status
from guide.passages import floors, publishing, schedule
from guide.passages.models import Passage
from guide.readers.roles import PUBLISH, TAKE_DOWN, may

SENT_BACK = "sent back: "  # begins the reason in the history; the note follows
MOST = 100 - len(SENT_BACK)  # letters: a reason has a hundred


class SendBackForm(forms.Form):
    """What an editor asks of the writer of a text."""

    note = forms.CharField(
        max_length=MOST,
        help_text=f"What to fix, in at most {MOST} characters. It is shown on the "
        "text’s page, in its history and in the writer’s “Your drafts”.",
        widget=forms.TextInput({"size": 60}),
    )


@dataclass
class Line:
    """One row that waits: what it is called, whose it is, who would see it."""

    row: Film | Passage
    who: str
    changed_by: str = ""
    changed_at: datetime | None = None
    late: bool = False
    note: str = ""

    @property
    def noun(self) -> str:
        return self.row._meta.verbose_name

    @property
    def film(self) -> Film | None:
        return None if isinstance(self.row, Film) else self.row.film

    @property
    def page(self) -> str:
        return page_of(self.row)

    @property
    def publish(self) -> str:
        return address("publish", self.row)

    @property
    def send_back(self) -> str:
        """Where it is given back to who writes it; only what waits for review is."""
        waits = self.row.status == Status.REVIEW and self.film is not None
        return address("send-back", self.row) if waits else ""


def address(verb: str, row: Film | Passage) -> str:
    """Where a press is posted: `publish`, `take-down` or `send-back`."""
    return reverse(f"row-{verb}", args=floors.key_of(row))


def may_take_down(user, row: Film | Passage) -> bool:
    """Whether somebody may take down this row, which is published."""
    right = TAKE_DOWN if isinstance(row, Film) else PUBLISH
    return row.status == Status.PUBLISHED and may(user, right)


def sending_back(user, row: Passage) -> str:
    """Where somebody gives a row back to who writes it; empty if they cannot."""
    return Line(row, "").send_back if may(user, PUBLISH) else ""


def button(row: Film | Passage) -> str:
    """The way to take a row down; it asks first."""
    if row.status != Status.PUBLISHED:
        return ""
    there = address("take-down", row)
    return format_html('<a class="desk-down" href="{}">Take down</a>', there)


def in_review(long_ago: datetime) -> tuple[int, int]:
    """How many rows wait for review, and how many of them since before a time."""
    lately = Passage.history.filter(history_date__gte=long_ago).values("id")
    return _in_review().count(), _in_review().exclude(pk__in=lately).count()


def review(request):
    """What waits for an editor, and what waits for its time, film by film."""
    if not may(request.user, PUBLISH):
        raise PermissionDenied
    rows = with_elsewhere(_in_review()).select_related("film", "under", "cut")
    waiting = [
        Line(row, who_sees(row), *changed) for row, changed in with_last_change(rows)
    ]
    waiting.sort(key=lambda line: (line.film.sort_title, line.film.pk, line.page))
    now = timezone.now()
    timed = [
        Line(row, who(row), late=row.publish_at <= now) for row in schedule.timed()
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
    row = row_at(noun, pk)
    verb = publishing.publish_film if noun == "film" else publishing.publish
    try:
        raised = verb(row, by=request.user)
    except ValidationError as error:
        messages.error(request, f"Not published: {' '.join(error.messages)}")
    else:
        messages.success(request, f"Published: {floors.name(row)}, {who(row)}.")
        if raised:
            named = ", ".join(map(floors.name, raised))
            messages.success(request, f"Raised with it: {named}.")
    return _back(request, row)


@require_http_methods(["GET", "POST"])
def take_down(request, noun: str, pk: int):
    """Take down what is published: nobody sees it from the next request on. GET
    asks."""
    if not may(request.user, TAKE_DOWN if noun == "film" else PUBLISH):
        raise PermissionDenied
    row = row_at(noun, pk)
    if request.method == "GET":
        resting = [] if noun == "film" else floors.resting_on(row)
        return _asked(
            request,
            row,
            "take_down.html",
            title=f"Take down {floors.name(row)}?",
            resting=[r for r in resting if r.status == Status.PUBLISHED],
        )
    if row.status == Status.PUBLISHED:
        verb = publishing.take_down if noun == "film" else publishing.retire
        verb(row, by=request.user)
        sentence = f"Taken down: {floors.name(row)}. Readers no longer see it."
        messages.success(request, sentence)
    else:
        messages.info(request, f"It was not published anyway: {floors.name(row)}.")
    return _back(request, row)


@require_http_methods(["GET", "POST"])
def send_back(request, noun: str, pk: int):
    """Give a text that waits for review back to who writes it, with a note. GET
    asks."""
    if not may(request.user, PUBLISH):
        raise PermissionDenied
    row = row_at(noun, pk)
    form = SendBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row._change_reason = f"{SENT_BACK}{form.cleaned_data['note']}"
        try:
            publishing.send_back(row, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"Sent back: {floors.name(row)}.")
        return _back(request, row)
    title = f"Send back {floors.name(row)}"
    return _asked(request, row, "send_back.html", title=title, form=form)


def _asked(request, row, template, **told):
    context = (
        admin.site.each_context(request)
        | told
        | {
            "row": row,
            "page": page_of(row),
            "back": request.POST.get("next", "") or request.headers.get("Referer", ""),
        }
    )
    return TemplateResponse(request, f"admin/guide/{template}", context)


def _back(request, row):
    """To the page of the desk that was pressed on; else that of the row."""
    asked = urlsplit(request.POST.get("next") or request.headers.get("Referer", ""))
    on_desk = asked.path.startswith(reverse("admin:index"))
    query = f"?{asked.query}" if asked.query else ""
    there = f"{asked.path}{query}" if on_desk else page_of(row)
    return HttpResponseRedirect(there)


def _in_review() -> QuerySet[Passage]:
    return Passage.unguarded.filter(status=Status.REVIEW, publish_at=None)


def with_last_change(rows: QuerySet) -> list[tuple[Passage, tuple]]:
    """The rows, each with (by whom, when) it was changed last; two queries."""
    records = rows.model.history.filter(id__in=[row.pk for row in rows])
    found = defaultdict(lambda: ("", None))
    for record in records.order_by("history_id").select_related("history_user"):
        found[record.id] = (called(record.history_user, ""), record.history_date)
    return [(row, found[row.pk]) for row in rows]


def note_on(row: Film | Passage) -> str:
    """What an editor said who sent a draft back; empty once it was sent again."""
    if row.status != Status.DRAFT:
        return ""
    records = row.history.filter(history_change_reason__startswith=SENT_BACK)
    reason = records.values_list("history_change_reason", flat=True).first()
    return (reason or "").removeprefix(SENT_BACK)


def who(row):
    if not isinstance(row, Film):
        return who_sees(row)
    return "its guide, as far as it is published"
