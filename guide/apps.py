"""The one Django app of the site."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class GuideConfig(AppConfig):
    """Connects, once all models are known, what listens to them."""

    name = "guide"
    verbose_name = "Film guides"

    def ready(self):
        from guide.common import planning, text_checks
        from guide.films import sort_keys
        from guide.gate import checks  # noqa: F401  registers the system checks
        from guide.pages import signals  # noqa: F401  listens to signing in and out
        from guide.readers import roles
        from guide.search import index

        planning.listen()
        text_checks.listen()
        sort_keys.listen()
        index.listen()
        post_migrate.connect(roles.grant, sender=self)
