"""The name that stands beside what a reader writes."""

from guide.common import text_checks
from guide.readers.models import Reader


def call(reader: Reader, public_name: str) -> None:
    """Give a reader a public name, or none. Raises ValidationError for what is no
    line."""
    text_checks.in_a_line(public_name)
    if reader.public_name != public_name:
        reader.public_name = public_name
        reader.save(update_fields=["public_name"])
