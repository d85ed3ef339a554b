"""The one predicate, in SQL: what a reader at a progress may see, and its managers.

Content shows if and only if its film is published, it is published itself, it is not
held (unless the film is SEEN), its horizon has been reached, and every other film
that it also gives away has been reached too. A row that rests on others (an answer on
its question, evidence on its entry and its beat) shows only where they show: it names
them.

Only this module compares a horizon with a progress. A check on one object is this
query with the object's key.
"""

from functools import cache

from django.apps import apps
from django.db import models
from django.db.models import Exists, Expression, F, OuterRef, Q
from django.db.models.expressions import Func
from django.db.models.lookups import GreaterThan
from django.db.models.query import ModelIterable

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


class MinuteReached(Func):
    """The reader's minute in the film that a column names, looked up in the map.

    The map travels as one JSON parameter, whatever its size: an OR for each film
    breaks at a thousand films.
    """

    output_field = models.IntegerField()

    def __init__(self, film_column: str, progress: Progress):
        super().__init__(F(film_column))
        self.minutes, self.elsewhere = progress.for_sql()

    def as_sql(self, compiler, connection, **context):
        film, params = compiler.compile(self.source_expressions[0])
        sql = _MINUTE[connection.vendor].replace("{film}", film)
        return sql, [self.minutes, *params, self.elsewhere]


def visible(model, progress: Progress, *, but_announced: bool = False) -> Q:
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

    def __init__(self, model, progress: Progress, but_announced: bool):
        super().__init__()
        self.model, self.but_announced, self.key = model, but_announced, F("pk")
        self.parameters = progress.for_sql()

    def __repr__(self):
        return f"Visible({self.model.__name__})"

    @property
    def identity(self):
        return (type(self), self.model, self.but_announced, self.parameters)

    def get_source_expressions(self):
        return [self.key]

    def set_source_expressions(self, expressions):
        (self.key,) = expressions

    def as_sql(self, compiler, connection):
        key, _ = compiler.compile(self.key)
        vendor, through = connection.vendor, self.model.gate.through
        sql = f"({_condition(self.model, through, self.but_announced, 0, vendor)})"
        lookups = sql.count("%s") // len(self.parameters)
        return sql.replace("{row}", key.rsplit(".", 1)[0]), [*self.parameters] * lookups


@cache
def _condition(model, through, but_announced, depth, vendor) -> str:
    """SQL that is true where the row `{row}` of a gated model shows: parts joined by
    AND, without parentheses around them. SQLite's parser nests no deeper than 100.
    """
    minute = _MINUTE[vendor].replace("{film}", '{row}."film_id"')
    if model.gate.editors:
        return f"/*gate:{model._meta.db_table}*/ 1=0"
    parts = [f"/*gate:{model._meta.db_table}*/ 1=1"]
    if model.gate.horizon or model.gate.own_minute:
        parts.append(f'{{row}}."horizon" <= {minute}')
    if model.gate.horizon:
        parts += [
            f"{{row}}.\"status\" = '{PUBLISHED}'",
            f'(NOT {{row}}."held" OR {minute} >= {SEEN})',
        ]
        parts.append(f"NOT {_link_beyond(model, but_announced, depth, vendor)}")
    if model.gate.horizon or model.gate.published_film:
        film = f'"F{depth}"'
        parts.append(
            f'EXISTS(SELECT 1 FROM "guide_film" {film} WHERE {film}."id" = '
            f'{{row}}."film_id" AND {film}."status" = \'{PUBLISHED}\')'
        )
    for name in through:
        parts.append(_shows_through(model, name, but_announced, depth, vendor))
    return " AND ".join(parts)


def _link_beyond(model, but_announced, depth, vendor) -> str:
    """A link from the row to another film's minute that the reader has not reached."""
    link = f'"L{depth}"'
    unsaid = f'AND NOT {link}."announced" ' if but_announced else ""
    minute = _MINUTE[vendor].replace("{film}", f'{link}."spoils_id"')
    return (
        f'EXISTS(SELECT 1 FROM "guide_alsospoils" {link} WHERE '
        f'/*gate:guide_alsospoils*/ {link}."{model.gate.noun}_id" = {{row}}."id" '
        f'{unsaid}AND {link}."minute" > {minute})'
    )


