"""What every form of the desk shares: its fields, and choices of the same film."""

from django.conf import settings
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import QuerySet, URLField
from django.utils.html import format_html
from django.utils.text import capfirst
from markdownx.models import MarkdownxField
from markdownx.widgets import AdminMarkdownxWidget

from guide.admin import minutes
from guide.admin.addresses import number
from guide.admin.choosers import FilmField
from guide.films.models import Film
from guide.films.naming import with_maker
from guide.passages.models import HANGS_ON, Beat, Kind, Passage, Question

BELONGING = {"cut", "under", "passage", "beat"}
"""Foreign keys whose rows must be of the same film."""


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
    """For model admins and inlines: minutes as editors type them, Markdown, and each
    column of a passage as its kind has it."""

    formfield_overrides = {MarkdownxField: {"widget": DeskMarkdown}}

    class Media:
        css = {"all": ["admin/desk.css", "admin/phone.css"]}
        js = ["admin/markdown.js", "admin/spoilers.js", "admin/labels.js"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if issubclass(self.model, Passage):
            kwargs |= _as_its_kind_has_it(self.model, db_field)
        if db_field.name in minutes.NAMES:
            return minutes.formfield(db_field, **kwargs)
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
        if db_field.name == "under":
            kwargs["queryset"] = _places(self.model)
            if self.model is Question:
                kwargs["empty_label"] = "none: the film before its ending"
        if db_field.name == "cut":
            kwargs["empty_label"] = "none: the reference release"
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def _as_its_kind_has_it(model, db_field) -> dict:
    """What a form says of a column, and whether it asks for it."""
    column = model.columns.get(db_field.name)
    if column is None:
        return {}
    told = {"label": capfirst(model.called(db_field.name))}
    if model is Beat and db_field.name == "minute":
        told["label"] = "Begins"  # what it tells has a minute of its own
    if column.hint:
        told["help_text"] = column.hint
    return told | ({"required": True} if column.required else {})


def _places(model) -> QuerySet[Passage]:
    """What a passage of a kind may hang on, kind by kind."""
    kinds = HANGS_ON[model.KINDS[0]]
    if len(kinds) > 1:
        rows = Passage.unguarded.filter(kind__in=kinds)
        rows = rows.order_by("kind", "minute", "order", *Passage._meta.ordering)
    else:
        rows = Passage.of_kind[kinds[0]].unguarded.all()
    return rows.select_related("film", "cut")


def film_of(request, row=None) -> Film | None:
    """The film that a form is about: its row's, or the one posted or preset."""
    if row is not None:
        return row if isinstance(row, Film) else row.film
    asked = request.POST or request.GET
    if film := _named(Film, asked.get("film")):
        return film
    under = _named(Passage, asked.get("under"))
    return under and under.film


def rested_on(request) -> Passage | None:
    """What an address presets that a row hangs on: `?under=3`; None without one."""
    return _named(Passage, request.GET.get("under"))


def keep_to_film(fields, film: Film | None, *, once: bool = False) -> None:
    """Limit choices to rows of the film; of no film, there are none to choose.

    once: for the forms of a table, which all offer the same: they are asked for once.
    """
    for name in BELONGING & fields.keys():
        field, rows = fields[name], fields[name].queryset
        field.queryset = rows.filter(film=film) if film else rows.none()
        field.label_from_instance = _with_kind if rows.model is Passage else label
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
    if not isinstance(row, Passage):
        return str(row)
    named = row.kind in (Kind.BEAT, Kind.ENDING)  # as what it is
    return _name(row) if named else _with_kind(row)


def _with_kind(row):
    """A passage among those of all kinds: `beat · 47 · A day undone`."""
    return f"{row.kind} · {_name(row)}"


def _name(row):
    is_beat = row.kind == Kind.BEAT
    return f"{minutes.figure(row.minute)} · {row.title}" if is_beat else str(row)


def _named(model, key):
    pk = number(key)
    return None if pk is None else model._base_manager.filter(pk=pk).first()
