"""The lint on the desk: what may tell too early, beside its field and as a list.

No page waits for it: a script asks once the page is there, or a link leads to a page
of its own. One text at a time is read in each process, so that readers’ pages go on
however many editors type; who comes meanwhile is told so at once, and their script asks
again with what stands there by then.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import (
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from guide.admin.addresses import number, page_at, page_of, row_at
from guide.admin.minutes import MinuteFormField
from guide.editorial import lint
from guide.films.models import TEXT_LENGTH, Film
from guide.passages.floors import key_of
from guide.passages.models import Kind, Passage
from guide.readers.roles import WAVE, may

MOST = 200  # findings on one page
WAIT = 1.0  # seconds that a page of its own waits for its turn
AGAIN = 1  # seconds after which a script asks again
BUSY = "Another text is being checked right now. Reload this page in a moment."
_turn = Lock()


class Busy(Exception):
    """Another text is being read."""


@dataclass(frozen=True)
class Line:
    """One finding, as the desk's pages list it."""

    finding: lint.Finding

    @property
    def place(self) -> str:
        """The row that it is in, and its minute."""
        return self.finding.row.place

    @property
    def address(self) -> str:
        """The page that edits the row."""
        _, key = self.finding.row.key
        return page_at(self.finding.row.kind, key) if key else ""

    @property
    def letting(self) -> str:
        """The page that lets it stand."""
        noun, key = self.finding.row.key
        return reverse("spoilers-of-row", args=[noun, key]) if key else ""

    @property
    def kind(self) -> str:
        return self.finding.row.kind

    @property
    def quoted(self) -> tuple[str, str, str]:
        """The sentence: before the word, the word, after it."""
        return self.finding.quote.partition(self.finding.word)


def of_film(film: Film, wait: float = WAIT) -> list[Line]:
    """All that may tell too early in a film's guide; what may stand comes last.

    Waits so many seconds for its turn, then raises Busy.
    """
    found = _in_turn(lambda: lint.lint(film, lint.OTHERS), wait)
    found = sorted(found, key=lambda finding: bool(finding.reason))
    return [Line(finding) for finding in found]


def _in_turn(read: Callable[[], list[lint.Finding]], wait):
    if not _turn.acquire(timeout=wait):
        raise Busy
    try:
        return read()
    finally:
        _turn.release()


def of_row(row: Film | Passage, wait: float = WAIT) -> list[Line]:
    """The same of one row, or of a film’s public facts."""
    lines = of_film(_film_of(row), wait)
    return [line for line in lines if line.finding.row.key == key_of(row)]


def desk(film: Film, kind: str, key: int | None) -> dict:
    """What the script needs to check what is typed into the page of a film, or of a
    passage of a kind."""
    names = [
        f"{each}.{name}" for each in ("film", *Kind) for name in lint.fields_of(each)
    ]
    noun = "film" if kind == "film" else "passage"
    return {
        "kind": kind,
        "key": key or "",
        "check": reverse("spoilers-check", args=[film.pk]),
        "found": reverse("spoilers-found", args=[noun, key]) if key else "",
        "names": " ".join(names),
    }


def saved_tag(row: Film | Passage) -> str:
    """The tag of a message by which the script knows what was saved a moment ago."""
    return f"saved-{_kind_of(row)}-{row.pk}"


def lead_to(request, row: Film | Passage) -> None:
    """Where no page of the row follows: a link to what it may tell too early."""
    address = reverse("spoilers-of-row", args=key_of(row))
    sentence = format_html('<a href="{}">Check it for spoilers</a>', address)
    messages.info(request, sentence)


@never_cache
def found(request, noun: str, pk: int):
    """The findings of a row, or of a film’s whole guide, as a piece of a page.

    429 while another text is being read.
    """
    _refuse_strangers(request)
    row = row_at(noun, pk)
    try:
        lines = of_film(row, 0) if noun == "film" else of_row(row, 0)
    except Busy:
        return _busy()
    context = _shown(lines) | {"whole": noun == "film"}
    return TemplateResponse(request, "admin/guide/_found.html", context)


@never_cache
def whole(request, pk: int):
    """A page with all that tells too early in a film’s guide."""
    _refuse_strangers(request)
    film = get_object_or_404(Film.unguarded, pk=pk)
    context = {
        **admin.site.each_context(request),
        "title": "Possible spoilers",
        "film": film,
        **_shown_in_turn(request, lambda: of_film(film)),
    }
    return TemplateResponse(request, "admin/guide/all_spoilers.html", context)


def _shown_in_turn(request, read):
    try:
        return _shown(read())
    except Busy:
        messages.warning(request, BUSY)
        return _shown([]) | {"is_busy": True}


def _shown(lines):
    return {"lines": lines[:MOST], "more": len(lines[MOST:])}


def _busy():
    return HttpResponse(BUSY, status=429, headers={"Retry-After": AGAIN})


@never_cache
def page(request, noun: str, pk: int):
    """The findings of one row: GET lists them, POST lets one stand, or not any more."""
    _refuse_strangers(request)
    row = row_at(noun, pk)
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
    context = {
        **admin.site.each_context(request),
        "title": "Possible spoilers",
        "place": lint.place(row),
        "film": film,
        **_shown_in_turn(request, lambda: of_row(row)),
        "may_wave": may(request.user, WAVE),
    }
    return TemplateResponse(request, "admin/guide/spoilers.html", context)


@never_cache
@require_POST
def check(request, id: int):
    """What the lint says of a text as it is typed: a list of findings, maybe empty.

    400 for a field that no row has, or a text that is too long; 429 while another text
    is being read.
    """
    _refuse_strangers(request)
    asked, film = request.POST, get_object_or_404(Film.unguarded, pk=id)
    kind, name, text = (asked.get(n, "") for n in ("kind", "name", "text"))
    if name not in lint.fields_of(kind) or len(text) > TEXT_LENGTH:
        return HttpResponseBadRequest("No such text.")
    typed = {name: text} | ({} if kind == "film" else _minutes(asked))
    key = number(asked.get("key"))
    try:
        found = _in_turn(lambda: lint.as_typed(film, kind, key, typed), 0)
    except Busy:
        return _busy()
    lines = [Line(finding) for finding in found if finding.name == name]
    context = {"lines": lines[:MOST]}
    return TemplateResponse(request, "admin/guide/_findings.html", context)


def _film_of(row):
    return row if isinstance(row, Film) else row.film


def _kind_of(row):
    return "film" if isinstance(row, Film) else row.kind


def _refuse_strangers(request):
    if not request.user.has_perm("guide.change_film"):
        raise PermissionDenied


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
