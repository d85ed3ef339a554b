"""The vote of somebody who is not signed in: it waits in a signed cookie.

It is cast for whom it leads to the log-in and back, and for nobody who signs in on the
same device by another way. Until they may vote, it waits in their session, which is of
one account alone: a cookie that named the account would tell how many there are.
"""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core import signing
from django.utils import timezone
from django.utils.encoding import iri_to_uri

from guide.readers.response_cookies import ResponseCookies

SECONDS = 600
_SALT = "guide.waiting-vote"
_HELD = "waiting_vote"


@dataclass(frozen=True)
class Waiting:
    """A vote that waits. `there`: the path that its log-in leads back to."""

    public_id: str
    value: int
    pressed: float  # seconds since 1970
    there: str

    @property
    def pressed_at(self) -> datetime:
        """When it was pressed: of what was voted later it is no change."""
        return datetime.fromtimestamp(self.pressed, UTC)

    def leads_to(self, there: str) -> bool:
        """Whether it is for whoever signs in and is led to that path."""
        return iri_to_uri(self.there) == iri_to_uri(there)


def pressed(public_id: str, value: int, there: str) -> Waiting:
    """A vote on an entry by somebody whose log-in leads back to `there`."""
    return Waiting(public_id, value, timezone.now().timestamp(), there)


def keep(response_cookies: ResponseCookies, vote: Waiting) -> None:
    """Let a vote wait for a log-in, ten minutes at most."""
    text = signing.dumps(astuple(vote), salt=_SALT)
    response_cookies.put(settings.WAITING_VOTE_COOKIE_NAME, text, SECONDS)


def waiting(cookies: Mapping[str, str]) -> Waiting | None:
    """The vote that waits for a log-in, if there is one that we wrote."""
    text = cookies.get(settings.WAITING_VOTE_COOKIE_NAME, "")
    try:
        return Waiting(*signing.loads(text, salt=_SALT, max_age=SECONDS))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def hold(session: SessionBase, vote: Waiting) -> None:
    """Let a vote wait until the owner of a session may cast it, ten minutes at most."""
    session[_HELD] = astuple(vote)


def held(session: SessionBase) -> Waiting | None:
    """The vote that waits for the owner of a session."""
    vote = Waiting(*session[_HELD]) if _HELD in session else None
    late = vote and timezone.now() - vote.pressed_at > timedelta(seconds=SECONDS)
    return None if late else vote


def done(session: SessionBase) -> None:
    """The vote waits no longer."""
    session.pop(_HELD, None)
