"""The site's own settings, and beside its pages one that does nothing."""

from tests.one_guide import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
ALLOWED_HOSTS = ["testserver"]
