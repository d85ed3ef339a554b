"""Seeded: what a guide file last wrote, so that an editor's change is not undone."""

from django.db import models


class Seeded(models.Model):
    """The digests of one row's fields as a guide file last wrote them.

    A field whose digest no longer fits was changed by an editor; `seed --update`
    leaves it alone.
    """

    model = models.CharField(max_length=40)
    key = models.CharField(max_length=300)
    film_slug = models.CharField(max_length=120)
    digests = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["model", "key"], name="seeded_once")
        ]

    def __str__(self):
        return f"{self.model} {self.key}"
