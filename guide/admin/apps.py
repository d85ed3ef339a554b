"""The admin site of the project, in place of Django's."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """The site is `guide.admin.site.Desk`.

    Importing this module imports the package `guide.admin` before any model is
    loaded, so the package itself is empty and the register waits for `ready`.
    """

    default_site = "guide.admin.site.Desk"

    def ready(self):
        super().ready()
        from allauth.mfa.models import Authenticator
        from django.contrib import admin

        from guide.admin import registration  # noqa: F401  registers every room's models

        # It would show what the codes are made from. `make_editor` takes one away.
        admin.site.unregister(Authenticator)
