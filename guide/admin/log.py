"""The list of what was published, retired, discounted and all else, by whom."""

from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache

from guide.admin.addresses import number
from guide.admin.changes import lines
from guide.admin.choosers import FilmField
from guide.admin.colleagues import called
from guide.admin.history import MOST, page_number
from guide.editorial import history
from guide.films.models import Film
from guide.films.naming import with_maker
from guide.passages.models import Passage
from guide.readers.models import Reader
from guide.readers.roles import may

DISCOUNTS = "guide.view_discount"


class LogForm(forms.Form):
    """What the list is narrowed to."""

    what = forms.ChoiceField(required=False)
    # No films yet: a reader's request may be the one that imports this module.
    film = FilmField(None, required=False)
    by = forms.ChoiceField(required=False, label="Who")

    def __init__(self, data, *, judgements: bool):
        film, by = data.get("film", ""), data.get("by", "")
        data = {"what": data.get("what", ""), "film": number(film), "by": by}
        super().__init__(data)
        self.judgements = judgements
        told = history.EVENTS.items()
        self.fields["what"].choices = [
            ("", "everything"),
            *((n, e.words) for n, e in told if judgements or e.tables[0] in _GUIDES),
        ]
        self.fields["film"].widget = AutocompleteSelect(
            Passage._meta.get_field("film"), admin.site, {"data-width": "20em"}
        )
        self.fields["film"].queryset = with_maker(Film.unguarded.all())
        self.fields["by"].choices = [
            ("", "anybody"),
            (history.COMMAND, "a command, or nobody named"),
            *_people(number(by)),
        ]

    def asked(self) -> history.Asked:
        """What was asked for, as far as there is such a thing."""
        self.is_valid()
        said = self.cleaned_data
        film = said.get("film")
        return history.Asked(
            what=said.get("what", ""),
            film=film.pk if film else None,
            by=said.get("by", ""),
            judgements=self.judgements,
        )


_GUIDES = set(history.RECORDED)


@never_cache
def log(request):
    """Every change of every guide, newest first, for all who write them.

    Discounts of votes are told to those alone who may look at them.
    """
    if not request.user.has_perm("guide.view_film"):
        raise PermissionDenied
    form = LogForm(request.GET, judgements=may(request.user, DISCOUNTS))
    at, asked = page_number(request), form.asked()
    found = history.everywhere(asked, (at - 1) * MOST, MOST)
    kept = {"what": asked.what, "film": asked.film, "by": asked.by}
    context = admin.site.each_context(request) | {
        "title": "What was done",
        "form": form,
        "media": form.media,
        "lines": lines(found.changes, words=False),
        "query": urlencode({name: value for name, value in kept.items() if value}),
        "newer": at - 1,
        "older": at + 1 if found.more else 0,
    }
    return TemplateResponse(request, "admin/guide/log.html", context)


def _people(chosen):
    """Who works at the desk, and the one asked for, who may have left it."""
    found = Reader.objects.filter(Q(is_staff=True) | Q(pk=chosen))
    return sorted(((str(r.pk), called(r)) for r in found), key=lambda one: one[1])
