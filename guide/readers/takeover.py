"""At log-in: films where this device was further are offered once, never taken."""

from collections.abc import Mapping

from guide.readers.progress_cookie import Kept

SESSION_KEY = "takeover-kept"


def offer(session, device: Mapping[str, Kept], account: Mapping[str, int]) -> None:
    """Remember the films where the device was further, with its minutes and cuts."""
    further = {
        name: list(one)
        for name, one in device.items()
        if one.minute > account.get(name, 0)
    }
    if further:
        session[SESSION_KEY] = further


def offered(session, account: Mapping[str, int]) -> dict[str, Kept]:
    """The films still on offer: {public id: minute and cut}. Those that the account
    has caught up with meanwhile are not."""
    found = session.get(SESSION_KEY, {})
    return {
        name: Kept(minute, cut)
        for name, (minute, cut) in found.items()
        if minute > account.get(name, 0)
    }


def settle(session) -> None:
    """The reader has chosen; nothing is on offer any more."""
    session.pop(SESSION_KEY, None)
