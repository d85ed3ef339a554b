"""Keeps the key by which lists order a film: made wherever one is saved without it.

A signal and not the verb, since plain `loaddata` makes films too.
"""

from django.db.models import QuerySet
from django.db.models.signals import post_migrate, pre_save

from guide.films.models import TITLE_LENGTH, Film
from guide.films.titles import sort_key


def listen() -> None:
    """Fill in the key of a film that is saved, and those that a migration emptied
    because the rule has changed."""
    pre_save.connect(_settle, sender=Film, dispatch_uid="sort-film")
    post_migrate.connect(_fill, dispatch_uid="sort-fill")


def made_from(title: str) -> str:
    """The key of a title, as long as the field is."""
    return sort_key(title)[:TITLE_LENGTH]


def _settle(instance, **kwargs):
    instance.sort_title = instance.sort_title or made_from(instance.title)


def _fill(sender, **kwargs):
    if sender.name == "guide":
        for film in QuerySet(Film).filter(sort_title=""):
            QuerySet(Film).filter(pk=film.pk).update(sort_title=made_from(film.title))
