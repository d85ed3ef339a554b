"""Two rows of the film that the desk's tests edit."""

import pytest

from guide.entries.models import Interpretation
from guide.films.models import Beat


@pytest.fixture
def beat(film):
    return Beat.unguarded.get(film=film, title="Noon")


@pytest.fixture
def reading(film):
    return Interpretation.unguarded.get(film=film)
