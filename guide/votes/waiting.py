"""The vote of somebody who is not signed in: it waits in a signed cookie.

It is cast for whom it leads to the log-in and back, and for nobody who signs in on the
same device by another way; then it is bound to that account, until its owner may vote.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.conf import settings
from django.core import signing
from django.utils import timezone
from django.utils.encoding import iri_to_uri

SECONDS = 600
_SALT = "guide.waiting-vote"


@dataclass(frozen=True)
class Waiting:
    """A vote that waits. `there`: the path that its log-in leads back to; `reader`: the
    key of the one account that it is for, once that is known."""

    public_id: str
    value: int
    pressed: float  # seconds since 1970
    there: str = ""
    reader: int | None = None

    @property
    def pressed_at(self) -> datetime:
        """When it was pressed: of what was voted later it is no change."""
        return datetime.fromtimestamp(self.pressed, UTC)

    def leads_to(self, there: str) -> bool:
        """Whether it is for whoever signs in and is led to that path."""
        return self.reader is None and iri_to_uri(self.there) == iri_to_uri(there)

    def of(self, reader: int) -> "Waiting":
        """The same, for one account alone."""
        return replace(self, there="", reader=reader)


def pressed(public_id: str, value: int, there: str) -> Waiting:
    """A vote on an entry by somebody whose log-in leads back to `there`."""
    return Waiting(public_id, value, timezone.now().timestamp(), there)


def keep(jar, vote: Waiting) -> None:
    """Let a vote wait, ten minutes at most."""
    facts = [vote.public_id, vote.value, vote.pressed, vote.there, vote.reader]
    text = signing.dumps(facts, salt=_SALT)
    jar.put(settings.WAITING_VOTE_COOKIE_NAME, text, SECONDS)


def waiting(cookies) -> Waiting | None:
    """The vote that waits, if there is one that we wrote."""
    text = cookies.get(settings.WAITING_VOTE_COOKIE_NAME, "")
    try:
        return Waiting(*signing.loads(text, salt=_SALT, max_age=SECONDS))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def done(jar) -> None:
    """The vote waits no longer."""
    jar.drop(settings.WAITING_VOTE_COOKIE_NAME)
