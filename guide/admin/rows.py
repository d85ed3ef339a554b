"""What the pages of all gated rows share: who sees it, verbs to save, the way back."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst

from guide.admin import spoilers, workflow
from guide.admin.addresses import adding_beside, readers_page_of
from guide.admin.asking import AsksFirst
from guide.admin.fields import DeskFields, film_of, keep_to_film, rested_on
from guide.admin.forms import RowForm
from guide.admin.history import KeepsHistory
from guide.admin.meanwhile import Meanwhile
from guide.admin.minutes import figure
from guide.admin.problems import TellsProblems
from guide.admin.seeing import SeenAsReader
from guide.admin.sight import who_sees, with_elsewhere
from guide.editorial import moderation
from guide.entries import floors, publishing, rights
from guide.films.models import Film
from guide.gate.horizon import SEEN, spoken
from guide.readers.roles import PUBLISH, REPORTS, TAKE_DOWN, may


class DeskAdmin(
    SeenAsReader,
    Meanwhile,
    TellsProblems,
    AsksFirst,
    KeepsHistory,
    DeskFields,
    admin.ModelAdmin,
):
    """A page whose rows are written by the verbs, and are never deleted in bulk."""

    actions = None

    def view_on_site(self, obj):
        """The page that readers know it by, and no other."""
        return readers_page_of(obj) or None

    def has_delete_permission(self, request, obj=None):
        """What was public is retired and not deleted: votes and history hang on it."""
        may = super().has_delete_permission(request, obj)
        return may and not (obj is not None and obj.published_at)

    def get_list_display(self, request):
        shown = super().get_list_display(request)
        right = TAKE_DOWN if self.model is Film else PUBLISH
        return [*shown, "taking_down"] if may(request.user, right) else shown

    @admin.display(description="take down")
    def taking_down(self, row):
        return workflow.button(row)

    def render_change_form(
        self, request, context, add=False, change=False, form_url="", obj=None
    ):
        if obj is not None and workflow.may_take_down(request.user, obj):
            context["take_down"] = workflow.button(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_formset(self, request, form, formset, change):
        rows = formset.save(commit=False)
        for row in formset.deleted_objects:
            publishing.detach(row, by=request.user)
        for row in rows:
            self._say_raised(request, row, publishing.write(row, by=request.user))
        formset.save_m2m()

    def _say_raised(self, request, row, raised):
        if raised:
            named = ", ".join(map(floors.name, raised))
            sentence = f"Raised with it to {spoken(row.horizon)}: {named}."
            self.message_user(request, sentence, messages.SUCCESS)


class RowAdmin(DeskAdmin):
    """The page of one gated row."""

    form = RowForm
    section = ""  # the part of the film's page that lists these rows
    own_fields: tuple = ()
    list_display = ["__str__", "film", "who_can_see"]
    list_filter = ["status", "horizon_checked", "held"]
    list_select_related = ["film"]
    list_per_page = 50
    search_fields = ["title", "text", "film__title"]
    autocomplete_fields = ["film"]

    def get_queryset(self, request):
        names = {"film", *self.model.gate.through}
        return with_elsewhere(super().get_queryset(request)).select_related(*names)

    def get_fieldsets(self, request, obj=None):
        when = [("horizon", "horizon_checked"), "status"]
        if may(request.user, PUBLISH) and not (obj and rights.was_public(obj)):
            when.append("publish_at")
        if may(request.user, REPORTS):
            when.append(("held", "cleared"))
        return [
            (None, {"fields": ["film", "who_can_see", *self.own_fields]}),
            ("Who may read it", {"fields": when}),
        ]

    def get_readonly_fields(self, request, obj=None):
        return ["who_can_see", *(["film"] if obj else [])]

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        keep_to_film(form.base_fields, film_of(request, obj))
        if "film" in form.base_fields:
            form.base_fields[
                "film"
            ].help_text = (
                "Better begin on the film’s own page: then all choices are its own."
            )
        return form

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        if film := film_of(request):
            initial["film"] = film.pk
        if other := rested_on(request):
            initial.setdefault("horizon", figure(other.horizon))
            # Nothing is later than the end: there is no minute left to check.
            initial.setdefault("horizon_checked", other.horizon == SEEN)
        return initial

    def render_change_form(
        self, request, context, add=False, change=False, form_url="", obj=None
    ):
        context["note"] = workflow.note_on(obj) if obj else ""
        if film := film_of(request, obj):
            context["film"], context["section"] = film, self.section
            noun, key = self.model.gate.noun, obj and obj.pk
            context["desk"] = spoilers.desk(film, noun, key)
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.display(description="who can see it now")
    def who_can_see(self, row):
        return who_sees(row) if row and row.pk else "nobody: not saved yet"

    def save_form(self, request, form, change):
        row = super().save_form(request, form, change)
        row.desk_form = form  # where the evidence on the same page may object
        return row

    def save_model(self, request, obj, form, change):
        beats = () if "evidence-TOTAL_FORMS" in form.data else None
        by, held, cleared = request.user, obj.held, obj.cleared
        request.saved = obj
        self._say_raised(request, obj, publishing.save(obj, beats=beats, by=by))
        # What the editor ticked, that is: not what readers have held meanwhile.
        if "held" in form.changed_data:
            (moderation.hold if held else moderation.mended)(obj, by=by)
        if "cleared" in form.changed_data:
            (moderation.clear if cleared else moderation.unclear)(obj, by=by)

    def delete_model(self, request, obj):
        publishing.remove(obj, by=request.user)

    def get_deleted_objects(self, objs, request):
        listed, counts, perms, protected = super().get_deleted_objects(objs, request)
        resting = {floors.name(o) for obj in objs for o in floors.resting_on(obj)}
        return listed, counts, perms, protected or sorted(map(capfirst, resting))

    def response_add(self, request, obj, post_url_continue=None):
        answer = super().response_add(request, obj, post_url_continue)
        return self._next(request, obj, answer)

    def response_change(self, request, obj):
        answer = super().response_change(request, obj)
        return self._next(request, obj, answer)

    def _next(self, request, row, answer):
        """Another one is of the same film, and rests on the same rows."""
        if "_addanother" not in request.POST:
            return answer
        return HttpResponseRedirect(adding_beside(row))

    def response_post_save_add(self, request, obj):
        return self._back_to_film(request, obj)

    def response_post_save_change(self, request, obj):
        return self._back_to_film(request, obj)

    def _back_to_film(self, request, row):
        address = reverse("admin:guide_film_change", args=[row.film_id])
        return HttpResponseRedirect(f"{address}#{self.section}")
