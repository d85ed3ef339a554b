"""Where on the desk a row is edited."""

from django.urls import reverse

from guide.films.models import Film, GatedRow


def page_of(row: Film | GatedRow) -> str:
    """The path of its page; an entry's is that of its kind."""
    name = getattr(row, "kind", "") or row._meta.model_name
    return reverse(f"admin:guide_{name}_change", args=[row.pk])
