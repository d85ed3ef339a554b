"""By what names a film goes, and how two of one title and year are told apart."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from unicodedata import bidirectional

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import ngettext

from guide.common.text_folding import fold
from guide.films.models import Credit, Film


def beside(film: Film, others: Iterable[str]) -> tuple[str, ...]:
    """What stands beside a film's title: the original one, and the first of its other
    titles, as far as they say anything else."""
    known, names = {fold(film.title)}, []
    for name in (film.original_title, next(iter(others), "")):
        if name and fold(name) not in known:
            known.add(fold(name))
            names.append(name)
    return tuple(names)


def within(title: str) -> str:
    """A title as it stands in a sentence: one that has letters which run to the left
    would turn the brackets and numbers beside it, so it is set apart."""
    turns = any(bidirectional(char) in ("R", "AL") for char in title)
    return f"\u2068{title}\u2069" if turns else title


def with_maker(films: QuerySet) -> QuerySet:
    """With the first director of each, as `maker`."""
    directors = Credit.objects.filter(film=OuterRef("pk"), role=Credit.Role.DIRECTOR)
    names = directors.order_by("order", "person__sort_name").values("person__name")
    return films.annotate(maker=Subquery(names[:1]))


def told_apart(films: Iterable[Film], among: QuerySet) -> dict[int, str]:
    """{key: what tells it apart} of those films that share title and year with another
    of `among`; one query. The original title does, else the maker, else the runtime,
    and where two agree in all of these, the address."""
    films = list(films)
    alike = defaultdict(list)
    same = among.filter(
        title__in={film.title for film in films}, year__in={film.year for film in films}
    )
    for film in with_maker(same):
        alike[film.title, film.year].append(film)
    return {
        film.pk: _mark(film, alike[film.title, film.year])
        for film in films
        if len(alike[film.title, film.year]) > 1
    }


def _mark(film, alike):
    """The first of a film's marks that none of the others has."""
    ours = next((list(_marks(one)) for one in alike if one.pk == film.pk), [film.slug])
    others = {mark for one in alike if one.pk != film.pk for mark in _marks(one)}
    return next((mark for mark in ours if mark not in others), film.slug)


def _marks(film) -> Iterator[str]:
    if film.original_title and film.original_title != film.title:
        yield film.original_title
    if film.maker:
        yield film.maker
    minutes = {"runtime": film.runtime}
    yield ngettext("%(runtime)s minute", "%(runtime)s minutes", film.runtime) % minutes
    yield film.slug
