"""Rows edited on the page of the row that they belong to."""

from django.contrib import admin
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from guide.admin.edit_conflicts import VersionedForm
from guide.admin.fields import (
    BELONGING,
    DeskFields,
    FoldedMarkdown,
    film_of,
    keep_to_film,
)
from guide.admin.forms import (
    AlsoSpoilsFormSet,
    BeatFormSet,
    EvidenceOfBeat,
    EvidenceOfEntry,
    PartFormSet,
    RowForm,
)
from guide.admin.long_tables import rows_for
from guide.admin.saving import is_saved
from guide.admin.visibility_in_words import who_sees, with_elsewhere
from guide.films.models import AlternativeTitle, Credit, Cut
from guide.films.provenance import Provenance
from guide.passages.models import AlsoSpoils, Beat, Evidence, Source


class PartInline(DeskFields, admin.TabularInline):
    """A table of rows, with none added unasked."""

    form = VersionedForm
    formset = PartFormSet
    extra = 0
    template = "admin/guide/_table.html"

    def get_queryset(self, request):
        """Locked while a page is saved, that nobody changes them in between."""
        rows = super().get_queryset(request)
        how = {"of": ("self",), "no_key": True}
        return rows.select_for_update(**how) if is_saved(request) else rows

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        keep_to_film(formset.form.base_fields, film_of(request, obj), once=True)
        formset.by = formset.form.by = request.user
        fields = formset.form.base_fields
        choices = sum(len(fields[name].choices) for name in BELONGING & fields.keys())
        formset.rows_a_page, formset.query = rows_for(choices), request.GET
        return formset


class BeatInline(PartInline):
    """A film's beats, two lines each; the text opens in place."""

    model = Beat
    form = RowForm
    formset = BeatFormSet
    verbose_name = "beat"
    verbose_name_plural = "beats"
    fields = [
        "minute", "horizon", "horizon_checked", "title", "status",
        "text", "who_can_see",
    ]  # fmt: skip
    readonly_fields = ["who_can_see"]
    show_change_link = True
    can_delete = False
    classes = ["desk-beats"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "text":
            kwargs["widget"] = FoldedMarkdown
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_queryset(self, request):
        rows = with_elsewhere(super().get_queryset(request))
        return rows.annotate(
            speaks=_number(Evidence, "beat"), sources=_number(Source, "passage")
        )

    @admin.display(description="who can see it now")
    def who_can_see(self, row):
        """And what hangs on it, which its own page shows."""
        return "; ".join([who_sees(row), *_hanging(row)]) if row.pk else ""


def _number(model, name):
    rows = model.unguarded.filter(**{name: OuterRef("pk")}).order_by().values(name)
    return Coalesce(Subquery(rows.values(number=Count("pk"))), 0)


def _hanging(beat):
    if beat.speaks:
        yield "evidence" if beat.speaks == 1 else f"evidence of {beat.speaks}"
    if beat.sources:
        yield "1 source" if beat.sources == 1 else f"{beat.sources} sources"


class EvidenceInline(PartInline):
    """The evidence of an entry."""

    model = Evidence
    fk_name = "passage"
    formset = EvidenceOfEntry
    fields = ["beat", "stance", "note", "order"]

    def get_queryset(self, request):
        return super().get_queryset(request).order_by("beat__minute", "order", "pk")


class EvidenceOfBeatInline(EvidenceInline):
    """What a beat speaks for and against."""

    fk_name = "beat"
    formset = EvidenceOfBeat
    fields = ["passage", "stance", "note", "order"]


class SourceInline(PartInline):
    """Where a row's claims come from."""

    model = Source
    fields = ["kind", "title", "url"]


class AlsoSpoilsInline(PartInline):
    """Other films that a row gives away."""

    model = AlsoSpoils
    formset = AlsoSpoilsFormSet
    fields = ["spoils", "minute", "announced"]
    autocomplete_fields = ["spoils"]
    classes = ["collapse"]


class TitleInline(PartInline):
    """A film's other titles."""

    model = AlternativeTitle
    fields = ["title", "note", "order"]
    classes = ["collapse"]


class CreditInline(PartInline):
    """A film's makers and cast."""

    model = Credit
    fields = ["person", "role", "note", "order"]
    autocomplete_fields = ["person"]
    classes = ["collapse"]


class ProvenanceInline(PartInline):
    """How a film's guide was made: once a film."""

    model = Provenance
    template = "admin/edit_inline/stacked.html"
    verbose_name_plural = "how this guide was made"
    fields = [
        ("written_by", "how"), "checked_against", "checked_on",
        ("minutes_checked_by", "reviewed_by"), "corrected_on",
    ]  # fmt: skip
    readonly_fields = ["corrected_on"]
    classes = ["collapse"]


class CutInline(PartInline):
    """A film's other releases."""

    model = Cut
    fields = ["name", "runtime"]
    classes = ["collapse"]
