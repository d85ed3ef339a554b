"""What belongs to one passage: evidence, sources, links to other films."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from guide.common.choices import TextChoices
from guide.films.models import NaturalKey, new_public_id
from guide.films.titles import SortedField
from guide.gate.fields import MinuteField, is_minute
from guide.gate.visibility import Gate, GatedManager, LinkManager, UnguardedManager
from guide.passages.models.kinds import Beat, Entry
from guide.passages.models.passages import Passage


class Attached(NaturalKey):
    """Rows that belong to one passage."""

    public_id = models.CharField(
        max_length=10, unique=True, default=new_public_id, editable=False
    )
    passage = models.ForeignKey(
        Passage, models.CASCADE, verbose_name="belongs to", related_name="+"
    )

    class Meta:
        abstract = True
        base_manager_name = "unguarded"
        default_manager_name = "unguarded"


class Evidence(Attached):
    """A beat that supports an entry or undermines it. Shows where both of them show."""

    gate = Gate(through=("passage", "beat"))

    class Stance(TextChoices):
        SUPPORTS = "supports", "supports"
        UNDERMINES = "undermines", "undermines"

    passage = models.ForeignKey(
        Entry, models.CASCADE, verbose_name="entry", related_name="+"
    )
    beat = models.ForeignKey(Beat, models.RESTRICT, related_name="+")
    stance = models.CharField(max_length=10, choices=Stance.choices)
    note = models.CharField(
        max_length=300, help_text="One sentence: what in the beat speaks for this."
    )
    order = models.PositiveSmallIntegerField(default=0)

    unguarded = UnguardedManager()
    objects = GatedManager()
    history = HistoricalRecords()

    class Meta(Attached.Meta):
        ordering = ["order", "public_id"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(stance__in=("supports", "undermines")),
                name="evidence_stance_is_known",
            ),
            models.UniqueConstraint(
                fields=["passage", "beat", "stance", "note"], name="evidence_once"
            ),
        ]

    def __str__(self) -> str:
        return self.note


class Source(Attached):
    """Where a claim comes from. Shows where the passage shows that it supports."""

    gate = Gate(through=("passage",))

    class Kind(TextChoices):
        STATEMENT = "statement", "a maker’s statement"
        SCRIPT = "script", "the script"
        REVIEW = "review", "a review"
        OTHER = "other", "other"

    kind = models.CharField(max_length=9, choices=Kind.choices)
    title = SortedField(max_length=300)
    url = models.URLField("link", max_length=500, blank=True)

    unguarded = UnguardedManager()
    objects = GatedManager()
    history = HistoricalRecords()

    class Meta(Attached.Meta):
        ordering = ["title", "public_id"]

    def __str__(self) -> str:
        return self.title


class AlsoSpoils(Attached):
    """Another film that a passage gives away too, from a minute of that film on.

    `film` repeats the passage's own film, so that the gate can ask which films to note
    before it reads a passage. `announced`: that the two belong together is harmless;
    off by default, since even the other film's name can spoil.
    """

    gate = Gate(through=("passage",))

    film = models.ForeignKey("Film", models.CASCADE, related_name="+", editable=False)
    spoils = models.ForeignKey("Film", models.CASCADE, related_name="+")
    minute = MinuteField(help_text="The minute of the other film, or the whole of it.")
    announced = models.BooleanField(
        default=False,
        help_text="Readers who have reached this row may see that it also concerns "
        "the other film, by name.",
    )

    unguarded = UnguardedManager()
    objects = LinkManager()
    history = HistoricalRecords()

    class Meta(Attached.Meta):
        ordering = ["spoils__sort_title", "public_id"]
        verbose_name = "other film that it spoils"
        verbose_name_plural = "other films that it spoils"
        constraints = [
            models.CheckConstraint(
                condition=is_minute("minute"), name="alsospoils_minute_is_a_minute"
            ),
            models.CheckConstraint(
                condition=~Q(film=F("spoils")),
                name="alsospoils_another_film",
                violation_error_message="Name a film other than the row’s own.",
            ),
        ]

    def __str__(self) -> str:
        return f"also spoils {self.spoils}"
