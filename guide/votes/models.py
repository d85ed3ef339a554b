"""Vote: one reader, one vote an entry; Discount and Lift: which of them count.

Snapshot is the part of an entry's votes that has been added up already; Persuasion is
the evidence that moved a voter.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from guide.gate.visibility import Gate, GatedManager, UnguardedManager

VALUES = (1, -1, 0)  # yes, no, withdrawn


class Vote(models.Model):
    """What one reader says of one entry. Shows where the entry shows."""

    gate = Gate(through=("passage",))

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    passage = models.ForeignKey("Entry", models.CASCADE, related_name="+")
    value = models.SmallIntegerField(help_text="1 yes, −1 no, 0 withdrawn")
    first_value = models.SmallIntegerField()
    unprompted = models.BooleanField(
        default=False, help_text="Was it asked before the tallies showed?"
    )
    at = models.DateTimeField(default=timezone.now)

    # What `guide.votes.snapshots` writes beside the vote: bookkeeping, and no truth.
    counts = models.BooleanField(
        default=True, db_default=True, help_text="Does the tally take it?"
    )
    pending = models.BooleanField(
        default=True, db_default=True, help_text="Written since the last snapshot?"
    )
    snapshot_value = models.SmallIntegerField(
        default=0, db_default=0, help_text="What it is in Snapshot; 0 for nothing"
    )

    unguarded = UnguardedManager()
    objects = GatedManager()

    class Meta:
        base_manager_name = "unguarded"
        default_manager_name = "unguarded"
        constraints = [
            models.UniqueConstraint(fields=["reader", "passage"], name="vote_once"),
            models.CheckConstraint(
                condition=Q(value__in=VALUES), name="vote_value_is_known"
            ),
            models.CheckConstraint(
                condition=Q(first_value__in=(1, -1)), name="vote_began_as_a_vote"
            ),
            models.CheckConstraint(
                condition=Q(snapshot_value__in=VALUES), name="vote_snapshot_is_known"
            ),
        ]
        indexes = [
            # No column that a vote changes: PostgreSQL then writes the row in place.
            models.Index(
                fields=["passage"], condition=Q(pending=True), name="vote_pending"
            ),
            models.Index(
                fields=["passage"], condition=Q(unprompted=True), name="vote_unprompted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value:+d}"


class Snapshot(models.Model):
    """The votes on one entry that are counted already, yes and no. Shows where the
    entry shows.

    It is no tally by itself: `guide.votes.tally` adds the pending votes to it.
    """

    gate = Gate(through=("passage",))

    passage = models.OneToOneField(
        "Entry", models.CASCADE, primary_key=True, related_name="+"
    )
    yes = models.PositiveIntegerField(default=0)
    no = models.PositiveIntegerField(default=0)

    unguarded = UnguardedManager()
    objects = GatedManager()

    class Meta:
        base_manager_name = "unguarded"
        default_manager_name = "unguarded"

    def __str__(self) -> str:
        return f"{self.yes} yes, {self.no} no"


class Persuasion(models.Model):
    """Which piece of evidence moved a voter. Shows where the evidence shows.

    It belongs to the vote as it was: once that is changed or withdrawn it counts no
    more, and it counts again when the vote is again what it was.
    """

    gate = Gate(through=("evidence",))

    vote = models.OneToOneField(Vote, models.CASCADE, related_name="+")
    evidence = models.ForeignKey("Evidence", models.CASCADE, related_name="+")
    value = models.SmallIntegerField(help_text="That of the vote, when it was said")

    unguarded = UnguardedManager()
    objects = GatedManager()

    class Meta:
        base_manager_name = "unguarded"
        default_manager_name = "unguarded"
        constraints = [
            models.CheckConstraint(
                condition=Q(value__in=(1, -1)), name="persuasion_goes_with_a_vote"
            )
        ]

    def __str__(self) -> str:
        return f"moved, {self.value:+d}"


class Judgement(models.Model):
    """What an editor finds of a vote, with a reason: never changed, never deleted.

    The database refuses both (`migrations/0003_triggers`); it only forgets accounts and
    votes that go.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    unguarded = UnguardedManager()
    objects = GatedManager()

    class Meta:
        abstract = True
        base_manager_name = "unguarded"
        default_manager_name = "unguarded"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="%(class)s_has_a_reason"
            )
        ]

    def __str__(self) -> str:
        return self.reason


class Discount(Judgement):
    """A vote that does not count."""

    gate = Gate(through=("passage",))

    passage = models.ForeignKey("Entry", models.PROTECT, related_name="+")
    vote = models.ForeignKey(Vote, models.SET_NULL, null=True, related_name="+")
    suspension = models.BooleanField(
        default=False, help_text="Was the voter's account suspended?"
    )


class Lift(Judgement):
    """A discount taken back: its vote counts again."""

    gate = Gate(through=("discount",))

    discount = models.OneToOneField(Discount, models.PROTECT, related_name="+")
