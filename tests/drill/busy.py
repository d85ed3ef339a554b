"""SQLite busy: 8 processes vote by the verb alone, as fast as they can."""

from collections.abc import Iterator

from tests.drill.stage import stage
from tests.drill.table import Line

PROCESSES, READERS = 8, 20


def busy(short: bool) -> Iterator[Line]:
    """10,000 votes on one entry: nobody is told that the database is locked."""
    votes = 400 if short else 10_000
    line = Line(f"SQLite busy: {PROCESSES} processes, by casting.cast")
    with stage(readers=READERS, hot=True, clients=PROCESSES, verbs=PROCESSES) as on:
        with on.voting(votes // PROCESSES) as running:
            for process in running:
                process.wait()
        on.check(line)
    line.must(line.acknowledged == votes, f"not {votes} acknowledged")
    line.must(not line.away, f'{line.away} times an error such as "database is locked"')
    yield line
