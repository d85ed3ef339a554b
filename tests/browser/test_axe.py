"""axe finds nothing on any page, in the light and in the dark, at two widths.

The policy is lifted here, since axe sets styles of its own; other tests keep it.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser import paths
from tests.browser.conftest import DESK, PHONE

READERS = {
    "newcomer": (None, paths.NEWCOMER),
    "halfway": ("50", paths.HALFWAY),
    "finished": ("s", paths.FINISHED),
    "account": (None, paths.NEWCOMER | paths.ACCOUNT),
    "proposer": (None, {}),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("look", ["light", "dark"])
def test_axe_finds_nothing(context_of, site, reader, look):
    size = PHONE if look == "dark" else DESK
    context = context_of(viewport=size, color_scheme=look, bypass_csp=True)
    minute, pages = READERS[reader]
    if minute:
        paths.watch(context, site, minute)
        pages = pages | {"entry": paths.an_entry(site)} if minute == "s" else pages
    if reader == "account":
        paths.sign_in(context, site)
    if reader == "proposer":
        pages = paths.propose(context, site)
    page, found = context.new_page(), {}
    for name, path in pages.items():
        page.goto(path)
        violations = Axe().run(page).response["violations"]
        for one in violations:
            found[f"{name}: {one['id']}"] = [n["html"][:150] for n in one["nodes"]]
    assert found == {}


@pytest.mark.parametrize("look", ["light", "dark"])
def test_axe_finds_nothing_in_forms_with_errors(context_of, look):
    page = context_of(color_scheme=look, bypass_csp=True).new_page()
    page.goto(paths.FILM)
    page.get_by_label("I’ve watched to minute").fill("x")
    paths.follow(page.get_by_role("button", name="Show me up to there"))
    assert Axe().run(page).violations_count == 0
    page.goto("/accounts/login/")
    page.locator('input[type="email"]').fill("nobody@example.org")
    page.locator('input[type="password"]').fill("nothing at all")
    paths.follow(page.locator("main form button").last)
    assert Axe().run(page).violations_count == 0
