"""At log-in: films where this device was further are offered once, never taken."""

from collections.abc import Mapping

SESSION_KEY = "takeover"


def offer(session, device: Mapping[str, int], account: Mapping[str, int]) -> None:
    """Remember the films where the device was further: {public id: minute}."""
    further = {
        name: minute for name, minute in device.items() if minute > account.get(name, 0)
    }
    if further:
        session[SESSION_KEY] = further


def offered(session) -> dict[str, int]:
    """The films still on offer: {public id: minute or SEEN}."""
    return session.get(SESSION_KEY, {})


def settle(session) -> None:
    """The reader has chosen; nothing is on offer any more."""
    session.pop(SESSION_KEY, None)
