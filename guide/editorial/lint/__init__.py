"""The spoiler lint: what stands in a guide before its film has told it. Editors only.

It finds names and telling words in texts whose horizon lies before the beat or the
ending that first has them (`ahead`, `homes`), known words that the film says of
somebody only later (`bonds`, `echoes`), what a guide gives away of other films
(`elsewhere`), and minutes that cannot stand (`minutes`). It reads whatever the status
is, but not what was retired.
"""

from guide.editorial.lint.findings import Finding, key_of, place
from guide.editorial.lint.linting import OTHERS, Lint, as_typed, fields_of, lint
from guide.editorial.lint.waivers import undo, wave

__all__ = [
    "OTHERS",
    "Finding",
    "Lint",
    "as_typed",
    "fields_of",
    "key_of",
    "lint",
    "place",
    "undo",
    "wave",
]
