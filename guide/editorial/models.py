"""Seeded, what a guide file last wrote; Report, what a reader tells an editor; Waved,
what an editor lets through though the lint objects."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from guide.entries.models import HangsOnAnyRow, exactly_one, none_of
from guide.films.models import Film, GatedRow
from guide.gate.visibility import Gate, GatedManager, UnguardedManager

REPORTED = HangsOnAnyRow.row_nouns


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


class Waved(HangsOnAnyRow):
    """A word that the lint finds in a row, or in a film's public facts, and that an
    editor lets stand, with a reason. Shows to editors alone; a guide file may hold it.
    """

    gate = Gate("waved", editors=True)

    film = models.ForeignKey(Film, models.CASCADE, related_name="+")
    word = models.CharField(max_length=200)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    at = models.DateTimeField(default=timezone.now, editable=False)

    unguarded = UnguardedManager()
    objects = GatedManager()

    class Meta:
        base_manager_name = "unguarded"
        default_manager_name = "unguarded"
        ordering = ["at", "public_id"]
        verbose_name_plural = "waved"
        constraints = [
            models.CheckConstraint(
                condition=exactly_one(*REPORTED) | none_of(*REPORTED),
                name="waved_of_one_row",
            ),
            models.CheckConstraint(
                condition=~Q(word="") & ~Q(reason=""), name="waved_for_a_reason"
            ),
            *(
                models.UniqueConstraint(
                    fields=[noun, "word"],
                    condition=Q(**{f"{noun}__isnull": False}),
                    name=f"waved_once_in_a_{noun}",
                )
                for noun in REPORTED
            ),
            models.UniqueConstraint(
                fields=["film", "word"],
                condition=none_of(*REPORTED),
                name="waved_once_in_a_film",
            ),
        ]

    def __str__(self):
        return f"{self.word}: {self.reason}"

    @property
    def row(self) -> Film | GatedRow:
        """The row that it stands in, or the film for its public facts."""
        return super().row or self.film
