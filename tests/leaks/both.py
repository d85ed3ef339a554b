"""What readers get of some drawn worlds, to compare one database with another.

    python -m tests.leaks.both

prints it as JSON: [[seed, request, status, sha256 of the body], …]. Searches are left
out: the two databases rank by their own means.
"""

import hashlib
import json
import sys
from random import Random

from tests.database import empty_database
from tests.seeds import SEED

SEEDS = [f"{SEED} both databases {number}" for number in range(6)]
ODD_TITLES = [
    "zebra", "Zebra 2", "ähre", "Ahre", "The Anchor", "A Banner", "Éclair", "eclair",
    "10 Lanterns", "9 Lanterns", "ß", "ss", "Ωmega", "日本", "_under", "’tis", "(In)",
]  # fmt: skip


def answers() -> list[list]:
    """The answers of this process's database, in one order."""
    from tests.leaks.itineraries import sweep
    from tests.leaks.observe import Leg, Visit, arrive
    from tests.leaks.stage import world
    from tests.leaks.worlds import draw

    told = []
    for seed in SEEDS:
        plan = draw(seed)
        with world(seed, mail=plan.manner.mail) as stage:
            for act in plan.low:
                stage.play(act)
            _odd_films(seed)
            visit = Visit(stage, arrive(stage, plan))
            steps = [s for s in sweep(plan, Random(seed)) if s.route != "search/"]
            for step in steps:
                (seen,) = visit.go(Leg((step,)))
                digest = hashlib.sha256(seen.body).hexdigest()
                told.append([seed, step.path, seen.status, digest])
    return told


def _odd_films(seed):
    """Films whose titles each collation sorts in its own way."""
    from tests import builders

    titles = list(ODD_TITLES)
    Random(seed).shuffle(titles)
    for number, title in enumerate(titles):
        film = builders.a_film(title, slug=f"odd-{number}", public_id=f"odd{number:03}")
        builders.a_beat(film, 0, title=title, public_id=f"oddbeat{number:03}")


def main() -> int:
    """Print the answers of a throw-away database."""
    with empty_database():
        json.dump(answers(), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
