"""A reader's shelf: how far they are in each film. The only writers of a bookmark.

Two shelves, one set of verbs: rows for an account, a cookie without one.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from functools import cached_property

from django.conf import settings
from django.db import transaction
from django.utils.translation import ngettext

from guide.films.models import Cut, Film
from guide.gate.horizon import LONGEST, SEEN, TOLERANCE, BadMinute, place, typed
from guide.gate.progress import Progress
from guide.readers import cookie
from guide.readers.jar import Jar
from guide.readers.models import Bookmark, Reader

FILM_COLUMNS = ("pk", "public_id", "runtime")


class Shelf(ABC):
    """Where a reader's minutes are kept. Films are named by their public id."""

    kept_in: str
    unbound = False

    @cached_property
    def minutes(self) -> dict[str, int]:
        """{film's public id: minute or SEEN}, the film moved last at the end."""
        return self._read()

    def progress(self) -> Progress:
        """The reader's progress, for the gate; loaded when it is first consulted."""
        return Progress(self.by_key, unbound=self.unbound)

    @abstractmethod
    def by_key(self) -> Mapping[int, int]:
        """{film's primary key: minute or SEEN}, of published films."""

    @abstractmethod
    def restore(self, minutes: Mapping[str, int | None]) -> dict[str, int | None]:
        """Set the minutes of some films, None to forget them.

        Returns what they were before, in the same form: handing it back to
        `restore` undoes it.
        """

    def move(self, film: Film, minute: int) -> dict[str, int | None]:
        """Put the reader at a minute of a film; returns what undoes it."""
        return self.restore({film.public_id: place(minute, film.runtime)})

    def forget(self, film: Film) -> dict[str, int | None]:
        """Take a film off the shelf; returns what undoes it."""
        return self.restore({film.public_id: None})

    def clear(self) -> dict[str, int | None]:
        """Take every film off the shelf; returns what undoes it."""
        return self.restore(dict.fromkeys(self.minutes))

    def may_be_asked(self, film: Film) -> bool:
        """Whether this reader may be asked for a reading before the votes show."""
        return False

    @abstractmethod
    def _read(self) -> dict[str, int]: ...


class DeviceShelf(Shelf):
    """The shelf of somebody without an account: one cookie, nothing on the server."""

    kept_in = "cookie"

    def __init__(self, sent: str, jar: Jar):
        self._sent, self._jar = sent, jar

    def _read(self):
        return cookie.read(self._sent)

    def by_key(self):
        return resolve(self.minutes)

    def restore(self, minutes):
        before = {name: self.minutes.get(name) for name in minutes}
        for name, minute in minutes.items():
            self.minutes.pop(name, None)
            if minute is not None:
                self.minutes[name] = minute
        self._jar.put(
            settings.PROGRESS_COOKIE_NAME, cookie.write(self.minutes), cookie.SECONDS
        )
        return before


class AccountShelf(Shelf):
    """The shelf of an account: one row a film."""

    kept_in = "account"

    def __init__(self, reader: Reader):
        self.reader = reader
        self.unbound = reader.minds_no_spoilers

    @cached_property
    def _rows(self):
        rows = Bookmark.objects.filter(reader=self.reader).order_by("moved_at", "pk")
        film = ("film_id", "film__public_id", "film__runtime")
        return list(rows.values_list(*film, "minute", "prompted"))

    def _read(self):
        return {name: place(at, runtime) for _, name, runtime, at, _ in self._rows}

    def by_key(self):
        return {key: place(at, runtime) for key, _, runtime, at, _ in self._rows}

    def may_be_asked(self, film):
        prompted = {key for key, *_, prompted in self._rows if prompted}
        return self.reader.asked_first and film.pk not in prompted

    def prompted_in(self, films: Iterable[int]) -> None:
        """The reader could see the votes on these films before signing in."""
        rows = Bookmark.objects.filter(reader=self.reader, film__in=films)
        rows.update(prompted=True)
        self.__dict__.pop("_rows", None)

    @transaction.atomic
    def restore(self, minutes):
        before = {name: self.minutes.get(name) for name in minutes}
        films = Film.objects.published().filter(public_id__in=minutes)
        keys = dict(films.values_list("public_id", "pk"))
        gone = [keys[name] for name in keys if minutes[name] is None]
        Bookmark.objects.filter(reader=self.reader, film__in=gone).delete()
        Bookmark.objects.bulk_create(
            [
                Bookmark(reader=self.reader, film_id=keys[name], minute=minute)
                for name, minute in minutes.items()
                if minute is not None and name in keys
            ],
            update_conflicts=True,
            update_fields=["minute", "moved_at"],
            unique_fields=["reader", "film"],
        )
        for read_before in ("_rows", "minutes"):
            self.__dict__.pop(read_before, None)
        return before


def mind(reader: Reader, *, unbound: bool) -> None:
    """Let every film count as seen by this reader, or no longer."""
    reader.minds_no_spoilers = unbound
    reader.save(update_fields=["minds_no_spoilers"])


def ask_no_more(reader: Reader) -> None:
    """Show the votes from now on, without asking for a reading first."""
    reader.asked_first = False
    reader.save(update_fields=["asked_first"])


def resolve(minutes: Mapping[str, int]) -> dict[int, int]:
    """{public id: minute} as {primary key: minute}, of published films; one query."""
    if not minutes:
        return {}
    films = Film.objects.published().filter(public_id__in=minutes)
    return {
        key: place(minutes[name], runtime)
        for key, name, runtime in films.order_by().values_list(*FILM_COLUMNS)
    }


def minute_in(film: Film, text: str, cut: Cut | None = None) -> int:
    """What a reader typed, as a minute of the reference release, or SEEN.

    Who watches a longer cut is placed earlier by the whole difference: nobody knows
    where the additional minutes lie. Raises BadMinute with a sentence to show.
    """
    if text.strip() == "seen":
        return SEEN
    runtime = cut.runtime if cut else film.runtime
    minute = typed(text)
    if minute > min(runtime + TOLERANCE, LONGEST):
        raise BadMinute(
            ngettext(
                "The film runs %(runtime)s minute. Give a minute up to that.",
                "The film runs %(runtime)s minutes. Give a minute up to that.",
                runtime,
            )
            % {"runtime": runtime}
        )
    if minute >= runtime:
        return SEEN
    return max(0, minute - max(0, runtime - film.runtime))
