"""The reading that is voted on."""

import pytest

from guide.passages.models import Interpretation


@pytest.fixture
def reading(film):
    return Interpretation.unguarded.get(film=film)
