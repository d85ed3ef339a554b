"""The one predicate, in SQL: what a reader at a progress may see, and its managers.

Content shows if and only if its film is published, it is published itself, it is not
held (unless the film is SEEN), its horizon has been reached, and every other film
that it also gives away has been reached too. A row that rests on others (an answer on
its question, evidence on its entry and its beat) shows only where they show: it names
them.

Only this module compares a horizon with a progress. A check on one object is this
query with the object's key.
"""

from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import NoReturn, Self

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Exists, Expression, F, OuterRef, Q
from django.db.models.base import ModelBase
from django.db.models.expressions import Func
from django.db.models.lookups import GreaterThan
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler

from guide.gate.horizon import SEEN
from guide.gate.marks import Mark
from guide.gate.progress import Progress
from guide.gate.tripwire import Refused, refuse_unguarded

PUBLISHED = "published"


_MINUTE = {
    "sqlite": """COALESCE(json_extract(%s, '$."' || {film} || '"'), %s)""",
    "postgresql": "COALESCE((%s::jsonb ->> ({film})::text)::integer, %s)",
}
"""The reader's minute in a film: its parameters are those of `Progress.for_sql`."""


class ReadersMinute(Func):
    """The reader's minute in the film that a column names, looked up in the map.

    The map travels as one JSON parameter, whatever its size: an OR for each film
    breaks at a thousand films.
    """

    output_field = models.IntegerField()

    def __init__(self, film_column: str, progress: Progress):
        super().__init__(F(film_column))
        self.minutes, self.elsewhere = progress.for_sql()

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: object
    ) -> tuple[str, list[object]]:
        film, params = compiler.compile(self.source_expressions[0])
        sql = _MINUTE[connection.vendor].replace("{film}", film)
        return sql, [self.minutes, *params, self.elsewhere]


def visible(model: ModelBase, progress: Progress, *, but_announced: bool = False) -> Q:
    """The condition under which a row of a gated `model` shows at `progress`.

    `but_announced`: or would show but for other films that have not been reached,
    each of them announced, on the row and on all that it rests on.
    """
    return Q(Visible(model, progress, but_announced))


class Visible(Expression):
    """The predicate as one expression, whose SQL is written once for each model.

    It is not composed of querysets: Django resolves nested ones anew at every level,
    which took up to 70 ms for each use on a page.
    """

    conditional = True
    output_field = models.BooleanField()

    def __init__(self, model: ModelBase, progress: Progress, but_announced: bool):
        super().__init__()
        self.model, self.but_announced, self.key = model, but_announced, F("pk")
        self.parameters = progress.for_sql()

    def __repr__(self) -> str:
        return f"Visible({self.model.__name__})"

    @property
    def identity(self) -> tuple[object, ...]:
        return (type(self), self.model, self.but_announced, self.parameters)

    def get_source_expressions(self) -> list[Expression]:
        return [self.key]

    def set_source_expressions(self, expressions: list[Expression]) -> None:
        (self.key,) = expressions

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[object]]:
        key, _ = compiler.compile(self.key)
        sql = f"({_visible_sql(self.model, self.but_announced, 0, connection.vendor)})"
        lookups = sql.count("%s") // len(self.parameters)
        return sql.replace("{row}", key.rsplit(".", 1)[0]), [*self.parameters] * lookups


@cache
def _visible_sql(
    model: ModelBase,
    but_announced: bool,
    depth: int,
    vendor: str,
    above: int | None = None,
) -> str:
    """SQL that is true where the row `{row}` of a gated model shows: parts joined by
    AND, without parentheses around them. SQLite's parser nests no deeper than 100.

    above: how many rows of its own table the row may hang on, one above the other;
    None: as many as its model says.
    """
    gate, table = model.gate, model._meta.db_table
    minute = _MINUTE[vendor].replace("{film}", '{row}."film_id"')
    if gate.editors:
        return f"/*gate:{table}*/ 1=0"
    parts = [f"/*gate:{table}*/ 1=1"]
    # The comparison: horizon ≤ the reader's minute.
    if gate.horizon or gate.own_minute:
        parts.append(f'{{row}}."horizon" <= {minute}')
    if gate.horizon:
        parts += [
            f"{{row}}.\"status\" = '{PUBLISHED}'",
            f'(NOT {{row}}."held" OR {minute} >= {SEEN})',
            f"NOT {_link_beyond(but_announced, depth, vendor)}",
        ]
    if gate.horizon or gate.published_film:
        film = f'"F{depth}"'
        parts.append(
            f'EXISTS(SELECT 1 FROM "guide_film" {film} WHERE {film}."id" = '
            f'{{row}}."film_id" AND {film}."status" = \'{PUBLISHED}\')'
        )
    for name in gate.through:
        parts.append(_shows_through(model, name, but_announced, depth, vendor))
    if gate.horizon:
        above = gate.above if above is None else above
        parts.append(_shows_above(model, but_announced, depth, vendor, above))
    return " AND ".join(parts)


