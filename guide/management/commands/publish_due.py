"""`manage.py publish_due`: publishes what has reached the time set for it."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from guide.passages import floors, schedule


class Command(BaseCommand):
    """For a timer; every minute, say. Two at once publish nothing twice.

    What is refused is named and tried again the next time. Raises CommandError, exit
    status 1, if anything was.
    """

    help = "Publish what has reached the time that an editor has set for it."

    def handle(self, **options):
        """Print a line for each row."""
        refused = 0
        for row, sentences in schedule.publish_due(timezone.now()):
            name = floors.name(row)
            if sentences:
                refused += 1
                self.stderr.write(f"Not published: {name}. {' '.join(sentences)}")
            else:
                self.stdout.write(f"Published: {name}.")
        if refused:
            raise CommandError(f"{refused} could not be published.", returncode=1)
