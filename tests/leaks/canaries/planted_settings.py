"""The same site's settings with a leak: the mutant that CANARIES_PLANT names."""

from tests.leaks.canaries.settings import *  # noqa: F403
from tests.leaks.canaries.settings import MIDDLEWARE

MIDDLEWARE = ["tests.leaks.canaries.planted.Planted", *MIDDLEWARE]
