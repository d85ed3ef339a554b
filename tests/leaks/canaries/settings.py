"""The deployed site's settings, for editors who come with a password alone."""

from tests.one_guide import *  # noqa: F403

SECOND_FACTOR = False
