"""The page of a disputed fact."""

from django.contrib import admin

from guide.admin.inlines import AlsoSpoilsInline, SourceInline
from guide.admin.rows import RowAdmin
from guide.passages.models import Dispute


@admin.register(Dispute)
class DisputeAdmin(RowAdmin):
    """What is said elsewhere, and what the film shows."""

    section = "disputes"
    own_fields = ("title", "said_elsewhere", "text", "under", "byline")
    search_fields = ["title", "said_elsewhere", "text", "film__title"]
    inlines = [SourceInline, AlsoSpoilsInline]
