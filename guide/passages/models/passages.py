"""Passage, the one table of what a guide tells; `kinds` says what each kind holds."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from markdownx.models import MarkdownxField
from simple_history.models import HistoricalRecords

from guide.common.choices import TextChoices
from guide.common.dates import MomentField
from guide.films.how_made import AS_THE_GUIDE, how_field, how_is_known
from guide.films.models import TEXT_LENGTH, NaturalKey, Rendered, new_public_id
from guide.films.statuses import DRAFTS, Status
from guide.gate.fields import MinuteField, is_minute
from guide.gate.horizon import LONGEST
from guide.gate.tripwire import Refused
from guide.gate.visibility import Gate, GatedManager, UnguardedManager


class Kind(TextChoices):
    """What a passage is."""

    BEAT = "beat", "beat"
    ENDING = "ending", "ending"
    INTERPRETATION = "interpretation", "interpretation"
    QUESTION = "question", "question"
    ANSWER = "answer", "answer"
    DISPUTE = "dispute", "dispute"


ENTRIES: tuple[Kind, ...] = (Kind.INTERPRETATION, Kind.QUESTION, Kind.ANSWER)
"""What readers have their say on, at an address of its own."""


@dataclass(frozen=True)
class Column:
    """How a kind of passage uses a column: what it is called there, a hint for who
    fills it in, and whether it must be filled."""

    label: str = ""
    hint: str = ""
    required: bool = False


class _OfKinds:
    """Narrows a manager to the kinds of its model."""

    model: type["Passage"]

    def kinds(self) -> Q:
        return Q(kind__in=self.model.KINDS) if self.model._meta.proxy else Q()


class PassageManager(_OfKinds, GatedManager):
    """`objects` of passages, or of one kind of them."""


class UnguardedPassages(_OfKinds, UnguardedManager):
    """All passages, or all of one kind, unguarded."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(self.kinds())


def _only(kinds: tuple[Kind, ...], **empty: object) -> Q:
    """The condition that only passages of these kinds have other values than these."""
    return Q(kind__in=kinds) | Q(**empty)


records = HistoricalRecords(excluded_fields=["rendered"])