def _link_beyond(but_announced: bool, depth: int, vendor: str) -> str:
    """A link from the row to another film's minute that the reader has not reached."""
    link = f'"L{depth}"'
    unsaid = f'AND NOT {link}."announced" ' if but_announced else ""
    minute = _MINUTE[vendor].replace("{film}", f'{link}."spoils_id"')
    return (
        f'EXISTS(SELECT 1 FROM "guide_alsospoils" {link} WHERE '
        f'/*gate:guide_alsospoils*/ {link}."passage_id" = {{row}}."id" '
        f'{unsaid}AND {link}."minute" > {minute})'
    )


def _shows_through(
    model: ModelBase, name: str, but_announced: bool, depth: int, vendor: str
) -> str:
    """The row that foreign key `name` leads to shows, or the key is empty."""
    field = model._meta.get_field(name)
    target, key = field.related_model, f'{{row}}."{field.column}"'
    shows = _visible_sql(target, but_announced, depth + 1, vendor)
    exists = _exists(target, key, shows, depth)
    return f"({key} IS NULL OR {exists})" if field.null else exists


def _shows_above(
    model: ModelBase, but_announced: bool, depth: int, vendor: str, above: int
) -> str:
    """The row that `under` leads to shows, or the key is empty. What would hang deeper
    than its kind can is hidden."""
    key = '{row}."under_id"'
    if not above:
        return f"{key} IS NULL"
    shows = _visible_sql(model, but_announced, depth + 1, vendor, above - 1)
    return f"({key} IS NULL OR {_exists(model, key, shows, depth)})"


def _exists(model: ModelBase, key: str, shows: str, depth: int) -> str:
    row = f'"R{depth}"'
    return (
        f'EXISTS(SELECT 1 FROM "{model._meta.db_table}" {row} '
        f'WHERE {row}."id" = {key} AND {shows.replace("{row}", row)})'
    )


def _beyond_elsewhere(progress: Progress) -> models.QuerySet:
    """Links from a row to another film's minute that the reader has not reached."""
    links = models.QuerySet(apps.get_model("guide", "AlsoSpoils"))
    return links.filter(
        Mark(links.model),
        GreaterThan(F("minute"), ReadersMinute("spoils_id", progress)),
        passage=OuterRef("pk"),
    )


class Gate:
    """How a model is gated; `model.gate`.

    horizon: whether it has a film, a horizon and a status of its own, and may hang
    under a row of its own table: at most so many, one above the other, as `above`
    says. own_minute: whether it has a film and a horizon, and no status. through:
    foreign keys whose rows must show as well. published_film: its film must be
    published. editors: no reader sees it, ever.
    """

    def __init__(
        self,
        *,
        horizon: bool = False,
        above: int = 0,
        own_minute: bool = False,
        through: tuple[str, ...] = (),
        published_film: bool = False,
        editors: bool = False,
    ):
        self.editors = editors
        self.horizon = horizon
        self.above = above
        self.own_minute = own_minute
        self.through = through
        self.published_film = published_film


class _Shown(ModelIterable):
    """Rows that know by which progress they came through the gate."""

    def __iter__(self) -> Iterator[models.Model]:
        progress = self.queryset.shown_at
        for row in super().__iter__():
            row.shown_at = progress
            yield row


class ShownRows(models.QuerySet):
    """A plain queryset whose rows say by which progress they show."""

    shown_at: Progress | None = None

    def __init__(self, *args: object, **kwargs: object):
        super().__init__(*args, **kwargs)
        self._iterable_class = _Shown

    def _clone(self) -> Self:
        clone = super()._clone()
        clone.shown_at = self.shown_at
        return clone


