"""The line on every passage that says who can see it now."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localtime

from guide.films.models import Status
from guide.gate.horizon import SEEN, spoken
from guide.passages.models import AlsoSpoils, Passage


def with_elsewhere(rows: QuerySet) -> QuerySet:
    """The rows, each knowing whether it also spoils another film."""
    links = AlsoSpoils.unguarded.filter(passage=OuterRef("pk"))
    return rows.annotate(spoils_elsewhere=Exists(links))


def who_sees(row: Passage) -> str:
    """`from minute 68 on; draft`: the gate's predicate in words, for one row."""
    return "; ".join([_from_when(row), *_reservations(row)])


def would_see(row: Passage) -> str:
    """Who sees a draft once all that it rests on is published as well."""
    if row.horizon is None:
        return "nobody: no minute yet"
    return _at_its_minute(row)


def _from_when(row):
    if row.status == Status.RETIRED:
        return "nobody: retired"
    if row.horizon is None:
        published = row.status == Status.PUBLISHED
        return "nobody" if published else f"nobody: {row.get_status_display()}"
    if row.held:
        return "from the end on; held: only those who have seen the film"
    return _at_its_minute(row)


def _at_its_minute(row):
    if not row.horizon_checked and row.horizon < SEEN:
        return f"not before {spoken(row.horizon)}"
    return "everybody" if row.horizon == 0 else f"from {spoken(row.horizon)} on"


def _reservations(row):
    """What stands between the row and those readers, in the order of weight."""
    if row.status == Status.RETIRED:
        return
    if row.horizon is None:
        yield "no minute yet"
    elif not row.horizon_checked:
        yield "minute not checked"
    if row.status != Status.PUBLISHED and row.horizon is not None:
        yield row.get_status_display()
    if row.publish_at:
        yield f"to be published at {localtime(row.publish_at):%Y-%m-%d %H:%M}"
    if row.film.status != Status.PUBLISHED:
        yield "the film is a draft"
    under = row.under
    if under and under.status != Status.PUBLISHED:
        yield f"its {under.kind} is not published"
    elif under and under.held and not row.held:
        yield f"its {under.kind} is held"
    if getattr(row, "spoils_elsewhere", False):
        yield "and only once they have reached the other films it spoils"
