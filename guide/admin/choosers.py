"""Films as the desk's choosers name them: two of one title are told apart."""

from django import forms
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.utils.text import slugify

from guide.films.models import Film


class FilmField(forms.ModelChoiceField):
    """A choice among films; given `with_maker`, it knows who made them."""

    def label_from_instance(self, film):
        return label(film)


class Choices(AutocompleteJsonView):
    """What a chooser offers while somebody types."""

    def serialize_result(self, obj, to_field_name):
        result = super().serialize_result(obj, to_field_name)
        return result | {"text": label(obj)} if isinstance(obj, Film) else result


def mark(film: Film) -> str:
    """What tells a film from another of its title: the original one, else the maker."""
    original = film.original_title if film.original_title != film.title else ""
    return original or getattr(film, "maker", None) or ""


def label(film: Film) -> str:
    """Title, year and mark, and the address where it is not the one that title and year
    make."""
    told = ", ".join(filter(None, [str(film.year), mark(film)]))
    usual = film.slug == slugify(f"{film.title} {film.year}")
    return f"{film.title} ({told})" + ("" if usual else f" · {film.slug}")
