"""Headers are the same in every process, whatever order its sets have."""

import os
import subprocess
import sys
from pathlib import Path

ASK = """
import django
django.setup()
from django.test import Client
for address in ("/robots.txt", "/nowhere/", "/admin/"):
    print(sorted(Client().get(address).headers.items()))
"""


def test_two_processes_answer_with_the_same_headers():
    told = {seed: _ask(seed) for seed in ("1", "2")}
    assert told["1"].count("Content-Security-Policy") == 3
    assert told["1"] == told["2"]


def _ask(seed):
    """What a process with that seed of its sets and dictionaries answers."""
    return subprocess.run(
        [sys.executable, "-c", ASK],
        env=os.environ | {"PYTHONHASHSEED": seed},
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
