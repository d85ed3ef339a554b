"""Votes and their discounts. Nobody edits a vote; an editor may leave it out.

A voter is a number here: who they are is not what makes a vote false.
"""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import F, OuterRef, Subquery
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html

from guide.admin.addresses import page_of
from guide.admin.colleagues import called
from guide.admin.readonly_lists import RecordAdmin
from guide.common import text_checks
from guide.editorial import suspicious_votes
from guide.passages.models import Entry
from guide.votes import discounting
from guide.votes.models import Discount, Lift, Vote

MOST = 4_000  # votes in one form; DATA_UPLOAD_MAX_NUMBER_FIELDS refuses more
SHOWN = 20  # accounts listed of a group
SAYS = {1: "yes", -1: "no", 0: "withdrawn"}


class Reason(forms.Form):
    """Why: it is kept for good."""

    reason = forms.CharField(
        max_length=300, label="Reason", validators=[text_checks.in_a_line]
    )


class JudgedAdmin(RecordAdmin):
    """A long list, with something to be done that takes a reason."""

    list_per_page = 50
    show_full_result_count = False

    def ask_why(self, request, rows, action, title, do):
        """Ask for a reason, then `do(keys, by=…, reason=…)`; what to answer."""
        keys = list(rows.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
        if len(keys) > MOST:
            self.message_user(
                request, f"At most {MOST:,} at once: choose fewer.", messages.ERROR
            )
            return None
        form = Reason(request.POST if "confirmed" in request.POST else None)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            done = do(keys, by=request.user, reason=reason)
            self.message_user(request, f"{title}: {done}.", messages.SUCCESS)
            return None
        context = self.admin_site.each_context(request) | {
            "title": f"{title}: {len(keys)}",
            "opts": self.model._meta,
            "form": form,
            "action": action,
            "keys": keys,
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/guide/reason.html", context)


@admin.register(Vote)
class VoteAdmin(JudgedAdmin):
    """Every vote, and the way to the suspicious ones."""

    change_list_template = "admin/guide/vote/change_list.html"
    fields = ["entry_voted_on", "says", "account", "at", "counts"]
    readonly_fields = list_display = fields
    list_filter = ["value", "counts"]
    search_fields = ["passage__title", "passage__public_id", "=reader__pk"]
    list_select_related = ["passage"]
    ordering = ["-pk"]
    actions = ["discount"]

    def has_discount_permission(self, request):
        return request.user.has_perm("guide.add_discount")

    @admin.action(description="Discount the chosen votes", permissions=["discount"])
    def discount(self, request, votes):
        return self.ask_why(
            request, votes, "discount", "Votes left out", discounting.discount
        )

    @admin.display(description="entry", ordering="passage")
    def entry_voted_on(self, vote):
        return link_to(vote.passage)

    @admin.display(description="vote", ordering="value")
    def says(self, vote):
        return SAYS[vote.value]

    @admin.display(ordering="reader")
    def account(self, vote):
        return vote.reader_id

    def get_urls(self):
        page = self.admin_site.admin_view(self.suspicious)
        mine = path("suspicious/", page, name="guide_vote_suspicious")
        return [mine, *super().get_urls()]

    def suspicious(self, request):
        """Groups to look at, each with its way to be discounted."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = suspicious_votes.groups()
        entries = Entry.unguarded.in_bulk({e for group in found for e in group.entries})
        context = self.admin_site.each_context(request) | {
            "title": "Suspicious votes",
            "opts": self.model._meta,
            "groups": [shown(group, entries) for group in found],
            "checkbox": ACTION_CHECKBOX_NAME,
            "may_discount": self.has_discount_permission(request),
        }
        return TemplateResponse(request, "admin/guide/vote/suspicious.html", context)


@admin.register(Discount)
class DiscountAdmin(JudgedAdmin):
    """What was discounted, why and by whom; a lift is a record of its own."""

    fields = [
        "entry_voted_on", "account", "reason", "editor", "at", "suspension", "lifted",
    ]  # fmt: skip
    readonly_fields = list_display = fields
    list_filter = ["suspension"]
    search_fields = ["reason", "passage__title", "passage__public_id"]
    list_select_related = ["passage", "by"]
    actions = ["lift"]

    def get_queryset(self, request):
        lifts = Lift.unguarded.filter(discount=OuterRef("pk"))
        return (
            super()
            .get_queryset(request)
            .annotate(
                why_lifted=Subquery(lifts.values("reason")), voter=F("vote__reader")
            )
        )

    def has_lift_permission(self, request):
        return request.user.has_perm("guide.add_lift")

    @admin.action(description="Lift the chosen discounts", permissions=["lift"])
    def lift(self, request, discounts):
        return self.ask_why(
            request, discounts, "lift", "Discounts lifted", discounting.lift
        )

    @admin.display(description="entry", ordering="passage")
    def entry_voted_on(self, discount):
        return link_to(discount.passage)

    @admin.display
    def account(self, discount):
        return discount.voter or "gone"

    @admin.display(description="by", ordering="by")
    def editor(self, discount):
        return called(discount.by)

    @admin.display
    def lifted(self, discount):
        return discount.why_lifted or "no"


def link_to(entry):
    """An entry's name, leading to its page on the desk."""
    return format_html('<a href="{}">{}</a>', page_of(entry), entry)


def shown(group, entries) -> dict:
    """A suspicious group as its template reads it."""
    first, last = group.ballots[0].at, group.ballots[-1].at
    accounts = list(dict.fromkeys(ballot.reader for ballot in group.ballots))
    return {
        "kind": group.kind,
        "sentence": group.sentence,
        "entries": [link_to(entries[key]) for key in sorted(group.entries)],
        "says": sorted({SAYS[ballot.value] for ballot in group.ballots}),
        "first": first,
        "last": last,
        "accounts": accounts[:SHOWN],
        "more": len(accounts[SHOWN:]),
        "keys": [ballot.key for ballot in group.ballots[:MOST]],
        "left": len(group.ballots[MOST:]),
    }
