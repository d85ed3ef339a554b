"""The cookies that a request leaves behind: collected in verbs, written once."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.conf import settings


def is_known(sent: Collection[str]) -> bool:
    """Whether a browser sent a cookie that pages are made by: then what it is shown is
    one reader's own, and may be otherwise the next time."""
    own = (
        settings.SESSION_COOKIE_NAME,
        settings.PROGRESS_COOKIE_NAME,
        settings.NOTE_COOKIE_NAME,
    )
    return any(name in sent for name in own)


@dataclass
class ResponseCookies:
    """What to set and what to drop; the middleware pours it into the response."""

    _set: dict[str, tuple[str, int]] = field(default_factory=dict)

    def put(self, name: str, value: str, seconds: int) -> None:
        """Set a cookie for `seconds`; an empty value drops it."""
        self._set[name] = (value, seconds)

    def drop(self, name: str) -> None:
        """Tell the browser to forget a cookie."""
        self._set[name] = ("", 0)

    def holds(self, name: str) -> str:
        """What a cookie is set to so far; empty for nothing."""
        return self._set.get(name, ("", 0))[0]

    def pour(self, response, sent: dict[str, str]) -> None:
        """Write into `response`; a cookie that was not sent need not be dropped."""
        for name, (value, seconds) in self._set.items():
            if not value and name not in sent:
                continue
            response.set_cookie(
                name,
                value,
                max_age=seconds,
                secure=settings.HTTPS,
                httponly=True,
                samesite="Lax",
            )
