"""The keyboard alone gets from home to a vote, and the focus is always seen."""

from playwright.sync_api import expect

from tests.browser import paths

FOCUS = """() => {
  const e = document.activeElement, style = getComputedStyle(e);
  const box = e.getBoundingClientRect();
  return {
    name: e.getAttribute("aria-label") || e.innerText || e.id || e.tagName,
    seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
      && box.width > 0 && box.bottom > 0 && box.top < innerHeight,
  };
}"""
MOST = 120  # presses from the top of a page to what one wants


def tab_to(page, name, nth=1, key="Tab"):
    """Press Tab, or another key, until the focus is on the `nth` thing of that name."""
    unseen = []
    for _ in range(MOST):
        page.keyboard.press(key)
        focus = page.evaluate(FOCUS)
        if not focus["seen"]:
            unseen.append(focus["name"])
        if focus["name"].split("\n")[0].startswith(name):
            nth -= 1
            if not nth:
                assert unseen == []
                return
    raise AssertionError(f"the keyboard does not reach {name!r}")


def test_from_home_to_a_vote(context_of, site):
    context = context_of(reduced_motion="reduce")
    (key,) = site.sessions(1, paths.SLUG)
    session = {"name": paths.SESSION, "value": key, "url": site.url}
    context.add_cookies([session])
    page = context.new_page()
    page.goto("/")
    tab_to(page, "All You Need Is Kill")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{paths.FILM}")
    tab_to(page, "Read the ending")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ending/")
    tab_to(page, "Yes")
    page.keyboard.press("Enter")
    reading = page.locator(".interpretation", has_text="You said yes.")
    expect(reading).to_have_count(1)
    assert page.evaluate(FOCUS)["name"].startswith("Yes")
    tab_to(page, "Withdraw")
    page.keyboard.press("Enter")
    expect(reading).to_have_count(0)
    assert page.evaluate(FOCUS)["name"].startswith("Yes")


def test_the_skip_link_comes_first_and_is_seen(page):
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS) == {"name": "Skip to the text", "seen": True}


def test_the_bar_moves_by_key_and_is_heard(page):
    page.goto(paths.FILM)
    tab_to(page, "Minutes watched")
    page.keyboard.press("ArrowRight")
    text = page.locator('input[type="range"]').get_attribute("aria-valuetext")
    assert text == "minute 1 of 113, press Enter to open"
    assert page.get_by_label("I’ve watched to minute").input_value() == "1"


def test_the_moved_bar_says_that_nothing_is_open_yet_and_enter_opens(page):
    page.goto(paths.FILM)
    hint = page.get_by_text(
        "Press the button to open the guide. Nothing changes until you do."
    )
    expect(hint).not_to_be_visible()
    tab_to(page, "Minutes watched")
    page.keyboard.press("PageUp")
    expect(hint).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".runtime .notice")).to_contain_text("You’re now at minute 10")


def test_a_changed_minute_is_seen_at_the_bar_with_its_undo(any_page):
    any_page.goto(paths.FILM)
    any_page.get_by_label("I’ve watched to minute").fill("50")
    paths.follow(any_page.get_by_role("button", name="Show me up to there"))
    notice = any_page.locator(".runtime .notice")
    expect(notice).to_be_in_viewport()
    expect(notice.get_by_role("button", name="Undo")).to_be_in_viewport()
