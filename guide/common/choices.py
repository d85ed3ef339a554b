"""Django's TextChoices, whose members are members for a type checker, too."""

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from enum import StrEnum

    class TextChoices(StrEnum):
        """What Django makes of `NAME = value, label`; it says nothing of types."""

        label: str
        values: list[str]
        choices: list[tuple[str, str]]

        @property
        def value(self) -> str: ...

else:
    TextChoices = models.TextChoices
