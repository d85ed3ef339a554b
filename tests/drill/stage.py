"""A site to drill: its readers and entries, its ledger, and the truth in its rows."""

import atexit
import os
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.drill.client import FOR_EVER, Crowd, Load
from tests.drill.ledger import Found, Ledger, Operation, compare
from tests.drill.table import Line
from tests.drill.verb import by_verb
from tests.site import Site, prepared_data, running_site
from tests.votes.crowd import FILM

ENTRIES = """
import json
from guide.passages.models import Entry
from guide.votes.casting import VOTED_ON
rows = Entry.unguarded.filter(kind__in=VOTED_ON, status="published", held=False)
print(json.dumps(list(rows.order_by("-kind", "public_id").values_list(
    "public_id", flat=True))))
"""
AWAY = """
from django.conf import settings
from django.template.loader import render_to_string
print(render_to_string("503.html", {"site_name": settings.SITE_NAME}), end="")
"""
TRUTH = """
import json
from guide.passages.models import Entry
from guide.gate import Progress
from guide.votes import recounting, tally
from guide.votes.models import Vote
columns = ("reader", "passage__public_id", "value", "first_value")
rows = [list(row) for row in Vote.unguarded.order_by().values_list(*columns)]
progress = Progress(dict, unbound=True).everywhere()
entries = list(Entry.objects.visible_to(progress))
shown = tally.tallies(entries, progress)
names = {e.pk: e.public_id for e in entries}
shown = {names[key]: [each.yes, each.no] for key, each in shown.items()}
print(json.dumps([rows, shown, len(list(recounting.drifted()))]))
"""
INTEGRITY = """
from django.db import connection
with connection.cursor() as cursor:
    if connection.vendor == "sqlite":
        for check in ("integrity_check", "foreign_key_check"):
            cursor.execute(f"PRAGMA {check}")
            print(*(row for row in cursor if row != ("ok",)), end="")
    else:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS amcheck")
        cursor.execute(
            "SELECT bt_index_check(indexrelid, true) FROM pg_index "
            "WHERE indrelid = 'guide_vote'::regclass"
        )
"""


@dataclass
class Stage:
    """A running site and what the clients are told of it."""

    site: Site
    ledger: Ledger
    load: Load
    folder: Path

    @cached_property
    def crowd(self) -> Crowd:
        """The clients that vote through HTTP."""
        return Crowd(self.load)

    @contextmanager
    def voting(self, votes: int = FOR_EVER):
        """Let every client vote, `votes` times or until the block ends."""
        first, environment = self.crowd.first(), self.site.environment
        with (
            by_verb(self.load, environment, first, votes) as verbs,
            self.crowd.voting(votes) as clients,
        ):
            yield [*verbs, *clients]

    def check(self, line: Line) -> Found:
        """Hold the rows against the ledger and the tallies, and write it down."""
        rows, shown, drifted = self.site.json(TRUTH)
        pairs = Counter((reader, entry) for reader, entry, *_ in rows)
        held = {(reader, entry): (now, first) for reader, entry, now, first in rows}
        sent = list(self.ledger.read())
        found = compare(sent, held)
        line.count(sent)
        line.tell("by_verb", self.load.by_verb and by_each(sent, self.load))
        line.lost += found.lost
        line.half += found.half
        line.duplicates += sum(n - 1 for n in pairs.values())
        line.drift += drift(rows, shown) + drifted
        line.faults += found.examples
        if broken := self.site.python(INTEGRITY).strip():
            line.faults.append(f"integrity: {broken[:200]}")
        return found


def by_each(sent: list[Operation], load: Load) -> str:
    """How many were acknowledged through HTTP and by the verb."""
    done = Counter(it.client in load.by_verb for it in sent if it.acknowledged)
    return f"{done[False]:,} through HTTP, {done[True]:,} by casting.cast"


def drift(rows, shown: dict[str, list[int]]) -> int:
    """By how many votes the tallies differ from the rows, all entries together."""
    counted = Counter((entry, value) for _, entry, value, _ in rows if value)
    told = Counter()
    for entry, (yes, no) in shown.items():
        told[entry, 1], told[entry, -1] = yes, no
    return sum(abs(counted[key] - told[key]) for key in counted.keys() | told.keys())


@cache
def _prepared() -> Path:
    """What every site begins with, made once; it goes when the drills end."""
    data = prepared_data()
    atexit.register(data.__exit__, None, None, None)
    return data.__enter__()


@contextmanager
def stage(
    database_url: str = "",
    *,
    readers: int,
    hot: bool = False,
    mixed: bool = True,
    clients: int = 64,
    verbs: int = 0,
    within: Path | None = None,
    **environment: str,
):
    """A running site with readers who have seen the film, and a ledger.

    hot: they vote on one entry, else on all. mixed: they draw their votes, else they
    go round. within: the folder the site's data lies in.
    """
    with (
        TemporaryDirectory(prefix="guide-drill-") as folder,
        running_site(
            database_url, like=_prepared(), within=within, **environment
        ) as site,
    ):
        entries = site.json(ENTRIES)
        ledger = Ledger(Path(folder) / "ledger")
        load = Load(
            port=site.port,
            ledger=ledger.path,
            sessions=dict(site.readers(readers, FILM)),
            entries=entries[:1] if hot else entries,
            clients=clients,
            verbs=verbs,
            processes=min(clients - verbs, max(2, os.cpu_count() or 2)),
            mixed=mixed,
            away=site.python(AWAY),
        )
        yield Stage(site, ledger, load, Path(folder))
        ledger.close()
