"""`manage.py export_guide FILM [FILE]`: a film as a guide file, as it stands now."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from guide.editorial import guidefile
from guide.films.models import Film


class Command(BaseCommand):
    """Writes what `seed` and the desk's import read. It holds all that pages hide."""

    help = "Write one film as a guide file. It holds all that the pages hide."

    def add_arguments(self, parser):
        """FILM, FILE."""
        parser.add_argument("film", metavar="FILM", help="its slug")
        parser.add_argument(
            "file", nargs="?", type=Path, metavar="FILE", help="else standard output"
        )

    def handle(self, *, film, file, **options):
        """Raises CommandError, and writes nothing, where there is no such film."""
        found = Film.unguarded.filter(slug=film).first()
        if found is None:
            raise CommandError(f"There is no film {film!r}.")
        text = guidefile.export(found)
        if file is None:
            self.stdout.write(text, ending="")
            return
        try:
            file.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
