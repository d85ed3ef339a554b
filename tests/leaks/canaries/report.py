"""The outcome in words: what was asked, what was searched, what was found."""

from collections import Counter

from tests.leaks.addresses import METHODS, routes
from tests.leaks.canaries.run import Outcome


def told(outcome: Outcome) -> str:
    """The whole report."""
    tally, some = outcome.tally, []
    hidden = sum(c.needs is None and not c.owner for c in outcome.canaries)
    public = sum(c.needs == {} for c in outcome.canaries)
    readable = outcome.readable
    seen = sum(c.token in tally.seen for c in readable)
    some += ["", "    GET   HEAD OPTIONS  POST  surface"]
    some += _surfaces(tally.surfaces)
    some += [
        "",
        f"tokens      {len(outcome.canaries):,}: {public:,} for everybody, "
        f"{len(outcome.canaries) - public - hidden:,} for some, {hidden:,} for nobody",
        f"control     {seen:,} of {len(readable):,} that pages should print were "
        "shown to somebody who may read them",
        f"visitors    {outcome.visitors:,}: {_counted(tally.kinds)} (answers)",
        f"answers     {tally.answers:,}: {_counted(tally.statuses)}",
        f"addresses   {len(routes()) - len(outcome.unasked)} of {len(routes())} "
        f"patterns, {len(tally.pairs):,} pairs of a visitor and an address",
        f"searched    {tally.searched:,} bytes, {tally.packed:,} on the wire: "
        f"{_counted(tally.codings)}",
        f"mails       {outcome.mails}",
        f"Redis       {outcome.cached} keys, JSON all of them unless told below",
        f"took        {outcome.writing:.0f} s to write, {tally.seconds:.0f} s to crawl",
        f"hits        {tally.hit_count}",
    ]
    if outcome.failures:
        some += ["", *outcome.failures, "", f"FAILED: {len(outcome.failures)} findings"]
    return "\n".join(some)


def _surfaces(surfaces: Counter) -> list[str]:
    asked, routes = Counter(), Counter()
    for (route, method), count in surfaces.items():
        asked[_short(route), method] += count
        routes[_short(route)] += count
    return [
        "".join(f"{asked[route, method]:>7}" for method in METHODS) + f"  /{route}"
        for route, _ in routes.most_common()
    ]


def _short(route: str) -> str:
    """The desk as one surface."""
    return "admin/…" if route.removeprefix("after ").startswith("admin/") else route


def _counted(counter: Counter) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in sorted(counter.items()))
