"""How far a row's text has come, and what the database promises of it."""

from django.db import models
from django.db.models import Q

from guide.gate.fields import is_minute
from guide.gate.horizon import LONGEST
from guide.gate.visibility import PUBLISHED


class Status(models.TextChoices):
    """How far a row's text has come. Only what is published ever shows."""

    DRAFT = "draft", "draft"
    REVIEW = "review", "in review"
    PUBLISHED = PUBLISHED, "published"
    RETIRED = "retired", "retired"


DRAFTS = (Status.DRAFT.value, Status.REVIEW.value)
"""What was never published, and is written or waits for an editor."""


def gated_constraints(noun: str) -> list[models.CheckConstraint]:
    """The constraints that every gated table has; `noun` begins their names."""
    return [
        models.CheckConstraint(
            condition=is_minute("horizon") | Q(horizon=None),
            name=f"{noun}_horizon_is_a_minute",
            violation_error_message=f"A minute lies between 0 and {LONGEST}, "
            "or is the whole film.",
        ),
        models.CheckConstraint(
            condition=Q(status__in=Status.values), name=f"{noun}_status_is_known"
        ),
        models.CheckConstraint(
            condition=Q(published_at=None) | ~Q(status__in=DRAFTS),
            name=f"{noun}_once_published",
            violation_error_message="This was published: it stays published, or is "
            "retired. Only what never was is a draft or in review.",
        ),
        models.CheckConstraint(
            condition=Q(publish_at=None) | Q(status__in=DRAFTS),
            name=f"{noun}_time_is_of_a_draft",
            violation_error_message="Only what is a draft or in review is published "
            "at a set time.",
        ),
    ]
