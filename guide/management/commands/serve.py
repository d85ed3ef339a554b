"""`manage.py serve`: migrate, seed, collect static files, say where, and serve.

Each step is skipped where there is nothing to do, so that a second start is quick.
"""

import errno
import os
import socket
import sys
from hashlib import blake2b
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, CommandError, call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

WORKERS, THREADS = 2, 3  # THREADS a worker: each holds a connection of its own
HEADER_MS = 15_000  # milliseconds for the head of a request to arrive


class Command(BaseCommand):
    """Start the site; `--prepare` stops before serving."""

    help = "Prepares the database and the static files, then serves the site."

    def add_arguments(self, parser):
        parser.add_argument(
            "--prepare", action="store_true", help="stop before serving"
        )
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))

    def handle(self, *, prepare, host, **options):
        if not prepare:
            refuse_used_port(host, settings.PORT)
        self.migrate()
        call_command("seed", verbosity=0)
        self.recount()
        self.publish_due()
        self.collect()
        call_command("clearsessions")
        if prepare:
            return
        self.stdout.write(self.greeting())
        self.stdout.flush()
        program = str(Path(sys.executable).with_name("granian"))
        os.execv(  # noqa: S606  our own server, in this process's place
            program,
            [
                program,
                *("--interface", "wsgi", "--no-ws", "--log-level", "warning"),
                *("--host", host, "--port", str(settings.PORT)),
                *("--workers", str(WORKERS), "--blocking-threads", str(THREADS)),
                *("--http", "1", "--http1-header-read-timeout", str(HEADER_MS)),
                *("--respawn-failed-workers", "--workers-kill-timeout", "10s"),
                "guide.wsgi:application",
            ],
        )

    def migrate(self):
        """Apply what is not applied. Raises CommandError where no database answers."""
        try:
            connection.ensure_connection()
        except OperationalError as error:
            told = " ".join(str(error).split())
            raise CommandError(f"DATABASE_URL: the database says: {told}") from None
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database …")
            call_command("migrate", verbosity=0, interactive=False)

    def collect(self):
        """Collect and compress the static files, if any has changed."""
        stamp = Path(settings.DATA_DIR) / ".collected"
        state = static_state()
        if stamp.exists() and stamp.read_text() == state:
            return
        self.stdout.write("Collecting static files …")
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(state)

    def recount(self):
        """Count the votes anew, if others count since mail was switched on or off."""
        stamp = Path(settings.DATA_DIR) / ".counted"
        rule = "verified" if settings.ONLY_VERIFIED_COUNT else "all"
        if not stamp.exists() or stamp.read_text() != rule:
            call_command("recount_votes", stdout=StringIO())
            stamp.write_text(rule)

    def publish_due(self):
        """What came due while nothing ran. What is refused is no reason not to start:
        the desk lists it."""
        try:
            call_command("publish_due", stdout=StringIO(), stderr=StringIO())
        except CommandError as error:
            self.stdout.write(f"At a set time: {error}")

    def greeting(self) -> str:
        """Where the site is, where its data lies, and what is switched off."""
        database = settings.DATABASES["default"]
        lines = [
            "",
            f"  {settings.SITE_NAME}",
            f"  {settings.SITE_URL}/",
            "",
            "  To become an editor:  .venv/bin/python manage.py make_editor YOU@E.MAIL",
            f"  The desk:             {settings.SITE_URL}/admin/",
            f"  Data is in:           {database['HOST'] or database['NAME']}"
            f" and {settings.DATA_DIR}",
        ]
        if not settings.MAIL_IS_ON:
            lines.append(
                "  Mail is off (EMAIL_URL is not set): addresses are not verified, and "
                "an operator\n  resets passwords with `manage.py changepassword`."
            )
        return "\n".join([*lines, "", "  Ctrl-C stops it.", ""])


def refuse_used_port(host: str, port: int) -> None:
    """Raise CommandError where something listens there already.

    The server itself would share the port with it: two databases behind one address.
    """
    try:
        family, kind, *_, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CommandError(
                f"Something is already listening on {host}, port {port}; perhaps this "
                f"site. Stop it, or use another port: PORT={port + 1}."
            ) from None
        raise CommandError(
            f"The site cannot listen on {host}, port {port}: {error.strerror}."
        ) from None


def static_state() -> str:
    """A digest of every static file's name, size and time of change."""
    digest = blake2b(digest_size=16)
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = os.stat(storage.path(path))
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns};".encode())
    return digest.hexdigest()
