"""Seeded, what a guide file last wrote; Report, what a reader tells an editor."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from guide.entries.models import exactly_one
from guide.films.models import GatedRow
from guide.gate.visibility import Gate, GatedManager, UnguardedManager

REPORTED = ("beat", "ending", "entry", "dispute")


class Seeded(models.Model):
    """The digests of one row's fields as a guide file last wrote them.

    A field whose digest no longer fits was changed by an editor; `seed --update`
    leaves it alone.
    """

    model = models.CharField(max_length=40)
    key = models.CharField(max_length=300)
    film_slug = models.CharField(max_length=120)
    digests = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["model", "key"], name="seeded_once")
        ]

    def __str__(self):
        return f"{self.model} {self.key}"


class Report(models.Model):
    """A reader says that a row stands too early. Shows to editors alone."""

    gate = Gate("report", through=REPORTED)

    class State(models.TextChoices):
        OPEN = "open", "open"
        MENDED = "mended", "the minute was set"
        CLEARED = "cleared", "it stands where it should"

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    beat = models.ForeignKey(
        "Beat", models.CASCADE, related_name="+", null=True, blank=True
    )
    ending = models.ForeignKey(
        "Ending", models.CASCADE, related_name="+", null=True, blank=True
    )
    entry = models.ForeignKey(
        "Entry", models.CASCADE, related_name="+", null=True, blank=True
    )
    dispute = models.ForeignKey(
        "Dispute", models.CASCADE, related_name="+", null=True, blank=True
    )
    state = models.CharField(max_length=7, choices=State.choices, default=State.OPEN)
    at = models.DateTimeField(default=timezone.now)

    unguarded = UnguardedManager()
    objects = GatedManager()

    class Meta:
        base_manager_name = "unguarded"
        default_manager_name = "unguarded"
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=exactly_one(*REPORTED), name="report_of_one_row"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("open", "mended", "cleared")),
                name="report_state_is_known",
            ),
            *(
                models.UniqueConstraint(
                    fields=["reader", noun],
                    condition=Q(**{f"{noun}__isnull": False}),
                    name=f"report_once_of_a_{noun}",
                )
                for noun in REPORTED
            ),
        ]

    def __str__(self):
        return f"too early: {self.row}"

    @property
    def row(self) -> GatedRow:
        """The row that is said to stand too early."""
        return next(
            getattr(self, noun) for noun in REPORTED if getattr(self, f"{noun}_id")
        )
