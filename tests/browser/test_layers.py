"""The ending in layers: short on a phone, opened by the address, whole on paper."""

import pytest
from playwright.sync_api import expect

from tests.browser import paths
from tests.browser.conftest import PHONE

ENDING = f"{paths.FILM}ending/"
SCREENS = "document.documentElement.scrollHeight / innerHeight"


def finished(context_of, site, **options):
    context = context_of(viewport=PHONE, **options)
    paths.watch(context, site, "s")
    page = context.new_page()
    page.goto(ENDING)
    return page


def test_on_a_phone_the_ending_is_eight_screens_long_at_most(context_of, site):
    page = finished(context_of, site)
    assert page.evaluate(SCREENS) <= 8
    page.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    expect(page.locator(".slim")).to_be_in_viewport(ratio=1)
    expect(page.locator(".slim [aria-current]")).to_have_count(1)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_an_address_opens_what_it_names(context_of, site, script):
    page = finished(context_of, site, java_script_enabled=script)
    reading = page.locator(".interpretation").last
    expect(reading.locator(".interpretation__prose")).to_be_hidden()
    name = reading.locator(".fold__place").get_attribute("id")
    page.goto("/films/")
    page.goto(f"{ENDING}#{name}")
    expect(reading.locator(".interpretation__prose")).to_be_visible()
    expect(reading.locator(".interpretation__claim")).to_be_in_viewport()


def test_an_ending_asked_for_by_an_entry_opens_at_it(context_of, site):
    name = paths.an_entry(site).strip("/").split("/")[-1]
    page = context_of(viewport=PHONE).new_page()
    page.goto(f"{ENDING}#{name}")
    paths.follow(page.get_by_role("link", name="I’ve seen the whole film"))
    paths.follow(page.get_by_role("button", name="Yes"))
    page.wait_for_url(f"**{ENDING}#{name}")
    expect(page.locator(f"[id='claim-{name}']")).to_be_in_viewport()


def test_evidence_leads_to_its_beat_and_back(context_of, site):
    page = finished(context_of, site)
    page.locator(".interpretation summary").first.click()
    piece = page.locator(".evidence__item").first
    name = piece.get_attribute("id")
    paths.follow(piece.locator(".evidence__minute"))
    page.wait_for_url(f"**{paths.FILM}#beat-*")
    back = page.locator(f"a[href$='#{name}']")
    if not back.is_visible():  # much evidence is folded
        page.locator(".backlinks", has=back).locator("summary").click()
    paths.follow(back)
    page.wait_for_url(f"**#{name}")
    expect(page.locator(f"#{name}")).to_be_in_viewport()
