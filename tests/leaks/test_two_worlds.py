"""Two databases that differ only beyond a reader's progress answer them alike."""

import os
from collections import defaultdict

import pytest

from tests.leaks import addresses, observe
from tests.leaks.witness import OWN, show_everything
from tests.seeds import SEED

PAIRS = int(os.environ.get("TWO_WORLDS_PAIRS", "16"))
CHUNKS = 8  # so that several processes can share the pairs


def test_every_pattern_of_the_resolver_has_a_generator():
    assert addresses.unknown() == []


@pytest.mark.django_db
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_two_worlds_answer_alike(chunk, tally):
    for number in range(chunk, PAIRS, CHUNKS):
        pair = observe.run_pair(f"{SEED} {number}")
        tally["pairs"] += 1
        tally["requests"] += pair.requests
        tally["asked"].update(pair.asked)
        assert [str(d) for d in pair.differences[:5]] == []


@pytest.mark.django_db
def test_somebody_succeeds_at_every_pattern_and_gated_ones_differ_by_progress():
    """Law 6: a test that cannot see the content cannot vouch for it."""
    answers = show_everything()
    succeeded = {route for route, seen in answers.items() if any(
        one.status < 400 for each in seen.values() for one in each)}  # fmt: skip
    assert sorted(set(addresses.routes()) - succeeded - NOBODY) == []
    blind = {
        route
        for route, seen in answers.items()
        if "newcomer" in seen
        and _is_gated(seen)
        and _bytes(seen[APART[route][0]]) == _bytes(seen[APART[route][1]])
    }
    assert blind == set()


APART = defaultdict(lambda: ("newcomer", "stranger"), {OWN: ("back", "finished")})
"""{route: two readers who differ by progress alone}: without an account both, but where
only its owner sees anything."""

RETIRED = ("film", "beat", "ending", "interpretation", "question", "answer", "dispute")
NOBODY = {
    # What is public is retired instead, what readers report, propose and vote is
    # theirs to write, discounts are made from votes and kept, and rows have no address
    # of their own.
    *(f"admin/guide/{model}/<path:object_id>/delete/" for model in RETIRED),
    "admin/guide/report/add/",
    "admin/guide/report/<path:object_id>/delete/",
    "admin/guide/proposal/add/",
    "admin/guide/proposal/<path:object_id>/delete/",
    "admin/guide/vote/add/",
    "admin/guide/vote/<path:object_id>/delete/",
    "admin/guide/discount/add/",
    "admin/guide/discount/<path:object_id>/delete/",
    "admin/r/<path:content_type_id>/<path:object_id>/",
}
"""Patterns that answer nobody with success, each for its reason."""


def _is_gated(seen):
    return any("/*gate:" in sql for each in seen.values() for one in each
               for sql in one.sql)  # fmt: skip


def _bytes(each):
    return [(one.status, one.headers, one.body) for one in each]
