"""Asks the rules of the guides' tables beforehand: a page offers what may be done."""

from guide.passages import rights


class AsksFirst:
    """For model admins: what somebody may not change is shown, and a sentence why.

    The verbs refuse it all the same.
    """

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and not self._why_not(request, obj)

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and not self._why_not(request, obj)

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.by = request.user
        return form

    def render_change_form(
        self, request, context, add=False, change=False, form_url="", obj=None
    ):
        context["why_not"] = self._why_not(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _why_not(self, request, obj):
        """Asked for many times while one page is made, and read once."""
        if obj is None:
            return ""
        if request.method not in ("GET", "HEAD"):
            return rights.why_not(obj, request.user)
        told = request.__dict__.setdefault("why_not", {})
        key = (obj._meta.label, obj.pk)
        if key not in told:
            told[key] = rights.why_not(obj, request.user)
        return told[key]
