"""A vote without leaving the page, and what happens when that does not work."""

from playwright.sync_api import expect

from tests.browser import paths


def ending(context_of, site, **options):
    context = context_of(**options)
    paths.sign_in(context, site)
    page = context.new_page()
    page.goto(f"{paths.FILM}ending/")
    return page, page.locator(".interpretation .vote").first


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
    assert page.url.endswith(f"#vote-{said.get_attribute('id')}")
    expect(said.locator(".vote__sentence")).to_be_in_viewport()
