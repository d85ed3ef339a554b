"""History: what was changed, published, retired and discounted, when and by whom.

django-simple-history keeps a record beside every change of an edited model, discounts
of votes are records themselves; here they are read, newest first, over many tables at
once. What a record did (published, held, …) is told by one condition each, for the
database to find and to name.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from guide.films.models import AlternativeTitle, Credit, Cut, Film, Person
from guide.films.provenance import Provenance
from guide.passages.models import AlsoSpoils, Evidence, Passage, Source
from guide.votes.models import Discount, Lift

_ATTACHED = (Evidence, Source, AlsoSpoils)
RECORDED = (
    Film, Provenance, Passage, *_ATTACHED, Credit, AlternativeTitle, Cut, Person,
)  # fmt: skip
NOUNS = {model._meta.model_name: model for model in RECORDED}
JUDGED = {"discount": Discount, "lift": Lift}
PARTS = {
    "film": (Provenance, Credit, AlternativeTitle, Cut),
    "passage": _ATTACHED,
}
"""What is edited on the page of another row, and told in its history."""

_OF_KINDS = {"kind"}.union(*(kind.columns for kind in Passage.of_kind.values()))
"""Columns that a passage has if its kind has them."""

RESTORED = "restored as of"  # begins the reason of what was restored
COMMAND = "command"  # in place of who it was, where nobody was


@dataclass(frozen=True)
class Event:
    """Something that a record may have done, and what tells that it did."""

    words: str
    tables: tuple[type[models.Model], ...]
    condition: Q


_WITH_STATUS = (Film, Passage)
EVENTS = {
    "published": Event(
        "published", _WITH_STATUS, Q(status="published") & ~Q(was_status="published")
    ),
    "retired": Event(
        "retired", (Passage,), Q(status="retired") & ~Q(was_status="retired")
    ),
    "taken-down": Event(
        "film taken down", (Film,), Q(status="draft", was_status="published")
    ),
    "review": Event(
        "sent to review", (Passage,), Q(status="review") & ~Q(was_status="review")
    ),
    "minute": Event(
        "minute changed",
        (Passage,),
        Q(history_type="~") & ~Q(now_horizon=F("was_horizon")),
    ),
    "held": Event("held", (Passage,), Q(held=True, was_held=False)),
    "released": Event("no longer held", (Passage,), Q(held=False, was_held=True)),
    "cleared": Event("cleared", (Passage,), Q(cleared=True, was_cleared=False)),
    "written": Event("written", RECORDED, Q(history_type="+")),
    "deleted": Event("deleted", RECORDED, Q(history_type="-")),
    "restored": Event(
        "restored", RECORDED, Q(history_change_reason__startswith=RESTORED)
    ),
    "discounted": Event("vote discounted", (Discount,), Q()),
    "lifted": Event("discount lifted", (Lift,), Q()),
}
"""{what a list is filtered by: what it means}"""


@dataclass
class Change:
    """One record, and the one of the same row before it, if there is any."""

    noun: str
    record: models.Model
    events: list[str]
    before: models.Model | None = None
    row: models.Model | None = None  # as it is stored now; None if it is gone

    @property
    def is_judgement(self) -> bool:
        return self.noun in JUDGED

    @property
    def kind_name(self) -> str:
        """What sort of row it is, in a word: of a passage its kind."""
        if self.noun == "passage":
            return self.record.get_kind_display()
        return (NOUNS | JUDGED)[self.noun]._meta.verbose_name

    @property
    def at(self):
        return self.record.at if self.is_judgement else self.record.history_date

    @property
    def by(self):
        """Whose it was; None for a command, and where nobody is named."""
        record = self.record
        return record.by if self.is_judgement else record.history_user

    @property
    def reason(self) -> str:
        record = self.record
        told = record.reason if self.is_judgement else record.history_change_reason
        return told or ""

    @property
    def changed(self) -> list[models.Field]:
        """The fields that differ from the record before it; all of a first one."""
        if self.is_judgement:
            return []
        fields = columns(self.record)
        if self.record.history_type != "~":
            return fields
        if self.before is None:  # nothing was kept of what stood before
            return []
        return [
            each
            for each in fields
            if getattr(self.record, each.attname) != getattr(self.before, each.attname)
        ]


@dataclass(frozen=True)
class Asked:
    """What a list of changes is narrowed to."""

    what: str = ""
    film: int | None = None
    by: str = ""  # the key of an account, or COMMAND
    judgements: bool = True  # whether discounts are theirs to see


@dataclass
class Page:
    """Some changes, newest first, and whether there are older ones."""

    changes: list[Change] = field(default_factory=list)
    more: bool = False


def of_row(row: models.Model, start: int, most: int) -> Page:
    """The changes of one row, and of what is edited on its page."""
    model = row._meta.concrete_model
    noun = model._meta.model_name
    sources = {noun: model.history.filter(id=row.pk)}
    for part in PARTS.get(noun, ()):
        of_it = Q(**{noun: row.pk})
        if part is Evidence:
            of_it |= Q(beat=row.pk)
        sources[part._meta.model_name] = part.history.filter(of_it)
    return _newest(sources, start, most)


def everywhere(asked: Asked, start: int, most: int) -> Page:
    """The changes of all guides, narrowed; so many queries, however many they are."""
    event = EVENTS.get(asked.what)
    tables = event.tables if event else (*RECORDED, *JUDGED.values())
    sources = {}
    for model in tables:
        noun = model._meta.model_name
        if noun in JUDGED and not asked.judgements:
            continue
        records = _records(noun)
        if event:
            records = _was(records, event.condition).filter(event.condition)
        if asked.by:
            records = records.filter(_by(noun, asked.by))
        if asked.film is not None:
            records = records.filter(_of_film(model, asked.film))
        sources[noun] = records
    return _newest(sources, start, most)


def columns(record: models.Model) -> list[models.Field]:
    """What a record keeps, in the order in which it is told: of a passage no column of
    other kinds, and those of its own kind last, in its kind's order."""
    kept = list(record.tracked_fields)
    if record.instance_type is not Passage:
        return kept
    own = list(Passage.of_kind[record.kind].columns)
    kept = [each for each in kept if each.name in own or each.name not in _OF_KINDS]
    return sorted(kept, key=lambda e: own.index(e.name) if e.name in own else -1)


