"""The vote's statement on PostgreSQL against a bare upsert of the same row.

pgbench runs both, prepared, 64 clients on one hot entry, turn and turn about. What is
run for the site is the very SQL that `casting.cast` sends, taken down as it is sent.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.bench.table import Figure, ratio
from tests.drill.busy import PROCESSES
from tests.drill.kills import DURABLE
from tests.drill.ledger import Ledger
from tests.drill.stage import Stage, stage
from tests.with_postgres import NoServer, a_server

CLIENTS, READERS, TURNS, SECONDS = 64, 10_000, 5, 8
BARE = """
INSERT INTO guide_vote (reader_id, passage_id, value, first_value, unprompted, at)
VALUES (:reader, {entry}, :value, :value, false, now())
ON CONFLICT (reader_id, passage_id)
DO UPDATE SET value = EXCLUDED.value, at = EXCLUDED.at;
"""
SENT = """
import json, sys
from datetime import datetime
from django.db import connection
from guide.passages.models import Entry
from guide.readers.models import Reader
from guide.votes import casting
entry = Entry.unguarded.get(public_id=sys.argv[1])
reader = Reader.objects.get(pk=int(sys.argv[2]))
sent = []

def take_down(execute, sql, params, many, context):
    sent.append([sql, [
        "now()" if isinstance(p, datetime) else str(p) if isinstance(p, bool)
        else {reader.pk: "reader", entry.pk: "entry", -1: "value"}.get(p, str(p))
        for p in params or ()
    ]])
    return execute(sql, params, many, context)

with connection.execute_wrapper(take_down):
    casting.cast(reader=reader, entry=entry, value=-1)
print(json.dumps([entry.pk, sent]))
"""


def upserts(quick: bool) -> Iterator[Figure]:
    """Transactions a second of each, and their ratio."""
    if not shutil.which("pgbench"):
        raise NoServer("there is no pgbench")
    turns, seconds = (1, 2) if quick else (TURNS, SECONDS)
    with (
        a_server(DURABLE) as server,
        stage(
            server.url, readers=READERS, hot=True, clients=PROCESSES, verbs=PROCESSES
        ) as on,
    ):
        scripts = written(on)
        url = on.site.environment["DATABASE_URL"]
        rates = {name: [] for name in scripts}
        for _ in range(turns):
            for name, path in scripts.items():
                rates[name].append(pgbench(url, path, seconds))
        verb = by_the_verb(on, 50 if quick else 1_000)
    of = {name: median(each) for name, each in rates.items()}
    yield Figure("PostgreSQL: bare upsert by pgbench, a second", f"{of['bare']:.0f}")
    yield Figure("PostgreSQL: the vote's statement by pgbench", f"{of['sent']:.0f}")
    yield ratio("PostgreSQL: the vote's statement", of["sent"], of["bare"], 0.8)
    whole = f"{of['whole']:.0f}, {of['whole'] / of['bare']:.0%} of bare"
    yield Figure("PostgreSQL: the same between BEGIN and COMMIT", whole)
    called = f"{verb:.0f}, {verb / of['bare']:.0%} of bare"
    yield Figure(f"PostgreSQL: casting.cast in {PROCESSES} processes", called)


def written(on: Stage) -> dict[str, Path]:
    """Scripts for pgbench: the bare upsert, the vote's SQL, and in a transaction."""
    readers = sorted(on.load.sessions)
    key, sent = on.site.json(SENT, on.load.entries[0], str(readers[-1]))
    draw = (
        f"\\set reader random({readers[0]}, {readers[-1]})\n"
        "\\set value 1 - 2 * random(0, 1)\n"
    )
    if not any("guide_vote" in sql for sql, _ in sent):
        raise RuntimeError(f"casting sent no vote: {sent}")
    vote = "".join(bound(sql, params, key) for sql, params in sent)
    texts = {
        "bare": BARE.format(entry=key),
        "sent": vote,
        "whole": f"BEGIN;\n{vote}COMMIT;\n",
    }
    paths = {name: on.folder / f"{name}.sql" for name in texts}
    for name, text in texts.items():
        paths[name].write_text(draw + text)
    return paths


def bound(sql: str, params: list[str], entry: int) -> str:
    """A statement as pgbench takes it, with the reader and the value drawn anew."""
    names = {"reader": ":reader", "entry": str(entry), "value": ":value"}
    values = iter([names.get(each, each) for each in params])
    return re.sub("%s", lambda _: next(values), sql) + ";\n"


def pgbench(url: str, script: Path, seconds: int) -> float:
    """Transactions a second."""
    done = subprocess.run(
        ["pgbench", "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2",
         "-T", str(seconds), "-f", str(script), url],
        capture_output=True, text=True,
    )  # fmt: skip
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if done.returncode or not found or "failed transactions: 0" not in done.stdout:
        raise RuntimeError(f"pgbench: {done.stdout[-500:]}{done.stderr[-500:]}")
    return float(found[1])


def by_the_verb(on: Stage, votes: int) -> float:
    """Votes a second that go through Django, without HTTP."""
    with on.voting(votes) as running:
        for process in running:
            process.wait()
    its = list(Ledger(on.load.ledger).read())
    first = {}
    for it in its:
        first.setdefault(it.client, it.sent)
    began = max(first.values())  # everybody is at it
    within = [it for it in its if it.sent >= began]
    ended = max(it.answered for it in within)
    return len(within) / ((ended - began) / 1e9)
