"""What a reader finds: films by their public titles, rows by the text they may see."""

import time
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db.models import Case, Q, QuerySet, When
from django.utils.translation import gettext as _

from guide.common.text_folding import words
from guide.films.models import Film
from guide.films.titles import sort_key
from guide.gate.progress import Progress
from guide.search import lookups  # noqa: F401  registers words__match
from guide.search.models import SearchDoc

MOST_WORDS, MOST_HITS, LONGEST_QUERY = 12, 50, 200
AT_LEAST = 0.02  # seconds that a look-up takes


class TooLong(ValueError):
    """The query is longer than LONGEST_QUERY characters."""


@dataclass
class Found:
    """The keys of films and of passages, those first whose titles hold the words."""

    films: list[int] = field(default_factory=list)
    passages: list[int] = field(default_factory=list)


@contextmanager
def in_equal_time():
    """What is looked up within takes AT_LEAST, whatever is hidden.

    The index yields hidden rows as well, which the gate then drops: each takes some
    microseconds (95 to 255 in all were measured, of a look-up of 3 to 5 milliseconds),
    so that a patient reader could tell a word that stands in many of them from one that
    stands nowhere. Beyond AT_LEAST, on a machine under load, they could still.
    """
    begun = time.monotonic()
    try:
        yield
    finally:
        time.sleep(max(0, begun + AT_LEAST - time.monotonic()))


def find(text: str, progress: Progress) -> Found:
    """Everything visible at `progress` that holds every word of the query.

    The order tells nothing of what is hidden: films of just that title, then title
    matches, then by the film's title, then along the film. Raises TooLong.
    """
    if len(text) > LONGEST_QUERY:
        raise TooLong(
            _("Search for at most %(number)s characters.") % {"number": LONGEST_QUERY}
        )
    asked = words(text)[:MOST_WORDS]
    if not asked:
        return Found()
    docs = (
        SearchDoc.objects.visible_to(progress.everywhere())
        .filter(words__match=asked)
        .order_by(_of_this_title(text), "film__sort_title", "film__public_id", "pk")
        .values_list("film_id", "titles", "passage_id")
    )
    found, rest = Found(), Found()
    for film, titles, passage in docs[: MOST_HITS * 4]:
        there = found if _holds(titles.split(), asked) else rest
        if passage is None:
            there.films.append(film)
        else:
            there.passages.append(passage)
    found.films += rest.films  # by their makers
    found.passages = (found.passages + rest.passages)[:MOST_HITS]  # by their texts
    return found


def films_found(found: Found) -> list[Film]:
    """The films of a result, in its order."""
    films = Film.objects.published().in_bulk(found.films)
    return [films[key] for key in found.films if key in films]


def films_called(text: str) -> QuerySet:
    """The keys of all films, drafts too, that go by these words: for the desk."""
    docs = SearchDoc.unguarded.filter(passage=None, words__match=words(text))
    return docs.values("film")


def _of_this_title(text):
    is_it = Q(passage=None, film__sort_title=sort_key(text))
    return Case(When(is_it, then=0), default=1)


def _holds(titles: list[str], asked: list[str]) -> bool:
    return all(any(word.startswith(a) for word in titles) for a in asked)
