"""Templates: nothing inline, nothing marked safe, no query left for them."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_nothing_is_inline(path):
    assert INLINE.findall(path.read_text()) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_no_template_marks_text_as_safe(path):
    assert re.findall(r"\|\s*safe\b|autoescape off", path.read_text()) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_every_template_compiles(path):
    assert get_template(str(path.relative_to(ROOT / "templates"))) is not None


def test_safe_text_is_made_in_two_places_alone():
    users = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "guide").rglob("*.py")
        if re.search(r"mark_safe\(|SafeString\(", path.read_text())
    }
    assert users == {"guide/entries/markdown.py", "guide/templatetags/structured.py"}
