"""The page of an ending."""

from django.contrib import admin

from guide.admin.inlines import AlsoSpoilsInline, SourceInline
from guide.admin.rows import RowAdmin
from guide.entries.models import Ending


@admin.register(Ending)
class EndingAdmin(RowAdmin):
    """An ending: in brief, what happens, a take, in sum. It opens when seen."""

    section = "endings"
    own_fields = (
        "cut", "tldr", "explanation", ("take", "take_author"), "summary",
    )  # fmt: skip
    search_fields = [
        "tldr", "explanation", "take", "summary", "film__title", "cut__name",
    ]  # fmt: skip
    inlines = [SourceInline, AlsoSpoilsInline]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("cut")

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        return {"horizon": "seen", "horizon_checked": True} | initial
