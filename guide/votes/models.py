"""Vote: one reader, one vote an entry."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from guide.gate.visibility import Gate, GatedManager, UnguardedManager

VALUES = (1, -1, 0)  # yes, no, withdrawn


class Vote(models.Model):
    """What one reader says of one entry. Shows where the entry shows."""

    gate = Gate("vote", through=("entry",))

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    entry = models.ForeignKey("Entry", models.CASCADE, related_name="+")
    value = models.SmallIntegerField(help_text="1 yes, −1 no, 0 withdrawn")
    first_value = models.SmallIntegerField()
    blind = models.BooleanField(
        default=False, help_text="Was it asked before the tallies showed?"
    )
    at = models.DateTimeField(default=timezone.now)

    unguarded = UnguardedManager()
    objects = GatedManager()

    class Meta:
        base_manager_name = "unguarded"
        default_manager_name = "unguarded"
        constraints = [
            models.UniqueConstraint(fields=["reader", "entry"], name="vote_once"),
            models.CheckConstraint(
                condition=Q(value__in=VALUES), name="vote_value_is_known"
            ),
            models.CheckConstraint(
                condition=Q(first_value__in=(1, -1)), name="vote_began_as_a_vote"
            ),
        ]
        indexes = [models.Index(fields=["entry", "value"], name="vote_by_entry")]

    def __str__(self):
        return f"{self.value:+d}"
