"""Two rows of the film that the desk's tests edit, and who edits them."""

import pytest

from guide.passages.models import Beat, Interpretation
from tests.admin.people import a_member, signed_in


@pytest.fixture
def beat(film):
    return Beat.unguarded.get(film=film, title="Noon")


@pytest.fixture
def reading(film):
    return Interpretation.unguarded.get(film=film)


@pytest.fixture
def staff(db):
    """A browser of each group: `writer`, `editor`, `chief`."""
    return {name: signed_in(a_member(f"{name}s".capitalize()))
            for name in ("writer", "editor", "chief")}  # fmt: skip
