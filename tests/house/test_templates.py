"""Templates: nothing inline, nothing marked safe, no query left for them."""

import re
from pathlib import Path

from django.template.loader import get_template

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:")


def found(pattern) -> dict[str, list[str]]:
    """What of a pattern stands in templates, by their names."""
    told = {str(path): re.findall(pattern, path.read_text()) for path in TEMPLATES}
    return {name: hits for name, hits in told.items() if hits}


def test_nothing_is_inline():
    assert found(INLINE) == {}


def test_no_template_marks_text_as_safe():
    assert found(r"\|\s*safe\b|autoescape off") == {}


def test_every_template_compiles():
    assert len(TEMPLATES) > 100
    for path in TEMPLATES:
        get_template(str(path.relative_to(ROOT / "templates")))


def test_safe_text_is_made_in_two_places_alone():
    users = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "guide").rglob("*.py")
        if re.search(r"mark_safe\(|SafeString\(", path.read_text())
    }
    assert users == {"guide/passages/markdown.py", "guide/templatetags/structured.py"}
