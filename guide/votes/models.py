"""Vote: one reader, one vote an entry; Discount and Lift: which of them count.

Folded is the part of an entry's votes that has been added up already; Moved is the
evidence that moved a voter.
"""

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

    # What `guide.votes.folding` writes beside the vote: bookkeeping, and no truth.
    counts = models.BooleanField(
        default=True, db_default=True, help_text="Does the fold take it?"
    )
    loose = models.BooleanField(
        default=True, db_default=True, help_text="Written since it was last folded?"
    )
    folded_value = models.SmallIntegerField(
        default=0, db_default=0, help_text="What it is in Folded; 0 for nothing"
    )

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
            models.CheckConstraint(
                condition=Q(folded_value__in=VALUES), name="vote_folds_as_a_vote"
            ),
        ]
        indexes = [
            # No column that a vote changes: PostgreSQL then writes the row in place.
            models.Index(fields=["entry"], condition=Q(loose=True), name="vote_loose"),
            models.Index(
                fields=["entry"], condition=Q(blind=True), name="vote_unprompted"
            ),
        ]

    def __str__(self):
        return f"{self.value:+d}"


class Folded(models.Model):
    """How many votes on one entry are folded, yes and no. Shows where the entry shows.

    It is no tally by itself: `guide.votes.tally` adds the loose votes to it.
    """

    gate = Gate("folded", through=("entry",))

    entry = models.OneToOneField(
        "Entry", models.CASCADE, primary_key=True, related_name="+"
    )
    yes = models.PositiveIntegerField(default=0)
    no = models.PositiveIntegerField(default=0)

    unguarded = UnguardedManager()
    objects = GatedManager()

    class Meta:
        base_manager_name = "unguarded"
        default_manager_name = "unguarded"

    def __str__(self):
        return f"{self.yes} yes, {self.no} no"


class Moved(models.Model):
    """Which piece of evidence moved a voter. Shows where the evidence shows.

    It belongs to the vote as it was: once that is changed or withdrawn it counts no
    more, and it counts again when the vote is again what it was.
    """

    gate = Gate("moved", through=("evidence",))

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
                condition=Q(value__in=(1, -1)), name="moved_goes_with_a_vote"
            )
        ]

    def __str__(self):
        return f"moved, {self.value:+d}"


class Judgement(models.Model):
    """What an editor finds of a vote, with a reason: never changed, never deleted.

    The database refuses both (`guide.votes.promises`); it only forgets accounts and
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

    def __str__(self):
        return self.reason


class Discount(Judgement):
    """A vote that does not count."""

    gate = Gate("discount", through=("entry",))

    entry = models.ForeignKey("Entry", models.PROTECT, related_name="+")
    vote = models.ForeignKey(Vote, models.SET_NULL, null=True, related_name="+")
    suspension = models.BooleanField(
        default=False, help_text="Was the voter's account suspended?"
    )


class Lift(Judgement):
    """A discount taken back: its vote counts again."""

    gate = Gate("lift", through=("discount",))

    discount = models.OneToOneField(Discount, models.PROTECT, related_name="+")
