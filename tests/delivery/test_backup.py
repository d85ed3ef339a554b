"""A copy of a SQLite site is whole, whatever readers do meanwhile."""

import sqlite3
import stat
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from guide import connections


@pytest.fixture
def busy(db, tmp_path, monkeypatch):
    """A site's database file that a reader writes to, and reads, without a pause."""
    from django.db.backends.sqlite3.base import DatabaseWrapper

    options = connections.sqlite(tmp_path / "site.sqlite3")
    own = DatabaseWrapper(connection.settings_dict | options, "busy")
    with own.cursor() as cursor:
        cursor.execute("CREATE TABLE vote (pair integer, half integer)")
    monkeypatch.setattr("guide.management.commands.backup.connection", own)
    stop = threading.Event()
    thread = threading.Thread(target=_vote, args=(options, stop))
    thread.start()
    yield tmp_path
    stop.set()
    thread.join()
    own.close()


def _vote(options, stop):
    path, told = options["NAME"], options["OPTIONS"]
    mine = sqlite3.connect(path, timeout=20, isolation_level=None)
    mine.executescript(told["init_command"])
    pair = 0
    while not stop.wait(0.001):
        pair += 1
        mine.execute("BEGIN IMMEDIATE")
        mine.executemany("INSERT INTO vote VALUES (?, ?)", [(pair, 1), (pair, 2)])
        mine.execute("COMMIT")
    mine.close()


def test_every_copy_is_whole_while_readers_vote(busy):
    counts = []
    for number in range(4):
        file = busy / f"copy-{number}.sqlite3"
        call_command("backup", file, verbosity=0)
        copy = sqlite3.connect(file)
        votes, halves = copy.execute(
            "SELECT count(*), count(DISTINCT pair) * 2 FROM vote"
        ).fetchone()
        copy.close()
        assert votes == halves
        counts.append(votes)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert counts == sorted(counts) and counts[-1] > 0
    assert not list(busy.glob("*.part"))


def test_what_cannot_be_written_is_told_and_an_older_copy_stays(busy):
    with pytest.raises(CommandError, match="No copy was written to"):
        call_command("backup", busy / "nowhere" / "copy", verbosity=0)


def test_on_postgresql_it_names_the_right_program(monkeypatch, tmp_path):
    monkeypatch.setattr(type(connection), "vendor", "postgresql", raising=False)
    monkeypatch.setattr(connection, "vendor", "postgresql", raising=False)
    with pytest.raises(CommandError, match="pg_dump"):
        call_command("backup", tmp_path / "copy")
