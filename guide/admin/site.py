"""The admin site: its name, and its log-in through the accounts' own page."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpResponseRedirect
from django.urls import reverse

from guide.admin import queues
from guide.admin.choosers import Choices
from guide.readers import second_factor

FIRST = (
    "Film", "Person", "Proposal", "Report", "Beat", "Ending", "Interpretation",
    "Question", "Answer", "Dispute",
)  # fmt: skip


def _place(name):
    return FIRST.index(name) if name in FIRST else len(FIRST)


class Desk(AdminSite):
    """Editors sign in where readers do, with its limits on tries."""

    site_title = "Desk"
    index_title = "The desk"
    index_template = "admin/guide/index.html"

    @property
    def site_header(self):
        return f"{settings.SITE_NAME}: the desk"

    def autocomplete_view(self, request):
        """What a chooser offers, films told apart."""
        return Choices.as_view(admin_site=self)(request)

    def has_permission(self, request):
        """Staff with a second factor."""
        allowed = super().has_permission(request)
        return allowed and not second_factor.lacking(request.user)

    def index(self, request, extra_context=None):
        """With what waits for whoever looks."""
        told = {"piles": list(queues.piles(request.user))}
        return super().index(request, (extra_context or {}) | told)

    def get_app_list(self, request, app_label=None):
        """The guides first, and in them what an editor comes for."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda model: _place(model["object_name"]))
        return sorted(apps, key=lambda app: app["app_label"] != "guide")

    def login(self, request, extra_context=None):
        """To the accounts' log-in, or to where a second factor is set up; 403 for an
        account that may not enter."""
        return secure_admin_login(self._already_in)(request)

    def _already_in(self, request):
        # Not Django's own form: it knows no limit on tries.
        if second_factor.lacking(request.user):
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return HttpResponseRedirect(reverse("admin:index", current_app=self.name))
