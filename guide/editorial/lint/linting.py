"""Runs every check over one guide, or over many with each read once."""

from guide.editorial.lint import minutes
from guide.editorial.lint.ahead import Ahead
from guide.editorial.lint.elsewhere import Elsewhere
from guide.editorial.lint.findings import Finding, key_of, order
from guide.editorial.lint.texts import FIELDS, OPENLY, Guide, read
from guide.editorial.lint.waving import mark
from guide.films.models import Film

ROWS = {table.gate.noun: table for table in FIELDS}


def lint(film: Film) -> list[Finding]:
    """Everything in the guide of a film that tells too early, or may."""
    return Lint().of(film)


def fields_of(noun: str) -> tuple[str, ...]:
    """The fields of a row, or of a film, that say something; of a strange noun none."""
    return tuple(OPENLY) if noun == "film" else FIELDS.get(ROWS.get(noun), ())


def as_typed(film: Film, noun: str, key: int | None, typed: dict) -> list[Finding]:
    """What the lint would say of the texts of one row if it were saved as typed.

    `noun` and `key` are those of `key_of`; a row without a key is a new one of the
    film.
    """
    row = film
    if noun == "film":
        _type_over(film, typed)
    guide = read(film)
    if noun != "film":
        row = next((row for row in guide.rows if key_of(row) == (noun, key)), None)
        if row is None:
            row = ROWS[noun](film=film)
            guide.rows.append(row)
        _type_over(row, typed)
        if row.horizon is None or getattr(row, "minute", 0) is None:
            return []  # nobody sees it, or not even its form is whole
    run = Lint()
    own = run.know(guide)
    found = [*own.findings(), *Elsewhere(own, run.read).findings()]
    return mark(film, sorted((f for f in found if f.row is row), key=order))


def _type_over(row, typed):
    for name, value in typed.items():
        setattr(row, name, value)


class Lint:
    """One run, which reads no guide twice."""

    def __init__(self):
        self._read: dict[int, Ahead] = {}

    def of(self, film: Film) -> list[Finding]:
        """The findings of one film, in the order in which an editor reads them."""
        own = self.read(film)
        found = [
            *own.findings(),
            *minutes.findings(own.guide),
            *Elsewhere(own, self.read).findings(),
        ]
        once = {(finding.key, finding.name): finding for finding in found}
        return mark(film, sorted(once.values(), key=order))

    def anew(self, film: Film) -> list[Finding]:
        """The findings of a film as it is now, among the others as they were read."""
        run = Lint()
        run._read = {k: own for k, own in self._read.items() if k != film.pk}
        return run.of(film)

    def read(self, film: Film) -> Ahead:
        """A film's guide, read at most once."""
        return self._read.get(film.pk) or self.know(read(film))

    def know(self, guide: Guide) -> Ahead:
        """Take a guide as it is, instead of what the database has."""
        self._read[guide.film.pk] = Ahead(guide)
        return self._read[guide.film.pk]
