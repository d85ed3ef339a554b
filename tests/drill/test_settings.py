"""What SQLite is told so that an acknowledged vote survives a power cut."""

import sqlite3
from importlib.util import find_spec

import pytest

from guide import connections


@pytest.mark.parametrize(
    ("library", "journal"),
    [
        ((3, 40, 1), "PERSIST"),
        ((3, 44, 6), "WAL"),
        ((3, 50, 7), "WAL"),
        ((3, 51, 2), "PERSIST"),
        ((3, 51, 3), "WAL"),
    ],
)
def test_the_journal_is_one_whose_end_is_synced(
    tmp_path, monkeypatch, library, journal
):
    monkeypatch.setattr(connections, "library", library)
    options = connections.sqlite(tmp_path / "site.sqlite3")["OPTIONS"]
    assert options["init_command"].split(";")[:2] == [
        f"PRAGMA journal_mode={journal}",
        "PRAGMA synchronous=FULL",
    ]
    assert options["transaction_mode"] == "IMMEDIATE"


@pytest.mark.skipif(
    not find_spec("pysqlite3"),
    reason="no wheel of a newer SQLite for this machine: readers hold up voters",
)
def test_who_reads_the_file_for_long_holds_up_nobody(tmp_path):
    options = connections.sqlite(tmp_path / "site.sqlite3")

    def connected():
        mine = sqlite3.connect(options["NAME"], timeout=0, isolation_level=None)
        mine.executescript(options["OPTIONS"]["init_command"])
        return mine

    voter, long, page = connected(), connected(), connected()
    votes = "SELECT count(*) FROM vote"
    voter.execute("CREATE TABLE vote (value integer)")
    long.execute("BEGIN")
    assert long.execute(votes).fetchone() == (0,)
    voter.execute("INSERT INTO vote VALUES (1)")
    assert page.execute(votes).fetchone() == (1,)
    assert long.execute(votes).fetchone() == (0,)
    for each in (voter, long, page):
        each.close()
