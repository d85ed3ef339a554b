"""What a pair of worlds is made of: acts, who reads, and what may be asked for.

A plan is data. `worlds` draws it, `stage` plays it through the site's own verbs.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from guide.gate.horizon import SEEN

START = datetime(2031, 5, 4, 12, tzinfo=UTC)  # when the first visible row is written
NOW = datetime(2032, 5, 4, 12, tzinfo=UTC)  # when the reader comes

WHO = ("nobody", "cookie", "account", "unbound", "editor")
"""Without a cookie; with one; signed in; signed in and minding no spoilers; somebody
who edited here, logged out again and reads on as a stranger."""


@dataclass(frozen=True)
class Act:
    """One use of a verb. `key` names what it makes; `needs` must be there before."""

    key: str
    verb: str
    at: datetime
    needs: tuple[str, ...] = ()
    facts: dict = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Manner:
    """How the reader's browser and the site are set up; the same in both worlds."""

    language: str = ""  # Accept-Language
    strict: bool = False  # Django's own tokens are checked
    mail: bool = False  # the site has a mail server, and wants addresses confirmed


Cluster = list[Act]  # acts that leave nothing visible only once all are played


@dataclass
class Names:
    """What an address may be made of: everything that exists in either world."""

    slugs: list[str] = field(default_factory=list)
    films: list[str] = field(default_factory=list)  # public ids
    rows: list[str] = field(default_factory=list)  # public ids
    pieces: list[tuple[str, str]] = field(default_factory=list)  # (entry, evidence)
    cuts: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    genres: list[str] = field(default_factory=list)
    hidden_slugs: list[str] = field(default_factory=list)
    hidden_rows: list[str] = field(default_factory=list)
    proposals: list[str] = field(default_factory=list)  # public ids, of anybody's


@dataclass
class Plan:
    """A reader, what they may see, and two secrets: the worlds are L+A and L+B."""

    seed: str
    who: str
    clearance: dict[str, int]  # film's key: the furthest minute ever said
    cookie: dict[str, int]  # film's public id: minute, what the device starts with
    cuts: dict[str, str]  # film's public id: public id of a cut, in the same cookie
    low: list[Act]
    secrets: tuple[list[Cluster], list[Cluster]]
    names: Names
    manner: Manner = Manner()

    def announced(self) -> list[Act]:
        """Rows that both worlds have, of which the reader is told that they concern
        another film; here in the words of the first world."""
        return [a for c in self.secrets[0] for a in c if a.key.startswith("twin")]

    def reached(self, film: str) -> int:
        """The reader's furthest minute in a film; nobody reached a draft."""
        return SEEN if self.who == "unbound" else self.clearance.get(film, 0)
