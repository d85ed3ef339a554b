"""Answers written on the page of their question; those there are have their own."""

from django.contrib import admin
from django.utils.html import format_html_join

from guide.admin.addresses import page_of
from guide.admin.fields import DeskFields
from guide.admin.forms import PartFormSet, RowForm
from guide.admin.visibility_in_words import who_sees, with_elsewhere
from guide.gate.horizon import SEEN
from guide.passages.models import Answer, Question


def links(question: Question) -> str:
    """The answers that a question has, each with who sees it."""
    rows = Answer.unguarded.filter(under=question.pk)
    rows = with_elsewhere(rows).select_related("film", "under")
    lines = ((page_of(row), row, who_sees(row)) for row in rows)
    return format_html_join("", '<p><a href="{}">{}</a>: {}</p>', lines) or "none yet"


class NewAnswerForm(RowForm):
    """An answer beside its question: without a minute it has that of the question."""

    def _post_clean(self):
        question = self.instance.under
        if question and self.cleaned_data.get("horizon", 0) is None:
            self.cleaned_data["horizon"] = question.horizon
            if question.horizon == SEEN:  # there is no minute left to check
                self.cleaned_data["horizon_checked"] = True
        super()._post_clean()


class NewAnswers(PartFormSet):
    """Answers to the question on the same page, which may not be stored yet."""

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.instance.under = self.instance
        form.instance.film = getattr(self.instance, "film", None)
        return form


class AnswerInline(DeskFields, admin.StackedInline):
    """Answers to be added."""

    model = Answer
    fk_name = "under"
    form = NewAnswerForm
    formset = NewAnswers
    extra = 0
    verbose_name_plural = "new answers"
    fields = ["text", ("horizon", "horizon_checked"), ("status", "byline")]
    classes = ["desk-answers"]

    def get_queryset(self, request):
        return super().get_queryset(request).none()

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.by = formset.form.by = request.user
        horizon = formset.form.base_fields.get("horizon")
        if horizon:  # a page that is only looked at has none
            horizon.help_text = "Empty: the minute of the question."
        return formset
