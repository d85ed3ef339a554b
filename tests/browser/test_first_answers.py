"""Asked for a reading before the votes show: answered or skipped with one press."""

import pytest
from playwright.sync_api import expect

from tests.browser import paths
from tests.browser.test_keyboard import tab_to

ENDING = f"{paths.FILM}ending/"


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def asked(request, context_of, site):
    """A reader with an account who has reached the ending and said nothing yet."""
    context = context_of(java_script_enabled=request.param)
    paths.sign_in(context, site, asked=True)
    page = context.new_page()
    page.goto(ENDING)
    return page


def unprompted(page, count=1):
    expect(page.locator(".ask")).to_have_count(count)
    expect(page.locator(".standing")).to_have_count(1 - count)
    expect(page.locator(".interpretation .vote__count")).to_have_count(
        0 if count else 2 * page.locator(".interpretation").count()
    )


def test_the_first_answer_shows_the_votes(asked):
    unprompted(asked)
    reading = asked.locator(".interpretation").nth(1)
    name = reading.locator(".fold__place").get_attribute("id")
    paths.follow(reading.get_by_role("button", name="No"))
    asked.wait_for_url(f"**/ending/#vote-{name}")
    mine = asked.locator(f"[id='vote-{name}'] .vote__sentence")
    expect(mine).to_contain_text("You said no.")
    expect(mine).to_be_in_viewport()
    unprompted(asked, 0)


def test_skipping_is_one_press_and_for_good(asked):
    paths.follow(asked.locator(".ask button"))
    asked.wait_for_url("**/ending/#readings")
    unprompted(asked, 0)
    asked.reload()
    unprompted(asked, 0)


def test_the_page_before_the_first_answer_does_not_ask_again(asked):
    paths.follow(asked.locator(".ask button"))
    asked.wait_for_url("**/ending/#readings")
    asked.go_back()
    asked.reload()
    unprompted(asked, 0)


def test_by_keyboard_alone(context_of, site):
    context = context_of(reduced_motion="reduce")
    paths.sign_in(context, site, asked=True)
    page = context.new_page()
    page.goto(ENDING)
    tab_to(page, "Show me the votes")
    page.keyboard.press("Tab")
    tab_to(page, "Yes")
    page.keyboard.press("Enter")
    mine = page.locator(".interpretation", has_text="You said yes.")
    expect(mine).to_have_count(1)
    unprompted(page, 0)
    tab_to(page, "Why, and on what evidence", key="Shift+Tab")
    page.keyboard.press("Enter")
    tab_to(page, "This convinced me")
    page.keyboard.press("Enter")
    expect(page.locator(".evidence__count", has_text="Convinced 1")).to_be_visible()
