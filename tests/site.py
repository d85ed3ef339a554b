"""A whole site for tests that need a real server: own data, own port, own processes."""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).parent.parent
FIRST_PORT, LAST_PORT = 18200, 18900
START_SECONDS = 600  # a machine may be busy


class Site:
    """A running site; `python` runs a program in its environment."""

    def __init__(self, port: int, environment: dict[str, str], log: Path):
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.environment = environment
        self.log = log

    def __getstate__(self):
        # Another process may ask the site; it cannot end it.
        return {name: it for name, it in vars(self).items() if name != "server"}

    def start(self) -> None:
        """Start it, or start it again, and wait until it answers."""
        with self.log.open("ab") as output:
            self.server = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        _await(self.port, self.server, self.log)

    def stop(self) -> None:
        """End it as an operator would; after 15 seconds, as `kill`."""
        with suppress(ProcessLookupError):
            os.killpg(self.server.pid, signal.SIGTERM)
        try:
            self.server.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """SIGKILL to every process of it at once."""
        with suppress(ProcessLookupError):
            os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()

    def python(self, program: str, *arguments: str) -> str:
        """What a program prints that runs with the site's settings and models."""
        whole = "import django; django.setup()\n" + program
        done = subprocess.run(
            [sys.executable, "-c", whole, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def json(self, program: str, *arguments: str):
        """The same, for a program that prints JSON."""
        return json.loads(self.python(program, *arguments))

    def sessions(self, count: int, film_slug: str, *, asked=False) -> list[str]:
        """Session cookies of `count` new readers who have seen the film."""
        return [key for _, key in self.readers(count, film_slug, asked=asked)]

    def readers(self, count: int, film_slug: str, *, asked=False) -> list[list]:
        """[key, session cookie] of `count` new readers who have seen the film. The
        votes show to them at once, or they are `asked` for a reading first."""
        return self.json(SESSIONS, str(count), film_slug, "asked" * asked)

    def request(self, method, path, cookies="", form="") -> int:
        """The status of one request on a connection of its own."""
        return self.ask(method, path, cookies, form)[0]

    def ask(self, method, path, cookies="", form="") -> tuple[int, bytes]:
        """The status and the body of one request on a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": cookies}
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, form or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


SESSIONS = """
import json, sys
from datetime import timedelta
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.utils import timezone
from guide.films.models import Film
from guide.gate.horizon import SEEN
from guide.readers.models import Bookmark, Reader
film, store = Film.objects.published().get(slug=sys.argv[2]), SessionStore()
with transaction.atomic():
    first = Reader.objects.count()
    numbers = range(first, first + int(sys.argv[1]))
    told = {"password": "!", "asked_unprompted": bool(sys.argv[3])}
    readers = Reader.objects.bulk_create(
        [Reader(email=f"crowd{n}@example.org", **told) for n in numbers]
    )
    Bookmark.objects.bulk_create(
        [Bookmark(reader=reader, film=film, minute=SEEN) for reader in readers]
    )
    until, sessions = timezone.now() + timedelta(days=1), []
    for reader in readers:
        told = {
            SESSION_KEY: str(reader.pk),
            BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
            HASH_SESSION_KEY: reader.get_session_auth_hash(),
        }
        key = f"{reader.pk:032}"
        sessions.append(store.model(key, store.encode(told), until))
    store.model.objects.bulk_create(sessions)
print(json.dumps([[int(s.session_key), s.session_key] for s in sessions]))
"""


@contextmanager
def prepared_data():
    """A folder with what a site's first start makes, on SQLite; for `like`."""
    with tempfile.TemporaryDirectory(prefix="guide-data-") as data:
        subprocess.run(
            [sys.executable, "manage.py", "serve", "--prepare"],
            cwd=ROOT,
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "tests.one_guide",
                "DATABASE_URL": "",
                "DATA_DIR": data,
            },
            stdout=subprocess.DEVNULL,
            check=True,
        )
        yield Path(data)


@contextmanager
def running_site(
    database_url: str = "",
    *,
    like: Path | None = None,
    within: Path | None = None,
    **more: str,
):
    """Start a site on SQLite, or in a database of its own on the server of the URL.

    like: a folder whose data it begins with. within: the folder its data lies in.
    """
    port = free_port(FIRST_PORT, LAST_PORT)
    with (
        tempfile.TemporaryDirectory(prefix="guide-site-", dir=within) as data,
        _own_database(database_url) as own_url,
    ):
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.one_guide",
            "SECOND_FACTOR": "no",
            "DATABASE_URL": own_url,
            "SECRET_KEY": "for tests alone",
            "DATA_DIR": data,
            "PORT": str(port),
            "SITE_URL": f"http://127.0.0.1:{port}",
            # A crowd on one address is what is tried.
            "VOTES_A_MINUTE": "1000000",
            "VOTES_A_MINUTE_ADDRESS": "1000000",
            **more,
        }
        if environment["SITE_URL"].startswith("https:"):
            environment["SECOND_FACTOR"] = ""
        if like:
            shutil.copytree(like, data, dirs_exist_ok=True)
        site = Site(port, environment, Path(data) / "log")
        try:
            site.start()
            yield site
        finally:
            site.stop()


@contextmanager
def _own_database(server_url: str):
    if not server_url:
        yield ""
        return
    name = f"site_{os.getpid()}_{time.monotonic_ns()}"
    run_sql(server_url, f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        yield urlsplit(server_url)._replace(path=f"/{name}").geturl()
    finally:
        run_sql(server_url, f"DROP DATABASE {name} WITH (FORCE)")


def run_sql(server_url: str, statement: str) -> None:
    """One statement that cannot stand in a transaction."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(statement)


_mine: list = []  # open files, whose locks end with the process


def free_port(first: int, last: int) -> int:
    """A port between these two that nobody listens on, and that no other process of
    these tests has been given."""
    for port in range(first, last):
        name = f"guide-tests-port-{port}"
        lock = Path(tempfile.gettempdir(), name).open("w")  # noqa: SIM115  kept open
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            continue
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                _mine.append(lock)
                return port
    raise RuntimeError(f"no free port between {first} and {last}")


def _await(port: int, server, log: Path):
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/healthz/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the site did not start:\n{log.read_text()[-3000:]}")
