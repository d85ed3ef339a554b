"""What every form of the desk shares: its fields, and choices of the same film."""

from django.conf import settings
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import URLField
from django.utils.html import format_html
from markdownx.models import MarkdownxField
from markdownx.widgets import AdminMarkdownxWidget

from guide.admin import minutes
from guide.admin.addresses import number
from guide.admin.choosers import FilmField
from guide.entries.models import Dispute, Ending, Entry, Question
from guide.films.models import Beat, Cut, Film
from guide.films.naming import with_maker

BELONGING = {
    "cut": Cut.objects.all,
    "beat": Beat.unguarded.all,
    "ending": Ending.unguarded.select_related("film", "cut").all,
    "parent": Question.unguarded.all,
    "entry": Entry.unguarded.all,
}
"""Foreign keys whose rows must be of the same film, and where the rows are found."""

_PRESETS = {"ending": Ending, "parent": Entry, "entry": Entry, "beat": Beat}


class DeskMarkdown(AdminMarkdownxWidget):
    """Markdown with its preview, which our own script draws."""

    class Media:
        extend = False
        css = {"all": ["markdownx/admin/css/markdownx.min.css"]}
        js = ["admin/markdown.js"]


class FoldedMarkdown(DeskMarkdown):
    """Markdown under a line to open; its preview waits until then."""

    def render(self, name, value, attrs=None, renderer=None):
        inner = super().render(name, value, dict(attrs or {}), renderer)
        return format_html(
            '<details class="desk-fold"{}><summary>{}</summary>{}</details>',
            "" if value else format_html(" {}", "open"),
            " ".join((value or "Text").split())[:140],
            inner,
        )


class DeskFields:
    """For model admins and inlines: minutes as editors type them, Markdown."""

    formfield_overrides = {MarkdownxField: {"widget": DeskMarkdown}}

    class Media:
        css = {"all": ["admin/desk.css", "admin/phone.css"]}
        js = ["admin/markdown.js", "admin/spoilers.js", "admin/labels.js"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in minutes.NAMES:
            field = minutes.formfield(db_field)
            if db_field.model is Beat and db_field.name == "minute":
                field.label = "Begins"  # what it tells has a minute of its own
            return field
        if db_field.name == "publish_at":
            kwargs["help_text"] = f"In the site’s time zone, {settings.TIME_ZONE}."
        if db_field.name in ("held", "cleared"):  # readers may hold it meanwhile
            kwargs["show_hidden_initial"] = True
        if isinstance(db_field, URLField):
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.related_model is Film:
            kwargs |= {"form_class": FilmField, "queryset": with_maker(Film.unguarded)}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def film_of(request, row=None) -> Film | None:
    """The film that a form is about: its row's, or the one posted or preset."""
    if row is not None:
        return row if isinstance(row, Film) else row.film
    asked = request.POST or request.GET
    if film := _named(Film, asked.get("film")):
        return film
    for noun, model in _PRESETS.items():
        if other := _named(model, asked.get(noun)):
            return other.film
    return None


def rested_on(request):
    """The gated row that an address presets: `?parent=3`; None without one."""
    found = (_named(model, request.GET.get(n)) for n, model in _PRESETS.items())
    return next(filter(None, found), None)


def keep_to_film(fields, film: Film | None, *, once: bool = False) -> None:
    """Limit choices to rows of the film; of no film, there are none to choose.

    once: for the forms of a table, which all offer the same: they are asked for once.
    """
    for name in BELONGING.keys() & fields.keys():
        rows, field = BELONGING[name](), fields[name]
        field.queryset = rows.filter(film=film) if film else rows.none()
        field.label_from_instance = label
        if once:
            field.choices = list(field.choices)
    for name in {"film", "spoils", *BELONGING} & fields.keys():
        _without_shortcuts(fields[name].widget)


def _without_shortcuts(widget):
    # "Add" and "change" beside a choice would know nothing of the film.
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget.can_add_related = widget.can_change_related = False
        widget.can_delete_related = widget.can_view_related = False


def label(row) -> str:
    """A row as a choice reads: `47 · A day undone`, or `question · Who is it?`."""
    if isinstance(row, Beat):
        return f"{minutes.figure(row.minute)} · {row.title}"
    if isinstance(row, Entry | Dispute):
        return f"{getattr(row, 'kind', 'dispute')} · {row}"
    return str(row)


def _named(model, key):
    pk = number(key)
    return None if pk is None else model._base_manager.filter(pk=pk).first()
