"""What the worlds of the tests are drawn by: anew for each commit, and repeatable."""

import os
import subprocess
from pathlib import Path


def _commit() -> str:
    """The commit that is tested; "no commit" outside a repository."""
    head = subprocess.run(
        ["git", "rev-parse", "--short=12", "HEAD"],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
    )
    return head.stdout.strip() or "no commit"


SEED = os.environ.get("TWO_WORLDS_SEED") or _commit()
"""TWO_WORLDS_SEED, else the commit."""
