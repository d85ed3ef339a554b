"""The disk is full: what was acknowledged stays, reading goes on, votes answer 503.

The database lies on a small file system of its own (tmpfs, which only root may mount);
where that is not to be had, SQLite's files may not grow (RLIMIT_FSIZE).
"""

import os
import resource
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.drill.kills import BACK_SECONDS, DURABLE, back, workers
from tests.drill.newcomer import Newcomer
from tests.drill.stage import Stage, stage
from tests.drill.table import Line
from tests.site import run_sql
from tests.with_postgres import NoServer, a_server

LEFT = 30_000  # bytes that are still free when the votes go on
MEGABYTE = 1_000_000
REFUSALS = 40  # so many votes must be answered 503 before there is room again


def sqlite_full(short: bool) -> Iterator[Line]:
    """SQLite runs out of room, and later has room again."""
    with small_disk(200 * MEGABYTE) as folder:
        how = "tmpfs" if folder else "RLIMIT_FSIZE"
        line = Line(f"SQLite: disk full ({how})")
        readers = 1_000 if short else 10_000
        with stage(readers=readers, mixed=False, within=folder) as on:
            room = Ballast(folder) if folder else Files(on)
            filled(on, line, room)
    yield line


def postgres_full(short: bool) -> Iterator[Line]:
    """The disk of PostgreSQL's tables runs out of room, and later has room again.

    Its log of writes lies elsewhere: without room for that, PostgreSQL stops itself.
    """
    with small_disk(400 * MEGABYTE) as folder:
        if not folder:
            raise NoServer("only root may mount a small disk for it")
        line = Line("PostgreSQL: disk full (tmpfs)")
        tables = folder / "tables"
        tables.mkdir()
        shutil.chown(tables, "postgres", "postgres")
        with a_server(DURABLE | {"default_tablespace": "small"}) as server:
            run_sql(server.url, f"CREATE TABLESPACE small LOCATION '{tables}'")
            readers = 1_000 if short else 10_000
            with stage(server.url, readers=readers, mixed=False) as on:
                filled(on, line, Ballast(folder))
    yield line


def filled(on: Stage, line: Line, room) -> None:
    """Vote until the disk is full and beyond, then make room; hold the rows against
    the ledger both times, while nobody votes: a full disk lets some votes through."""
    with on.crowd.voting(), Newcomer(on, strict=True).reading(line):
        on.crowd.wait_for(20)
        room.fill()
        await_refusals(on, REFUSALS)
    on.check(line)
    before = line.acknowledged
    with on.crowd.voting():
        await_refusals(on, 1)
        room.free()
        seconds = back(on.crowd)
        on.crowd.wait_for(100)
    on.check(line)
    line.must(seconds <= BACK_SECONDS, f"votes only after {seconds:.1f} s")
    line.notes.append(
        f"{before} acknowledged until then; votes again {seconds:.1f} s after there "
        "was room"
    )


def await_refusals(on: Stage, count: int, seconds: float = 300) -> None:
    """Wait until so many more votes have been answered 503. Raises TimeoutError."""
    goal, until = refusals(on) + count, time.monotonic() + seconds
    while refusals(on) < goal:
        if time.monotonic() > until:
            raise TimeoutError("the disk did not fill up")
        time.sleep(0.2)


def refusals(on: Stage) -> int:
    """How many votes have been answered 503 so far."""
    return sum(it.status == 503 for it in on.ledger.read())


@contextmanager
def small_disk(size: int):
    """A folder on a file system of its own; None where that is not allowed."""
    with TemporaryDirectory(prefix="guide-disk-") as folder:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=755", "tmpfs", folder]
        allowed = shutil.which("mount") and os.geteuid() == 0
        if not allowed or subprocess.run(mount, capture_output=True).returncode:
            yield None
            return
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


class Ballast:
    """A file that takes what is free of a small disk, but for a little."""

    def __init__(self, folder: Path):
        self.file = folder / "ballast"

    def fill(self) -> None:
        """Leave LEFT bytes free, or less: the server goes on writing meanwhile."""
        with self.file.open("wb") as file:
            for _ in range(100):
                free = shutil.disk_usage(self.file.parent).free
                with suppress(OSError):
                    return os.posix_fallocate(file.fileno(), 0, max(free - LEFT, 1))

    def free(self) -> None:
        """Make room again."""
        self.file.unlink()


class Files:
    """A limit on the size of every file that the workers write."""

    def __init__(self, on: Stage):
        self.on = on

    def fill(self) -> None:
        """Let the database grow by LEFT bytes."""
        data = Path(self.on.site.environment["DATA_DIR"])
        self._limit((data / "site.sqlite3").stat().st_size + LEFT)

    def free(self) -> None:
        """Lift the limit."""
        self._limit(resource.RLIM_INFINITY)

    def _limit(self, size: int) -> None:
        for pid in workers(self.on.site):
            _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, hard))
