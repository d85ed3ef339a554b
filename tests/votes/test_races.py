"""Votes under load: exact, once a reader, and never an error."""

import os

import pytest

from tests.site import running_site
from tests.votes.crowd import crowd


@pytest.mark.processes
def test_a_thousand_votes_by_twenty_readers_from_eight_processes_add_up():
    with running_site(os.environ.get("DATABASE_URL", "")) as site:
        left = crowd(site, processes=8, readers=20, votes=1000)
    assert left["statuses"] == {303: 1000}
    assert left["duplicates"] == 0
    assert left["rows"] <= 20
    assert left["shown"] == [left["yes"], left["no"]]
    assert left["yes"] + left["no"] > 0
