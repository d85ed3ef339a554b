"""The history of a row, and the versions that it can be restored from."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import (
    ObjectDoesNotExist,
    PermissionDenied,
    ValidationError,
)
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.cache import never_cache

from guide.admin import spoilers
from guide.admin.addresses import history_of, number
from guide.admin.changes import differing, label_of, lines, names_in, whole_of
from guide.editorial import history, restoring
from guide.films.models import Film
from guide.passages import floors, rights
from guide.passages.models import Passage

MOST = 50  # changes on one page


class KeepsHistory:
    """For model admins: a history that shows every change, word by word.

    Of the row itself and of what is edited on its page: evidence, sources, credits.
    """

    def history_view(self, request, object_id, extra_context=None):
        """Every change of a row. Raises Http404 for one that is not there."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        at = page_number(request)
        found = history.of_row(row, (at - 1) * MOST, MOST)
        context = self.admin_site.each_context(request) | {
            "title": f"History of {floors.name(row)}",
            "opts": self.opts,
            "row": row,
            "noun": row._meta.concrete_model._meta.model_name,
            "page": reverse(
                f"admin:guide_{self.opts.model_name}_change", args=[row.pk]
            ),
            "log": f"{reverse('log')}?film={row.pk}" if isinstance(row, Film) else "",
            "lines": lines(found.changes),
            "newer": at - 1,
            "older": at + 1 if found.more else 0,
        }
        return TemplateResponse(
            request, "admin/guide/history.html", context | (extra_context or {})
        )


def page_number(request) -> int:
    """Which page of a list is asked for: 1, if it is no number."""
    return min(max(number(request.GET.get("p")) or 1, 1), 10**6)


@never_cache
def version(request, noun: str, pk: int):
    """One version of a row beside what it says now: GET shows it, POST restores it.

    It is restored as `guide.editorial.restoring` says, whole or one field.
    """
    if not request.user.has_perm("guide.view_film"):
        raise PermissionDenied
    change = history.version(noun, pk)
    if change is None:
        raise Http404
    if not _may(request, "view", change):
        raise PermissionDenied
    problems = []
    if request.method == "POST":
        if not _may_write(request, change):
            raise PermissionDenied
        try:
            row, raised = restoring.restore(
                change.record,
                request.POST.get("group", ""),
                seen=request.POST.get("seen", ""),
                by=request.user,
            )
        except restoring.Changed:
            problems = [
                "It has been changed in the meantime. This is how it differs now."
            ]
            change = history.version(noun, pk)
        except ValidationError as error:
            problems = list(_sentences(error, change.record))
        else:
            _say(request, row, raised)
            return HttpResponseRedirect(history_of(whole_of(row)))
    shown = _shown(request, change) | {"problems": problems}
    return TemplateResponse(request, "admin/guide/version.html", shown)


def _shown(request, change):
    record = change.record
    seen = restoring.newest(record)  # before the row: what comes between is not seen
    now = restoring.stored(record)
    groups = restoring.groups(now, record)
    fields = [each for group in groups for each in group.fields]
    names = names_in([v for v in (now, record) if v is not None], fields)
    (line,) = lines([change], words=False)
    return admin.site.each_context(request) | {
        "title": f"{capfirst(line.noun)}: {line.title}",
        "line": line,
        "is_gone": now is None,
        "groups": [
            (group.name, differing(group.fields, now, record, names))
            for group in groups
        ],
        "sooner": restoring.sooner(now, record),
        "seen": seen,
        "why_not": _why_not(request, change),
        "may_restore": _may_write(request, change),
    }


def _why_not(request, change):
    """Why somebody may not write what the record is of; empty if they may."""
    row = change.row or restoring.anew(change.record)
    try:
        return rights.why_not(row, request.user)
    except ObjectDoesNotExist:
        return "What it belonged to is gone."


def _may_write(request, change):
    verb = "add" if change.row is None else "change"
    return _may(request, verb, change) and not _why_not(request, change)


def _may(request, verb, change):
    is_passage = change.noun == "passage"  # which one edits as what it is
    model = change.record.kind if is_passage else change.noun
    return request.user.has_perm(f"guide.{verb}_{model}")


def _sentences(error, record):
    """What a verb refused, each with the name of its field."""
    if not hasattr(error, "error_dict"):
        yield from error.messages
        return
    named = {each.name: label_of(each, record) for each in record.tracked_fields}
    for name, sentences in error.message_dict.items():
        field = f"{capfirst(named[name])}: " if name in named else ""
        yield from (f"{field}{sentence}" for sentence in sentences)


def _say(request, row, raised):
    messages.success(request, f"Restored: {floors.name(row)}.")
    if raised:
        named = ", ".join(map(floors.name, raised))
        messages.success(request, f"Raised with it: {named}.")
    if isinstance(row, Film | Passage):
        spoilers.lead_to(request, row)
