"""Ending, Entry and its kinds, Evidence, Source, Dispute, AlsoSpoils."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.signals import post_delete, post_save
from markdownx.models import MarkdownxField
from simple_history.models import HistoricalRecords

from guide.films.models import (
    TEXT_LENGTH,
    GatedRow,
    NaturalKey,
    gated_constraints,
    new_public_id,
)
from guide.gate.fields import MinuteField, is_minute
from guide.gate.visibility import Gate, GatedManager, UnguardedManager


class Ending(GatedRow):
    """A film's ending explained, for one cut: in brief, what happens, a take, in sum."""

    gate = Gate("ending", horizon=True)
    markdown_fields = ("tldr", "explanation", "take", "summary")

    cut = models.ForeignKey(
        "Cut",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="Whose ending it is. Empty: that of the reference release.",
    )
    tldr = MarkdownxField("tl;dr", max_length=TEXT_LENGTH)
    explanation = MarkdownxField("what happens", max_length=TEXT_LENGTH)
    take = MarkdownxField(
        max_length=TEXT_LENGTH,
        blank=True,
        help_text="One person’s opinion; it is shown as that.",
    )
    take_author = models.CharField("whose take", max_length=60, blank=True)
    summary = MarkdownxField(max_length=TEXT_LENGTH, blank=True)

    unguarded = UnguardedManager()
    objects = GatedManager()
    history = HistoricalRecords(excluded_fields=["rendered"])

    class Meta(GatedRow.Meta):
        ordering = [F("cut__runtime").asc(nulls_first=True), "public_id"]
        constraints = [
            *gated_constraints("ending"),
            models.UniqueConstraint(
                fields=["film", "cut"],
                nulls_distinct=False,
                condition=~Q(status="retired"),
                name="ending_once_a_cut",
                violation_error_message="This cut has an ending already.",
            ),
            models.CheckConstraint(
                condition=Q(take="") | ~Q(take_author=""),
                name="ending_take_has_an_author",
                violation_error_message="Say whose take it is.",
            ),
        ]

    def __str__(self):
        return f"The ending of {self.film}" + (f", {self.cut}" if self.cut_id else "")


class Kind(models.TextChoices):
    """What an entry is."""

    INTERPRETATION = "interpretation", "interpretation"
    QUESTION = "question", "question"
    ANSWER = "answer", "answer"


_PLACE_OF_KIND = (
    Q(kind=Kind.INTERPRETATION, ending__isnull=False, parent__isnull=True)
    | Q(kind=Kind.QUESTION, parent__isnull=True)
    | Q(kind=Kind.ANSWER, ending__isnull=True, parent__isnull=False)
)

_entry_records = HistoricalRecords(excluded_fields=["rendered"])


class Entry(GatedRow):
    """What readers vote on, propose, dispute and search: one table, three kinds."""

    gate = Gate("entry", horizon=True, through=("parent", "ending"))
    markdown_fields = ("text",)

    kind = models.CharField(max_length=14, choices=Kind.choices)
    ending = models.ForeignKey(
        Ending,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="What an interpretation reads; for a question, whether it hangs "
        "on the ending or on the film before it.",
    )
    parent = models.ForeignKey(
        "Entry",
        models.PROTECT,
        verbose_name="question",
        related_name="+",
        null=True,
        blank=True,
    )
    title = models.CharField(
        max_length=200,
        blank=True,
        help_text="The claim, or the question. It must not tell more than the text.",
    )
    text = MarkdownxField(max_length=TEXT_LENGTH, blank=True)
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
    history = _entry_records

    class Meta(GatedRow.Meta):
        ordering = ["horizon", "published_at", "public_id"]
        verbose_name_plural = "entries"
        constraints = [
            *gated_constraints("entry"),
            models.CheckConstraint(
                condition=_PLACE_OF_KIND,
                name="entry_kind_has_its_place",
                violation_error_message="An interpretation reads an ending, and "
                "only an answer belongs to a question.",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.ANSWER) | ~Q(title=""),
                name="entry_has_a_title",
                violation_error_message="Give the claim or the question.",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.QUESTION) | ~Q(text=""),
                name="entry_has_a_text",
                violation_error_message="Write the text.",
            ),
        ]
        indexes = [
            models.Index(fields=["film", "kind", "horizon"], name="entry_by_horizon"),
            models.Index(fields=["parent"], name="entry_by_question"),
        ]

    def __str__(self):
        return self.title or " ".join(self.text.split()[:8])


