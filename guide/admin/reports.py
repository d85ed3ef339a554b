"""The queue of what readers say stands too early."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from guide.admin.sight import who_sees
from guide.editorial.models import REPORTED, Report


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):
    """A list to read: the row's own page sets its minute, or clears it."""

    list_display = ["too_early", "film", "who_can_see", "state", "at"]
    list_display_links = None
    list_filter = ["state"]
    list_select_related = [f"{noun}__film" for noun in REPORTED]
    actions = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="stands too early")
    def too_early(self, report):
        row = report.row
        name = getattr(row, "kind", None) or row._meta.model_name
        address = reverse(f"admin:guide_{name}_change", args=[row.pk])
        return format_html('<a href="{}">{}</a>', address, row)

    @admin.display
    def film(self, report):
        return report.row.film

    @admin.display(description="who can see it now")
    def who_can_see(self, report):
        return who_sees(report.row)
