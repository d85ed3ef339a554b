"""Guides as files: read one strictly, show what it would change, write all or nothing.

`manage.py seed` and the editors' import are this one piece of code.
"""

from guide.editorial.guidefile.apply import apply, apply_together, groups, plan
from guide.editorial.guidefile.errors import GuideFileError, GuideFileErrors
from guide.editorial.guidefile.parse import Guide, film_slug, parse
from guide.editorial.guidefile.steps import Action, Change, Plan, Step

__all__ = [
    "Action",
    "Change",
    "Guide",
    "GuideFileError",
    "GuideFileErrors",
    "Plan",
    "Step",
    "apply",
    "apply_together",
    "film_slug",
    "groups",
    "parse",
    "plan",
]
