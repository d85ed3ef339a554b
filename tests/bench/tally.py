"""A tally of very many votes: how long it takes to read, and whether folding blocks.

    python -m tests.bench.tally [VOTES]

It makes a database of its own on the server of DATABASE_URL, or a file of SQLite, lets
a million accounts vote on one entry, and measures reads of its tally through the gate:
beside a count of the rows in the same run, and while other votes are being folded.
"""

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from threading import Thread

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

VOTES = 1_000_000
ROUNDS, CHANGED = 60, 400  # so often, so many votes change and are folded meanwhile
READS = 300
NUMBERS = {
    "postgresql": "SELECT n FROM generate_series(1, %s) AS s(n)",
    "sqlite": "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s "
    "WHERE n < %s) SELECT n FROM s",
}


@dataclass(frozen=True)
class Figures:
    """Seconds, but for `votes` and `exact`."""

    votes: int
    folded_in: float  # all of them, in the background
    counted: float  # by counting the rows, for comparison
    nothing: float  # the median of SELECT 1: the way to the database and back
    read: float  # the median of READS
    read_slowest: float
    read_crowded: float  # the median with as many pending votes as stay so
    read_meanwhile: float  # the median while votes change and are folded
    read_meanwhile_slowest: float
    voted_meanwhile: float  # a vote by somebody else meanwhile, the median
    voted_meanwhile_slowest: float
    reads_meanwhile: int
    exact: bool  # whether every read meanwhile was the count of the rows

    def lines(self) -> list[str]:
        """The figures as a table prints them."""
        return [
            f"{self.votes:,} votes on one entry, folded in {self.folded_in:.0f} s",
            f"count of the rows       {_ms(self.counted)}",
            f"SELECT 1               {_ms(self.nothing)}",
            f"tally, read            {_ms(self.read)}, slowest "
            f"{_ms(self.read_slowest)}"
            f"; {self.counted / self.read:,.0f} times as fast",
            f"tally, some votes pending {_ms(self.read_crowded)}",
            f"tally, being refolded   {_ms(self.read_meanwhile)}, slowest "
            f"{_ms(self.read_meanwhile_slowest)}; {self.reads_meanwhile:,} reads, "
            f"{'all exact' if self.exact else 'NOT EXACT'}",
            f"a vote meanwhile        {_ms(self.voted_meanwhile)}, slowest "
            f"{_ms(self.voted_meanwhile_slowest)}",
        ]


def _ms(seconds):
    return f"{seconds * 1000:8.2f} ms"


def measure(votes: int = VOTES) -> Figures:
    """The figures, on the database of Django's settings; it must be empty."""
    from guide.gate import SEEN, Progress
    from guide.votes import casting, snapshots, tally
    from guide.votes.models import Vote
    from tests import builders

    reading = builders.an_interpretation(builders.an_ending(builders.a_film()))
    _fill(reading, votes)
    folding_took = _seconds(lambda: snapshots.update(reading.pk))
    _analyse()
    progress = Progress(lambda: {reading.film_id: SEEN})
    progress.at(reading.film)
    (entry,) = type(reading).objects.visible_to(progress)

    def read():
        return tally.tallies([entry], progress)[entry.pk]

    rows = Vote.unguarded.filter(passage=reading)
    counted = _seconds(lambda: rows.filter(value=1).count())
    reads = _many(read)
    _make_pending(reading, snapshots.CROWD - 1)
    crowded = _many(read)
    truth, last = read(), rows.latest("pk")
    again = {"reader": last.reader, "entry": entry, "value": last.value}

    def vote_again():  # the same vote: the tally stays what it was
        casting.cast(**again)

    folder = Thread(target=_refold, args=(reading,))
    folder.start()
    meanwhile, voted, exact = [], [], True
    while folder.is_alive():
        begun = time.perf_counter()
        exact &= read() == truth
        meanwhile.append(time.perf_counter() - begun)
        if len(meanwhile) % 10 == 0:
            voted.append(_seconds(vote_again))
    folder.join()
    exact &= read() == truth and truth.total == votes
    return Figures(
        votes=votes,
        folded_in=folding_took,
        counted=counted,
        nothing=median(_many(_nothing)),
        read=median(reads),
        read_slowest=max(reads),
        read_crowded=median(crowded),
        read_meanwhile=median(meanwhile),
        read_meanwhile_slowest=max(meanwhile),
        voted_meanwhile=median(voted),
        voted_meanwhile_slowest=max(voted),
        reads_meanwhile=len(meanwhile),
        exact=exact,
    )


def _fill(entry, votes):
    """Accounts, and a vote of each; two of three say yes."""
    from django.db import connection

    numbers = NUMBERS[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO guide_reader (email, password, public_name, is_superuser, "
            "is_staff, is_active, minds_no_spoilers, date_joined) "
            "SELECT 'voter' || n || '@example.org', '!', '', false, false, true, "
            f"false, CURRENT_TIMESTAMP FROM ({numbers}) AS numbers",
            [votes],
        )
        cursor.execute(
            "INSERT INTO guide_vote (reader_id, passage_id, value, first_value, "
            "unprompted, at) SELECT id, %s, CASE WHEN id %% 3 = 0 THEN -1 ELSE 1 END, "
            "1, false, CURRENT_TIMESTAMP FROM guide_reader WHERE password = '!'",
            [entry.pk],
        )


def _make_pending(entry, count):
    """As if so many had voted anew, the same as before."""
    from guide.votes.models import Vote

    keys = Vote.unguarded.filter(passage=entry).order_by("pk").values("pk")[:count]
    Vote.unguarded.filter(pk__in=keys).update(pending=True)


def _refold(entry):
    from django.db import connection

    from guide.votes import snapshots

    for _ in range(ROUNDS):
        _make_pending(entry, CHANGED)
        snapshots.update(entry.pk, pause=snapshots.PAUSE)
        time.sleep(snapshots.PAUSE)
    connection.close()


def _analyse():
    """As the database does by itself, a minute later."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _nothing():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchall()


def _many(action) -> list[float]:
    action()
    return [_seconds(action) for _ in range(READS)]


def _seconds(action) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def main(arguments: list[str]) -> int:
    """Print the figures; 1 if a tally was wrong, or its reading takes more than 1 ms
    beside the way to the database and back."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "sqlite":  # a file, as on a real site
        file = Path(settings.DATA_DIR) / "bench.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(file)
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        figures = measure(*map(int, arguments))
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], 0)
    print("\n".join(figures.lines()))
    return 0 if figures.exact and figures.read - figures.nothing < 0.001 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
