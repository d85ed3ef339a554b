"""`manage.py backup FILE`: a whole copy of a SQLite site while it runs."""

import os
import sqlite3
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection


class Command(BaseCommand):
    """The database as it is at one moment; readers go on. PostgreSQL has pg_dump."""

    help = "Copy the SQLite database to FILE while the site runs."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *, file, **options):
        """Raises CommandError on PostgreSQL, and where the copy cannot be written."""
        if connection.vendor != "sqlite":
            raise CommandError("This site is on PostgreSQL: use pg_dump -Fc.")
        part = file.with_name(f"{file.name}.part")
        try:
            self._copy(part)
            os.replace(part, file)
        except (OSError, sqlite3.Error) as error:
            raise CommandError(f"No copy was written to {file}: {error}") from None
        finally:
            part.unlink(missing_ok=True)
        self.stdout.write(f"Copied to {file}. It holds every hidden text: encrypt it.")

    def _copy(self, part):
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        connection.ensure_connection()
        copy = sqlite3.connect(part)
        try:
            # In one go: a copy in steps begins anew with each vote.
            connection.connection.backup(copy, sleep=0.02)  # seconds, for a writer
            (told,) = copy.execute("PRAGMA integrity_check").fetchone()
        finally:
            copy.close()
        if told != "ok":
            raise sqlite3.DatabaseError(told)
