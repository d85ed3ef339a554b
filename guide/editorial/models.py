"""Seeded, what a guide file last wrote; Report, what a reader tells an editor; Waiver,
what an editor lets stand though the lint objects."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from guide.films.models import Film
from guide.gate.visibility import Gate, GatedManager, UnguardedManager
from guide.passages.models import Attached, Passage


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

    gate = Gate(through=("passage",))

    class State(models.TextChoices):
        OPEN = "open", "open"
        MENDED = "mended", "the minute was set"
        CLEARED = "cleared", "it stands where it should"

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    passage = models.ForeignKey(Passage, models.CASCADE, related_name="+")
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
                condition=Q(state__in=("open", "mended", "cleared")),
                name="report_state_is_known",
            ),
            models.UniqueConstraint(
                fields=["reader", "passage"], name="report_once_of_a_passage"
            ),
        ]

    def __str__(self):
        return f"too early: {self.passage}"


class Waiver(Attached):
    """A word that the lint finds in a row, or in a film's public facts, and that an
    editor lets stand, with a reason. Shows to editors alone; a guide file may hold it.
    """

    gate = Gate(editors=True)

    film = models.ForeignKey(Film, models.CASCADE, related_name="+")
    passage = models.ForeignKey(
        Passage, models.CASCADE, related_name="+", null=True, blank=True
    )
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

    class Meta(Attached.Meta):
        ordering = ["at", "public_id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(word="") & ~Q(reason=""), name="waiver_has_a_reason"
            ),
            models.UniqueConstraint(
                fields=["passage", "word"], name="waiver_once_in_a_passage"
            ),
            models.UniqueConstraint(
                fields=["film", "word"],
                condition=Q(passage=None),
                name="waiver_once_in_a_film",
            ),
        ]

    def __str__(self):
        return f"{self.word}: {self.reason}"

    @property
    def row(self) -> Film | Passage:
        """The passage that it stands in, or the film for its public facts."""
        return self.passage or self.film
