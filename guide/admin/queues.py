"""What waits for somebody at the desk: piles with counts, and one's own drafts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from guide.admin import next_version, workflow
from guide.editorial.models import Report
from guide.editorial.proposals import Proposal, State
from guide.films.models import Film
from guide.films.statuses import DRAFTS
from guide.passages import schedule
from guide.passages.models import Passage
from guide.readers.models import Reader
from guide.readers.roles import PROPOSALS, PUBLISH, REPORTS, may

LONG = timedelta(days=7)  # what waits longer is overdue


@dataclass(frozen=True)
class Pile:
    """Something that waits: how much, and how much of it has waited too long."""

    words: str
    url: str
    count: int
    late: int = 0
    how_late: str = "for more than a week"


def piles(user: Reader) -> Iterator[Pile]:
    """What waits for somebody, as far as it is theirs to do."""
    if may(user, PUBLISH):
        url, (count, late) = reverse("review"), workflow.in_review(_long_ago())
        yield Pile("Waiting for review", f"{url}#waiting", count, late)
        timed = list(schedule.timed())
        late = sum(row.publish_at <= timezone.now() for row in timed)
        yield Pile("At a set time", f"{url}#timed", len(timed), late, "past its time")
    if may(user, PROPOSALS):
        rows = Proposal.unguarded.filter(state=State.WAITING, reader__is_active=True)
        yield _pile("Proposals", reverse("admin:guide_proposal_changelist"), rows)
    if may(user, REPORTS):
        url = reverse("admin:guide_report_changelist")
        rows = Report.unguarded.filter(state=Report.State.OPEN)
        yield _pile("Shown too early", f"{url}?state__exact=open", rows)
    if user.has_perm("guide.view_film"):
        begun = (
            sum(rows.count() for rows in _of(user))
            + next_version.drafts(reader=user).count()
        )
        yield Pile("Your drafts", reverse("mine"), begun)


def _pile(words, url, rows):
    late = rows.filter(at__lt=_long_ago()).count()
    return Pile(words, url, rows.count(), late)


def _long_ago():
    return timezone.now() - LONG


def mine(request):
    """The drafts that somebody has begun, with what an editor has said of them."""
    if not request.user.has_perm("guide.view_film"):
        raise PermissionDenied
    lines = [
        workflow.Line(row, workflow.who(row), *changed, note=workflow.note_on(row))
        for rows in _of(request.user)
        for row, changed in workflow.with_last_change(rows)
    ]
    context = admin.site.each_context(request) | {
        "title": "Your drafts",
        "lines": sorted(
            lines, key=lambda line: (str(line.film or line.row), line.page)
        ),
        "next_versions": [
            (
                draft,
                draft.passage.called(draft.field),
                next_version.address(draft.passage),
            )
            for draft in next_version.drafts(reader=request.user).select_related(
                "film", "passage__film", "passage__cut"
            )
        ],
    }
    return TemplateResponse(request, "admin/guide/mine.html", context)


def _of(user) -> Iterator[QuerySet[Film | Passage]]:
    """The drafts that somebody has begun, table by table."""
    for model in (Film, Passage):
        begun = model.history.filter(history_user=user.pk, history_type="+")
        yield model.unguarded.filter(status__in=DRAFTS, pk__in=begun.values("id"))
