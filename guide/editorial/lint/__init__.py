"""The spoiler lint: what stands in a guide before its film has told it. Editors only.

The rules read plain texts, each with the minute that shows it, and know no table:
`early_words` finds names and telling words in texts that come before the beat or the
ending that first has them (`first_uses`), `phrases` what speaks of the end,
`other_films` what is given away of films that are named, and `minutes` those that
cannot stand; `rules` runs them all. `guides` alone reads the database for them, and
`waivers` keeps what an editor lets stand.
"""

from guide.editorial.lint.findings import Finding
from guide.editorial.lint.guides import OTHERS, as_typed, fields_of, lint, place
from guide.editorial.lint.waivers import undo, wave

__all__ = [
    "OTHERS",
    "Finding",
    "as_typed",
    "fields_of",
    "lint",
    "place",
    "undo",
    "wave",
]
