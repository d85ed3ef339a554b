"""The ledger sees what it is there to see: a drill that cannot fail proves nothing."""

import pytest

from tests.drill.ledger import GRACE, Ledger, Operation, compare

PAIR = (7, "abc")


def sent(value, at, status=303, took=10):
    return Operation(*PAIR, value, at, at + took, status)


def found(operations, row):
    told = compare(operations, {PAIR: row} if row else {})
    return told.lost, told.half


def test_a_row_with_the_last_acknowledged_vote_is_right():
    assert found([sent(1, 0), sent(-1, 20)], (-1, 1)) == (0, 0)


def test_an_acknowledged_vote_that_left_no_row_is_lost():
    assert found([sent(1, 0)], None) == (1, 0)


def test_a_row_that_tells_of_an_older_vote_has_lost_the_last():
    assert found([sent(1, 0), sent(-1, 20)], (1, 1)) == (1, 0)
    assert found([sent(1, 0), sent(0, 20)], (1, 1)) == (1, 0)


def test_of_two_that_overlapped_either_may_be_the_last():
    both = [sent(1, 0, took=30), sent(-1, 20)]
    assert found(both, (1, 1)) == found(both, (-1, -1)) == (0, 0)


def test_what_was_cut_off_may_be_carried_out_or_not():
    its = [sent(1, 0), sent(-1, 20, status=503)]
    assert found(its, (1, 1)) == found(its, (-1, 1)) == (0, 0)


def test_what_was_cut_off_long_ago_does_not_excuse_a_lost_vote():
    later = 20 + GRACE + 20
    its = [sent(-1, 20, status=0), sent(1, later), sent(0, later + 20)]
    assert found(its, (-1, -1)) == (1, 0)


def test_a_row_that_nobody_sent_is_half_a_vote():
    assert found([], (1, 1)) == (0, 1)
    assert found([sent(1, 0)], (-1, 1)) == (0, 1)
    assert found([sent(1, 0), sent(-1, 20)], (-1, -1)) == (0, 1)


@pytest.mark.parametrize("status", [303, 503, 0, 404])
def test_a_line_is_read_as_it_was_written(tmp_path, status):
    ledger = Ledger(tmp_path / "ledger")
    ledger.write(sent(-1, 5, status))
    assert list(ledger.read()) == [sent(-1, 5, status)]
    ledger.close()
