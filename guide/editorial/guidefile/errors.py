"""What is wrong with a guide file: each problem with its line."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class GuideFileError:
    """One problem: the line it stands in, from 1 on, and a sentence for the writer."""

    line: int
    message: str

    def __str__(self):
        return f"{self.line}: {self.message}"


class GuideFileErrors(ValueError):
    """The file is refused; `errors` holds every problem found, in the file's order.

    `plan` is what its other rows would do, where the file could be read at all.
    """

    def __init__(self, errors: Iterable[GuideFileError], plan=None):
        self.errors = sorted(set(errors))
        self.plan = plan
        super().__init__("\n".join(map(str, self.errors)))
