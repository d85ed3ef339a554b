"""The real stack, thrown away afterwards: PostgreSQL, Redis, the site, nginx.

The site is started by the command that its systemd unit starts, in the environment
that the operators' example gives; nginx reads the operators' site. Both are changed
by substitution alone: addresses, paths, secrets.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.site import ROOT, Site, free_port, running_site
from tests.with_postgres import NoServer, server

DEPLOY = ROOT / "guide" / "delivery" / "deploy"
HOST = "films.example"  # as the operators' files have it
REDIS_PORTS, NGINX_PORTS = (18901, 18940), (18941, 18999)
START_SECONDS = 300
NGINX = """\
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
worker_processes 2;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


class Missing(Exception):
    """A program of the stack is not here; the text names it."""


@dataclass
class Front:
    """nginx in front of the site: its ports and its certificate."""

    port: int
    plain_port: int
    certificate: Path
    error_log: Path


@dataclass
class Stack:
    """All of it, running."""

    site: Site
    front: Front
    settings: dict[str, str]  # the site's environment, but for what is its own

    @property
    def cache_url(self) -> str:
        return self.settings["CACHE_URL"]

    @property
    def site_log(self) -> Path:
        return Path(self.site.environment["DATA_DIR"]) / "log"


@contextmanager
def running_stack():
    """Start everything. Raises Missing."""
    for name in ("nginx", "redis-server", "openssl"):
        program(name)
    with ExitStack() as stack:
        try:
            database_url = stack.enter_context(server())
        except NoServer as reason:
            raise Missing(f"PostgreSQL: {reason}") from reason
        cache_url = stack.enter_context(redis())
        settings = deployed_environment() | {
            "DJANGO_SETTINGS_MODULE": "tests.leaks.canaries.settings",
            "CACHE_URL": cache_url,
            "EMAIL_URL": "console:",
            "SECRET_KEY": "for tests alone, " * 4,
            "ALLOWED_HOSTS": f"{HOST} 127.0.0.1",  # the latter asks whether it is well
        }
        site = stack.enter_context(running_site(database_url, **settings))
        front = stack.enter_context(nginx(site.port))
        yield Stack(site, front, settings)


@contextmanager
def leaking(stack: Stack, leak: str):
    """The same database and Redis behind another site, in which a leak is planted."""
    settings = stack.settings | {
        "DATABASE_URL": stack.site.environment["DATABASE_URL"],
        "DJANGO_SETTINGS_MODULE": "tests.leaks.canaries.planted_settings",
        "CANARIES_PLANT": leak,
        "DATA_DIR": stack.site.environment["DATA_DIR"],  # the same static files
    }
    with running_site(**settings) as site, nginx(site.port) as front:
        yield Stack(site, front, settings)


def program(name: str) -> str:
    """The path of a program. Raises Missing."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if not found:
        raise Missing(f"there is no {name}")
    return found


def deployed_environment() -> dict[str, str]:
    """The operators' example, without what differs from one machine to the next."""
    lines = (DEPLOY / "environment.example").read_text().splitlines()
    pairs = (line.split("=", 1) for line in lines if line and line[0] != "#")
    own = ("DATABASE_URL", "DATA_DIR", "PORT")
    return {name: value for name, value in pairs if name not in own}


@contextmanager
def redis():
    """A Redis that keeps nothing on disk; yields its URL."""
    port = free_port(*REDIS_PORTS)
    with tempfile.TemporaryDirectory(prefix="guide-redis-") as folder:
        command = [
            program("redis-server"),
            *("--bind", "127.0.0.1", "--port", str(port), "--dir", folder),
            *("--save", "", "--appendonly", "no", "--loglevel", "warning"),
        ]
        with _process(command, Path(folder) / "log", port):
            yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def nginx(site_port: int):
    """The operators' nginx site before a server on `site_port`; yields its Front."""
    with tempfile.TemporaryDirectory(prefix="guide-nginx-") as name:
        folder = Path(name)
        port = free_port(*NGINX_PORTS)
        plain_port = free_port(port + 1, NGINX_PORTS[1])
        certificate = _certificate(folder)
        text = adapted(
            (DEPLOY / "nginx.conf").read_text(),
            {
                "listen 443 ": f"listen 127.0.0.1:{port} ",
                "listen 80;": f"listen 127.0.0.1:{plain_port};",
                f"/etc/letsencrypt/live/{HOST}/": f"{folder}/",
                "127.0.0.1:8000": f"127.0.0.1:{site_port}",
            },
        )
        (folder / "site.conf").write_text(text)
        user = "user root;" if os.geteuid() == 0 else ""
        whole = NGINX.format(folder=folder, user=user)
        (folder / "nginx.conf").write_text(whole)
        command = [program("nginx"), "-c", folder / "nginx.conf", "-p", folder]
        with _process([*map(str, command)], folder / "log", port):
            yield Front(port, plain_port, certificate, folder / "error.log")


def adapted(text: str, changes: dict[str, str]) -> str:
    """A text with some of it replaced, all of which must be there."""
    for old, new in changes.items():
        if old not in text:
            raise LookupError(f"nginx.conf no longer holds {old!r}")
        text = text.replace(old, new)
    return text


def _certificate(folder: Path) -> Path:
    chain, key = folder / "fullchain.pem", folder / "privkey.pem"
    names = f"subjectAltName=DNS:{HOST}"
    command = [
        *(program("openssl"), "req", "-x509", "-newkey", "ec", "-nodes"),
        *("-pkeyopt", "ec_paramgen_curve:prime256v1", "-days", "2"),
        *("-subj", f"/CN={HOST}", "-addext", names, "-keyout", key, "-out", chain),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return chain


@contextmanager
def _process(command: list[str], log: Path, port: int):
    with log.open("wb") as output:
        running = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        until = time.monotonic() + START_SECONDS
        while not _listens(port):
            if running.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{command[0]}:\n{log.read_text()[-2000:]}")
            time.sleep(0.05)
        yield
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGTERM)
            running.wait(10)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
