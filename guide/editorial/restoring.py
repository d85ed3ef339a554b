"""Restoring: a row gets words and minutes back that a record of its history kept.

It goes through the same verbs as any edit: floors, rights and constraints are checked,
and it is a new change in history, with its reason. What is restored is what editors
write. Whether readers see the row is decided now and not then: status, times, holds
and clearings stay as they are, and so does the address of a film, which is
bookmarked. A row that was deleted comes back as a draft.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.timezone import localtime

from guide.common.locking import locked
from guide.editorial.history import RESTORED, columns
from guide.gate.horizon import join
from guide.passages import publishing
from guide.passages.models import Passage
from guide.readers.models import Reader

_OF_THE_MOMENT = {"status", "published_at", "publish_at", "held", "cleared"}
STAYS = {
    "id", "public_id", "film", "slug", "kind", "author", "corrected_on",
    *_OF_THE_MOMENT,
}  # fmt: skip
"""Fields that are never restored."""

TOGETHER = (
    ("horizon", "horizon_checked"),  # a minute, and whether it was looked up
    ("take", "take_author"),
)
"""Fields that would say something false one without the other."""


class Changed(Exception):
    """The row is no longer as it was shown. Nothing was restored."""


@dataclass(frozen=True)
class Group:
    """Fields that are restored together, named by the first of them."""

    fields: tuple[models.Field, ...]

    @property
    def name(self) -> str:
        return self.fields[0].name


def stored(record: models.Model) -> models.Model | None:
    """The row of a record as it is stored now; None if it was deleted."""
    return _rows(record).first()


def groups(row: models.Model | None, record: models.Model) -> list[Group]:
    """What would change if a record were restored whole."""
    stays = STAYS if row else {"id", *_OF_THE_MOMENT}
    found = {}
    for field in columns(record):
        name, then = field.name, getattr(record, field.attname)
        if name not in stays and (not row or getattr(row, field.attname) != then):
            together = next((names for names in TOGETHER if name in names), (name,))
            found.setdefault(together, []).append(field)
    return [Group(tuple(fields)) for fields in found.values()]


def anew(record: models.Model) -> models.Model:
    """The row of a record that was deleted, as a draft; not saved."""
    values = {
        each.attname: getattr(record, each.attname)
        for each in record.tracked_fields
        if each.name not in _OF_THE_MOMENT
    }
    model = record.instance_type
    return (Passage.of_kind[record.kind] if model is Passage else model)(**values)


def newest(record: models.Model) -> str:
    """The number of the newest record of the same row, by which whoever restores tells
    that they have seen the row as it is."""
    records = record.instance_type.history.filter(id=record.id)
    return str(records.order_by("-history_id").values_list("history_id", flat=True)[0])


def sooner(row: models.Model | None, record: models.Model) -> bool:
    """Whether readers would reach the row at an earlier minute than now."""
    if not isinstance(row, Passage):
        return False
    return row.horizon != record.horizon and (
        join(row.horizon, record.horizon) == row.horizon
    )


@transaction.atomic
def restore(
    record: models.Model,
    group: str = "",
    *,
    seen: str,
    by: Reader | None = None,
) -> tuple[models.Model, list[Passage]]:
    """Give a row what a record kept of it: one group of fields, or all that differs.

    Returns the row, and the rows that were raised to its horizon. `seen` was the
    `newest` record when the row was shown. Raises Changed, and ValidationError for what
    the verbs refuse.
    """
    row = locked(_rows(record)).first()
    if newest(record) != seen:
        raise Changed
    chosen = [each for each in groups(row, record) if group in ("", each.name)]
    if not chosen:
        raise ValidationError("It says that already.")
    if row is None:
        row = anew(record)
    for each in chosen:
        for field in each.fields:
            setattr(row, field.attname, _value(field, record))
    then = localtime(record.history_date)
    row._change_reason = f"{RESTORED} {then:%Y-%m-%d %H:%M}"
    return row, publishing.write(row, by=by)


def _rows(record):
    return record.instance_type._base_manager.filter(pk=record.id)


def _value(field, record):
    """What a record kept; raises ValidationError if it names a row that is gone."""
    value = getattr(record, field.attname)
    if value is None or not field.is_relation:
        return value
    if field.related_model._base_manager.filter(pk=value).exists():
        return value
    if field.remote_field.on_delete is models.SET_NULL:
        return None
    raise ValidationError({field.name: "What it referred to then is gone."})