class GatedManager(models.Manager):
    """`objects` of a gated model: it answers by a progress, and nothing else."""

    def visible_to(self, progress: Progress) -> models.QuerySet:
        """The rows that a reader at `progress` may see, as a plain queryset.

        It knows the minutes of films that were named before: `progress.at(film)`, or
        `progress.everywhere()`. Of others it takes minute 0.
        """
        rows = ShownRows(self.model, using=self._db)
        rows.shown_at = progress
        return rows.filter(self.kinds(), visible(self.model, progress))

    def keys_shown(
        self, rows: Collection[models.Model], progress: Progress
    ) -> list[int]:
        """The keys of those among `rows` that a reader at `progress` may see.

        What came through the gate by this very progress is not asked for again.
        """
        unknown = [row.pk for row in rows if not self._has_shown(row, progress)]
        seen = set()
        if unknown:
            found = self.visible_to(progress).filter(pk__in=unknown)
            seen = set(found.values_list("pk", flat=True))
        return [
            row.pk for row in rows if row.pk in seen or self._has_shown(row, progress)
        ]

    def _has_shown(self, row: models.Model, progress: Progress) -> bool:
        kind = row._meta.concrete_model is self.model._meta.concrete_model
        return kind and getattr(row, "shown_at", None) is progress

    def hung_on(self, **keys: Iterable[int]) -> models.QuerySet:
        """Rows that show wherever the rows show that their foreign keys lead to:
        `passage=keys` gives those of these keys, which must have come through the gate
        by the same progress. Every such foreign key has to be given.
        """
        if self.model.gate.horizon or {*self.model.gate.through} != keys.keys():
            raise Refused(f"{self.model.__name__} hangs on more than {', '.join(keys)}")
        rows = models.QuerySet(self.model, using=self._db)
        among = {f"{name}__in": list(given) for name, given in keys.items()}
        return rows.filter(Mark(self.model), **among)

    def kinds(self) -> Q:
        """What narrows a proxy's rows to its own kind; nothing here."""
        return Q()

    def get_queryset(self) -> NoReturn:
        raise Refused(f"{self.model.__name__}.objects answers only by a progress")


class NaturalManager(models.Manager):
    """A manager that finds a row by the key that fixtures name it by."""

    def get_by_natural_key(self, *key: object) -> models.Model:
        fields = self.model.natural_key_fields
        return self.get(**dict(zip(fields, key, strict=True)))


class LinkManager(GatedManager):
    """`objects` of the links from a row to another film that it gives away."""

    def announced_to(self, progress: Progress) -> models.QuerySet:
        """Links that an editor has called harmless, on rows that would show but for
        other films that have not been reached, each of them announced: those of the
        row, and of all that it rests on."""
        links = models.QuerySet(self.model, using=self._db)
        beyond = GreaterThan(F("minute"), ReadersMinute("spoils_id", progress))
        return links.filter(
            visible(self.model, progress, but_announced=True),  # so this one is, too
            beyond,
            spoils__status=PUBLISHED,
        )


def next_horizon(model: ModelBase, film: models.Model, progress: Progress) -> int:
    """The next horizon of a film beyond the reader's minute, or SEEN.

    For somebody who watches along and asks to be moved there: it is told only by
    moving them, and to nobody else.
    """
    here = progress.at(film)
    rows = models.QuerySet(model).filter(
        Mark(model),
        model.objects.kinds(),
        ~Exists(_beyond_elsewhere(progress)),
        film=film,
        film__status=PUBLISHED,
        status=PUBLISHED,
        held=False,
        horizon__gt=here,
    )
    return rows.aggregate(least=models.Min("horizon"))["least"] or SEEN


class UnguardedManager(NaturalManager):
    """All rows. For the admin, fixtures, migrations and verbs; never for a page.

    It is the default and the base manager, so that Django's own machinery works, and
    it raises Refused within a reader's request outside `gate.unguarded(...)`.
    """

    def get_queryset(self) -> models.QuerySet:
        refuse_unguarded(self.model)
        return super().get_queryset()
