"""Before and after: a reading asked for before the tallies show, and what became of it.

A reader with an account who has reached an ending, and has said nothing of its readings
yet, is unprompted there: the tallies, and all that is made of them, wait for an answer
or for a skip. The first vote on any of the readings ends that; it is stored as such.

Somebody without an account is not asked. Nothing about them is kept, so that a skip
could not be remembered, and their pages are the same for all who are as far. What they
may have seen before they signed in, they are not asked about afterwards.
"""

from collections.abc import Collection, Iterable, Mapping

from django.db.models import Case, Count, F, Q, Value, When

from guide.films.models import Film
from guide.gate.progress import Progress
from guide.passages.models import Ending, Entry, Interpretation
from guide.readers.bookmarks import AccountShelf, Shelf, resolve
from guide.votes.models import Vote

FEWEST_TO_TELL = 20  # readers who answered unprompted


def still_asked(
    shelf: Shelf, film: Film, endings: Iterable[int], progress: Progress
) -> set[int]:
    """Which of these endings of a film, by their keys, a reader is asked about."""
    if not (isinstance(shelf, AccountShelf) and shelf.may_be_asked(film)):
        return set()
    found = Interpretation.objects.visible_to(progress).filter(under__in=set(endings))
    readings = dict(found.values_list("pk", "under"))
    mine = Vote.objects.visible_to(progress).filter(reader=shelf.reader)
    said = mine.filter(passage__in=readings).values_list("passage", flat=True)
    return {*readings.values()} - {readings[key] for key in said}


def opened(shelf: AccountShelf, minutes: Mapping[str, int]) -> None:
    """A device without the account had reached these minutes: what it could see has
    been seen, and is not asked for."""
    device = Progress(lambda: resolve(minutes)).everywhere()
    endings = Ending.objects.visible_to(device)
    there = endings.filter(film__public_id__in=minutes)
    shelf.prompted_in(set(there.values_list("film", flat=True)))


def changes(
    readings: Mapping[int, Collection[Entry]], progress: Progress
) -> dict[int, tuple[int, int]]:
    """{ending's key: (readers who changed their first answer, all who gave one)}.

    One query, over the readings given of each ending.
    """
    keys = {
        ending: Entry.objects.keys_shown(entries, progress)
        for ending, entries in readings.items()
    }
    of = [When(passage__in=shown, then=Value(e)) for e, shown in keys.items() if shown]
    if not of:
        return {}
    every = [key for shown in keys.values() for key in shown]
    votes = Vote.objects.hung_on(passage=every)
    rows = (
        votes.filter(unprompted=True, counts=True)
        .order_by()
        .annotate(ending=Case(*of))
        .values_list("ending")
        .annotate(
            changed=Count("reader", distinct=True, filter=~Q(value=F("first_value"))),
            asked=Count("reader", distinct=True),
        )
    )
    return {ending: (changed, asked) for ending, changed, asked in rows}