def version(noun: str, key: int) -> Change | None:
    """One record by its number; None if there is none."""
    model = NOUNS.get(noun)
    records = model.history.filter(history_id=key) if model else None
    return next(iter(_told(noun, records)), None) if records is not None else None


def rows(model: type[models.Model], keys: Iterable[int]) -> dict[int, models.Model]:
    """{key: row}, each with what its name is made of."""
    found = model._base_manager.filter(pk__in=set(keys)).order_by()
    return {row.pk: row for row in found.select_related(*_NAMED_BY.get(model, ()))}


_NAMED_BY = {
    Passage: ["film", "cut"],
    Evidence: ["passage__film"],
    Source: ["passage__film", "passage__cut"],
    AlsoSpoils: ["passage__film", "passage__cut", "spoils"],
    Credit: ["film", "person"],
    AlternativeTitle: ["film"],
    Cut: ["film"],
    Provenance: ["film"],
    Discount: ["passage__film"],
    Lift: ["discount__passage__film"],
}


def _newest(sources: dict[str, QuerySet], start, most):
    """One query finds which; then a few for each table that has any of them."""
    when, key = ("history_date", "history_id"), ("at", "pk")
    parts = [
        records.order_by()
        .annotate(table=Value(noun, models.CharField()))
        .values_list(*(key if noun in JUDGED else when), "table")
        for noun, records in sources.items()
    ]
    if not parts:
        return Page()
    first, *others = parts
    union = first.union(*others, all=True) if others else first
    names = key if next(iter(sources)) in JUDGED else when
    found = list(union.order_by(*(f"-{n}" for n in names))[start : start + most + 1])
    wanted = defaultdict(list)
    for _, number, noun in found[:most]:
        wanted[noun].append(number)
    told = {}
    for noun, numbers in wanted.items():
        for change in _told(noun, _records(noun).filter(pk__in=numbers)):
            told[noun, change.record.pk] = change
    changes = [told[noun, number] for _, number, noun in found[:most]]
    return Page(changes, len(found) > most)


def _records(noun):
    return JUDGED[noun].unguarded.all() if noun in JUDGED else NOUNS[noun].history.all()


def _told(noun, records):
    """The records as changes, each with the one before it and the row of today."""
    if noun in JUDGED:
        event = "discounted" if noun == "discount" else "lifted"
        rows_now = rows(JUDGED[noun], [record.pk for record in records])
        records = records.select_related("by")
        return [Change(noun, r, [event], None, rows_now[r.pk]) for r in records]
    model = NOUNS[noun]
    mine = {name: e for name, e in EVENTS.items() if model in e.tables}
    asked = _was(records, *(event.condition for event in mine.values())).annotate(
        before_id=_earlier(records.model, "history_id"),
        **{_flag(name): event.condition for name, event in mine.items()},
    )
    found = list(asked.select_related("history_user"))
    earlier = records.model.objects.in_bulk({r.before_id for r in found} - {None})
    now = rows(model, [record.id for record in found])
    return [
        Change(
            noun,
            record,
            [name for name in mine if getattr(record, _flag(name))],
            earlier.get(record.before_id),
            now.get(record.id),
        )
        for record in found
    ]


def _flag(name):
    return "is_" + name.replace("-", "_")


def _earlier(records, name):
    """A field of the record before, of the same row."""
    before = records.objects.filter(
        id=OuterRef("id"), history_id__lt=OuterRef("history_id")
    )
    return Subquery(before.order_by("-history_id").values(name)[:1])


_NOTHING = {"status": "", "held": False, "cleared": False, "horizon": -1}


def _was(records, *conditions):
    """The records with what the conditions ask of the ones before them."""
    asked = " ".join(map(str, conditions))
    names = [name for name in _NOTHING if f"was_{name}" in asked]
    was = {
        f"was_{name}": Coalesce(
            _earlier(records.model, name),
            Value(_NOTHING[name], records.model._meta.get_field(name)),
        )
        for name in names
    }
    if "horizon" in names:
        was["now_horizon"] = Coalesce("horizon", Value(_NOTHING["horizon"]))
    return records.annotate(**was)


def _by(noun, who):
    column = "by" if noun in JUDGED else "history_user"
    return Q(**{column: None if who == COMMAND else who})


def _of_film(model, film):
    """The condition that a record tells of this film."""
    if model is Film:
        return Q(id=film)
    if model is Discount:
        return Q(passage__film=film)
    if model is Lift:
        return Q(discount__passage__film=film)
    if model is Person:
        return Q(id__in=Credit.history.filter(film=film).values("person"))
    if model in (Evidence, Source):  # of rows that are gone as well
        return Q(passage__in=Passage.history.filter(film=film).values("id"))
    return Q(film=film)
