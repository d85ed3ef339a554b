"""The page on which the next version of a published text is drafted.

A draft is kept as a correction among the proposals: readers do not see it, its writer
comes back to it here, and an editor who accepts it publishes it.
"""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.cache import never_cache

from guide.admin.addresses import page_of, row_at
from guide.admin.fields import label
from guide.admin.proposal_forms import Markdown
from guide.editorial import proposing
from guide.editorial.proposals import LICENCE, OPEN, Proposal, ProposalKind
from guide.films.models import Status
from guide.passages.floors import key_of
from guide.passages.models import Passage
from guide.readers.models import Reader

CHANGED = "The published text has changed since this draft was begun: compare the two."


class NextVersion(forms.Form):
    """The texts of a published row, each as its draft has it, else as it reads now."""

    def __init__(self, row: Passage, drafts: dict[str, Proposal], data=None):
        super().__init__(data)
        self.row, self.drafts, self.changed = row, drafts, set()
        for name in row.markdown_fields:
            now = getattr(row, name)
            draft = drafts.get(name)
            begun = draft.text if draft else now
            title = capfirst(row.called(name))
            self.fields[name] = Markdown(label=title, initial=begun, required=bool(now))
            # What its writer has before their eyes: another's change must not vanish.
            self.fields[f"{name}-now"] = forms.CharField(
                widget=forms.HiddenInput,
                initial=draft.digest if draft else proposing.digest_of(now),
            )

    @property
    def texts(self) -> list:
        """(field, its hidden digest, the published text where that has changed)."""
        told = []
        for name in self.row.markdown_fields:
            now, seen = getattr(self.row, name), self[f"{name}-now"]
            stale = seen.value() != proposing.digest_of(now) or name in self.changed
            told.append((self[name], seen, now if stale else ""))
        return told

    def see_again(self) -> None:
        """Show the newest texts beside what its writer typed."""
        self.data = self.data.copy()
        for name in self.row.markdown_fields:
            digest = proposing.digest_of(getattr(self.row, name))
            if self.data.get(f"{name}-now") != digest:
                self.changed.add(name)
            self.data[f"{name}-now"] = digest

    @transaction.atomic
    def keep(self, by: Reader) -> int:
        """Keep each text that differs from what is published; how many were kept.

        Raises Changed, Decided, and ValidationError.
        """
        kept = 0
        for name in self.changed_data:
            if name.endswith("-now"):
                continue
            draft = self.drafts.get(name) or Proposal(
                reader=by,
                kind=ProposalKind.CORRECTION,
                field=name,
                licence=LICENCE,
                horizon=self.row.horizon,
                passage=self.row,
            )
            draft.text = self.cleaned_data[name]
            draft.digest = self.cleaned_data[f"{name}-now"]
            if draft.pk:
                proposing.revise(draft)
            else:
                proposing.propose(draft, limited=False)
            kept += 1
        return kept


def address(row: Passage) -> str:
    """Where the next version of a published row is drafted."""
    return reverse("next-version", args=key_of(row))


def offered(user: Reader, row: Passage) -> str:
    """The page's address where there is something to draft for somebody, else ''."""
    texts = row.status == Status.PUBLISHED and proposing.corrigible(row)
    return address(row) if texts and _may(user, row) else ""


def drafts(**which) -> QuerySet[Proposal]:
    """The drafts of next versions, of a row or of a reader, the oldest first."""
    kept = {"kind": ProposalKind.CORRECTION, "state__in": OPEN}
    return Proposal.unguarded.filter(**which, **kept).order_by("at", "pk")


@never_cache
def page(request, noun: str, pk: int):
    """The texts of a row to rewrite; POST keeps them, and readers see nothing of it."""
    row = row_at(noun, pk)
    if not isinstance(row, Passage):
        raise Http404
    if not offered(request.user, row):
        raise PermissionDenied
    mine = {draft.field: draft for draft in drafts(passage=row, reader=request.user)}
    form = NextVersion(row, mine, request.POST or None)
    if form.is_valid() and _kept(request, form):
        return HttpResponseRedirect(page_of(row))
    context = admin.site.each_context(request) | {
        "title": "Draft its next version",
        "row": row,
        "row_label": label(row),
        "page": page_of(row),
        "form": form,
        "media": form.media,
    }
    return TemplateResponse(request, "admin/guide/next_version.html", context)


def _kept(request, form) -> bool:
    """Whether the drafts could be kept; else the form says why not."""
    try:
        kept = form.keep(request.user)
    except proposing.Changed:
        form.see_again()
        form.add_error(None, CHANGED)
    except (proposing.Decided, ValidationError) as error:
        sentences = getattr(error, "messages", [str(error)])
        form.add_error(None, " ".join(sentences))
    else:
        said = "Kept. Readers see it once an editor accepts it among the proposals."
        messages.success(request, said if kept else "Nothing was changed.")
        return True
    return False


def _may(user, row):
    return user.has_perm(f"guide.change_{row._meta.model_name}")
