"""`manage.py reindex`: writes the search index anew."""

from django.core.management.base import BaseCommand
from django.db import transaction

from guide.search import index


class Command(BaseCommand):
    """Writes the words of every film and row anew, in one transaction."""

    help = "Rebuild the search index."

    def handle(self, **options):
        """Print how many rows were indexed."""
        with transaction.atomic():
            count = index.rebuild()
        self.stdout.write(f"{count} rows are indexed.")
