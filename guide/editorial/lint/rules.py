"""Runs every rule over one guide, as plain texts."""

from collections.abc import Iterable

from guide.editorial.lint import minutes, other_films, phrases
from guide.editorial.lint.early_words import EarlyWords
from guide.editorial.lint.findings import Finding, order
from guide.editorial.lint.first_uses import FirstUses
from guide.editorial.lint.other_films import Minutes
from guide.editorial.lint.texts import Guide, Row
from guide.editorial.lint.vocabulary import Vocabulary


def findings(
    guide: Guide,
    others: Iterable[tuple[Guide, Minutes]] = (),
    row: Row | None = None,
) -> list[Finding]:
    """What tells too early in a guide, or in one row of it, as an editor reads it.

    `others` are the guides of films that it names, each with the minutes up to which
    rows of this one, by their keys, may tell of it.
    """
    own = read(guide)
    found = [
        *own.findings(row),
        *phrases.findings(guide, row),
        *minutes.findings(guide),
    ]
    for other, declared in others:
        found += other_films.findings(own, read(other), declared, row)
    once = {(finding.key, finding.name): finding for finding in found}
    return sorted((f for f in once.values() if row in (None, f.row)), key=order)


def read(guide: Guide) -> EarlyWords:
    """A guide with its words, and where each is at home."""
    return EarlyWords(FirstUses(Vocabulary(guide)))
