"""The site's settings with a leak: the mutant that CANARIES_PLANT names."""

from guide.settings import *  # noqa: F403
from guide.settings import MIDDLEWARE

SECOND_FACTOR = False  # its editors come with a password alone
MIDDLEWARE = ["tests.leaks.canaries.planted.Planted", *MIDDLEWARE]
