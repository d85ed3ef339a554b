"""Provenance: how a film's guide was made, said by the guide itself."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from guide.common.dates import DayField
from guide.films.how_made import How, how_is_known
from guide.films.models import Film, NaturalKey

EDITORS = "The editors of this site"
"""Who signs what nobody signs by name. Nobody is made up on this site."""


class Provenance(NaturalKey):
    """Who or what wrote a guide, what it was checked against, and who looked at it.

    Public facts (`guide.gate.public`): each is typed by a person or comes from a file,
    and none is counted from rows. Days are those of the site's time zone.
    """

    natural_key_fields = ("film__slug",)

    film = models.OneToOneField(Film, models.CASCADE, related_name="+")
    written_by = models.CharField(
        max_length=100,
        help_text="A person by name, or what machine: “a language model”.",
    )
    how = models.CharField("how it was made", max_length=16, choices=How.choices)
    checked_against = models.CharField(
        max_length=300,
        blank=True,
        help_text="Which kinds of sources, for readers: “14 published sources: two "
        "plot summaries, the screenplay, four reviews”. Nothing of the plot: everybody "
        "reads it.",
    )
    checked_on = DayField(null=True, blank=True)
    minutes_checked_by = models.CharField(
        max_length=100,
        blank=True,
        help_text="Who checked its minutes at the film. Empty: nobody yet.",
    )
    reviewed_by = models.CharField(
        max_length=100, blank=True, help_text="Empty: nobody yet."
    )
    corrected_on = DayField(
        "last corrected by hand",
        null=True,
        blank=True,
        editable=False,
        help_text="The day on which a person last changed a text that is published.",
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "provenance"
        constraints = [
            how_is_known("provenance"),
            models.CheckConstraint(
                condition=~Q(written_by=""),
                name="provenance_names_its_writer",
                violation_error_message="Say who or what wrote it.",
            ),
            models.CheckConstraint(
                condition=Q(checked_on=None) | ~Q(checked_against=""),
                name="provenance_checked_against_something",
                violation_error_message="Say what it was checked against on that day.",
            ),
        ]

    def __str__(self):
        return f"{self.get_how_display()}, by {self.written_by}"
