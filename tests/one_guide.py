"""The site's own settings with one guide to seed, which stays as it is."""

from pathlib import Path

from guide.settings import *  # noqa: F403

FIXTURE_DIRS = [Path(__file__).parent / "editorial" / "whole"]
