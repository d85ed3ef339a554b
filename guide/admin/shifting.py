"""The page that moves all minutes of a guide from one on: shown first, done, undone."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache

from guide.admin.minutes import MinuteFormField, figure
from guide.films.models import Film
from guide.passages import shifting
from guide.readers.roles import PUBLISH, may


class ShiftForm(forms.Form):
    """From where on, and by how much."""

    since = MinuteFormField(label="All minutes from")
    by = forms.IntegerField(
        label="move by",
        min_value=-600,
        max_value=600,
        help_text="Minutes: 3 moves them later, -3 earlier. “Seen” stays.",
    )


def address(film: Film) -> str:
    """Where a film's minutes are moved."""
    return reverse("shift", args=[film.pk])


@never_cache
def page(request, pk: int):
    """What a move would do; POST does it, or undoes the last one."""
    if not may(request.user, PUBLISH):
        raise PermissionDenied
    film = get_object_or_404(Film.unguarded, pk=pk)
    if request.method == "POST" and "undo" in request.POST:
        return _undone(request, film)
    asked = request.POST or request.GET or None
    form, moves = ShiftForm(asked), []
    if form.is_valid():
        since, by = form.cleaned_data["since"], form.cleaned_data["by"]
        try:
            if request.method == "POST":
                shifting.move(film, since, by, who=request.user)
                messages.success(request, "Moved. You can undo it on this page.")
                return HttpResponseRedirect(address(film))
            moves = shifting.moves(film, since, by)
        except ValidationError as error:
            form.add_error(None, error)
    context = admin.site.each_context(request) | {
        "title": "Move minutes",
        "film": film,
        "form": form,
        "lines": [_line(move) for move in moves],
        "last": shifting.last(film),
    }
    return TemplateResponse(request, "admin/guide/shift.html", context)


def _undone(request, film):
    try:
        number = shifting.undo(film, request.POST["undo"], who=request.user)
    except ValidationError as error:
        messages.error(request, f"Nothing was undone. {' '.join(error.messages)}")
    else:
        messages.success(request, f"Moved back: {number}.")
    return HttpResponseRedirect(address(film))


def _line(move):
    """(what, its minutes before and after) in words."""
    told = [
        f"{name} {figure(before)} → {figure(after)}"
        for name, (before, after) in move.minutes.items()
    ]
    return move.row, ", ".join(told)
