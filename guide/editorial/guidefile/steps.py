"""What a guide file does to the database, row by row, for a person to read."""

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
    """A field of which the file says something else than the database.

    `older`: the file says what stood in the database before. `choice`: what an editor
    ticks who takes the file's word over a colleague's; `taken`: they did.
    """

    field: str
    old: object
    new: object
    line: int = 0
    older: bool = False
    choice: str = ""
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a plan: `line` is that of the row in the file, 0 for none.

    `choice` and `taken` as of a change: to bring back a row that was retired.
    """

    action: Action
    label: str
    key: tuple[str, ...]
    detail: str = ""
    line: int = 0
    title: str = ""
    changes: tuple[Change, ...] = ()
    choice: str = ""
    taken: bool = False

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
