"""The queue of what readers say stands too early."""

from django.contrib import admin
from django.utils.html import format_html

from guide.admin.addresses import page_of
from guide.admin.records import RecordAdmin
from guide.admin.sight import who_sees
from guide.editorial.models import REPORTED, Report


@admin.register(Report)
class ReportAdmin(RecordAdmin):
    """A list to read: the row's own page sets its minute, or clears it."""

    list_display = ["too_early", "film", "who_can_see", "state", "at"]
    list_filter = ["state"]
    list_select_related = [f"{noun}__film" for noun in REPORTED]
    actions = None

    @admin.display(description="stands too early")
    def too_early(self, report):
        row = report.row
        return format_html('<a href="{}">{}</a>', page_of(row), row)

    @admin.display
    def film(self, report):
        return report.row.film

    @admin.display(description="who can see it now")
    def who_can_see(self, report):
        return who_sees(report.row)
