"""Entry, one table for all that readers vote on, and its three kinds."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from markdownx.models import MarkdownxField
from simple_history.models import HistoricalRecords

from guide.entries.models.endings import Ending
from guide.films.models import TEXT_LENGTH, GatedRow, gated_constraints
from guide.gate.visibility import Gate, GatedManager, UnguardedManager


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
