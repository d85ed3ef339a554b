"""The page of a film: its public facts, its beats, and the way to all its rows."""

from django.contrib import admin
from django.http import HttpResponseRedirect

from guide.admin import drafts, spoilers
from guide.admin.addresses import page_of
from guide.admin.choosers import mark
from guide.admin.form_errors import TellsProblems
from guide.admin.forms import FactForm
from guide.admin.guidefiles import GuideFiles
from guide.admin.history import KeepsHistory
from guide.admin.inlines import (
    BeatInline,
    CreditInline,
    CutInline,
    ProvenanceInline,
    TitleInline,
)
from guide.admin.minutes import figure
from guide.admin.overview import add_a_beat, overview, waiting
from guide.admin.permissions import AsksFirst
from guide.admin.rows import DeskAdmin
from guide.admin.saving import SavesUnderLock
from guide.common.text_folding import words
from guide.films.models import Film, Person, Status
from guide.films.naming import with_maker
from guide.passages import publishing
from guide.passages.models import Beat
from guide.readers.roles import PUBLISH, may
from guide.search import query


@admin.register(Film)
class FilmAdmin(GuideFiles, DeskAdmin):
    """One film, one page."""

    form = FactForm
    list_display = ["title", "told_apart", "year", "runs", "status"]
    list_filter = ["status"]
    search_fields = ["title", "original_title", "slug", "premise"]
    prepopulated_fields = {"slug": ["title", "year"]}
    save_on_top = True  # a film has dozens of beats
    inlines = [BeatInline, ProvenanceInline, TitleInline, CreditInline, CutInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("title", "year", "status"),
                    ("runtime", "release"),
                    "premise",
                ]
            },
        ),
        (
            "Address, lists, card and links",
            {
                "classes": ["collapse"],
                "fields": [
                    "slug",
                    ("original_title", "sort_title"),
                    "genres",
                    ("colour_ground", "colour_figure"),
                    ("imdb", "tmdb", "wikidata"),
                ],
            },
        ),
    ]

    def get_queryset(self, request):
        return with_maker(super().get_queryset(request))

    def get_search_results(self, request, queryset, search_term):
        """As a reader finds films, by any title or maker, and by a piece of one."""
        found, twice = super().get_search_results(request, queryset, search_term)
        if words(search_term):
            found |= queryset.filter(pk__in=query.films_called(search_term))
        return found, twice

    @admin.display(description="original title, or maker")
    def told_apart(self, film):
        return mark(film)

    @admin.display(description="runtime", ordering="runtime")
    def runs(self, film):
        return figure(film.runtime)

    def get_fieldsets(self, request, obj=None):
        first, *more = super().get_fieldsets(request, obj)
        if may(request.user, PUBLISH) and not (obj and obj.status == Status.PUBLISHED):
            fields = [*first[1]["fields"], "publish_at"]
            first = (first[0], first[1] | {"fields": fields})
        return [first, *more]

    def get_prepopulated_fields(self, request, obj=None):
        """The address stays when the title changes."""
        return {} if obj else self.prepopulated_fields

    def save_model(self, request, obj, form, change):
        publishing.save_film(obj, by=request.user)

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        if formset.model is Beat:
            request.beats = formset

    def response_post_save_add(self, request, obj):
        return self._stay(request, obj)

    def response_post_save_change(self, request, obj):
        return self._stay(request, obj)

    def _stay(self, request, film):
        """All that belongs to a film is reached from its page: back there, to the beat
        that was changed."""
        beats, where = getattr(request, "beats", None), ""
        if beats is not None:
            rows = [*(row for row, _ in beats.changed_objects), *beats.new_objects]
            where = beats.leading_to(rows[-1]) if rows else beats.turning_back()
        return HttpResponseRedirect(f"{page_of(film)}{where}")

    def render_change_form(
        self, request, context, add=False, change=False, form_url="", obj=None
    ):
        context["show_save_and_continue"] = False  # a save stays here
        context["show_save_and_add_another"] = False
        if obj is not None:
            context["overview"] = overview(obj)
            if may(request.user, PUBLISH):
                context["waiting"] = waiting(obj)
                context["together"] = drafts.address(obj)
            context["add_beat"] = add_a_beat(obj)
            context["desk"] = spoilers.desk(obj, "film", obj.pk)
        return super().render_change_form(request, context, add, change, form_url, obj)


@admin.register(Person)
class PersonAdmin(
    SavesUnderLock, TellsProblems, AsksFirst, KeepsHistory, admin.ModelAdmin
):
    """Somebody who made a film or plays in one."""

    form = FactForm
    actions = None
    list_display = ["name", "sort_name"]
    search_fields = ["name", "sort_name"]
    prepopulated_fields = {"slug": ["name"]}

    def save_model(self, request, obj, form, change):
        publishing.save_fact(obj, by=request.user)

    def delete_model(self, request, obj):
        publishing.detach(obj, by=request.user)
