"""Where the reader is in a film: the runtime bar and the form below it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guide.films.models import Cut, Film
from guide.gate.horizon import SEEN
from guide.gate.places import BadMinute
from guide.pages.charts import RuntimeBar, runtime_bar
from guide.passages.models import Beat

FAR = 20  # minutes from the end: whatever opens it from there asks once
REFERENCE = "reference"  # what a form says for the release whose minutes count


@dataclass(frozen=True)
class CutChoice:
    """A release to choose; `longer`: its minutes more than the reference release."""

    value: str
    name: str
    runtime: int
    longer: int
    chosen: bool


@dataclass(frozen=True)
class Where:
    """One reader in one film. `kind`: "none" where nothing was said yet, else
    "minute" or "seen". `typed` and `error` keep a minute that was refused; `typed` is
    else the minute in the release that the reader watches."""

    kind: str
    minute: int
    runtime: int
    release: str
    bar: RuntimeBar
    far_from_end: bool
    cuts: tuple[CutChoice, ...]
    earlier: int
    typed: str = ""
    error: str = ""


def where(
    request, film: Film, beats: list[Beat], *, refused: Mapping | None = None, error=""
) -> Where:
    """The reader of `request` in `film`; `beats` are those already reached. `refused`
    is the form whose minute was refused with the sentence `error`."""
    minute = request.progress.at(film)
    said = film.public_id in request.shelf.kept
    kind = "seen" if minute == SEEN else "minute" if said else "none"
    watched = request.shelf.cut_of(film)
    chosen = (refused or {}).get("cut") or watched or REFERENCE
    cuts = choices(film, chosen)
    earlier = next((cut.longer for cut in cuts if cut.value == watched), 0)
    typed = str(minute and minute + earlier) if kind == "minute" else ""
    return Where(
        kind=kind,
        minute=minute,
        runtime=film.runtime,
        release=film.release,
        bar=runtime_bar(minute, film.runtime, [beat.minute for beat in beats]),
        far_from_end=far_from_end(film, minute),
        cuts=cuts,
        earlier=earlier,
        typed=refused.get("minute", "")[:40] if refused else typed,
        error=error,
    )


def far_from_end(film: Film, minute: int) -> bool:
    """Whether somebody at `minute` is asked once before the end opens to them."""
    return film.runtime - minute > FAR


def choices(film: Film, chosen: str) -> tuple[CutChoice, ...]:
    """The releases of a film that has several, that of the guide's minutes first."""
    found = [
        CutChoice(
            value=cut.public_id,
            name=cut.name,
            runtime=cut.runtime,
            longer=max(0, cut.runtime - film.runtime),
            chosen=cut.public_id == chosen,
        )
        for cut in Cut.objects.filter(film=film)
    ]
    none = not any(cut.chosen for cut in found)
    first = CutChoice(REFERENCE, film.release, film.runtime, 0, none)
    return (first, *found) if found else ()


def cut_watched(request, film: Film, said: str) -> Cut | None:
    """The cut that a form names, or where it names none the one that is remembered;
    None for the reference release.

    Raises BadMinute for a cut that this film does not have.
    """
    if said == REFERENCE:
        return None
    watched = said or request.shelf.cut_of(film)
    if not watched:
        return None
    cut = Cut.objects.filter(film=film, public_id=watched[:10]).first()
    if cut is None and said:
        raise BadMinute(_("Choose one of the releases of this film."))
    return cut


def where_text(minute: int, runtime: int) -> str:
    """A place on the shelf in words."""
    if minute == SEEN:
        return _("Seen")
    return _("Minute %(minute)s of %(runtime)s") % {
        "minute": minute,
        "runtime": runtime,
    }
