"""The reader of traces tells a synced acknowledgement from one that came too soon."""

from tests.drill.syncs import read

FILE = "/data/site.sqlite3"
WRITE = f'11 pwrite64(7<{FILE}>, "x", 4096, 0) = 4096'
SYNC = f"11 fdatasync(7<{FILE}>) = 0"
ANSWER = '12 sendto(9<TCP:[1]>, "HTTP/1.1 303 See Other\\r\\n", 200, 0) = 200'


def told(*lines, journal="persist"):
    trace = read(lines, FILE, journal)
    return trace.acknowledged, trace.unsynced, trace.without


def test_what_is_synced_before_the_answer_is_safe():
    assert told(WRITE, SYNC, ANSWER, WRITE, SYNC, ANSWER) == (2, 0, 0)


def test_an_answer_before_the_sync_is_seen():
    assert told(WRITE, ANSWER, SYNC) == (1, 1, 1)


def test_an_answer_while_the_sync_has_not_returned_is_seen():
    begins = f"11 fdatasync(7<{FILE}> <unfinished ...>"
    returns = "11 <... fdatasync resumed>) = 0"
    assert told(WRITE, begins, ANSWER, returns) == (1, 1, 1)
    assert told(WRITE, begins, returns, ANSWER) == (1, 0, 0)


def test_a_journal_that_was_removed_counts_once_its_folder_is_synced():
    gone = f'11 unlink("{FILE}-journal") = 0'
    folder = "11 fdatasync(8</data>) = 0"
    assert told(WRITE, SYNC, gone, ANSWER) == (1, 1, 0)
    assert told(WRITE, SYNC, gone, folder, ANSWER) == (1, 0, 0)


def test_an_answer_that_nothing_was_synced_for_is_seen():
    assert told(WRITE, SYNC, ANSWER, ANSWER) == (2, 0, 1)


def test_with_wal_the_log_counts_and_not_what_is_copied_from_it():
    log = [line.replace(FILE, f"{FILE}-wal") for line in (WRITE, SYNC)]
    assert told(*log, WRITE, ANSWER, journal="wal") == (1, 0, 0)
    assert told(log[0], SYNC, ANSWER, journal="wal") == (1, 1, 0)
