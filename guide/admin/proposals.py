"""The queue of what readers propose: look at it, accept it, return it, refuse it."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from guide.admin import spoilers
from guide.admin.addresses import page_of
from guide.admin.colleagues import called
from guide.admin.fields import DeskFields, label
from guide.admin.form_errors import of_form
from guide.admin.proposal_forms import DecisionForm, NoteForm
from guide.admin.readonly_lists import RecordAdmin
from guide.admin.visibility_in_words import who_sees
from guide.editorial import proposing
from guide.editorial.proposals import Proposal, ProposalKind, State
from guide.editorial.word_diff import difference
from guide.gate.horizon import spoken
from guide.readers.roles import PROPOSALS, may

ASKS_A_NOTE = {"give_back": "Return with a note", "turn_down": "Refuse with a note"}


class Standing(admin.SimpleListFilter):
    """What waits for an editor, unless something else is asked for."""

    title = "status"
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        states = [
            (value, words) for value, words in State.choices if value != "waiting"
        ]
        suspended = ("suspended", "waiting, of a suspended account")
        return [*states, suspended, ("all", "all")]

    def queryset(self, request, queryset):
        asked = self.value()
        if asked is None:
            return queryset.filter(state=State.WAITING, reader__is_active=True)
        if asked == "suspended":
            return queryset.filter(state=State.WAITING, reader__is_active=False)
        return queryset.filter(state=asked) if asked in State.values else queryset

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [first | {"display": "waiting for an editor"}, *others]


@admin.register(Proposal)
class ProposalAdmin(DeskFields, RecordAdmin):
    """A list, and a page for each on which it is decided."""

    list_display = [
        "proposed", "kind", "concerns", "of_film", "writer", "who_can_see", "state",
        "at",
    ]  # fmt: skip
    list_display_links = ["proposed"]
    list_filter = [Standing, "kind", ("film", admin.RelatedOnlyFieldListFilter)]
    list_select_related = [
        "film", "reader", "passage__film", "passage__under", "passage__cut",
    ]  # fmt: skip
    list_per_page = 50
    search_fields = ["title", "text", "film__title", "reader__public_name"]
    ordering = ["at", "pk"]
    actions = ["take", *ASKS_A_NOTE]

    def has_decide_permission(self, request):
        return may(request.user, PROPOSALS)

    @admin.display(description="proposal")
    def proposed(self, proposal):
        return str(proposal)

    @admin.display
    def concerns(self, proposal):
        row = proposal.passage
        return format_html('<a href="{}">{}</a>', page_of(row), label(row))

    @admin.display(description="film")
    def of_film(self, proposal):
        return proposal.film.title

    @admin.display(description="by")
    def writer(self, proposal):
        return called(proposal.reader)

    @admin.display(description="who would see it")
    def who_can_see(self, proposal):
        minute = spoken(proposing.as_sent(proposal).horizon)
        return f"{minute}; what it concerns: {who_sees(proposal.passage)}"

    # Many at once.

    @admin.action(description="Accept as they are", permissions=["decide"])
    def take(self, request, proposals):
        self._each(request, proposals, proposing.accept, "Accepted")

    @admin.action(description=ASKS_A_NOTE["give_back"], permissions=["decide"])
    def give_back(self, request, proposals):
        return self._with_note(
            request, proposals, "give_back", proposing.return_, "Returned"
        )

    @admin.action(description=ASKS_A_NOTE["turn_down"], permissions=["decide"])
    def turn_down(self, request, proposals):
        return self._with_note(
            request, proposals, "turn_down", proposing.refuse, "Refused"
        )

    def _with_note(self, request, proposals, action, verb, done):
        form = NoteForm(request.POST if "confirmed" in request.POST else None)
        if form.is_valid():
            note = form.cleaned_data["note"]
            return self._each(request, proposals, verb, done, note=note)
        chosen = list(proposals)
        context = self.admin_site.each_context(request) | {
            "title": f"{ASKS_A_NOTE[action]}: {len(chosen)}",
            "opts": self.model._meta,
            "form": form,
            "action": action,
            "chosen": chosen,
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/guide/proposal/note.html", context)

    def _each(self, request, proposals, verb, done, **more):
        """Do it to each, and say of which it could not be done, and why."""
        count = 0
        for proposal in proposals:
            try:
                row = verb(proposal, by=request.user, **more)
            except REFUSED as error:
                sentence = f"“{proposal}”: {why(error)}"
                self.message_user(request, sentence, messages.ERROR)
                continue
            count += 1
            self._say(request, proposal, done, row)
        self.message_user(request, f"{done}: {count}.", messages.SUCCESS)

    def _say(self, request, proposal, done, row):
        self.log_change(request, proposal, f"{done}.")
        if row is not None:
            spoilers.lead_to(request, row)

    # One.

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """A proposal beside what it concerns, and the form that decides it."""
        proposal = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, proposal):
            raise PermissionDenied
        if proposal is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        form = DecisionForm(proposal, request.POST or None)
        if request.method == "POST":
            if not self.has_decide_permission(request):
                raise PermissionDenied
            if form.is_valid() and self._decided(request, form):
                return HttpResponseRedirect(reverse("admin:guide_proposal_changelist"))
        return TemplateResponse(
            request,
            "admin/guide/proposal/decide.html",
            self._shown(request, proposal, form) | (extra_context or {}),
        )

    def _decided(self, request, form) -> bool:
        """Whether what was pressed could be done; else the form says why not."""
        try:
            done, row = form.decide(by=request.user)
        except proposing.Changed as error:
            form.now = error.text
            form.see_again()
            form.add_error(None, why(error))
        except proposing.Decided as error:
            form.add_error(None, why(error))
        except ValidationError as error:
            form.refuse(error)
        else:
            self._say(request, form.proposal, done, row)
            self.message_user(request, f"{done}: “{form.proposal}”.", messages.SUCCESS)
            return True
        return False

    def _shown(self, request, proposal, form):
        is_correction = proposal.kind == ProposalKind.CORRECTION
        is_open = proposal.state == State.WAITING and proposal.reader.is_active
        return self.admin_site.each_context(request) | {
            "title": f"{proposal.get_kind_display().capitalize()}: {proposal}",
            "opts": self.opts,
            "proposal": proposal,
            "row": proposal.passage,
            "row_label": label(proposal.passage),
            "field": proposal.field and proposal.passage.called(proposal.field),
            "row_page": page_of(proposal.passage),
            "row_sight": who_sees(proposal.passage),
            "minute": spoken(proposal.horizon),
            "writer": called(proposal.reader),
            "decided_by": called(proposal.by, ""),
            "is_suspended": not proposal.reader.is_active,
            "evidence": proposing.evidence_of(proposal),
            "is_correction": is_correction,
            "parts": difference(form.now, proposal.text) if is_correction else [],
            "came": proposal.became,
            "may_decide": is_open and self.has_decide_permission(request),
            "form": form,
            "problems": list(of_form(form)),
            "media": self.media + form.media,
        }


REFUSED = (proposing.Changed, proposing.Decided, ValidationError)


def why(error: Exception) -> str:
    """A refusal in a sentence."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, proposing.Changed):
        return "What it corrects has changed: compare the two and edit."
    return str(error)
