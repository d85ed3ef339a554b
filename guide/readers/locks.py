"""One after the other: what is counted of an account, a browser or an address is
counted under a lock, so that many at once are no more than many in a row."""

import fcntl
import time
from contextlib import contextmanager, suppress
from hashlib import blake2b

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection

from guide.readers.models import Reader

SECONDS = 10  # to wait for one's turn
_PAUSE = 0.02  # seconds
_FILES = 256


class Suspended(PermissionDenied):
    """The account was switched off meanwhile."""


class Busy(Exception):
    """Others with the same name took too long."""


def lock(reader: Reader) -> None:
    """Keep an account to oneself for the rest of the transaction. Raises Suspended."""
    rows = Reader.objects.select_for_update(no_key=True)
    if not list(rows.filter(pk=reader.pk, is_active=True).values_list("pk")):
        raise Suspended


@contextmanager
def alone(name: str):
    """Nobody else does what bears this name meanwhile, in no process. Raises Busy."""
    number = int.from_bytes(blake2b(name.encode(), digest_size=8).digest())
    hold = _in_database if connection.vendor == "postgresql" else _in_a_file
    with hold(number):
        yield


@contextmanager
def _in_database(number):
    key = number - (1 << 63)  # a bigint has a sign
    _await(lambda: _told("SELECT pg_try_advisory_lock(%s)", key))
    try:
        yield
    finally:
        with suppress(DatabaseError):  # a connection that broke holds nothing
            _told("SELECT pg_advisory_unlock(%s)", key)


def _told(statement, key):
    with connection.cursor() as cursor:
        cursor.execute(statement, [key])
        return cursor.fetchone()[0]


@contextmanager
def _in_a_file(number):
    """SQLite is one machine: there a file of the data folder is locked."""
    folder = settings.DATA_DIR / "locks"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(folder / f"{number % _FILES}", "w") as file:
        _await(lambda: _locked(file))
        yield


def _locked(file):
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _await(taken):
    until = time.monotonic() + SECONDS
    while not taken():
        if time.monotonic() > until:
            raise Busy
        time.sleep(_PAUSE)
