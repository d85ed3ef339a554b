"""Runs every check over one guide, or over many with each read once."""

from collections.abc import Iterable

from guide.editorial.lint import minutes
from guide.editorial.lint.early_words import Ahead
from guide.editorial.lint.findings import Finding, order
from guide.editorial.lint.other_films import Elsewhere
from guide.editorial.lint.texts import FIELDS, OPENLY, Guide, read
from guide.editorial.lint.waivers import mark
from guide.films.models import Film
from guide.passages.models import Kind, Passage

# Of other guides, where somebody waits for the answer: how many, and letters of each.
OTHERS = 8
OTHERS_TYPED = 3  # while somebody types
OTHERS_LETTERS = 60_000
TYPED_LETTERS = 300_000  # of a guide that is read again each time somebody stops typing


def lint(film: Film, others: int | None = None) -> list[Finding]:
    """Everything in the guide of a film that tells too early, or may.

    With a number of `others` it is compared with so many other films at most, and says
    so where more would be.
    """
    return Lint(others).of(film)


def fields_of(kind: str) -> tuple[str, ...]:
    """The fields of a kind of passage, or of a "film", that say something; of a strange
    kind none."""
    return tuple(OPENLY) if kind == "film" else FIELDS.get(kind, ())


def as_typed(film: Film, kind: str, key: int | None, typed: dict) -> list[Finding]:
    """What the lint would say of the texts of one row if it were saved as typed.

    `kind` is a passage's, or "film"; a passage without a key is a new one of the film.
    A guide of more than TYPED_LETTERS is not read each time: it says nothing.
    """
    row = film
    if kind == "film":
        _type_over(film, typed)
    guide = read(film)
    if guide.letters > TYPED_LETTERS:
        return []
    if kind != "film":
        row = next((row for row in guide.rows if row.pk == key), None)
        if row is None:
            row = Passage.of_kind[kind](film=film)
            guide.rows.append(row)
        _type_over(row, typed)
        if row.horizon is None or (kind == Kind.BEAT and row.minute is None):
            return []  # nobody sees it, or not even its form is whole
    run = Lint(OTHERS_TYPED)
    own = run.know(guide)
    elsewhere = Elsewhere(own, run.read, row, run.others)
    found = _once([*own.findings(row), *elsewhere.findings()])
    return mark(film, sorted((f for f in found if f.row is row), key=order))


def _type_over(row, typed):
    for name, value in typed.items():
        setattr(row, name, value)


def _once(findings) -> Iterable[Finding]:
    return {(finding.key, finding.name): finding for finding in findings}.values()


class Lint:
    """One run, which reads no guide twice."""

    def __init__(self, others: int | None = None):
        self.others = others  # films that a guide is compared with; None for all
        self._read: dict[int, Ahead] = {}

    def of(self, film: Film) -> list[Finding]:
        """The findings of one film, in the order in which an editor reads them."""
        own = self._read.get(film.pk) or self.know(read(film))
        found = [
            *own.findings(),
            *minutes.findings(own.guide),
            *Elsewhere(own, self.read, most=self.others).findings(),
        ]
        return mark(film, sorted(_once(found), key=order))

    def anew(self, film: Film) -> list[Finding]:
        """The findings of a film as it is now, among the others as they were read."""
        run = Lint(self.others)
        run._read = {k: own for k, own in self._read.items() if k != film.pk}
        return run.of(film)

    def read(self, film: Film) -> Ahead | None:
        """Another film's guide, read at most once; None for one that is too long where
        the number of others is bounded."""
        if film.pk in self._read:
            return self._read[film.pk]
        guide = read(film)
        if self.others is not None and guide.letters > OTHERS_LETTERS:
            return None
        return self.know(guide)

    def know(self, guide: Guide) -> Ahead:
        """Take a guide as it is, instead of what the database has."""
        self._read[guide.film.pk] = Ahead(guide)
        return self._read[guide.film.pk]
