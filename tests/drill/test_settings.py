"""What SQLite is told so that an acknowledged vote survives a power cut."""

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
