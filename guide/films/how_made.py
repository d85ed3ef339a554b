"""How a text was made: by hand, with a machine's help, or by a machine."""

from django.db import models
from django.db.models import Q

from guide.common.choices import TextChoices


class How(TextChoices):
    """How a text was made. It is said plainly."""

    BY_HAND = "by-hand", "by hand"
    MACHINE_ASSISTED = "machine-assisted", "machine-assisted"
    MACHINE_WRITTEN = "machine-written", "machine-written"


AS_THE_GUIDE = ""  # of a row: made as the guide says of itself


def how_field() -> models.CharField:
    """The field of a row that says how its text was made, where its guide says
    otherwise."""
    return models.CharField(
        "how it was made",
        max_length=16,
        choices=[(AS_THE_GUIDE, "as the guide says"), *How.choices],
        blank=True,
        default=AS_THE_GUIDE,
    )


def how_is_known(noun: str, *others: str) -> models.CheckConstraint:
    """The CHECK that a table's `how` is one of them, or of the `others`."""
    return models.CheckConstraint(
        condition=Q(how__in=[*others, *How.values]), name=f"{noun}_how_is_known"
    )
