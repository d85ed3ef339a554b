"""A vote without leaving the page, and what happens when that does not work."""

import pytest
from playwright.sync_api import expect

from tests.browser import paths

ENDING = f"{paths.FILM}ending/"
WAYS = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


def ending(context_of, site, **options):
    context = context_of(**options)
    paths.sign_in(context, site)
    page = context.new_page()
    page.goto(ENDING)
    return page, vote_on(page, page.locator(".interpretation").first)


def vote_on(page, reading):
    """The vote on a reading, wherever it comes to stand."""
    return page.locator(f"[id='vote-{name_of(reading)}']")


def name_of(reading):
    """The name by which an address leads to a reading."""
    return reading.locator(".fold__place").get_attribute("id")


def counts(vote):
    return [int(text) for text in vote.locator(".vote__count").all_inner_texts()]


def press(vote, name):
    vote.get_by_role("button", name=name).click()


def said(vote):
    return expect(vote.locator(".vote__sentence"))


def sent(page):
    """The requests that a page makes from now on."""
    requests = []
    page.on("request", lambda r: requests.append((r.method, r.url.split("/")[-2])))
    return requests


def test_a_vote_changes_the_box_alone(context_of, site):
    page, vote = ending(context_of, site)
    page.evaluate("window.stayed = true")
    count = int(vote.locator(".vote__count").first.inner_text())
    vote.get_by_role("button", name="Yes").click()
    expect(vote.locator(".vote__count").first).to_have_text(str(count + 1))
    expect(vote.locator("[aria-live]")).to_contain_text("You said yes.")
    vote.get_by_role("button", name="No").click()
    expect(vote.locator("[aria-live]")).to_contain_text("You said no.")
    expect(vote.locator(".vote__count").first).to_have_text(str(count))
    vote.get_by_role("button", name="Withdraw").click()
    expect(vote.get_by_role("button", name="Withdraw")).to_be_hidden()
    assert page.evaluate("window.stayed")


def test_a_vote_moves_what_is_said_of_all_readings(context_of, site):
    page, vote = ending(context_of, site)
    said = page.locator("[data-standing]").first
    before = said.inner_text()
    vote.get_by_role("button", name="Yes").click()
    expect(said).not_to_have_text(before, use_inner_text=True)
    now = said.inner_text()
    page.reload()
    assert said.inner_text() == now
    vote.get_by_role("button", name="Withdraw").click()
    expect(said).to_have_text(before, use_inner_text=True)


def test_where_the_script_fails_the_form_is_sent(context_of, site):
    page, vote = ending(context_of, site)
    page.evaluate("() => { window.fetch = () => Promise.reject(new Error()) }")
    vote.get_by_role("button", name="Yes").click()
    page.wait_for_url("**/ending/#*")
    expect(page.locator(".interpretation", has_text="You said yes.")).to_have_count(1)


def test_who_was_signed_out_meanwhile_is_led_to_sign_in(context_of, site):
    page, vote = ending(context_of, site)
    page.context.clear_cookies()
    paths.watch(page.context, site, "s")
    vote.get_by_role("button", name="Yes").click()
    page.wait_for_url("**/accounts/login/**")


def test_without_script_one_comes_back_to_the_same_place(context_of, site):
    page, vote = ending(context_of, site, java_script_enabled=False)
    vote.get_by_role("button", name="No").click()
    said = page.locator(".interpretation", has_text="You said no.")
    expect(said).to_have_count(1)
    assert page.url.endswith(f"#vote-{name_of(said)}")
    expect(said.locator(".vote__sentence")).to_be_in_viewport()


def test_with_script_a_press_is_one_request_and_no_page(context_of, site):
    page, vote = ending(context_of, site)
    page.wait_for_load_state("networkidle")
    requests = sent(page)
    press(vote, "Yes")
    said(vote).to_contain_text("You said yes.")
    page.locator(".interpretation summary").first.click()
    piece = page.locator(".interpretation [data-piece]").first
    press(piece, "This convinced me")
    expect(piece.locator(".evidence__count")).to_have_text("Convinced 1 reader")
    page.wait_for_load_state("networkidle")
    assert requests == [("POST", "vote"), ("POST", "moved")]


@WAYS
def test_a_double_click_counts_once(context_of, site, script):
    page, vote = ending(context_of, site, java_script_enabled=script)
    yes, no = counts(vote)
    vote.get_by_role("button", name="Yes").dblclick()
    said(vote).to_contain_text("You said yes.")
    page.reload()
    assert counts(vote) == [yes + 1, no]


@WAYS
def test_of_two_tabs_that_contradict_the_last_holds(context_of, site, script):
    page, one = ending(context_of, site, java_script_enabled=script)
    second = page.context.new_page()
    second.goto(ENDING)
    other = vote_on(second, page.locator(".interpretation").first)
    yes, no = counts(one)
    for vote, name in ((one, "Yes"), (other, "No"), (one, "Yes"), (other, "No")):
        press(vote, name)
        said(vote).to_contain_text(f"You said {name.lower()}.")
    for tab, vote in ((page, one), (second, other)):
        tab.reload()
        said(vote).to_contain_text("You said no.")
        assert counts(vote) == [yes, no + 1]


@WAYS
def test_who_leaves_and_comes_back_finds_what_was_said(context_of, site, script):
    page, vote = ending(context_of, site, java_script_enabled=script)
    yes, no = counts(vote)
    press(vote, "Yes")
    said(vote).to_contain_text("You said yes.")
    page.goto("/films/")
    page.go_back()
    said(vote).to_contain_text("You said yes.")
    assert counts(vote) == [yes + 1, no]


def test_behind_the_back_button_the_page_tells_the_vote_as_well(context_of, site):
    """Without script the page as it was before lies there."""
    page, vote = ending(context_of, site, java_script_enabled=False)
    yes, no = counts(vote)
    press(vote, "Yes")
    said(vote).to_contain_text("You said yes.")
    page.go_back()
    page.reload()
    said(vote).to_contain_text("You said yes.")
    press(vote, "No")
    said(vote).to_contain_text("You said no.")
    assert counts(vote) == [yes, no + 1]
