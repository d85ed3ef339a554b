"""What belongs to one gated row: disputes, evidence, sources, other films."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from markdownx.models import MarkdownxField
from simple_history.models import HistoricalRecords

from guide.entries.models.endings import Ending
from guide.entries.models.entries import Entry
from guide.films.models import (
    TEXT_LENGTH,
    Film,
    GatedRow,
    NaturalKey,
    gated_constraints,
    new_public_id,
)
from guide.films.titles import SortedField
from guide.gate.fields import MinuteField, is_minute
from guide.gate.visibility import Gate, GatedManager, LinkManager, UnguardedManager


class HangsOnOneRow(NaturalKey):
    """Rows that belong to exactly one gated row, whichever its model."""

    public_id = models.CharField(
        max_length=10, unique=True, default=new_public_id, editable=False
    )
    beat = models.ForeignKey(
        "Beat", models.CASCADE, related_name="+", null=True, blank=True
    )
    ending = models.ForeignKey(
        Ending, models.CASCADE, related_name="+", null=True, blank=True
    )
    entry = models.ForeignKey(
        Entry, models.CASCADE, related_name="+", null=True, blank=True
    )

    class Meta:
        abstract = True

    @property
    def row_noun(self) -> str | None:
        """What the gated row that it belongs to is called; asks no database."""
        nouns = (noun for noun in self.row_nouns if getattr(self, f"{noun}_id"))
        return next(nouns, None)

    @property
    def row(self):
        """The gated row that it belongs to, or None."""
        return self.row_noun and getattr(self, self.row_noun)

    row_nouns: tuple[str, ...] = ("beat", "ending", "entry")


def exactly_one(*nouns: str) -> Q:
    """The CHECK that exactly one of the foreign keys is set."""
    condition = Q()
    for chosen in nouns:
        condition |= Q(**{f"{noun}__isnull": noun != chosen for noun in nouns})
    return condition


def none_of(*nouns: str) -> Q:
    """The condition that none of the foreign keys is set."""
    return Q(**{f"{noun}__isnull": True for noun in nouns})


def of_film(film: Film, *nouns: str) -> Q:
    """The condition that the row of one of the foreign keys is of a film."""
    condition = Q()
    for noun in nouns:
        condition |= Q(**{f"{noun}__film": film})
    return condition


class Dispute(HangsOnOneRow, GatedRow):
    """A fact that write-ups disagree on: what is said elsewhere, what the film shows.

    Its horizon is its own: what the film shows tells more than what it disputes.
    """

    gate = Gate("dispute", horizon=True, through=("beat", "ending", "entry"))
    markdown_fields = ("said_elsewhere", "film_shows")

    title = models.CharField(
        "fact at issue", max_length=200, help_text="As a question."
    )
    said_elsewhere = MarkdownxField(max_length=TEXT_LENGTH)
    film_shows = MarkdownxField("what the film shows", max_length=TEXT_LENGTH)
    byline = models.CharField(max_length=60, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )

    unguarded = UnguardedManager()
    objects = GatedManager()
    history = HistoricalRecords(excluded_fields=["rendered"])

    class Meta(GatedRow.Meta):
        ordering = ["horizon", "published_at", "public_id"]
        constraints = [
            *gated_constraints("dispute"),
            models.CheckConstraint(
                condition=exactly_one("beat", "ending", "entry"),
                name="dispute_of_one_row",
                violation_error_message="Say what it disputes: one beat, one ending "
                "or one entry.",
            ),
        ]
        indexes = [models.Index(fields=["film", "horizon"], name="dispute_by_horizon")]

    def __str__(self):
        return self.title


class Evidence(NaturalKey):
    """A beat that supports or undermines an entry. Shows where both of them show."""

    gate = Gate("evidence", through=("entry", "beat"))

    class Stance(models.TextChoices):
        SUPPORTS = "supports", "supports"
        UNDERMINES = "undermines", "undermines"

    public_id = models.CharField(
        max_length=10, unique=True, default=new_public_id, editable=False
    )
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+")
    beat = models.ForeignKey("Beat", models.PROTECT, related_name="+")
    stance = models.CharField(max_length=10, choices=Stance.choices)
    note = models.CharField(
        max_length=300, help_text="One sentence: what in the beat speaks for this."
    )
    order = models.PositiveSmallIntegerField(default=0)

    unguarded = UnguardedManager()
    objects = GatedManager()
    history = HistoricalRecords()

    class Meta:
        base_manager_name = "unguarded"
        default_manager_name = "unguarded"
        ordering = ["order", "public_id"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(stance__in=("supports", "undermines")),
                name="evidence_stance_is_known",
            ),
            models.UniqueConstraint(
                fields=["entry", "beat", "stance", "note"], name="evidence_once"
            ),
        ]

    def __str__(self):
        return self.note


class HangsOnAnyRow(HangsOnOneRow):
    """The same, for rows that may belong to a dispute as well."""

    dispute = models.ForeignKey(
        Dispute, models.CASCADE, related_name="+", null=True, blank=True
    )
    row_nouns = ("beat", "ending", "entry", "dispute")

    class Meta:
        abstract = True


class Source(HangsOnAnyRow):
    """Where a claim comes from. Shows where the row it supports shows."""

    gate = Gate("source", through=HangsOnAnyRow.row_nouns)

    class Kind(models.TextChoices):
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

    class Meta:
        base_manager_name = "unguarded"
        default_manager_name = "unguarded"
        ordering = ["title", "public_id"]
        constraints = [
            models.CheckConstraint(
                condition=exactly_one(*HangsOnAnyRow.row_nouns),
                name="source_of_one_row",
                violation_error_message="Say what it supports: exactly one row.",
            ),
        ]

    def __str__(self):
        return self.title


class AlsoSpoils(HangsOnAnyRow):
    """Another film that a row gives away too, from a minute of that film on.

    `film` repeats the row's own film, so that the gate can ask which films to note
    before it reads a row. `announced`: that the two belong together is harmless; off
    by default, since even the other film's name can spoil.
    """

    gate = Gate("alsospoils", through=HangsOnAnyRow.row_nouns)

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

    class Meta:
        base_manager_name = "unguarded"
        default_manager_name = "unguarded"
        ordering = ["spoils__sort_title", "public_id"]
        verbose_name = "other film that it spoils"
        verbose_name_plural = "other films that it spoils"
        constraints = [
            models.CheckConstraint(
                condition=exactly_one(*HangsOnAnyRow.row_nouns),
                name="alsospoils_of_one_row",
                violation_error_message="Say which row also spoils the other film.",
            ),
            models.CheckConstraint(
                condition=is_minute("minute"), name="alsospoils_minute_is_a_minute"
            ),
            models.CheckConstraint(
                condition=~Q(film=F("spoils")),
                name="alsospoils_another_film",
                violation_error_message="Name a film other than the row’s own.",
            ),
        ]

    def __str__(self):
        return f"also spoils {self.spoils}"
