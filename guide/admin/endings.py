"""The page of an ending."""

from django.contrib import admin

from guide.admin.inlines import AlsoSpoilsInline, SourceInline
from guide.admin.rows import RowAdmin
from guide.films.provenance import EDITORS
from guide.passages.models import Ending


@admin.register(Ending)
class EndingAdmin(RowAdmin):
    """An ending: in brief, what happens, a take, in sum. It opens when seen."""

    section = "endings"
    own_fields = ("cut", "tldr", "text", ("take", "take_author"), "summary")
    search_fields = ["tldr", "text", "take", "summary", "film__title", "cut__name"]
    inlines = [SourceInline, AlsoSpoilsInline]

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        begun = {"horizon": "seen", "horizon_checked": True, "take_author": EDITORS}
        return begun | initial