class Passage(NaturalKey, Rendered):
    """Something that a guide tells of its film, which readers see from its horizon on.

    Rows come as their kind: `Passage.objects` gives beats, endings, answers and so on.
    `columns` names those that are a kind's own, beside what every passage has.
    """

    gate = Gate(horizon=True, above=3)
    KINDS: tuple[Kind, ...] = tuple(Kind)
    columns: dict[str, Column] = {}
    of_kind: dict[str, type["Passage"]] = {}  # filled by the kinds themselves

    public_id = models.CharField(
        max_length=10, unique=True, default=new_public_id, editable=False
    )
    film = models.ForeignKey("Film", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind.choices, editable=False)
    under = models.ForeignKey(
        "Passage",
        models.RESTRICT,
        verbose_name="belongs to",
        related_name="+",
        null=True,
        blank=True,
    )
    horizon = MinuteField(
        null=True,
        blank=True,
        help_text="The minute by which the film has shown all that this tells. "
        "Empty: nobody sees it.",
    )
    horizon_checked = models.BooleanField(
        "minute checked",
        default=False,
        help_text="Tick when you have checked the minute at the film. Until then "
        "it should err late, and the page says “about”.",
    )
    status = models.CharField(
        max_length=9, choices=Status.choices, default=Status.DRAFT
    )
    published_at = MomentField(null=True, blank=True, editable=False)
    publish_at = MomentField("publish it at", null=True, blank=True)
    how = how_field()
    held = models.BooleanField(
        default=False,
        help_text="Readers say this stands too early: only those who have seen "
        "the film see it, until you set the minute and clear this.",
    )
    cleared = models.BooleanField(
        default=False,
        help_text="It stands where it should: what readers have reported until now is "
        "answered, and holds it no more. What they report later counts.",
    )
    title = models.CharField(max_length=200, blank=True)
    text = MarkdownxField(max_length=TEXT_LENGTH, blank=True)

    # Of a beat.
    minute = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Where the passage begins; the picture of the plot uses it.",
    )
    order = models.PositiveSmallIntegerField(
        default=0, help_text="Among beats that begin at the same minute."
    )
    strand = models.CharField(
        max_length=100, blank=True, help_text="The line of the story it belongs to."
    )
    story_order = models.IntegerField(
        "place in story order",
        null=True,
        blank=True,
        help_text="Where the film does not tell in the order of events.",
    )

    # Of an ending.
    cut = models.ForeignKey(
        "Cut",
        models.RESTRICT,
        related_name="+",
        null=True,
        blank=True,
        help_text="Whose ending it is. Empty: that of the reference release.",
    )
    tldr = MarkdownxField("tl;dr", max_length=TEXT_LENGTH, blank=True)
    take = MarkdownxField(
        max_length=TEXT_LENGTH, blank=True, help_text="An opinion; it is shown as that."
    )
    take_author = models.CharField(
        "whose take",
        max_length=60,
        blank=True,
        help_text="Somebody who exists; else it is the editors’.",
    )
    summary = MarkdownxField(max_length=TEXT_LENGTH, blank=True)

    # Of a dispute.
    said_elsewhere = MarkdownxField(max_length=TEXT_LENGTH, blank=True)

    # Of what readers may write as well.
    byline = models.CharField(max_length=60, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )

    unguarded = UnguardedPassages()
    objects = PassageManager()
    history = records

    class Meta:
        base_manager_name = "unguarded"
        default_manager_name = "unguarded"
        ordering = ["horizon", "published_at", "public_id"]
        constraints = [
            models.CheckConstraint(
                condition=is_minute("horizon") | Q(horizon=None),
                name="passage_horizon_is_a_minute",
                violation_error_message=f"A minute lies between 0 and {LONGEST}, "
                "or is the whole film.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="passage_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | ~Q(status__in=DRAFTS),
                name="passage_once_published",
                violation_error_message="This was published: it stays published, or is "
                "retired. Only what never was is a draft or in review.",
            ),
            models.CheckConstraint(
                condition=Q(publish_at=None) | Q(status__in=DRAFTS),
                name="passage_time_is_of_a_draft",
                violation_error_message="Only what is a draft or in review is "
                "published at a set time.",
            ),
            how_is_known("passage", AS_THE_GUIDE),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values), name="passage_kind_is_known"
            ),
            models.CheckConstraint(  # of what kind `under` is, a trigger looks after
                condition=Q(kind__in=(Kind.BEAT, Kind.ENDING), under__isnull=True)
                | Q(kind=Kind.QUESTION)
                | Q(
                    kind__in=(Kind.INTERPRETATION, Kind.ANSWER, Kind.DISPUTE),
                    under__isnull=False,
                ),
                name="passage_kind_has_its_place",
                violation_error_message="An interpretation reads an ending, an answer "
                "belongs to a question, and a dispute to what it disputes.",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.BEAT, minute__isnull=False)
                | ~Q(kind=Kind.BEAT) & Q(minute__isnull=True),
                name="passage_minute_of_a_beat",
                violation_error_message="A beat begins at a minute.",
            ),
            models.CheckConstraint(
                condition=Q(minute=None) | Q(minute__lte=LONGEST),
                name="passage_minute_in_range",
            ),
            models.CheckConstraint(
                condition=Q(minute=None)
                | Q(horizon=None)
                | Q(horizon__gte=F("minute")),
                name="passage_horizon_from_its_minute",
                violation_error_message="What a beat tells is not shown before the "
                "beat begins: raise its horizon to its minute or later.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=(Kind.ANSWER, Kind.ENDING)) | ~Q(title=""),
                name="passage_has_a_title",
                violation_error_message="Give it a title: the claim, or the question.",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.QUESTION) | ~Q(text=""),
                name="passage_has_a_text",
                violation_error_message="Write the text.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.ENDING) | ~Q(tldr=""),
                name="passage_ending_in_brief",
                violation_error_message="Say in brief how it ends.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.DISPUTE) | ~Q(said_elsewhere=""),
                name="passage_dispute_of_two_sides",
                violation_error_message="Say what is said elsewhere.",
            ),
            models.CheckConstraint(
                condition=_only(
                    (Kind.BEAT,), order=0, strand="", story_order__isnull=True
                )
                & _only((Kind.ENDING,), cut__isnull=True, tldr="", take="", summary="")
                & _only((Kind.ENDING,), take_author="")
                & _only((Kind.DISPUTE,), said_elsewhere="")
                & _only((*ENTRIES, Kind.DISPUTE), byline="", author__isnull=True),
                name="passage_has_what_its_kind_has",
            ),
            models.CheckConstraint(
                condition=Q(take="") | ~Q(take_author=""),
                name="passage_take_has_an_author",
                violation_error_message="Say whose take it is.",
            ),
            models.UniqueConstraint(
                fields=["film", "cut"],
                condition=Q(kind=Kind.ENDING) & ~Q(status="retired"),
                name="passage_one_ending_a_cut",
                violation_error_message="This cut has an ending already.",
            ),
            models.UniqueConstraint(
                fields=["film"],
                condition=Q(kind=Kind.ENDING, cut=None) & ~Q(status="retired"),
                name="passage_one_ending_of_the_reference",
                violation_error_message="The reference release has an ending already.",
            ),
        ]
        indexes = [
            models.Index(fields=["film", "kind", "horizon"], name="passage_by_horizon"),
            models.Index(
                fields=["-published_at"],
                condition=Q(status="published"),
                name="passage_newest",
            ),
        ]

    def __init_subclass__(cls, **kwargs: object):
        super().__init_subclass__(**kwargs)
        if len(cls.KINDS) == 1:
            cls.of_kind[cls.KINDS[0]] = cls

    def __init__(self, *args: object, **kwargs: object):
        if not args and len(self.KINDS) == 1:
            kwargs.setdefault("kind", self.KINDS[0])
        super().__init__(*args, **kwargs)

    def __str__(self) -> str:
        return self.title or " ".join(self.text.split()[:8])

    @classmethod
    def from_db(
        cls, db: str, field_names: Sequence[str], values: Sequence[Any]
    ) -> "Passage":
        """A row as its kind. Raises Refused for one that was read without it."""
        model = cls
        if "kind" in field_names:
            model = cls.of_kind[values[field_names.index("kind")]]
        elif len(cls.KINDS) > 1:
            raise Refused(f"a {cls.__name__} was read without its kind")
        return super(Passage, model).from_db(db, field_names, values)

    @property
    def kind_order(self) -> int:
        """Where its kind comes in a guide: each after what it may rest on."""
        return list(Kind).index(Kind(self.kind))

    @classmethod
    def called(cls, column: str) -> str:
        """What one of its columns is called, for editors."""
        own = cls.columns.get(column)
        return (own and own.label) or cls._meta.get_field(column).verbose_name

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Also asks for what its kind must have, which the table cannot ask for."""
        errors: dict[str, object] = {}
        try:
            super().clean_fields(exclude=exclude)
        except ValidationError as error:
            errors = error.error_dict
        for name, column in self.columns.items():
            field = self._meta.get_field(name)
            empty = getattr(self, field.attname) in field.empty_values
            if column.required and empty and name not in {*(exclude or ()), *errors}:
                blank = field.error_messages["blank"]
                errors[name] = ValidationError(blank, code="blank")
        if errors:
            raise ValidationError(errors)

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """A form leaves out the kind, which never changes: it counts all the same.
        Django would skip each constraint that names it."""
        super().validate_constraints(exclude=set(exclude or ()) - {"kind"})
