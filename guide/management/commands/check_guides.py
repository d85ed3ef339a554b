"""`manage.py check_guides [FILM …]`: whether the guides in fixtures/ can be trusted.

For each film: its list of facts is whole, every text rests on it and stands no earlier,
the guide is deep enough, no sentence is shared with another guide, and the spoiler lint
has nothing to say. How each reads is printed in figures.
"""

from django.core.management.base import BaseCommand, CommandError

from guide.editorial import checking, guidefile


class Command(BaseCommand):
    """Prints a paragraph a film. Raises CommandError, exit status 1, where any guide
    falls short, and 2 for a film without a file."""

    help = "Check the guides in fixtures/ against their facts, and how they read."

    def add_arguments(self, parser):
        """FILM …"""
        parser.add_argument("films", nargs="*", metavar="FILM", help="slugs; else all")

    def handle(self, *, films, **options):
        """Check each guide by itself, then all beside each other."""
        paths = {path.stem: path for path in guidefile.files()}
        if missing := set(films) - paths.keys():
            named = ", ".join(sorted(missing))
            raise CommandError(f"No guide file holds: {named}.", returncode=2)
        parsed = {s: guidefile.parse(p.read_bytes()) for s, p in sorted(paths.items())}
        found = checking.problems(parsed, paths)
        wrong = 0
        for slug in films or parsed:
            self.stdout.write(f"{slug}: {checking.summary(parsed[slug], paths[slug])}")
            for sentence in found[slug]:
                self.stdout.write(f"  {sentence}")
            wrong += len(found[slug])
        if wrong:
            raise CommandError(f"{wrong} to mend.", returncode=1)
