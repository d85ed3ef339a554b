"""Draws pairs of worlds that a reader must not be able to tell apart.

The low part L is all that the reader may see; each secret is made of clusters of
rows that are hidden for one reason of the gate's, with what hangs on them.
"""

from random import Random

from tests.leaks.hidden import Secret
from tests.leaks.plans import WHO, Manner, Plan
from tests.leaks.visible import VOCABULARY, Low, public_name


def draw(seed: str) -> Plan:
    """The plan of one pair; the same for the same seed, whatever the process."""
    rng = Random(seed)
    who = rng.choices(WHO, (3, 8, 7, 1, 2))[0]
    low = Low(seed, rng, who)
    secrets = tuple(Secret(low, label).clusters for label in "AB")
    low.names.words = sorted({*VOCABULARY, *low.names.words})
    cookie = {public_name(seed, f, 6): m for f, m in low.clearance.items() if m}
    # Films that only one world has may stand in a cookie as well.
    drafts = low.names.films[len(low.films) :]
    cookie |= {name: 30 for name in drafts if rng.random() < 0.5}
    return Plan(
        seed, who, low.clearance, cookie if who != "nobody" else {},
        cuts(seed, cookie, low.names.cuts), low.acts, secrets, low.names, manner(seed),
    )  # fmt: skip


def cuts(seed: str, cookie: dict[str, int], known: list[str]) -> dict[str, str]:
    """Cuts that stand in the reader's cookie: of their film, of another, of a film that
    only one world has, of none."""
    rng = Random(f"{seed}:cuts")
    return {name: rng.choice([*known, "", "nevercut99"]) for name in cookie}


def manner(seed: str) -> Manner:
    """How the reader of a pair comes, drawn apart from the world they come to."""
    rng = Random(f"{seed}:manner")
    language = rng.choice(["", "", "de", "de-AT,de;q=0.8,en;q=0.5", "xx"])
    return Manner(language, rng.random() < 0.5, rng.random() < 0.5)
