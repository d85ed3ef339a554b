"""Ending: a film’s ending explained, for one cut."""

from django.db import models
from django.db.models import F, Q
from markdownx.models import MarkdownxField
from simple_history.models import HistoricalRecords

from guide.films.models import TEXT_LENGTH, GatedRow, gated_constraints
from guide.gate.visibility import Gate, GatedManager, UnguardedManager


class Ending(GatedRow):
    """One cut's ending: in brief, what happens, somebody's take, in sum."""

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
                condition=~Q(status="retired"),
                name="ending_once_a_cut",
                violation_error_message="This cut has an ending already.",
            ),
            models.UniqueConstraint(
                fields=["film"],
                condition=Q(cut=None) & ~Q(status="retired"),
                name="ending_once_of_the_reference",
                violation_error_message="The reference release has an ending already.",
            ),
            models.CheckConstraint(
                condition=Q(take="") | ~Q(take_author=""),
                name="ending_take_has_an_author",
                violation_error_message="Say whose take it is.",
            ),
        ]

    def __str__(self):
        return f"The ending of {self.film}" + (f", {self.cut}" if self.cut_id else "")
