"""Guides as files: read one strictly, show what it would change, write all or nothing.

`manage.py seed` and the editors' import are this one piece of code; they read what
`export` writes.
"""

from guide.editorial.guidefile.apply import apply, apply_together, groups, plan
from guide.editorial.guidefile.errors import GuideFileError, GuideFileErrors
from guide.editorial.guidefile.export import export
from guide.editorial.guidefile.parse import Guide, files, film_slug, parse
from guide.editorial.guidefile.steps import WRITTEN, Action, Change, Plan, Step

__all__ = [
    "WRITTEN",
    "Action",
    "Change",
    "Guide",
    "GuideFileError",
    "GuideFileErrors",
    "Plan",
    "Step",
    "apply",
    "apply_together",
    "export",
    "files",
    "film_slug",
    "groups",
    "parse",
    "plan",
]
