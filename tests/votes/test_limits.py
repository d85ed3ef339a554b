"""Limits on votes: refused kindly, and what happens while the cache is down."""

import pytest
import time_machine
from django.core.cache import cache
from django.core.cache.backends.base import BaseCache

from guide.gate import SEEN
from guide.passages.models import Interpretation
from guide.readers.bookmarks import AccountShelf
from guide.votes import limits
from guide.votes.models import Vote
from tests import builders
from tests.conftest import at

pytestmark = pytest.mark.django_db
ENDING = "/films/the-long-night/ending/"
JSON = {"accept": "application/json"}


class Broken(BaseCache):
    """A cache whose server does not answer."""

    asked = 0

    def __init__(self, location, params):
        super().__init__(params)

    def _fail(self, *args, **kwargs):
        Broken.asked += 1
        raise ConnectionError("nobody there")

    get = set = add = incr = delete = touch = clear = _fail


@pytest.fixture(autouse=True)
def afresh(settings):
    limits._by_itself.clear()
    settings.VOTES_A_MINUTE, settings.VOTES_A_MINUTE_ADDRESS = 20, 50
    with time_machine.travel("2026-01-01 12:00:10 +0000", tick=False) as clock:
        yield clock


@pytest.fixture
def broken(settings):
    settings.CACHES = {"default": {"BACKEND": "tests.votes.test_limits.Broken"}}
    Broken.asked = 0


@pytest.fixture
def address(film):
    return f"/entries/{Interpretation.unguarded.get(film=film).public_id}/vote/"


def presses(client, address, count, value="1", **more):
    return [
        client.post(address, {"value": value}, **more).status_code for _ in range(count)
    ]


def another(client, film):
    """The same device, another account."""
    reader = builders.a_reader()
    AccountShelf(reader).move(film, SEEN)
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_sixty_votes_a_minute_of_an_account_by_default():
    from guide import settings

    assert (settings.VOTES_A_MINUTE, settings.VOTES_A_MINUTE_ADDRESS) == (60, 600)


def test_an_account_votes_so_often_in_a_minute(voter, address, afresh):
    assert presses(voter, address, 21) == [303] * 20 + [429]
    afresh.shift(50)
    assert presses(voter, address, 1) == [303]


def test_an_address_votes_so_often_whoever_is_signed_in(film, voter, address):
    for _ in range(5):
        assert presses(another(voter, film), address, 10) == [303] * 10
    assert presses(another(voter, film), address, 1) == [429]
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert presses(another(voter, film), address, 1, **elsewhere) == [303]


def test_the_page_says_when_and_sends_the_same_vote_again(voter, address):
    presses(voter, address, 20, "-1")
    form = {"value": "1", "next": ENDING}
    refused = voter.post(address, form)
    page = refused.content.decode()
    assert (refused.status_code, refused["Retry-After"]) == (429, "50")
    assert f'action="{address}"' in page
    assert 'name="value" value="1"' in page
    assert f'name="next" value="{ENDING}"' in page
    assert "again in 50 seconds" in page
    assert list(Vote.unguarded.values_list("value", flat=True)) == [-1]


def test_the_script_is_told_in_json(voter, address):
    presses(voter, address, 20)
    refused = voter.post(address, {"value": "-1"}, headers=JSON)
    told = refused.json()
    assert (refused.status_code, told["type"], told["seconds"]) == (429, "too-many", 50)
    assert "50 seconds" in told["sentence"]


def test_what_is_hidden_is_no_vote_and_is_not_refused_as_one(film, voter, address):
    voter.post("/films/the-long-night/progress/", {"minute": "50"})
    never = presses(voter, "/entries/neverneve2/vote/", 25)
    assert presses(voter, address, 25) == never == [404] * 25


def test_without_an_account_nothing_is_counted(film, address):
    client = at(film, SEEN)
    assert presses(client, address, 60) == [303] * 60


def test_reading_is_open_while_the_cache_is_down(film, voter, newcomer, broken):
    for client in (voter, newcomer):
        for page in ("/", ENDING, "/films/the-long-night/", "/search/?q=song"):
            assert client.get(page).status_code == 200
    assert Broken.asked == 0


def test_a_tenth_passes_while_the_cache_is_down_and_no_burst(voter, address, broken):
    assert presses(voter, address, 5) == [303, 303, 429, 429, 429]
    assert Vote.unguarded.count() == 1


def test_a_burst_of_many_accounts_is_refused_while_the_cache_is_down(
    film, voter, address, broken
):
    statuses = [presses(another(voter, film), address, 1)[0] for _ in range(7)]
    assert statuses == [303] * 5 + [429] * 2


def test_a_cache_that_failed_is_left_alone_for_a_while(
    film, voter, address, broken, afresh
):
    presses(voter, address, 3)
    assert Broken.asked == 1
    afresh.shift(limits.REST + 1)
    presses(voter, address, 3)
    assert Broken.asked == 2


def test_the_limits_are_whole_again_with_the_cache(voter, address, settings, broken):
    presses(voter, address, 3)
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    }
    limits._by_itself.delete(limits.DOWN)
    assert presses(voter, address, 20) == [303] * 20
    cache.clear()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        (0, "203.0.113.9", "address:127.0.0.1"),
        (1, "203.0.113.9", "address:203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "address:203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9", "address:198.51.100.1"),
        (2, "203.0.113.9", "address:127.0.0.1"),
        (1, "2001:db8:0:7::1", "address:2001:db8:0:7::"),
        (1, "2001:db8:0:7:ffff::2", "address:2001:db8:0:7::"),
        (1, "::ffff:203.0.113.9", "address:203.0.113.9"),
        (1, "nonsense", "address:127.0.0.1"),
    ],
)
def test_the_address_is_what_trusted_proxies_say(
    voter, address, settings, monkeypatch, proxies, forwarded, counted
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    names = []
    monkeypatch.setattr(limits, "_passes", lambda name, most: names.append(name) or 1)
    voter.post(address, {"value": "1"}, headers={"x-forwarded-for": forwarded})
    assert [name.split(":", 1)[1].rsplit(":", 1)[0] for name in names][1] == counted
