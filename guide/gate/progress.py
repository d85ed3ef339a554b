"""A reader's progress: for each film the last minute watched, and what was consulted.

The gate does not know where progress is kept. It gets a function that loads a map of
film key to minute, and calls it at most once, when something is consulted.
"""

import json
from collections.abc import Callable, Mapping
from functools import cached_property

from django.apps import apps
from django.db import models

from guide.gate.horizon import SEEN
from guide.gate.marks import Mark


class Progress:
    """What one reader may see, for the length of one request.

    `at(film)` notes the film as consulted, and with it every film that one of its
    rows also gives away, *before* the rows are read. SQL gets the minutes of the
    noted films and no others (law 7), so what was not noted cannot have mattered.
    """

    def __init__(
        self, load: Callable[[], Mapping[int, int]] = dict, *, unbound: bool = False
    ):
        """`load` returns {film primary key: minute}; `unbound`: minds none."""
        self._load = load
        self._unbound = unbound
        self._noted: set[int] = set()
        self._everywhere = False

    @cached_property
    def minutes(self) -> Mapping[int, int]:
        """The whole map. Not for rules: to list a reader's films, say `everywhere`."""
        return dict(self._load())

    def at(self, film: models.Model) -> int:
        """The reader's minute in `film`, 0 where there is none. Notes the film."""
        if film.pk not in self._noted:
            self._noted.add(film.pk)
            self._noted.update(_also_spoiled_by(film))
        return self._minute(film.pk)

    def everywhere(self) -> "Progress":
        """Note every film: for lists over many films, which consult the whole map."""
        self._everywhere = True
        return self

    @property
    def noted(self) -> frozenset[int] | None:
        """The keys of the films consulted so far; None stands for all of them."""
        return None if self._everywhere else frozenset(self._noted)

    def for_sql(self) -> tuple[str, int]:
        """The noted part of the map as JSON, and the minute of every other film."""
        if self._unbound and self._everywhere:
            return "{}", SEEN
        noted = self.minutes if self._everywhere else self._noted
        known = {str(key): self._minute(key) for key in sorted(noted)}
        return json.dumps(known, separators=(",", ":")), 0

    def _minute(self, key: int) -> int:
        return SEEN if self._unbound else self.minutes.get(key, 0)


def _also_spoiled_by(film: models.Model) -> list[int]:
    """Keys of the other films that some row of this film also gives away."""
    links = models.QuerySet(apps.get_model("guide", "AlsoSpoils"))
    mine = links.filter(Mark(links.model), film_id=film.pk)
    return list(mine.order_by().values_list("spoils_id", flat=True).distinct())
