"""How far a text has come: a draft, in review, published, retired."""

from guide.common.choices import TextChoices
from guide.gate.visibility import PUBLISHED


class Status(TextChoices):
    """How far a row's text has come. Only what is published ever shows."""

    DRAFT = "draft", "draft"
    REVIEW = "review", "in review"
    PUBLISHED = PUBLISHED, "published"
    RETIRED = "retired", "retired"


DRAFTS = (Status.DRAFT.value, Status.REVIEW.value)
"""What was never published, and is written or waits for an editor."""
