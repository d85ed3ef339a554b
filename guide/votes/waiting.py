"""The vote of somebody who is not signed in: it waits in a signed cookie."""

from django.conf import settings
from django.core import signing

SECONDS = 600
_SALT = "guide.waiting-vote"


def keep(jar, public_id: str, value: int) -> None:
    """Let a vote on the entry wait, ten minutes at most."""
    text = signing.dumps([public_id, value], salt=_SALT)
    jar.put(settings.WAITING_VOTE_COOKIE_NAME, text, SECONDS)


def waiting(cookies) -> tuple[str, int] | None:
    """The vote that waits, as (entry's public id, value), or None."""
    text = cookies.get(settings.WAITING_VOTE_COOKIE_NAME, "")
    try:
        public_id, value = signing.loads(text, salt=_SALT, max_age=SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    return public_id, value


def done(jar) -> None:
    """The vote waits no longer."""
    jar.drop(settings.WAITING_VOTE_COOKIE_NAME)
