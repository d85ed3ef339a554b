"""SearchDoc: the words of one gated row, or of a film's public titles."""

from django.db import models

from guide.entries.models import HangsOnAnyRow, exactly_one, none_of
from guide.gate.visibility import Gate, GatedManager, UnguardedManager

TARGETS = HangsOnAnyRow.row_nouns


class SearchDoc(models.Model):
    """The folded words of a row. Shows where the row shows; a film's own always."""

    gate = Gate("searchdoc", through=TARGETS, published_film=True)
    gate_tables = ("guide_searchdoc_fts",)  # SQLite's full-text index over it

    film = models.ForeignKey("Film", models.CASCADE, related_name="+")
    beat = models.OneToOneField(
        "Beat", models.CASCADE, related_name="+", null=True, blank=True
    )
    ending = models.OneToOneField(
        "Ending", models.CASCADE, related_name="+", null=True, blank=True
    )
    entry = models.OneToOneField(
        "Entry", models.CASCADE, related_name="+", null=True, blank=True
    )
    dispute = models.OneToOneField(
        "Dispute", models.CASCADE, related_name="+", null=True, blank=True
    )
    titles = models.TextField(help_text="folded words of the titles")
    words = models.TextField(help_text="folded words of titles and text")

    unguarded = UnguardedManager()
    objects = GatedManager()

    class Meta:
        base_manager_name = "unguarded"
        default_manager_name = "unguarded"
        constraints = [
            models.UniqueConstraint(
                fields=["film"],
                condition=none_of(*TARGETS),
                name="searchdoc_once_a_film",
            ),
            models.CheckConstraint(
                condition=none_of(*TARGETS) | exactly_one(*TARGETS),
                name="searchdoc_of_at_most_one_row",
            ),
        ]

    def __str__(self):
        return self.titles
