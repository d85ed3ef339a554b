"""The databases of the tests: migrated once for each state of the code, then copied.

    python -m tests.database NAME

makes the one that is copied, by running the migrations.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from contextlib import contextmanager
from importlib.metadata import distributions
from pathlib import Path
from unittest import mock

from guide import connections

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "var" / "tests"  # the migrated database on SQLite, and the lock
ORIGINAL = "guide_migrated"  # the same on PostgreSQL; its comment holds its state


@contextmanager
def empty_database():
    """Django set up for tests, on a database that is gone afterwards.

    For programs that run outside pytest.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.test.utils import setup_test_environment, teardown_test_environment

    setup_test_environment()
    try:
        with copied_database():
            yield
    finally:
        teardown_test_environment()


@contextmanager
def copied_database():
    """Connect Django to a migrated database of this process's own; then drop it."""
    from django.db import connection

    named = connection.settings_dict["NAME"]
    with _one_at_a_time():
        (_from_file if connection.vendor == "sqlite" else _from_database)(connection)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(named, verbosity=0)


def _from_file(connection):
    original = KEPT / f"{state()}.sqlite3"
    if not original.exists():
        for older in KEPT.glob("*.sqlite3*"):
            older.unlink()
        unfinished = original.with_suffix(".sqlite3-unfinished")
        _migrate(str(unfinished))
        unfinished.rename(original)
        unfinished.with_suffix(".sqlite3-unfinished-journal").unlink(missing_ok=True)
    _create(connection)
    with connection.Database.connect(original) as migrated:
        migrated.backup(connection.connection)


def _from_database(connection):
    with connection._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
            " WHERE datname = %s",
            [ORIGINAL],
        )
        if cursor.fetchone() != (state(),):
            cursor.execute(f"DROP DATABASE IF EXISTS {ORIGINAL}")
            _migrate(ORIGINAL)
            cursor.execute(f"COMMENT ON DATABASE {ORIGINAL} IS '{state()}'")
    connection.settings_dict["TEST"]["TEMPLATE"] = ORIGINAL
    _create(connection)


def _create(connection):
    """A test database as Django makes it, but for running the migrations."""
    with mock.patch("django.core.management.call_command"):
        connection.creation.create_test_db(
            verbosity=0, autoclobber=True, serialize=False
        )


def _migrate(name):
    """Make the original, in a process of its own: it leaves no connection open."""
    subprocess.run(
        [sys.executable, "-m", "tests.database", name],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        check=True,
    )


@contextmanager
def _one_at_a_time():
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def state() -> str:
    """A digest of all that a migrated database may depend on."""
    whole = hashlib.sha256()
    for path in sorted((ROOT / "guide").rglob("*.py")):
        whole.update(path.read_bytes())
    packages = sorted(f"{one.name} {one.version}" for one in distributions())
    whole.update("\n".join([*packages, str(connections.library)]).encode())
    return whole.hexdigest()[:32]


def main(name: str) -> int:
    """Create a database of this name and run all migrations on it."""
    import django

    django.setup()
    from django.db import connection

    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
