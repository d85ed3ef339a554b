"""The one Django app of the site."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class GuideConfig(AppConfig):
    """Connects, once all models are known, what listens to them."""

    name = "guide"
    verbose_name = "Film guides"

    def ready(self):
        from guide.films import letters, sorting
        from guide.gate import checks  # noqa: F401  registers the system checks
        from guide.pages import votes  # noqa: F401  casts a waiting vote at log-in
        from guide.readers import (
            arrivals,  # noqa: F401  listens to sign-up and log-in
            roles,
        )
        from guide.search import index

        letters.listen()
        sorting.listen()
        index.listen()
        post_migrate.connect(roles.grant, sender=self)
