"""SearchDoc: the words of one passage, or of a film's public titles."""

from django.db import models
from django.db.models import Q

from guide.gate.visibility import Gate, GatedManager, UnguardedManager


class SearchDoc(models.Model):
    """The folded words of a passage. Shows where that shows; a film's own always."""

    gate = Gate(through=("passage",), published_film=True)
    gate_tables = ("guide_searchdoc_fts",)  # SQLite's full-text index over it

    film = models.ForeignKey("Film", models.CASCADE, related_name="+")
    passage = models.OneToOneField(
        "Passage", models.CASCADE, related_name="+", null=True, blank=True
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
                condition=Q(passage=None),
                name="searchdoc_once_a_film",
            ),
        ]

    def __str__(self):
        return self.titles
