"""The first film, from its fixture: what stands nowhere before its minute."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from guide.films.models import Film
from guide.gate.horizon import SEEN
from guide.passages.models import Beat, Dispute, Entry
from tests.conftest import at

SLUG = "all-you-need-is-kill-2014"
PATH = Path(__file__).parent.parent / "fixtures" / f"{SLUG}.yaml"
TO_NOBODY_YET = {"omega", "louvre", "transfusion", "dam"}
NOT_BY_FIFTY = {"louvre", "caravan", "dam"}


@pytest.fixture
def guide(db):
    call_command("seed", PATH, verbosity=0)
    return Film.objects.published().get(slug=SLUG)


def addresses():
    """Every address of the site that a reader can name, the hidden ones too."""
    for name in ("home", "films:list", "readers:shelf", "sitemap", "robots", "health"):
        yield reverse(name)
    for name in ("account_login", "account_signup", "account_reset_password"):
        yield reverse(name)
    for name in ("films:detail", "films:card", "progress:set", "endings:detail"):
        yield reverse(name, args=[SLUG])
        yield reverse(name, args=["never"])
    for public_id in Entry.unguarded.values_list("public_id", flat=True):
        yield reverse("entries:detail", args=[public_id])
        yield reverse("votes:cast", args=[public_id])
    for query in ("cage", "the", "film", "rita", "paris", "ending", "kill"):
        yield f"{reverse('search:results')}?q={query}"


def said(client, address, method="get"):
    """Every word of a response: status line, headers, body."""
    response = getattr(client, method)(address, {"value": "1", "minute": "x"})
    everything = f"{response.reason_phrase} {response.headers} {response.cookies}"
    everything += response.content.decode()
    return set(re.findall(r"[a-z]+", everything.lower()))


def test_a_newcomer_reads_no_telling_word_at_any_address(guide):
    words = {
        (method, address): said(Client(), address, method) & TO_NOBODY_YET
        for method in ("get", "head", "options", "post")
        for address in addresses()
    }
    assert {asked: found for asked, found in words.items() if found} == {}


def test_at_minute_fifty_nothing_later_stands_at_any_address(guide):
    words = {
        (method, address): said(at(guide, 50), address, method) & NOT_BY_FIFTY
        for method in ("get", "head", "options")
        for address in addresses()
    }
    assert {asked: found for asked, found in words.items() if found} == {}


def test_at_minute_fifty_the_beats_up_to_then_stand_on_the_page(guide):
    page = at(guide, 50).get(reverse("films:detail", args=[SLUG])).content.decode()
    titles = {b.title: b.horizon <= 50 for b in Beat.unguarded.filter(film=guide)}
    plain = page.replace("&#x27;", "'")
    assert {t: t in plain for t in titles} == titles


def test_who_has_seen_the_film_reads_every_word_that_was_withheld(guide):
    words = said(at(guide, SEEN), reverse("endings:detail", args=[SLUG]))
    words |= said(at(guide, SEEN), reverse("films:detail", args=[SLUG]))
    assert (TO_NOBODY_YET | NOT_BY_FIFTY) - words == set()


def test_the_guide_is_whole(guide):
    kinds = Entry.unguarded.filter(film=guide).values_list("kind", flat=True)
    assert Beat.unguarded.filter(film=guide).count() >= 18
    assert list(kinds).count("interpretation") >= 4
    assert list(kinds).count("question") >= 5
    assert Dispute.unguarded.filter(film=guide).count() >= 3
