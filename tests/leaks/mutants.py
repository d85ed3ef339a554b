"""Plants every leak of the catalogue in turn; the suite must see each.

    python -m tests.leaks.mutants [--only NAME] [--pairs N] [--draw K --seed HASH]

The tripwire is switched off meanwhile, so that the pairs must see the leak by
themselves; a leak that a second guard keeps from readers must be refused by it.
"""

import argparse
import sys
import time
from contextlib import nullcontext
from random import Random

from tests.database import empty_database


def main(arguments: list[str]) -> int:
    """Print the table; 1 if a leak survives."""
    options = _options(arguments)
    with empty_database():
        return _plant_all(options)


def _options(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="mutants whose name holds this")
    parser.add_argument("--pairs", type=int, default=300)
    parser.add_argument("--draw", type=int, default=0, help="that many, drawn")
    parser.add_argument("--seed", default="", help="what they are drawn by")
    parser.add_argument("--share", default="1/1", help="the second of three: 2/3")
    return parser.parse_args(arguments)


def _plant_all(options) -> int:
    from tests.leaks.catalogue import mutants

    chosen = [mutant for mutant in mutants() if options.only in mutant.name]
    if options.draw:
        chosen = Random(options.seed).sample(chosen, min(options.draw, len(chosen)))
    part, parts = map(int, options.share.split("/"))
    survivors = []
    for mutant in chosen[part - 1 :: parts]:
        begun = time.monotonic()
        pairs, how = kill(mutant, options.pairs)
        if pairs is None:
            survivors.append(mutant.name)
        took = time.monotonic() - begun
        print(
            f"{pairs or 'ALIVE':>5}  {took:5.0f} s  {mutant.name}  ({how})", flush=True
        )
    print(f"{len(chosen[part - 1 :: parts])} planted, {len(survivors)} survived")
    return 1 if survivors else 0


def kill(mutant, most: int):
    """(pairs needed, by what), or (None, …) if `most` pairs do not see the leak."""
    from tests.leaks.observe import run_pair
    from tests.leaks.surgery import no_tripwire

    guard = nullcontext if mutant.doubled else no_tripwire
    with guard(), mutant.plant():
        for number in range(1, most + 1):
            found = run_pair(f"mutants {number}").differences
            if found:
                best = min(found, key=lambda d: WORTH.index(d.what))
                return number, f"{best.step.route or '/'}: {best.what}"
    return None, "seen by nobody"


WORTH = ["body", "status", "headers", "cookies", "reason", "mails", "missing",
         "an error", "kept", "sql"]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
