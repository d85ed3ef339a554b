"""Proposal: what a reader wrote for a guide, and what editors decided on it.

It is gated twice: it shows where what it concerns shows, and from the minute that its
writer gave, so that after going back one's own proposals are gone until then.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from markdownx.models import MarkdownxField

from guide.common.text_checks import CheckedText
from guide.films.models import TEXT_LENGTH, Film
from guide.gate.fields import MinuteField, is_minute
from guide.gate.visibility import Gate, GatedManager, UnguardedManager
from guide.passages.models import HANGS_ON, Attached, Beat, Evidence, Kind, Passage

LICENCE = "CC BY-SA 4.0"  # that of the guides
NOTE_LENGTH = 2_000  # characters of an editor's note


class ProposalKind(models.TextChoices):
    """What a reader proposes."""

    ANSWER = "answer", "answer"
    INTERPRETATION = "interpretation", "interpretation"
    DISPUTE = "dispute", "dispute"
    CORRECTION = "correction", "correction"


class State(models.TextChoices):
    """Where a proposal stands. The last three are for good."""

    WAITING = "waiting", "waiting"
    RETURNED = "returned", "returned with a note"
    ACCEPTED = "accepted", "accepted"
    REFUSED = "refused", "refused"
    WITHDRAWN = "withdrawn", "withdrawn"


OPEN = (State.WAITING, State.RETURNED)

_CORRECTS = ~Q(field="") & ~Q(digest="")
_TEXTS_OF_KIND = (
    Q(kind=ProposalKind.ANSWER, said_elsewhere="", field="", digest="")
    | Q(kind=ProposalKind.INTERPRETATION, said_elsewhere="", field="", digest="")
    & ~Q(title="")
    | Q(kind=ProposalKind.DISPUTE, field="", digest="")
    & ~Q(title="")
    & ~Q(said_elsewhere="")
    | Q(kind=ProposalKind.CORRECTION, title="", said_elsewhere="") & _CORRECTS
)
_WHAT_CAME = (
    ~Q(state=State.ACCEPTED) & Q(became__isnull=True)
    | Q(state=State.ACCEPTED, kind=ProposalKind.CORRECTION, became__isnull=True)
    | Q(state=State.ACCEPTED, became__isnull=False) & ~Q(kind=ProposalKind.CORRECTION)
)

MAY_CONCERN = {
    ProposalKind.ANSWER: (Kind.QUESTION,),
    ProposalKind.INTERPRETATION: (Kind.ENDING,),
    ProposalKind.DISPUTE: HANGS_ON[Kind.DISPUTE],
    ProposalKind.CORRECTION: tuple(Kind),
}
"""{kind: what a proposal of it may concern}. Triggers in the database say the same."""


class Proposal(Attached):
    """An answer, a reading, a dispute or a correction that a reader proposes.

    `passage` is what it concerns, and `became` what it was accepted as. A correction
    names the Markdown field, and keeps the digest of the text that it corrects: an
    editor's change in between is a conflict.
    `revision` counts how often its writer has sent it.
    """

    gate = Gate(own_minute=True, published_film=True, through=("passage",))
    markdown_fields = ("said_elsewhere", "text")

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", editable=False
    )
    film = models.ForeignKey(Film, models.CASCADE, related_name="+", editable=False)
    kind = models.CharField(max_length=14, choices=ProposalKind.choices)
    field = models.CharField(max_length=20, blank=True)
    digest = models.CharField(max_length=40, blank=True, editable=False)
    title = models.CharField(max_length=200, blank=True)
    said_elsewhere = MarkdownxField(max_length=TEXT_LENGTH, blank=True)
    text = MarkdownxField(max_length=TEXT_LENGTH)
    horizon = MinuteField()
    licence = models.CharField(max_length=20)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    revision = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField(default=timezone.now)
    note = models.TextField("editor’s note", max_length=NOTE_LENGTH, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    became = models.ForeignKey(
        Passage, models.PROTECT, related_name="+", null=True, blank=True
    )

    unguarded = UnguardedManager()
    objects = GatedManager()

    class Meta(Attached.Meta):
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=_TEXTS_OF_KIND, name="proposal_kind_has_its_texts"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="proposal_has_a_text"),
            models.CheckConstraint(
                condition=Q(licence=LICENCE), name="proposal_is_licensed"
            ),
            models.CheckConstraint(
                condition=is_minute("horizon"), name="proposal_horizon_is_a_minute"
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="proposal_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(State.RETURNED, State.REFUSED)) | ~Q(note=""),
                name="proposal_is_not_refused_in_silence",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(State.WAITING, State.WITHDRAWN))
                | Q(decided_at__isnull=False),
                name="proposal_is_decided_at_a_moment",
            ),
            models.CheckConstraint(condition=_WHAT_CAME, name="proposal_came_of"),
        ]
        indexes = [
            models.Index(fields=["reader", "state"], name="proposal_by_reader"),
            models.Index(fields=["state", "at"], name="proposal_queue"),
        ]

    def __str__(self):
        return self.title or " ".join(self.text.split()[:8])


class ProposedEvidence(CheckedText):
    """A beat that its writer names for or against what they propose."""

    gate = Gate(through=("proposal", "beat"))

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="+")
    beat = models.ForeignKey(Beat, models.CASCADE, related_name="+")
    stance = models.CharField(max_length=10, choices=Evidence.Stance.choices)
    note = models.CharField(max_length=300)

    unguarded = UnguardedManager()
    objects = GatedManager()

    class Meta:
        base_manager_name = "unguarded"
        default_manager_name = "unguarded"
        ordering = ["pk"]
        verbose_name_plural = "proposed evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(stance__in=Evidence.Stance.values),
                name="proposedevidence_stance_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(note=""), name="proposedevidence_has_a_note"
            ),
            models.UniqueConstraint(
                fields=["proposal", "beat"], name="proposedevidence_once"
            ),
        ]

    def __str__(self):
        return self.note
