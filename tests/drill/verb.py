"""A client that votes by the site's own verb, `casting.cast`, with nothing around it.

    python -m tests.drill.verb LOAD CLIENT FIRST VOTES

It runs with the site's settings and may be killed at any moment: it says in the ledger
what it is about to send, and again when it has been acknowledged.
"""

import subprocess
import sys
import time
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from tests.drill.client import PAUSE, Load, walk
from tests.drill.ledger import ACKNOWLEDGED, NO_ANSWER, Ledger, Operation
from tests.site import ROOT

REFUSED = 503  # the database raised an error
BREATH = 0.01  # seconds between two votes: who asks without a pause starves the others


@contextmanager
def by_verb(load: Load, environment: dict, first: dict[int, int], votes: int):
    """Let the clients of a load that do so vote by the verb; then SIGKILL to them."""
    path = Path(load.ledger).with_name("load.json")
    path.write_text(load.as_json())
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.drill.verb", str(path), str(client),
             str(first.get(client, 0)), str(votes)],
            cwd=ROOT, env=environment,
        )
        for client in load.by_verb
    ]  # fmt: skip
    try:
        yield running
    finally:
        for process in running:
            process.kill()
            process.wait()


def main(path: str, client: int, first: int, votes: int) -> None:
    """Vote, and send again what the database refused."""
    import django

    django.setup()
    from django.db import DatabaseError, InterfaceError, connection

    from guide.passages.models import Entry
    from guide.readers.models import Reader
    from guide.votes import casting

    def settled(action):
        """Ask until the database answers."""
        while True:
            try:
                return action()
            except (DatabaseError, InterfaceError):
                connection.close()
                time.sleep(PAUSE)

    load = Load.of_json(Path(path).read_text())
    ledger = Ledger(load.ledger)
    rows = Entry.unguarded.filter(public_id__in=load.entries)
    entries = settled(lambda: {row.public_id: row for row in rows.all()})
    keys = {reader for reader, _ in load.pairs(client)}
    readers = settled(lambda: {r.pk: r for r in Reader.objects.filter(pk__in=keys)})
    breath = BREATH if load.by_http else 0
    steps = islice(walk(load, client), first, first + votes)
    for number, ((reader, entry), value) in enumerate(steps, first):
        status = NO_ANSWER
        while status != ACKNOWLEDGED:
            sent = time.monotonic_ns()
            said = (reader, entry, value, sent)
            ledger.write(Operation(*said, sent, NO_ANSWER, client, number))
            try:
                casting.cast(reader=readers[reader], entry=entries[entry], value=value)
                status = ACKNOWLEDGED
            except (DatabaseError, InterfaceError) as error:
                status = REFUSED
                print(f"casting.cast: {error}", file=sys.stderr)
                connection.close()
                time.sleep(PAUSE)
            answered = time.monotonic_ns()
            ledger.write(Operation(*said, answered, status, client, number))
        time.sleep(breath)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
