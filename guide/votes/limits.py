"""How many votes a minute one account may send, and one address; previews likewise.

They are counted in the cache that all processes share, by the minute of the clock. Only
what is sent asks here; what happens while that cache is down, exactly:

- Reading fails open: no page asks, so pages are as ever.
- So does a vote now and then: each process then counts by itself, in its own memory,
  and lets a TENTH of the limits through.
- Bursts fail closed: what goes beyond that tenth is refused, until the minute is over
  or the cache is back. Who wants to stuff votes gains nothing by felling the cache.

A cache that has failed is left alone for REST seconds, so that one that never answers
delays one vote in each process, and not every vote. A refusal loses nothing: no vote is
written, the one that stood stands, and the refused press may be repeated.

Where no cache is shared (`CACHE_URL` is not set), every process counts by itself: with
two of them somebody may send up to twice as many.
"""

import logging
import time
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache

MINUTE = 60  # seconds
TENTH = 10
REST = 5  # seconds
TEXTS_A_MINUTE = 20  # of an account; of an address ten times as many
SUBNET = 64  # bits of an IPv6 address: what one household is given

DOWN = "down"  # kept for REST seconds where the shared cache has failed

log = logging.getLogger(__name__)
_by_itself = LocMemCache("votes", {"OPTIONS": {"MAX_ENTRIES": 100_000}})


def wait(account: int, address: str) -> int:
    """Count one vote; 0 if it may pass, else for how many seconds to wait."""
    return _wait(
        "votes",
        account,
        settings.VOTES_A_MINUTE,
        address,
        settings.VOTES_A_MINUTE_ADDRESS,
    )


def wait_to_render(account: int, address: str) -> int:
    """The same for a text that is read and rendered: twenty thousand letters of it take
    half a second, whether it is previewed or sent."""
    return _wait("texts", account, TEXTS_A_MINUTE, address, 10 * TEXTS_A_MINUTE)


def _wait(
    what: str, account: int, most_of_account: int, address: str, most_of_address: int
) -> int:
    now = time.time()
    limits = {
        f"account:{account}": most_of_account,
        f"address:{_household(address)}": most_of_address,
    }
    presses = {
        f"{what}:{who}:{now // MINUTE:.0f}": most for who, most in limits.items()
    }
    # All are counted, whether or not the first is too many.
    refused = [not _passes(name, most) for name, most in presses.items()]
    return MINUTE - int(now % MINUTE) if any(refused) else 0


def _passes(name: str, most: int) -> bool:
    if not _by_itself.get(DOWN):
        try:
            return _count(cache, name) <= most
        except Exception as error:  # whichever way a cache can fail
            _by_itself.set(DOWN, True, REST)
            log.warning("the cache is down, votes are limited by process: %r", error)
    return _count(_by_itself, name) <= max(1, most // TENTH)


def _count(counters: BaseCache, name: str) -> int:
    """One more under this name; how many that makes."""
    counters.add(name, 0, 2 * MINUTE)
    try:
        return counters.incr(name)
    except ValueError:  # it was thrown out between the two: there is no room
        counters.set(name, 1, 2 * MINUTE)
        return 1


def _household(address: str) -> str:
    """What counts as one address: IPv4 as it is, of IPv6 the network."""
    try:
        ip = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(ip, IPv6Address) and not ip.ipv4_mapped:
        return str(ip_network((ip, SUBNET), strict=False).network_address)
    return str(getattr(ip, "ipv4_mapped", None) or ip)
