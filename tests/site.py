"""A whole site for tests that need a real server: own data, own port, own processes."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).parent.parent
FIRST_PORT, LAST_PORT = 18200, 18900
START_SECONDS = 600  # a machine may be busy


class Site:
    """A running site; `python` runs a program in its environment."""

    def __init__(self, port: int, environment: dict[str, str]):
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.environment = environment

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

    def sessions(self, count: int, film_slug: str) -> list[str]:
        """Session cookies of `count` new readers who have seen the film."""
        return self.json(SESSIONS, str(count), film_slug)

    def request(self, method, path, cookies="", form="") -> int:
        """The status of one request on a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": cookies}
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, form or None, headers)
        status = connection.getresponse().status
        connection.close()
        return status


SESSIONS = """
import json, sys
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from guide.films.models import Film
from guide.gate.horizon import SEEN
from guide.readers.bookmarks import AccountShelf
from guide.readers.models import Reader
from django.db import transaction
Store = import_module(settings.SESSION_ENGINE).SessionStore
film, keys = Film.objects.published().get(slug=sys.argv[2]), []
with transaction.atomic():
    first = Reader.objects.count()
    for number in range(int(sys.argv[1])):
        reader = Reader(email=f"crowd{first + number}@example.org", password="!")
        reader.save()
        AccountShelf(reader).move(film, SEEN)
        store = Store()
        store[SESSION_KEY] = str(reader.pk)
        store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        store[HASH_SESSION_KEY] = reader.get_session_auth_hash()
        store.create()
        keys.append(store.session_key)
print(json.dumps(keys))
"""


@contextmanager
def running_site(database_url: str = "", **more: str):
    """Start a site on SQLite, or in a database of its own on the server of the URL."""
    port = free_port(FIRST_PORT + os.getpid() % 600, LAST_PORT)
    with (
        tempfile.TemporaryDirectory(prefix="guide-site-") as data,
        _own_database(database_url) as own_url,
    ):
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "guide.settings",
            "DATABASE_URL": own_url,
            "SECRET_KEY": "for tests alone",
            "DATA_DIR": data,
            "PORT": str(port),
            "SITE_URL": f"http://127.0.0.1:{port}",
            **more,
        }
        log = Path(data) / "log"
        with log.open("wb") as output:
            server = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                _await(port, server, log)
                yield Site(port, environment)
            finally:
                os.killpg(server.pid, signal.SIGTERM)
                try:
                    server.wait(15)
                except subprocess.TimeoutExpired:
                    os.killpg(server.pid, signal.SIGKILL)
                    server.wait()


@contextmanager
def _own_database(server_url: str):
    if not server_url:
        yield ""
        return
    name = f"site_{os.getpid()}_{time.monotonic_ns()}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        try:
            yield urlsplit(server_url)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def free_port(first: int, last: int) -> int:
    """A port between these two that nobody listens on."""
    for port in range(first, last):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
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
