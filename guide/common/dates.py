"""Moments and days that somebody sets: within a calendar that every time zone can
tell."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models

FIRST, LAST = 1970, 2199  # years
_EARLIEST, _LATEST = (
    datetime(FIRST, 1, 1, tzinfo=UTC),
    datetime(LAST, 12, 31, tzinfo=UTC),
)


def in_calendar(value: date) -> None:
    """Raise ValidationError beyond it: at its edges a change of zone has no answer."""
    if not FIRST <= value.year <= LAST:
        raise ValidationError(f"Enter a year from {FIRST} to {LAST}.")


class MomentField(models.DateTimeField):
    """A DateTimeField that takes no moment beyond the calendar, and reads none."""

    default_validators = [in_calendar]

    if TYPE_CHECKING:

        def __get__(self, row: object, model: type) -> datetime | None: ...

        def __set__(self, row: object, value: datetime | None) -> None: ...

    def from_db_value(self, value, expression, connection):
        """What was stored before, as the calendar's first or last day."""
        return value and min(max(value, _EARLIEST), _LATEST)

    def formfield(self, **kwargs):
        field = super().formfield(**kwargs)
        # Before anything else looks at it, and turns it into another zone.
        field.validators = [*field.validators, in_calendar]
        return field

    def deconstruct(self):
        """As Django's own: the column is the same."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateTimeField", args, kwargs


class DayField(models.DateField):
    """A DateField that takes no day beyond the calendar."""

    default_validators = [in_calendar]

    def deconstruct(self):
        """As Django's own: the column is the same."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs
