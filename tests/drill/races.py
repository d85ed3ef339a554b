"""Races: 64 clients cast, change and withdraw at once, on one entry and on many."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from tests.drill.stage import Stage, stage
from tests.drill.table import Line
from tests.votes.crowd import FILM

VERBS = int(os.environ.get("DRILL_VERBS", "0"))
"""So many of the 64 clients vote by the verb: quicker by far, on a slow machine."""
VOTES, FEW, MANY = 100_000, 20, 10_000
SHORT_VOTES, SHORT_MANY = 640, 400


def races(database: str, url: str, short: bool) -> Iterator[Line]:
    """Few and many readers on one hot entry, then few on every entry."""
    if short:
        yield race(database, url, readers=SHORT_MANY, votes=SHORT_VOTES)
        return
    yield race(database, url, readers=FEW, votes=VOTES)
    yield race(database, url, readers=MANY, votes=VOTES)
    yield race(database, url, readers=FEW, votes=VOTES // 10, hot=False)


def race(database, url, *, readers, votes, hot=True) -> Line:
    """`votes` operations by 64 clients; nothing is broken meanwhile."""
    where = "one entry" if hot else "every entry"
    line = Line(f"{database}: race on {where}, 64 clients, {readers:,} readers")
    with stage(url, readers=readers, hot=hot, verbs=VERBS) as on:
        with the_page_is_read(on, line), on.voting():
            on.crowd.wait_for(votes, seconds=7200)
        on.check(line)
    line.notes.append(f"{line.acknowledged / line.seconds:.0f} votes a second in all")
    line.must(line.acknowledged >= votes, f"only {line.acknowledged} acknowledged")
    # Whoever votes by the verb is killed in the end, and does not read an answer then.
    line.must(line.away == 0 and line.cut <= VERBS, "the site was away for no reason")
    return line


@contextmanager
def the_page_is_read(on: Stage, line: Line):
    """Somebody looks at the tallies again and again: that folds votes meanwhile."""
    session = next(iter(on.load.sessions.values()))
    done, statuses = Event(), Counter()

    def read():
        while not done.wait(0.5):
            path = f"/films/{FILM}/ending/"
            statuses[on.site.request("GET", path, f"session={session}")] += 1

    thread = Thread(target=read)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
        line.notes.append(f"the ending was read meanwhile, by status: {dict(statuses)}")
        line.must(set(statuses) == {200}, "a page was not there")
