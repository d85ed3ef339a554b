"""What is searched: the folded words of every row, kept by signals as rows change.

Signals and not the verbs, since plain `loaddata` must be searchable too. The words
are folded here and not by the database, so that both databases find the same.
"""

from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_migrate, post_save

from guide.common.text_folding import spellings, words
from guide.films.models import AlternativeTitle, Credit, Film, Person
from guide.passages.models import Entry, Passage
from guide.search.models import SearchDoc


def listen() -> None:
    """Index every row when it is saved, whichever model or proxy saves it; and what a
    migration left without words, since the fold has changed."""
    for model in (Passage, Entry, *Passage.of_kind.values()):
        post_save.connect(_row_saved, sender=model, dispatch_uid=f"search-{model}")
    for model in (Film, AlternativeTitle, Credit):
        post_save.connect(_film_saved, sender=model, dispatch_uid=f"search-{model}")
    for model in (AlternativeTitle, Credit):
        post_delete.connect(_part_gone, sender=model, dispatch_uid=f"search-{model}")
    post_save.connect(_person_saved, sender=Person, dispatch_uid="search-person")
    post_migrate.connect(_fill, dispatch_uid="search-fill")


def index_passage(row: Passage, is_new: bool = False) -> None:
    """Write the words of one passage; of a new one, none are there yet."""
    title = row.title
    texts = [getattr(row, name) for name in row.markdown_fields]
    said = [word for text in texts for word in words(text)]
    _write(row.film_id, words(title), [*words(title), *said], row, is_new)


def index_film(film: Film) -> None:
    """Write the words of a film's public titles, makers and year."""
    titles = [film.title, film.original_title]
    titles += AlternativeTitle.objects.filter(film=film).values_list("title", flat=True)
    people = Credit.objects.filter(film=film).values_list("person__name", flat=True)
    spelt = [word for title in titles for word in spellings(title)]
    names = [word for name in people for word in spellings(name)]
    _write(film.pk, spelt, [*spelt, *names, str(film.year)])


def rebuild() -> int:
    """Write everything anew; returns how many rows were indexed."""
    rows = 0
    for film in QuerySet(Film).all():
        index_film(film)
        rows += 1
    for row in QuerySet(Passage).all():
        index_passage(row)
        rows += 1
    return rows


def _write(film_key, titles, everything, row=None, is_new=False):
    key = {"film_id": film_key, "passage": None} if row is None else {"passage": row}
    said = {
        "film_id": film_key,
        "titles": " ".join(titles),
        "words": " ".join(everything),
    }
    if is_new:
        SearchDoc.unguarded.create(**key | said)
    else:
        SearchDoc.unguarded.update_or_create(**key, defaults=said)


def _row_saved(instance, created, **kwargs):
    index_passage(instance, is_new=created)


def _film_saved(sender, instance, **kwargs):
    index_film(instance if sender is Film else instance.film)


def _part_gone(instance, **kwargs):
    if film := QuerySet(Film).filter(pk=instance.film_id).first():
        index_film(film)


def _person_saved(instance, created, **kwargs):
    if not created:
        credited = Credit.objects.filter(person=instance).values("film")
        for film in QuerySet(Film).filter(pk__in=credited):
            index_film(film)


def _fill(sender, **kwargs):
    if sender.name == "guide":
        empty = SearchDoc.unguarded.filter(words="")
        for doc in empty.select_related("film", "passage"):
            if doc.passage:
                index_passage(doc.passage)
            else:
                index_film(doc.film)
