"""What the pages of all passages share: who sees it, verbs to save, the way back."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst

from guide.admin import next_version, spoilers, workflow
from guide.admin.addresses import adding_beside, readers_page_of
from guide.admin.colleagues import called
from guide.admin.fields import DeskFields, film_of, keep_to_film, rested_on
from guide.admin.form_errors import TellsProblems
from guide.admin.forms import RowForm
from guide.admin.history import KeepsHistory
from guide.admin.minutes import figure
from guide.admin.permissions import AsksFirst
from guide.admin.reader_preview import SeenAsReader
from guide.admin.saving import SavesUnderLock
from guide.admin.visibility_in_words import who_sees, with_elsewhere
from guide.editorial import moderation
from guide.films.models import Film
from guide.gate.horizon import SEEN, spoken
from guide.passages import floors, publishing, rights
from guide.readers.roles import PUBLISH, REPORTS, TAKE_DOWN, may
from guide.search.models import SearchDoc

FROM_THE_FILM = "Start from the film’s own page instead: then all choices are its own."


class DeskAdmin(
    SeenAsReader,
    SavesUnderLock,
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
    """The page of one passage."""

    form = RowForm
    section = ""  # the part of the film's page that lists these rows
    own_fields: tuple = ()
    list_display = ["__str__", "film", "who_can_see"]
    list_filter = ["status", "horizon_checked", "held"]
    list_per_page = 50
    search_fields = ["title", "text", "film__title"]
    autocomplete_fields = ["film"]

    def get_queryset(self, request):
        rows = with_elsewhere(super().get_queryset(request))
        return rows.select_related("film", "under", "cut")

    def get_fieldsets(self, request, obj=None):
        when = [("horizon", "horizon_checked"), "status"]
        if may(request.user, PUBLISH) and not (obj and rights.was_public(obj)):
            when.append("publish_at")
        if may(request.user, REPORTS):
            when.append(("held", "cleared"))
        return [
            (None, {"fields": ["film", "who_can_see", *self.own_fields, "how"]}),
            ("Who may read it", {"fields": when}),
        ]

    def get_readonly_fields(self, request, obj=None):
        return ["who_can_see", *(["film"] if obj else [])]

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        film = film_of(request, obj)
        keep_to_film(form.base_fields, film)
        if "film" in form.base_fields and not film:
            form.base_fields["film"].help_text = FROM_THE_FILM
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
        context["send_back"] = workflow.sending_back(request.user, obj) if obj else ""
        if film := film_of(request, obj):
            context["film"], context["section"] = film, self.section
            kind, key = self.model.KINDS[0], obj and obj.pk
            context["desk"] = spoilers.desk(film, kind, key)
        if obj is not None and (there := next_version.offered(request.user, obj)):
            context["next_version"] = there
            drafts = next_version.drafts(passage=obj).select_related("reader")
            context["next_versions"] = [
                (draft, obj.called(draft.field), called(draft.reader))
                for draft in drafts
            ]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_object(self, request, object_id, from_field=None):
        row = super().get_object(request, object_id, from_field)
        if row is not None and request.method == "POST":
            row.seen_now = who_sees(row)  # what is typed may be refused
        return row

    @admin.display(description="who can see it now")
    def who_can_see(self, row):
        if not row or not row.pk:
            return "nobody: not saved yet"
        return getattr(row, "seen_now", None) or who_sees(row)

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
        listed, counts = _as_written(listed), _as_written(counts)
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


def _as_written(listed):
    """What a page of deletion lists, without what the search keeps of it."""
    if isinstance(listed, dict):
        name = str(SearchDoc._meta.verbose_name_plural)
        return {words: count for words, count in listed.items() if words != name}
    begins = f"{capfirst(SearchDoc._meta.verbose_name)}:"
    kept = (one for one in listed if not str(one).startswith(begins))
    return [_as_written(one) if isinstance(one, list) else one for one in kept]
