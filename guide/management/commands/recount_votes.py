"""`manage.py recount_votes`: makes every shown tally what its vote rows say."""

from django.core.management.base import BaseCommand, CommandError

from guide.votes import recounting


class Command(BaseCommand):
    """Compares while readers vote, each entry at one moment.

    `--check` changes nothing and raises CommandError, exit status 1, on drift.
    """

    help = "Compare every shown tally with its vote rows and repair what has drifted."

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="repair nothing; status 1 on drift"
        )

    def handle(self, *, check, **options):
        """Print each entry that has drifted, and how many."""
        count = 0
        for drift in recounting.drifted():
            count += 1
            self.stdout.write(
                f"{drift.public_id}: shows {drift.shown.yes} yes and {drift.shown.no} "
                f"no; its rows say {drift.counted.yes} and {drift.counted.no}."
            )
            if not check:
                recounting.repair(drift)
        if check and count:
            raise CommandError(f"{count} tallies have drifted.", returncode=1)
        self.stdout.write(
            f"{count} tallies repaired."
            if count
            else "Every tally is what its rows say."
        )
