"""A film as pages show it: the public facts of `guide.gate.public`, ready to print."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString

from guide.entries import markdown
from guide.films.models import AlternativeTitle, Credit, Film
from guide.films.palette import deep_and_bright


@dataclass(frozen=True)
class FilmFacts:
    """What everybody may know of a film."""

    title: str
    slug: str
    year: int
    runtime: int
    release: str
    genres: tuple[str, ...]
    also_known_as: tuple[str, ...]
    directed_by: tuple[str, ...]
    written_by: tuple[str, ...]
    after: str
    premise_html: SafeString
    deep: str
    bright: str

    @cached_property
    def url(self) -> str:
        return reverse("films:detail", args=[self.slug])

    @cached_property
    def ending_url(self) -> str:
        return reverse("endings:detail", args=[self.slug])

    @cached_property
    def progress_url(self) -> str:
        return reverse("progress:set", args=[self.slug])

    @cached_property
    def card_url(self) -> str:
        return reverse("films:card", args=[self.slug])


def published_film(slug: str) -> Film:
    """The published film at an address, else the 404 that says nothing."""
    film = Film.objects.published().filter(slug=slug).first()
    if film is None:
        raise Http404
    return film


def facts(films: Iterable[Film]) -> list[FilmFacts]:
    """The public facts of some films, in their order; two queries."""
    films = list(films)
    titles, people, after = defaultdict(list), defaultdict(list), defaultdict(list)
    for alternative in AlternativeTitle.objects.filter(film__in=films):
        titles[alternative.film_id].append(alternative.title)
    credits = Credit.objects.filter(film__in=films).select_related("person")
    for credit in credits.order_by("order", "person__sort_name"):
        people[credit.film_id, credit.role].append(credit.person.name)
        if credit.role == Credit.Role.SOURCE:
            by = f"{credit.note} by " if credit.note else ""
            after[credit.film_id].append(by + credit.person.name)
    return [
        FilmFacts(
            title=film.title,
            slug=film.slug,
            year=film.year,
            runtime=film.runtime,
            release=film.release,
            genres=genres(film),
            also_known_as=tuple(titles[film.pk]),
            directed_by=tuple(people[film.pk, Credit.Role.DIRECTOR]),
            written_by=tuple(people[film.pk, Credit.Role.WRITER]),
            after=", ".join(after[film.pk]),
            premise_html=markdown.html(film, "premise"),
            deep=hues(film)[0],
            bright=hues(film)[1],
        )
        for film in films
    ]


def genres(film: Film) -> tuple[str, ...]:
    """A film's genres, the first of which draws its card."""
    return tuple(g.strip() for g in film.genres.split(",") if g.strip())


def hues(film: Film) -> tuple[str, str]:
    """The names of the film's darker and lighter hue, for the style sheet."""
    return deep_and_bright(film.colour_ground, film.colour_figure)
