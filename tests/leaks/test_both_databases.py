"""A reader sees the same, in the same order, on SQLite and on PostgreSQL."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.leaks.both import answers

ROOT = Path(__file__).parents[2]


@pytest.mark.django_db
def test_both_databases_answer_alike():
    if connection.vendor == "sqlite":
        pytest.skip("compared from PostgreSQL's side")
    mine = [list(answer) for answer in answers()]
    theirs = subprocess.run(
        [sys.executable, "-m", "tests.leaks.both"],
        cwd=ROOT,
        env={n: v for n, v in os.environ.items() if n != "DATABASE_URL"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(mine) > 60
    assert mine == json.loads(theirs.stdout)
