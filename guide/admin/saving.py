"""How pages of the desk are saved: under a lock, with conflicts told, nothing lost.

What a save finds is locked before it is compared, so that of two saves at the same
moment the second sees the first. The browser is told when what it kept was saved.
"""

import re
from itertools import chain

from django.contrib import messages
from django.db import connection
from django.template.response import TemplateResponse

from guide.admin import edit_conflicts, spoilers
from guide.common.locking import locked
from guide.films.models import Film

TYPED = "_typed"  # what the browser calls what it keeps (static/admin/typed.js)
_OF_FORMSETS = {"TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS", "id"}
_TYPED_NAME = re.compile(r"[a-z0-9]{1,40}")


class SavesUnderLock:
    """For model admins whose forms are `edit_conflicts.VersionedForm`s."""

    class Media:
        css = {"all": ["admin/desk.css"]}

    def get_object(self, request, object_id, from_field=None):
        row = super().get_object(request, object_id, from_field)
        if row is None or not is_saved(request):
            return row
        lock(row)
        return super().get_object(request, object_id, from_field)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        every = [form, *chain.from_iterable(formsets)]
        told = [f"“{one.instance}”" for one in every if one.left_alone]
        told += chain.from_iterable(f.dropped for f in formsets)
        if told:
            sentence = f"Left as others have changed it meanwhile: {'; '.join(told)}."
            self.message_user(request, sentence, messages.INFO)

    def render_change_form(
        self, request, context, add=False, change=False, form_url="", obj=None
    ):
        rows = [inline.formset for inline in context["inline_admin_formsets"]]
        every = [context["adminform"].form, *chain.from_iterable(rows)]
        told = [form.conflict for form in every if form.conflict]
        context["conflicts"] = {
            "versions": edit_conflicts.versions_of(every),
            "typed": typed_name(request),
            "rows": [*told, *chain.from_iterable(f.conflicts for f in rows)],
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    # These two come after a save, and not after a look at what is typed.

    def response_add(self, request, obj, post_url_continue=None):
        request.was_saved = True
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        request.was_saved = True
        return super().response_change(request, obj)

    def message_user(
        self, request, message, level=messages.INFO, extra_tags="", *args, **kwargs
    ):
        if getattr(request, "was_saved", False):
            row = getattr(request, "saved", None)
            checked = spoilers.saved_tag(row) if row else ""
            extra_tags = f"{extra_tags} {checked} {saved_tag(request)}".strip()
        super().message_user(request, message, level, extra_tags, *args, **kwargs)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """What was typed into a row that is gone comes back, to be copied."""
        if request.method != "POST":
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        who, when = edit_conflicts.deletion(self.model, object_id)
        context = self.admin_site.each_context(request) | {
            "title": f"This {opts.verbose_name} is gone",
            "opts": opts,
            "who": who,
            "when": when,
            "typed": list(_texts(request.POST)),
        }
        return TemplateResponse(request, "admin/guide/gone.html", context, status=404)


def is_saved(request) -> bool:
    """Whether a request may write, within the transaction that would."""
    return request.method == "POST" and connection.in_atomic_block


def lock(row) -> None:
    """Wait for whoever saves this row, or anything on the page of its film, and keep
    others waiting. Nothing that readers do waits for it: keys do not change."""
    film = row if isinstance(row, Film) else getattr(row, "film", None)
    for one in dict.fromkeys(filter(None, (film, row))):
        list(locked(type(one)._base_manager.filter(pk=one.pk)).values_list("pk"))


def typed_name(request) -> str:
    """How the browser calls what was posted; empty if it keeps nothing."""
    name = request.POST.get(TYPED, "")
    return name if _TYPED_NAME.fullmatch(name) else ""


def saved_tag(request) -> str:
    """The tag of a message that tells the browser to keep it no longer."""
    name = typed_name(request)
    return f"typed-{name}" if name else ""


def _texts(posted):
    """(field, text) of all that a form said, without what no person typed."""
    for name, value in posted.items():
        asked = name.rpartition("-")[2]
        of_form = name.startswith(("_", "csrf", "initial-")) or asked in _OF_FORMSETS
        of_form = of_form or "__prefix__" in name  # a row that was never added
        if value and not of_form:
            yield name.replace("_", " "), value
