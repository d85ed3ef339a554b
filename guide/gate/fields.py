"""The database column of a horizon or a progress: minutes, or SEEN."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models

from guide.gate.horizon import LONGEST, SEEN


class MinuteField(models.PositiveSmallIntegerField):
    """0 to LONGEST minutes, or SEEN, which fixtures may also write as "seen"."""

    if TYPE_CHECKING:

        def __get__(self, row: object, model: type) -> int | None: ...

        def __set__(self, row: object, value: int | None) -> None: ...

    def to_python(self, value: object) -> int | None:
        if value == "seen":
            return SEEN
        return super().to_python(value)

    def get_prep_value(self, value: object) -> int | None:
        return super().get_prep_value(SEEN if value == "seen" else value)

    def validate(self, value: int | None, model_instance: models.Model) -> None:
        super().validate(value, model_instance)
        if value is not None and value != SEEN and not 0 <= value <= LONGEST:
            raise ValidationError(
                f"A minute lies between 0 and {LONGEST}, or is the whole film."
            )


def is_minute(name: str) -> models.Q:
    """The CHECK that column `name` holds a minute, SEEN, or nothing where it may."""
    return models.Q(**{f"{name}__range": (0, LONGEST)}) | models.Q(**{name: SEEN})
