"""The awkward titles of `titles.yaml`."""

from pathlib import Path

import yaml

AWKWARD = yaml.safe_load(Path(__file__).with_name("titles.yaml").read_text())
TITLES = [each["title"] for each in AWKWARD]
