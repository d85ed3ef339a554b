"""A reader's shelf: how far they are in each film. The only writers of a bookmark.

Two shelves, one set of verbs: rows for an account, a cookie without one.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from functools import cached_property

from django.conf import settings
from django.db import transaction

from guide.films.models import Cut, Film
from guide.gate.horizon import place
from guide.gate.progress import Progress
from guide.readers import progress_cookie
from guide.readers.models import Bookmark, Reader
from guide.readers.progress_cookie import Kept
from guide.readers.response_cookies import ResponseCookies

FILM_COLUMNS = ("pk", "public_id", "runtime")


class Shelf(ABC):
    """Where a reader's minutes are kept. Films are named by their public id."""

    kept_in: str
    unbound = False
    is_full = False

    @cached_property
    def kept(self) -> dict[str, Kept]:
        """{film's public id: its minute and cut}, the film moved last at the end."""
        return self._read()

    @property
    def minutes(self) -> dict[str, int]:
        """{film's public id: minute or SEEN}, the film moved last at the end."""
        return {name: one.minute for name, one in self.kept.items()}

    def cut_of(self, film: Film) -> str:
        """The public id of the cut that this reader watches, or nothing."""
        return self.kept.get(film.public_id, Kept(0)).cut

    def progress(self) -> Progress:
        """The reader's progress, for the gate; loaded when it is first consulted."""
        return Progress(self.by_key, unbound=self.unbound)

    @abstractmethod
    def by_key(self) -> Mapping[int, int]:
        """{film's primary key: minute or SEEN}, of published films."""

    @abstractmethod
    def restore(self, films: Mapping[str, Kept | None]) -> dict[str, Kept | None]:
        """Set the minutes and cuts of some films, None to forget them.

        Returns what they were before, in the same form: handing it back to
        `restore` undoes it.
        """

    def move(
        self, film: Film, minute: int, cut: Cut | None = None
    ) -> dict[str, Kept | None]:
        """Put the reader at a minute of the reference release, while they watch `cut`;
        returns what undoes it."""
        there = place(minute, film.runtime)
        return self.restore({film.public_id: Kept(there, cut.public_id if cut else "")})

    def forget(self, film: Film) -> dict[str, Kept | None]:
        """Take a film off the shelf; returns what undoes it."""
        return self.restore({film.public_id: None})

    def clear(self) -> dict[str, Kept | None]:
        """Take every film off the shelf; returns what undoes it."""
        return self.restore(dict.fromkeys(self.kept))

    def may_be_asked(self, film: Film) -> bool:
        """Whether this reader may be asked for a reading before the votes show."""
        return False

    @abstractmethod
    def _read(self) -> dict[str, Kept]: ...


class DeviceShelf(Shelf):
    """The shelf of somebody without an account: one cookie, nothing on the server."""

    kept_in = "cookie"

    def __init__(self, sent: str, response_cookies: ResponseCookies):
        self._sent, self._response_cookies = sent, response_cookies

    @property
    def is_full(self) -> bool:
        """Whether one more film could make the oldest drop out."""
        return progress_cookie.is_full(self.kept)

    def _read(self):
        return progress_cookie.kept(self._sent)

    def by_key(self):
        return resolve(self.minutes)

    def restore(self, films):
        before = {name: self.kept.get(name) for name in films}
        for name, one in films.items():
            self.kept.pop(name, None)
            if one is not None:
                self.kept[name] = one
        cuts = {name: one.cut for name, one in self.kept.items()}
        text = progress_cookie.write(self.minutes, cuts)
        self._response_cookies.put(
            settings.PROGRESS_COOKIE_NAME, text, progress_cookie.SECONDS
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
        rows = rows.values_list(
            *film, "minute", "cut__public_id", "prompted", named=True
        )
        return list(rows)

    def _read(self):
        return {
            row.film__public_id: Kept(
                place(row.minute, row.film__runtime), row.cut__public_id or ""
            )
            for row in self._rows
        }

    def by_key(self):
        return {row.film_id: place(row.minute, row.film__runtime) for row in self._rows}

    def may_be_asked(self, film: Film) -> bool:
        prompted = {row.film_id for row in self._rows if row.prompted}
        return self.reader.asked_unprompted and film.pk not in prompted

    def prompted_in(self, films: Iterable[int]) -> None:
        """The reader could see the votes on these films before signing in."""
        rows = Bookmark.objects.filter(reader=self.reader, film__in=films)
        rows.update(prompted=True)
        self.__dict__.pop("_rows", None)

    @transaction.atomic
    def restore(self, films):
        before = {name: self.kept.get(name) for name in films}
        published = Film.objects.published().filter(public_id__in=films)
        keys = dict(published.values_list("public_id", "pk"))
        cuts = _cuts(one for one in films.values() if one)
        gone = [keys[name] for name in keys if films[name] is None]
        Bookmark.objects.filter(reader=self.reader, film__in=gone).delete()
        Bookmark.objects.bulk_create(
            [
                Bookmark(
                    reader=self.reader,
                    film_id=keys[name],
                    minute=one.minute,
                    cut_id=cuts.get((keys[name], one.cut)),
                )
                for name, one in films.items()
                if one is not None and name in keys
            ],
            update_conflicts=True,
            update_fields=["minute", "cut", "moved_at"],
            unique_fields=["reader", "film"],
        )
        for read_before in ("_rows", "kept"):
            self.__dict__.pop(read_before, None)
        return before


def _cuts(kept: Iterable[Kept]) -> dict[tuple[int, str], int]:
    """{(film's key, cut's public id): cut's key}, of the cuts that are named; without
    a query where none is."""
    named = {one.cut for one in kept if one.cut}
    found = Cut.objects.filter(public_id__in=named) if named else ()
    return {(cut.film_id, cut.public_id): cut.pk for cut in found}


def mind(reader: Reader, *, unbound: bool) -> None:
    """Let every film count as seen by this reader, or no longer."""
    reader.minds_no_spoilers = unbound
    reader.save(update_fields=["minds_no_spoilers"])


def ask_no_more(reader: Reader) -> None:
    """Show the votes from now on, without asking for a reading first."""
    reader.asked_unprompted = False
    reader.save(update_fields=["asked_unprompted"])


def resolve(minutes: Mapping[str, int]) -> dict[int, int]:
    """{public id: minute} as {primary key: minute}, of published films; one query."""
    if not minutes:
        return {}
    films = Film.objects.published().filter(public_id__in=minutes)
    return {
        key: place(minutes[name], runtime)
        for key, name, runtime in films.order_by().values_list(*FILM_COLUMNS)
    }
