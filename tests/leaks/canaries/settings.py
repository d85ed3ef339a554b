"""The deployed site's settings, for editors who come with a password alone."""

from guide.settings import *  # noqa: F403

SECOND_FACTOR = False
