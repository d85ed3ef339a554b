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


def offered(session, account: Mapping[str, int]) -> dict[str, int]:
    """The films still on offer: {public id: minute or SEEN}. Those that the account
    has caught up with meanwhile are not."""
    return {
        name: minute
        for name, minute in session.get(SESSION_KEY, {}).items()
        if minute > account.get(name, 0)
    }


def settle(session) -> None:
    """The reader has chosen; nothing is on offer any more."""
    session.pop(SESSION_KEY, None)
