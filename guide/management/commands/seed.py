"""`manage.py seed`: writes guide files into the database, all or nothing a film."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from guide.editorial import guidefile
from guide.films.models import Film


class Command(BaseCommand):
    """Adds the films that are not there; a film that is there is left alone.

    Raises CommandError, exit status 1, if any file is refused; the reasons stand
    before it as `file:line: sentence`, and the other files are written.
    """

    help = "Load guide files into the database. Films already there are left alone."

    def add_arguments(self, parser):
        """FILE …, --update, --yes, --dry-run."""
        parser.add_argument(
            "files", nargs="*", type=Path, metavar="FILE", help="else fixtures/*.yaml"
        )
        parser.add_argument(
            "--update",
            metavar="FILM_SLUG",
            help="show what its file would change in this film, ask, and do it",
        )
        parser.add_argument("--yes", action="store_true", help="do not ask")
        parser.add_argument(
            "--dry-run", action="store_true", help="show it and change nothing"
        )

    def handle(self, *, files, update, yes, dry_run, **options):
        """Seed or update, as the arguments say."""
        self.refused = 0
        self.dry_run, self.yes = dry_run, yes
        guides = list(self._read(files or guidefile.files()))
        if update:
            self._update(guides, update)
        else:
            self._add(guides)
        if self.refused:
            raise CommandError(
                f"{self.refused} refused; nothing of it was written.", returncode=1
            )

    def _read(self, files: Iterable[Path]) -> Iterator[tuple[Path, bytes, str | None]]:
        """(path, content, the film's slug) of each file that can be read."""
        for path in files:
            try:
                data = path.read_bytes()
            except OSError as error:
                self._refuse(path, [guidefile.GuideFileError(0, error.strerror)])
                continue
            # The slug alone, so that a start with nothing to do costs next to nothing.
            yield path, data, guidefile.film_slug(data)

    def _add(self, guides):
        there = _there([slug for _, _, slug in guides])
        paths, new = {}, []
        for path, data, slug in guides:
            if slug in there:
                self.stdout.write(f"{slug} is already there; left alone.")
            elif guide := self._parse(path, data):
                there.add(slug)
                paths[slug] = path
                new.append(guide)
        for group in guidefile.groups(new):
            outcome = guidefile.apply_together(group, dry=self.dry_run)
            for slug, done in outcome.items():
                self._say_added(paths[slug], slug, done)

    def _say_added(self, path, slug, done):
        refused = isinstance(done, guidefile.GuideFileErrors)
        # Another server that starts may have been faster.
        if _there([slug]) if refused else not done.writes:
            self.stdout.write(f"{slug} is already there; left alone.")
        elif refused:
            self._refuse(path, done.errors)
        else:
            added = len(done.of(guidefile.Action.ADDED))
            verb = "would be added" if self.dry_run else "added"
            self.stdout.write(f"{slug} {verb}: {added} rows.")

    def _update(self, guides, slug):
        found = [(path, data) for path, data, its in guides if its == slug]
        if not found and not self.refused:
            raise CommandError(f"No guide file holds the film {slug!r}.")
        for path, data in found:
            self._update_one(path, data)

    def _update_one(self, path, data):
        guide = self._parse(path, data)
        shown = guide and self._try(path, guidefile.plan, guide)
        if shown is None:
            return
        for line in shown.lines():
            self.stdout.write(line)
        if not shown.writes:
            self.stdout.write(f"{shown.slug}: nothing to change.")
        if self.dry_run or (shown.writes and not self._agreed()):
            return
        # Also where nothing changes: rows that equal the file follow it from now on.
        if self._try(path, guidefile.apply, guide, shown=shown) and shown.writes:
            self.stdout.write(f"{shown.slug} updated.")

    def _agreed(self):
        if self.yes:
            return True
        if not sys.stdin.isatty():
            self.stdout.write("Nothing was changed: use --yes to do this.")
            return False
        return input("Do this? [y/N] ").strip().lower() in ("y", "yes")

    def _parse(self, path, data):
        return self._try(path, guidefile.parse, data)

    def _try(self, path, verb, *arguments, **options):
        """What a verb of guide files returns; None, and it is told, if it refuses."""
        try:
            return verb(*arguments, **options)
        except guidefile.GuideFileErrors as refused:
            self._refuse(path, refused.errors)
            return None

    def _refuse(self, path, errors):
        for error in errors:
            self.stderr.write(f"{path}:{error.line}: {error.message}", ending="\n")
        self.refused += 1


def _there(slugs):
    """Those of the slugs whose films are in the database."""
    films = Film.unguarded.filter(slug__in=[slug for slug in slugs if slug])
    return set(films.values_list("slug", flat=True))
