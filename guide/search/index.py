"""What is searched: the folded words of every row, kept by signals as rows are saved.

Signals and not the verbs, since plain `loaddata` must be searchable too. The words
are folded here and not by the database, so that both databases find the same.
"""

import re

from django.db.models import QuerySet
from django.db.models.signals import post_save

from guide.entries.models import (
    Answer,
    Dispute,
    Ending,
    Entry,
    Interpretation,
    Question,
)
from guide.films.models import AlternativeTitle, Beat, Credit, Film
from guide.films.titles import fold
from guide.search.models import TARGETS, SearchDoc

LONGEST_WORD = 40  # letters; what is longer is no word


def words(text: str) -> list[str]:
    """The folded words of a text or a query, in order."""
    return [word[:LONGEST_WORD] for word in re.findall(r"[^\W_]+", fold(text))]


def listen() -> None:
    """Index every row when it is saved, whichever model or proxy saves it."""
    for model in (Beat, Ending, Entry, Interpretation, Question, Answer, Dispute):
        post_save.connect(_row_saved, sender=model, dispatch_uid=f"search-{model}")
    for model in (Film, AlternativeTitle, Credit):
        post_save.connect(_film_saved, sender=model, dispatch_uid=f"search-{model}")


def index_row(row: Beat | Ending | Entry | Dispute) -> None:
    """Write the words of one gated row."""
    title = getattr(row, "title", "")
    texts = [getattr(row, name) for name in row.markdown_fields]
    _write(row.film_id, [title], [title, *texts], row=row)


def index_film(film: Film) -> None:
    """Write the words of a film's public titles, makers and year."""
    titles = [film.title, film.original_title]
    titles += AlternativeTitle.objects.filter(film=film).values_list("title", flat=True)
    makers = Credit.objects.filter(film=film).values_list("person__name", flat=True)
    _write(film.pk, titles, [*titles, *makers, str(film.year)])


def rebuild() -> int:
    """Write everything anew; returns how many rows were indexed."""
    rows = 0
    for film in QuerySet(Film).all():
        index_film(film)
        rows += 1
    for model in (Beat, Ending, Entry, Dispute):
        for row in QuerySet(model).all():
            index_row(row)
            rows += 1
    return rows


def _write(film_key, titles, texts, row=None):
    key = dict.fromkeys(TARGETS) | {"film_id": film_key}
    if row is not None:
        key = {f"{row.gate.noun}_id": row.pk}
    SearchDoc.unguarded.update_or_create(
        **key,
        defaults={
            "film_id": film_key,
            "titles": " ".join(words(" ".join(titles))),
            "words": " ".join(words(" ".join(texts))),
        },
    )


def _row_saved(instance, **kwargs):
    index_row(instance)


def _film_saved(sender, instance, **kwargs):
    index_film(instance if sender is Film else instance.film)
