"""The lint on the desk: what may tell too early, beside its field and as a list."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from guide.admin.addresses import number, page_of
from guide.admin.minutes import MinuteFormField
from guide.editorial import lint
from guide.films.models import TEXT_LENGTH, Film, GatedRow
from guide.readers.roles import WAVE, may


@dataclass(frozen=True)
class Line:
    """One finding, as the desk's pages list it."""

    finding: lint.Finding

    @property
    def place(self) -> str:
        """The row that it is in, and its minute."""
        return lint.place(self.finding.row)

    @property
    def address(self) -> str:
        """The page that edits the row."""
        row = self.finding.row
        return page_of(row) if row.pk else ""

    @property
    def letting(self) -> str:
        """The page that lets it stand."""
        noun, key = lint.key_of(self.finding.row)
        return reverse("spoilers-of-row", args=[noun, key]) if key else ""

    @property
    def noun(self) -> str:
        return lint.key_of(self.finding.row)[0]

    @property
    def quoted(self) -> tuple[str, str, str]:
        """The sentence: before the word, the word, after it."""
        return self.finding.quote.partition(self.finding.word)


def of_film(film: Film) -> list[Line]:
    """All that may tell too early in a film's guide; what may stand comes last."""
    found = sorted(lint.lint(film), key=lambda finding: bool(finding.reason))
    return [Line(finding) for finding in found]


def of_row(row: Film | GatedRow) -> list[Line]:
    """The same of one row."""
    key = lint.key_of(row)
    lines = of_film(_film_of(row))
    return [line for line in lines if lint.key_of(line.finding.row) == key]


def desk(film: Film, noun: str, key: int | None) -> dict:
    """What the script needs to check what is typed into one page."""
    names = [f"{n}.{name}" for n in ("film", *lint.ROWS) for name in lint.fields_of(n)]
    return {
        "noun": noun,
        "key": key or "",
        "check": reverse("spoilers-check", args=[film.pk]),
        "names": " ".join(names),
    }


def say(request, row: Film | GatedRow) -> None:
    """After a save: name the words that may tell too early."""
    words = [li.finding.word for li in of_row(row) if not li.finding.reason]
    if words:
        named = ", ".join(f"“{word}”" for word in dict.fromkeys(words))
        messages.warning(request, f"This may tell too early: {named}.")


@never_cache
def page(request, noun: str, pk: int):
    """The findings of one row: GET lists them, POST lets one stand, or not any more."""
    _refuse_strangers(request)
    row = _row(noun, pk)
    film = _film_of(row)
    if request.method == "POST":
        word, reason = request.POST.get("word", ""), request.POST.get("reason", "")
        try:
            if "undo" in request.POST:
                lint.undo(row, word, request.user)
            else:
                lint.wave(row, word, reason, request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(request.path)
        return HttpResponseRedirect(f"{page_of(film)}#spoilers")
    lines = of_row(row)
    context = {
        **admin.site.each_context(request),
        "title": "What may tell too early",
        "place": lint.place(row),
        "film": film,
        "lines": lines,
        "may_wave": may(request.user, WAVE),
    }
    return TemplateResponse(request, "admin/guide/spoilers.html", context)


@never_cache
@require_POST
def check(request, id: int):
    """What the lint says of a text as it is typed: a list of findings, maybe empty.

    400 for a field that no row has, or a text that is too long.
    """
    _refuse_strangers(request)
    asked, film = request.POST, get_object_or_404(Film.unguarded, pk=id)
    noun, name, text = (asked.get(n, "") for n in ("noun", "name", "text"))
    if name not in lint.fields_of(noun) or len(text) > TEXT_LENGTH:
        return HttpResponseBadRequest("No such text.")
    typed = {name: text} | ({} if noun == "film" else _minutes(asked))
    found = lint.as_typed(film, noun, number(asked.get("key")), typed)
    lines = [Line(finding) for finding in found if finding.name == name]
    return TemplateResponse(request, "admin/guide/_findings.html", {"lines": lines})


def _film_of(row):
    return row if isinstance(row, Film) else row.film


def _refuse_strangers(request):
    if not request.user.has_perm("guide.change_film"):
        raise PermissionDenied


def _row(noun, pk):
    model = Film if noun == "film" else lint.ROWS.get(noun)
    if model is None:
        raise Http404
    return get_object_or_404(model.unguarded, pk=pk)


def _minutes(asked):
    """The minutes typed beside the text; what is none yet is left as it was."""
    found = {}
    for name in ("horizon", "minute"):
        try:
            minute = MinuteFormField(whole=name == "horizon").to_python(asked.get(name))
        except ValidationError:
            continue
        if minute is not None:
            found[name] = minute
    return found
