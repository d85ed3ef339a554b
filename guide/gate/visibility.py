"""The one predicate, in SQL: what a reader at a progress may see, and its managers.

Content shows if and only if its film is published, it is published itself, it is not
held (unless the film is SEEN), its horizon has been reached, and every other film
that it also gives away has been reached too. A row that rests on others (an answer on
its question, evidence on its entry and its beat) shows only where they show: it names
them.

Only this module compares a horizon with a progress. A check on one object is this
query with the object's key.
"""

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.expressions import Func
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual, LessThanOrEqual

from guide.gate.horizon import SEEN
from guide.gate.marks import Mark
from guide.gate.progress import Progress
from guide.gate.tripwire import Refused, refuse_unguarded

PUBLISHED = "published"


class MinuteReached(Func):
    """The reader's minute in the film that a column names, looked up in the map.

    The map travels as one JSON parameter, whatever its size: an OR for each film
    breaks at a thousand films.
    """

    output_field = models.IntegerField()

    def __init__(self, film_column: str, progress: Progress):
        super().__init__(F(film_column))
        self.minutes, self.elsewhere = progress.for_sql()

    def as_sqlite(self, compiler, connection, **context):
        film, params = compiler.compile(self.source_expressions[0])
        sql = f"""COALESCE(json_extract(%s, '$."' || {film} || '"'), %s)"""
        return sql, [self.minutes, *params, self.elsewhere]

    def as_postgresql(self, compiler, connection, **context):
        film, params = compiler.compile(self.source_expressions[0])
        sql = f"COALESCE((%s::jsonb ->> ({film})::text)::integer, %s)"
        return sql, [self.minutes, *params, self.elsewhere]


def visible(
    model,
    progress: Progress,
    *,
    through: tuple[str, ...] | None = None,
    elsewhere: bool = True,
) -> Q:
    """The condition under which a row of a gated `model` shows at `progress`.

    `through` names the foreign keys whose rows must show as well, where they are
    set; the model's own list if it is not given. Without `elsewhere` it is not asked
    whether the other films that a row gives away have been reached.
    """
    condition = Q(Mark(model))
    if model.gate.horizon:
        here = MinuteReached("film_id", progress)
        condition &= (
            Q(film__status=PUBLISHED, status=PUBLISHED)
            & Q(LessThanOrEqual(F("horizon"), here))
            & (Q(held=False) | Q(GreaterThanOrEqual(here, SEEN)))
        )
        if elsewhere:
            condition &= ~Q(Exists(_beyond_elsewhere(model, progress)))
    for name in model.gate.through if through is None else through:
        condition &= _shows_through(model, name, progress, elsewhere)
    if model.gate.published_film:
        condition &= Q(film__status=PUBLISHED)
    return condition


def _beyond_elsewhere(model, progress):
    """Links from a row to another film's minute that the reader has not reached."""
    links = models.QuerySet(apps.get_model("guide", "AlsoSpoils"))
    return links.filter(
        Mark(links.model),
        GreaterThan(F("minute"), MinuteReached("spoils_id", progress)),
        **{model.gate.noun: OuterRef("pk")},
    )


def _shows_through(model, name, progress, elsewhere=True):
    """The row that foreign key `name` leads to shows, or the key is empty."""
    field = model._meta.get_field(name)
    target = field.related_model
    # A row never hangs on its own kind twice over: an answer's question has no parent.
    onward = tuple(n for n in target.gate.through if n != name)
    rows = models.QuerySet(target).filter(
        visible(target, progress, through=onward, elsewhere=elsewhere),
        pk=OuterRef(field.attname),
    )
    shows = Q(Exists(rows))
    return Q(**{f"{name}__isnull": True}) | shows if field.null else shows


class Gate:
    """How a model is gated; `model.gate`.

    noun: what other rows call it in their foreign keys. horizon: whether it has a
    film, a horizon and a status of its own. through: foreign keys whose rows must
    show as well. published_film: its film must be published.
    """

    def __init__(self, noun="", *, horizon=False, through=(), published_film=False):
        self.noun = noun
        self.horizon = horizon
        self.through = through
        self.published_film = published_film


class GatedManager(models.Manager):
    """`objects` of a gated model: it answers `visible_to` and nothing else."""

    def visible_to(self, progress: Progress) -> models.QuerySet:
        """The rows that a reader at `progress` may see, as a plain queryset."""
        rows = models.QuerySet(self.model, using=self._db)
        return rows.filter(self.kinds(), visible(self.model, progress))

    def kinds(self) -> Q:
        """What narrows a proxy's rows to its own kind; nothing here."""
        return Q()

    def get_queryset(self):
        raise Refused(
            f"{self.model.__name__}.objects answers only visible_to(progress)"
        )


class NaturalManager(models.Manager):
    """A manager that finds a row by the key that fixtures name it by."""

    def get_by_natural_key(self, *key):
        fields = self.model.natural_key_fields
        return self.get(**dict(zip(fields, key, strict=True)))


class LinkManager(GatedManager):
    """`objects` of the links from a row to another film that it gives away."""

    def announced_to(self, progress: Progress) -> models.QuerySet:
        """Links that an editor has called harmless, on rows that would show but for
        the other film, which the reader has not reached."""
        links = models.QuerySet(self.model, using=self._db)
        return links.filter(
            visible(self.model, progress, elsewhere=False),
            GreaterThan(F("minute"), MinuteReached("spoils_id", progress)),
            announced=True,
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
