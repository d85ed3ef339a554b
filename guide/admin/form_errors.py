"""What a form of the desk refuses, said at its top, each with the way to its field."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS


@dataclass(frozen=True)
class Problem:
    """One refusal: the id of the field or row on the page, its name, the sentence."""

    at: str
    field: str
    sentence: str


class TellsProblems:
    """For model admins: a page that was refused begins with what is to be mended."""

    def render_change_form(
        self, request, context, add=False, change=False, form_url="", obj=None
    ):
        context["problems"] = problems(context)
        return super().render_change_form(request, context, add, change, form_url, obj)


def problems(context: dict) -> list[Problem]:
    """All that the form of a page and the tables within it refuse, down the page."""
    found = list(of_form(context["adminform"].form))
    for inline in context["inline_admin_formsets"]:
        name, formset = inline.opts.verbose_name, inline.formset
        group = f"{formset.prefix}-group"
        found += [Problem(group, name, text) for text in formset.non_form_errors()]
        for number, form in enumerate(formset.forms, 1):
            found += of_form(form, f"{name} {number}", form.prefix)
    return found


def of_form(form, row="", at="") -> Iterator[Problem]:
    """All that one form refuses; `row` and `at` are its own name and place, if any."""
    for name, errors in form.errors.items():
        if name == NON_FIELD_ERRORS:
            place, field = at, row
        else:
            # Of a field in several boxes, a date and a time, it is the first.
            place = form[name].id_for_label or f"{form[name].auto_id}_0"
            field = f"{row}: {form[name].label}" if row else form[name].label
        for text in errors:
            yield Problem(place, field, text)
