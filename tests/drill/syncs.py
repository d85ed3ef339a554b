"""SQLite: does what a vote wrote lie on the disk before the vote is acknowledged?

strace watches the server while one client votes. A file that was written, or a folder
that a file was removed from, must have been synced since when the 303 goes out. With
WAL a vote lies in the log: what is copied from there to the database may come later.
(kill -9 proves nothing here: the kernel keeps what a killed process wrote.)
"""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.drill.kills import JOURNAL, workers
from tests.drill.stage import Stage, stage
from tests.drill.table import Line

CALLS = (
    "fsync,fdatasync,write,writev,pwrite64,pwritev,sendto,sendmsg,ftruncate,unlink,"
    "unlinkat,rename"
)
CALL = re.compile(r"^\d+\s+(\w+)\((.*)$")
RESUMED = re.compile(r"^(\d+)\s+<\.\.\. (\w+) resumed>(.*)$")
UNFINISHED = re.compile(r"^(\d+)\s+(\w+)\((.*?)\s*<unfinished \.\.\.>$")
ON_FILE = re.compile(r"^\d+<([^>]*)>")
NAMED = re.compile(r'"([^"]*)"')
ANSWER = re.compile(r'"HTTP/1\.1 (\d+)')


@dataclass
class Trace:
    """What a trace says of the files of one database."""

    acknowledged: int = 0
    unsynced: int = 0  # acknowledged while something was not on the disk
    without: int = 0  # acknowledged, and nothing was synced for it
    syncs: int = 0
    examples: list[str] = field(default_factory=list)


def read(lines: Iterable[str], database: str, journal: str = "persist") -> Trace:
    """Go through a trace of `strace -f -y`, one client voting at a time.

    A sync counts when it has returned, all else when it begins.
    """
    wal = journal == "wal"
    votes = (f"{database}-wal",) if wal else (database, f"{database}-journal")
    told, dirty, since, pending = Trace(), set(), 0, {}
    for line in lines:
        if resumed := RESUMED.match(line):
            call, rest = resumed[2], pending.pop((resumed[1], resumed[2]), "")
            if not call.endswith("sync"):
                continue
        elif cut := UNFINISHED.match(line):
            call, rest = cut[2], cut[3]
            pending[cut[1], call] = rest
            if call.endswith("sync"):
                continue
        elif whole := CALL.match(line):
            call, rest = whole[1], whole[2]
        else:
            continue
        path = ON_FILE.match(rest)
        path = path[1] if path else ""
        if call.endswith("sync"):
            dirty.discard(path)
            told.syncs += 1
            since += 1
        elif call in ("unlink", "unlinkat", "rename"):
            gone = NAMED.search(rest)[1]
            if gone in votes:
                dirty.discard(gone)
                if not wal:  # a log is removed once all of it lies in the database
                    dirty.add(str(Path(gone).parent))
        elif answer := ANSWER.search(rest):
            if answer[1] == "303":
                told.acknowledged += 1
                told.unsynced += bool(dirty)
                told.without += not since
                if dirty and len(told.examples) < 3:
                    told.examples.append(f"not on the disk: {sorted(dirty)}")
            since = 0
        elif path in votes:
            dirty.add(path)
    return told


def synced(short: bool) -> Iterator[Line]:
    """Each of some hundred votes, by one client, under strace."""
    if not shutil.which("strace"):
        raise FileNotFoundError("there is no strace")
    votes = 40 if short else 500
    with stage(readers=20, hot=True, clients=1) as on:
        journal, version = on.site.json(JOURNAL)
        line = Line(f"SQLite {version}, {journal} journal: synced before each 303")
        told = read(watched(on, votes), database(on), journal)
        on.check(line)
    line.must(told.acknowledged == line.acknowledged, f"the trace shows {told}")
    line.must(not told.unsynced, f"{told.unsynced} before all lay on the disk")
    line.must(not told.without, f"{told.without} with nothing synced")
    line.faults += told.examples
    covered = told.acknowledged - told.unsynced - told.without
    line.notes.append(
        f"{covered} of {told.acknowledged} acknowledgements after all was synced; "
        f"{told.syncs} syncs"
    )
    yield line


def database(on: Stage) -> str:
    """The file, by the name that the kernel knows."""
    return os.path.realpath(Path(on.site.environment["DATA_DIR"]) / "site.sqlite3")


def watched(on: Stage, votes: int) -> list[str]:
    """Let one client vote under strace; the lines of the trace."""
    path = on.folder / "trace"
    attach = [word for pid in workers(on.site) for word in ("-p", str(pid))]
    strace = subprocess.Popen(
        ["strace", "-f", "-y", "-s", "48", "-e", f"trace={CALLS}",
         "-o", str(path), *attach],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    for _ in range(len(workers(on.site))):
        strace.stderr.readline()  # "strace: Process N attached with M threads"
    on.crowd.everyone_votes(votes)
    time.sleep(0.5)
    strace.send_signal(signal.SIGINT)
    strace.communicate()
    return path.read_text(errors="replace").splitlines()