class _OfKind:
    """Narrows a manager of a proxy to the proxy's own kind."""

    def kinds(self):
        return Q(kind=self.model.KIND)


class KindManager(_OfKind, GatedManager):
    """`objects` of a proxy of Entry."""


class UnguardedKindManager(_OfKind, UnguardedManager):
    """All rows of a proxy's own kind, unguarded."""

    def get_queryset(self):
        return super().get_queryset().filter(self.kinds())


class Interpretation(Entry):
    """A reading of an ending."""

    KIND = Kind.INTERPRETATION

    unguarded = UnguardedKindManager()
    objects = KindManager()

    class Meta(GatedRow.Meta):
        proxy = True


class Question(Entry):
    """A question that the film leaves open."""

    KIND = Kind.QUESTION

    unguarded = UnguardedKindManager()
    objects = KindManager()

    class Meta(GatedRow.Meta):
        proxy = True


class Answer(Entry):
    """A proposed answer to a question."""

    KIND = Kind.ANSWER

    unguarded = UnguardedKindManager()
    objects = KindManager()

    class Meta(GatedRow.Meta):
        proxy = True


for proxy in (Interpretation, Question, Answer):
    # simple-history listens for Entry alone; a save through a proxy sends its own.
    post_save.connect(_entry_records.post_save, sender=proxy, weak=False)
    post_delete.connect(_entry_records.post_delete, sender=proxy, weak=False)


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
    def row(self):
        """The gated row that it belongs to, or None."""
        keys = (f"{noun}_id" for noun in self.row_nouns)
        noun = next((key[:-3] for key in keys if getattr(self, key)), None)
        return noun and getattr(self, noun)

    row_nouns: tuple[str, ...] = ("beat", "ending", "entry")


def exactly_one(*nouns: str) -> Q:
    """The CHECK that exactly one of the foreign keys is set."""
    condition = Q()
    for chosen in nouns:
        condition |= Q(**{f"{noun}__isnull": noun != chosen for noun in nouns})
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


class Source(HangsOnOneRow):
    """Where a claim comes from. Shows where the row it supports shows."""

    gate = Gate("source", through=("beat", "ending", "entry", "dispute"))
    row_nouns = ("beat", "ending", "entry", "dispute")

    class Kind(models.TextChoices):
        STATEMENT = "statement", "a maker’s statement"
        SCRIPT = "script", "the script"
        REVIEW = "review", "a review"
        OTHER = "other", "other"

    dispute = models.ForeignKey(
        Dispute, models.CASCADE, related_name="+", null=True, blank=True
    )
    kind = models.CharField(max_length=9, choices=Kind.choices)
    title = models.CharField(max_length=300)
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
                condition=exactly_one("beat", "ending", "entry", "dispute"),
                name="source_of_one_row",
                violation_error_message="Say what it supports: exactly one row.",
            ),
        ]

    def __str__(self):
        return self.title


class AlsoSpoils(HangsOnOneRow):
    """Another film that a row gives away too, from a minute of that film on.

    `film` repeats the row's own film, so that the gate can ask which films to note
    before it reads a row. `announced`: that the two belong together is harmless; off
    by default, since even the other film's name can spoil.
    """

    gate = Gate("alsospoils", through=("beat", "ending", "entry", "dispute"))
    row_nouns = ("beat", "ending", "entry", "dispute")

    film = models.ForeignKey("Film", models.CASCADE, related_name="+", editable=False)
    dispute = models.ForeignKey(
        Dispute, models.CASCADE, related_name="+", null=True, blank=True
    )
    spoils = models.ForeignKey("Film", models.CASCADE, related_name="+")
    minute = MinuteField(help_text="The minute of the other film, or the whole of it.")
    announced = models.BooleanField(
        default=False,
        help_text="Readers who have reached this row may see that it also concerns "
        "the other film, by name.",
    )

    unguarded = UnguardedManager()
    objects = GatedManager()
    history = HistoricalRecords()

    class Meta:
        base_manager_name = "unguarded"
        default_manager_name = "unguarded"
        ordering = ["spoils__sort_title", "public_id"]
        verbose_name = "other film that it spoils"
        verbose_name_plural = "other films that it spoils"
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("beat", "ending", "entry", "dispute"),
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
