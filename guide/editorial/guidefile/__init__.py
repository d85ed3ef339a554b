"""Guides as files: read one strictly, show what it would change, write all or nothing.

`manage.py seed` and the editors' import are this one piece of code; they read what
`export` writes.
"""

from guide.editorial.guidefile.apply import apply, apply_together, groups, plan
from guide.editorial.guidefile.export import export
from guide.editorial.guidefile.outcome import (
    WRITTEN,
    Action,
    GuideFileError,
    GuideFileErrors,
    Plan,
)
from guide.editorial.guidefile.parse import Guide, files, film_slug, parse

__all__ = [
    "WRITTEN",
    "Action",
    "Guide",
    "GuideFileError",
    "GuideFileErrors",
    "Plan",
    "apply",
    "apply_together",
    "export",
    "files",
    "film_slug",
    "groups",
    "parse",
    "plan",
]