def _shows_through(model, name, but_announced, depth, vendor) -> str:
    """The row that foreign key `name` leads to shows, or the key is empty."""
    field = model._meta.get_field(name)
    target = field.related_model
    # A row never hangs on its own kind twice over: an answer's question has no parent.
    onward = tuple(n for n in target.gate.through if n != name)
    row, key = f'"R{depth}"', f'{{row}}."{field.column}"'
    shows = _condition(target, onward, but_announced, depth + 1, vendor)
    exists = (
        f'EXISTS(SELECT 1 FROM "{target._meta.db_table}" {row} '
        f'WHERE {row}."id" = {key} AND {shows.replace("{row}", row)})'
    )
    return f"({key} IS NULL OR {exists})" if field.null else exists


def _beyond_elsewhere(model, progress):
    """Links from a row to another film's minute that the reader has not reached."""
    links = models.QuerySet(apps.get_model("guide", "AlsoSpoils"))
    return links.filter(
        Mark(links.model),
        GreaterThan(F("minute"), MinuteReached("spoils_id", progress)),
        **{model.gate.noun: OuterRef("pk")},
    )


class Gate:
    """How a model is gated; `model.gate`.

    noun: what other rows call it in their foreign keys. horizon: whether it has a
    film, a horizon and a status of its own. own_minute: whether it has a film and a
    horizon, and no status. through: foreign keys whose rows must show as well.
    published_film: its film must be published. editors: no reader sees it, ever.
    """

    def __init__(
        self,
        noun="",
        *,
        horizon=False,
        own_minute=False,
        through=(),
        published_film=False,
        editors=False,
    ):
        self.noun = noun
        self.editors = editors
        self.horizon = horizon
        self.own_minute = own_minute
        self.through = through
        self.published_film = published_film


class _Shown(ModelIterable):
    """Rows that know by which progress they came through the gate."""

    def __iter__(self):
        progress = self.queryset.shown_at
        for row in super().__iter__():
            row.shown_at = progress
            yield row


class ShownRows(models.QuerySet):
    """A plain queryset whose rows say by which progress they show."""

    shown_at = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._iterable_class = _Shown

    def _clone(self):
        clone = super()._clone()
        clone.shown_at = self.shown_at
        return clone


class GatedManager(models.Manager):
    """`objects` of a gated model: it answers by a progress, and nothing else."""

    def visible_to(self, progress: Progress) -> models.QuerySet:
        """The rows that a reader at `progress` may see, as a plain queryset."""
        rows = ShownRows(self.model, using=self._db)
        rows.shown_at = progress
        return rows.filter(self.kinds(), visible(self.model, progress))

    def keys_shown(self, rows, progress: Progress) -> list[int]:
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

    def _has_shown(self, row, progress):
        kind = row._meta.concrete_model is self.model._meta.concrete_model
        return kind and getattr(row, "shown_at", None) is progress

    def hung_on(self, name: str, keys) -> models.QuerySet:
        """Rows that show wherever the row shows that foreign key `name` leads to:
        those of `keys`, which must be from that model's `keys_shown`."""
        if self.model.gate.horizon or self.model.gate.through != (name,):
            raise Refused(f"{self.model.__name__} hangs on more than its {name}")
        rows = models.QuerySet(self.model, using=self._db)
        return rows.filter(Mark(self.model), **{f"{name}__in": keys})

    def kinds(self) -> Q:
        """What narrows a proxy's rows to its own kind; nothing here."""
        return Q()

    def get_queryset(self):
        raise Refused(f"{self.model.__name__}.objects answers only by a progress")


class NaturalManager(models.Manager):
    """A manager that finds a row by the key that fixtures name it by."""

    def get_by_natural_key(self, *key):
        fields = self.model.natural_key_fields
        return self.get(**dict(zip(fields, key, strict=True)))


class LinkManager(GatedManager):
    """`objects` of the links from a row to another film that it gives away."""

    def announced_to(self, progress: Progress) -> models.QuerySet:
        """Links that an editor has called harmless, on rows that would show but for
        other films that have not been reached, each of them announced: those of the
        row, and of all that it rests on."""
        links = models.QuerySet(self.model, using=self._db)
        beyond = GreaterThan(F("minute"), MinuteReached("spoils_id", progress))
        return links.filter(
            visible(self.model, progress, but_announced=True),  # so this one is, too
            beyond,
            spoils__status=PUBLISHED,
        )


def next_horizon(model, film, progress: Progress) -> int:
    """The next horizon of a film beyond the reader's minute, or SEEN.

    For somebody who watches along and asks to be moved there: it is told only by
    moving them, and to nobody else.
    """
    here = progress.at(film)
    rows = models.QuerySet(model).filter(
        Mark(model),
        ~Exists(_beyond_elsewhere(model, progress)),
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

    def get_queryset(self):
        refuse_unguarded(self.model)
        return super().get_queryset()
