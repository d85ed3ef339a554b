"""A film as pages show it: the public facts of `guide.gate.public`, ready to print."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from guide.films import naming
from guide.films.models import AlternativeTitle, Credit, Film
from guide.films.palette import deep_and_bright
from guide.gate.progress import Progress
from guide.pages.genres import spoken
from guide.passages import markdown
from guide.passages.models import AlsoSpoils


@dataclass(frozen=True)
class FilmFacts:
    """What everybody may know of a film."""

    title: str
    beside: tuple[str, ...]  # other titles that stand beside it
    apart: str  # what tells it from another film of its title and year
    slug: str
    year: int
    runtime: int
    release: str
    genres: tuple[str, ...]
    original_title: str
    also_known_as: tuple[AlternativeTitle, ...]
    directed_by: tuple[str, ...]
    written_by: tuple[str, ...]
    cast: tuple[str, ...]
    after: str
    premise_html: SafeString
    deep: str
    bright: str
    same_as: tuple[str, ...]
    since: datetime | None

    @cached_property
    def dated(self) -> str:
        """Its year, and what else tells it apart."""
        return ", ".join(filter(None, [str(self.year), naming.within(self.apart)]))

    @cached_property
    def spoken(self) -> str:
        """Its title as it stands in a sentence."""
        return naming.within(self.title)

    @cached_property
    def told(self) -> str:
        """Its title, told apart."""
        return f"{self.spoken} ({self.dated})" if self.apart else self.spoken

    @cached_property
    def named(self) -> str:
        """Its title with the others that stand beside it."""
        others = [naming.within(name) for name in self.beside if name != self.apart]
        return f"{self.told} ({' · '.join(others)})" if others else self.told

    @cached_property
    def card_text(self) -> str:
        """What its card says."""
        return ", ".join(
            [self.spoken, str(self.year), *map(naming.within, self.beside)]
        )

    @cached_property
    def kinds(self) -> list[tuple[str, str]]:
        """Its genres, and how they are spoken."""
        return [(genre, spoken(genre)) for genre in self.genres]

    @cached_property
    def other_titles(self) -> list[str]:
        """Its alternative titles, each with its note."""
        return [
            f"{one.title} ({one.note})" if one.note else one.title
            for one in self.also_known_as
        ]

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

    @cached_property
    def share_url(self) -> str:
        return reverse("films:share", args=[self.slug])


def published_film(slug: str) -> Film:
    """The published film at an address, else the 404 that says nothing."""
    film = Film.objects.published().filter(slug=slug).first()
    if film is None:
        raise Http404
    return film


def facts(films: Iterable[Film]) -> list[FilmFacts]:
    """The public facts of some films, in their order; three queries."""
    films = list(films)
    apart = naming.told_apart(films, Film.objects.published())
    titles, people, after = defaultdict(list), defaultdict(list), defaultdict(list)
    for alternative in AlternativeTitle.objects.filter(film__in=films):
        titles[alternative.film_id].append(alternative)
    credits = Credit.objects.filter(film__in=films).select_related("person")
    for credit in credits.order_by("order", "person__sort_name"):
        people[credit.film_id, credit.role].append(credit.person.name)
        if credit.role == Credit.Role.SOURCE:
            after[credit.film_id].append(_after(credit))
    return [
        FilmFacts(
            title=film.title,
            beside=naming.beside(film, [other.title for other in titles[film.pk]]),
            apart=apart.get(film.pk, ""),
            slug=film.slug,
            year=film.year,
            runtime=film.runtime,
            release=film.release,
            genres=genres(film),
            original_title=film.original_title,
            also_known_as=tuple(titles[film.pk]),
            directed_by=tuple(people[film.pk, Credit.Role.DIRECTOR]),
            written_by=tuple(people[film.pk, Credit.Role.WRITER]),
            cast=tuple(people[film.pk, Credit.Role.CAST]),
            after=", ".join(after[film.pk]),
            premise_html=markdown.html(film, "premise"),
            deep=hues(film)[0],
            bright=hues(film)[1],
            same_as=same_as(film),
            since=film.published_at,
        )
        for film in films
    ]


def told(films: Iterable[Film]) -> dict[int, str]:
    """{key: title} of some films, told apart where two have one title and year."""
    films = list(films)
    apart = naming.told_apart(films, Film.objects.published())
    within = naming.within
    return {
        film.pk: f"{within(film.title)} ({film.year}, {within(apart[film.pk])})"
        if film.pk in apart
        else within(film.title)
        for film in films
    }


def beside(film: Film) -> tuple[str, ...]:
    """The titles that stand beside a film's own; one query."""
    others = AlternativeTitle.objects.filter(film=film)[:1]
    return naming.beside(film, others.values_list("title", flat=True))


def _after(credit: Credit) -> str:
    """What a film was made after; as the note, in the guides' own language."""
    if not credit.note:
        return credit.person.name
    with override(settings.GUIDE_LANGUAGE):
        return _("%(work)s by %(name)s") % {
            "work": credit.note,
            "name": credit.person.name,
        }


def genres(film: Film) -> tuple[str, ...]:
    """A film's genres, the first of which draws its card."""
    return tuple(g.strip() for g in film.genres.split(",") if g.strip())


def same_as(film: Film) -> tuple[str, ...]:
    """The film's pages elsewhere, by its public ids."""
    pages = {
        f"https://www.imdb.com/title/{film.imdb}/": film.imdb,
        f"https://www.themoviedb.org/movie/{film.tmdb}": film.tmdb,
        f"https://www.wikidata.org/wiki/{film.wikidata}": film.wikidata,
    }
    return tuple(page for page, known in pages.items() if known)


def hues(film: Film) -> tuple[str, str]:
    """The names of the film's darker and lighter hue, for the style sheet."""
    return deep_and_bright(film.colour_ground, film.colour_figure)


def announced(progress: Progress, film: Film) -> list[dict]:
    """Other films that something here also concerns, where that may be said."""
    links = AlsoSpoils.objects.announced_to(progress).filter(film=film)
    by = ("spoils__sort_title", "spoils__public_id")
    named = links.order_by(*by).distinct()
    keys = [key for key, *_ in named.values_list("spoils", *by)]
    films = Film.objects.published().in_bulk(keys) if keys else {}
    titles = told(films.values()) if films else {}
    return [
        {
            "title": titles[key],
            "url": reverse("films:detail", args=[films[key].slug]),
        }
        for key in keys
        if key in films
    ]
