"""The page of one beat."""

from django.contrib import admin

from guide.admin.inlines import AlsoSpoilsInline, EvidenceOfBeatInline, SourceInline
from guide.admin.minutes import figure
from guide.admin.rows import RowAdmin
from guide.passages.models import Beat


@admin.register(Beat)
class BeatAdmin(RowAdmin):
    """A beat in full, with what it is evidence of."""

    section = "beat-group"
    own_fields = (("minute", "order"), "title", "text", ("strand", "story_order"))
    list_display = ["begins", "title", "film", "who_can_see"]
    list_display_links = ["title"]
    ordering = ["film__sort_title", "minute", "order", "public_id"]
    inlines = [EvidenceOfBeatInline, SourceInline, AlsoSpoilsInline]

    @admin.display(description="begins", ordering="minute")
    def begins(self, row):
        return figure(row.minute)
