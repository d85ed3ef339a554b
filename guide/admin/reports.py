"""The queue of what readers say is shown too early."""

from django.contrib import admin
from django.utils.html import format_html

from guide.admin.addresses import page_of
from guide.admin.readonly_lists import RecordAdmin
from guide.admin.visibility_in_words import who_sees
from guide.editorial.models import Report


@admin.register(Report)
class ReportAdmin(RecordAdmin):
    """A list to read: the row's own page sets its minute, or clears it."""

    list_display = ["too_early", "film", "who_can_see", "state", "at"]
    list_filter = ["state"]
    list_select_related = ["passage__film", "passage__under", "passage__cut"]
    actions = None

    @admin.display(description="shown too early")
    def too_early(self, report):
        row = report.passage
        return format_html('<a href="{}">{}</a>', page_of(row), row)

    @admin.display
    def film(self, report):
        return report.passage.film

    @admin.display(description="who can see it now")
    def who_can_see(self, report):
        return who_sees(report.passage)
