"""What comes of a guide file: a plan, row by row, or what is wrong with it, by line."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What happens to a row, or to some of its fields."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept"  # an editor changed it; the file is not followed
    RETIRED = "retired"  # it, or what it rests on, was taken down; not followed
    RAISED = "raised"  # to the horizon of what it rests on
    ALONE = "left alone"  # in the database, not in the file


WRITTEN = (Action.ADDED, Action.CHANGED, Action.RAISED)


@dataclass(frozen=True, slots=True)
class Change:
    """A field of which the file says something else than the database, and its line."""

    field: str
    old: object
    new: object
    line: int


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a plan: `line` is that of the row in the file, 0 for none."""

    action: Action
    label: str
    key: tuple[str, ...]
    title: str
    line: int = 0
    detail: str = ""
    changes: tuple[Change, ...] = ()

    def __str__(self):
        detail = f": {self.detail}" if self.detail else ""
        line = f" (line {self.line})" if self.line else ""
        return f"{self.action} {self.label} {' '.join(self.key)}{detail}{line}"


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a guide file does; two plans are equal if they do the same."""

    slug: str
    steps: tuple[Step, ...]

    def of(self, *actions: Action) -> list[Step]:
        """The steps with one of these actions."""
        return [step for step in self.steps if step.action in actions]

    @property
    def writes(self) -> bool:
        """Whether any row would be added or changed."""
        return bool(self.of(*WRITTEN))

    def lines(self) -> Iterable[str]:
        """One line a step, what stays as it is left out."""
        return (str(s) for s in self.steps if s.action is not Action.UNCHANGED)


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

    def __init__(self, errors: Iterable[GuideFileError], plan: Plan | None = None):
        self.errors = sorted(set(errors))
        self.plan = plan
        super().__init__("\n".join(map(str, self.errors)))
