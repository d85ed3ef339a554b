"""Lists of rows that the desk shows and nobody adds, changes or deletes there."""

from django.contrib import admin


class RecordAdmin(admin.ModelAdmin):
    """A list to read; what may be done with its rows are actions."""

    list_display_links = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
