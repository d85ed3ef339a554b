"""Canaries on the real stack.

    python -m tests.leaks.canaries [--responses N] [--seed WORD] [--plant NAME]

Exit status 0: every answer was searched, no reader was sent what they may not read,
and every text that a page should print was shown to somebody. 1: not so. 75: a program
of the stack is missing.

`--plant` then plants leaks in the running site, from the catalogue of mutants: the one
of that name, or a number of those that tell a text, drawn by the seed, or `all`. A
short crawl must see each; 1 says that one was not seen. `--responses 0` does nothing
but that.
"""

import argparse
import os
import signal
import sys
import time
from random import Random

from tests.with_postgres import NONE_HERE

FULL = 100_000
FOR_A_LEAK = 2_000


def main(arguments: list[str]) -> int:
    """Run it all and print what was found."""
    from tests.leaks.canaries.stack import Missing, running_stack

    options = _options(arguments)
    os.nice(max(0, 10 - os.nice(0)))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # and all else ends too
    try:
        with running_stack() as stack:
            os.environ.update(stack.site.environment)
            return _crawl(stack, options)
    except Missing as reason:
        print(f"canaries: {reason}", file=sys.stderr)
        return NONE_HERE


def _options(arguments):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--responses", type=int, default=FULL, metavar="N")
    parser.add_argument("--seed", default="canaries")
    parser.add_argument("--plant", default="", help="a mutant's name, a number, all")
    return parser.parse_args(arguments)


def _crawl(stack, options) -> int:
    import django

    django.setup()  # only now are the site's settings known
    from tests.leaks.canaries import report, run

    town, failed = run.fill(options.responses, options.seed), False
    if options.responses:
        outcome = run.run(stack, town, options.responses)
        print(report.told(outcome), flush=True)
        failed = bool(outcome.failures)
    if options.plant:
        failed |= _unseen(stack, town, options) > 0
    return int(failed)


def _unseen(stack, town, options) -> int:
    """How many planted leaks the crawl does not see."""
    from tests.leaks.canaries import run
    from tests.leaks.canaries.planted import chosen
    from tests.leaks.canaries.stack import leaking

    survivors, names = 0, chosen(options.plant, Random(options.seed))
    for name in names:
        begun = time.monotonic()
        with leaking(stack, name) as site:
            outcome = run.run(site, town, FOR_A_LEAK, briefly=True)
        hits, took = outcome.tally.hit_count, time.monotonic() - begun
        survivors += not hits
        first = outcome.tally.hits[0].asked if hits else ""
        print(f"{hits or 'ALIVE':>6}  {took:4.0f} s  {name}  {first}", flush=True)
    print(f"{len(names)} planted, {survivors} not seen")
    return survivors


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
