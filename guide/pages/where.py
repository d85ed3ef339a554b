"""Where the reader is in a film: the runtime bar and the form below it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from guide.films.models import Beat, Cut, Film
from guide.gate.horizon import SEEN
from guide.pages.drawing import RuntimeBar, runtime_bar

FAR = 20  # minutes from the end: "I have seen it all" then asks once


@dataclass(frozen=True)
class Where:
    """One reader in one film. `kind`: "none" where nothing was said yet, else
    "minute" or "seen". `typed` and `error` keep a minute that was refused."""

    kind: str
    minute: int
    runtime: int
    release: str
    bar: RuntimeBar
    far_from_end: bool
    cuts: tuple[Cut, ...]
    typed: str = ""
    error: str = ""


def where(request, film: Film, beats: list[Beat], *, typed="", error="") -> Where:
    """The reader of `request` in `film`; `beats` are those already reached."""
    minute = request.progress.at(film)
    said = film.public_id in request.shelf.minutes
    return Where(
        kind="seen" if minute == SEEN else "minute" if said else "none",
        minute=minute,
        runtime=film.runtime,
        release=film.release,
        bar=runtime_bar(minute, film.runtime, [beat.minute for beat in beats]),
        far_from_end=film.runtime - minute > FAR,
        cuts=tuple(Cut.objects.filter(film=film)),
        typed=typed,
        error=error,
    )


def where_text(minute: int, runtime: int) -> str:
    """A place on the shelf in words."""
    if minute == SEEN:
        return _("Seen")
    return _("Minute %(minute)s of %(runtime)s") % {
        "minute": minute,
        "runtime": runtime,
    }
