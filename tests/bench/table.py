"""The table of what was measured, and what it is held against."""

from dataclasses import dataclass


@dataclass
class Figure:
    """One figure; `holds` is None where nothing is asked of it."""

    what: str
    measured: str
    aim: str = ""
    holds: bool | None = None

    def text(self) -> str:
        """The line as it is printed."""
        verdict = {True: "holds", False: "MISSED", None: ""}[self.holds]
        return f"{self.what:<62}{self.measured:>26}  {self.aim:<26}{verdict}"


def ratio(what: str, part: float, whole: float, least: float) -> Figure:
    """A figure that is at least some part of another of the same run."""
    share = part / whole
    return Figure(what, f"{share:.1%}", f"at least {least:.0%}", share >= least)
