"""`manage.py lint_spoilers [FILM …]`: what tells too early, with an exit status."""

from django.core.management.base import BaseCommand, CommandError

from guide.editorial.lint import lint
from guide.films.models import Film


class Command(BaseCommand):
    """Lists the findings, film by film.

    Raises CommandError, exit status 1, if there is any that nobody let stand, and
    2 for a film that is not there.
    """

    help = "Find what a guide gives away before its film has shown it."

    def add_arguments(self, parser):
        """FILM …, --waived."""
        parser.add_argument("films", nargs="*", metavar="FILM", help="slugs; else all")
        parser.add_argument(
            "--waived", action="store_true", help="also show what was let stand"
        )

    def handle(self, *, films, waived, **options):
        """Print a line a finding, and how many there are."""
        chosen = Film.unguarded.all()
        if films:
            chosen = chosen.filter(slug__in=films)
        if missing := set(films) - {film.slug for film in chosen}:
            named = ", ".join(sorted(missing))
            raise CommandError(f"No such film: {named}.", returncode=2)
        open_findings, let_through = 0, 0
        for film in chosen:
            for finding in lint(film):
                if not finding.reason:
                    open_findings += 1
                    self.stdout.write(f"{film.slug}: {finding}")
                    continue
                let_through += 1
                if waived:
                    said = f"let stand: {finding.reason}"
                    self.stdout.write(f"{film.slug}: {finding} ({said})")
        summary = (
            f"{len(chosen)} film{'s' * (len(chosen) != 1)}: "
            f"{open_findings} to look at, {let_through} let stand."
        )
        if open_findings:
            raise CommandError(summary, returncode=1)
        self.stdout.write(summary)
