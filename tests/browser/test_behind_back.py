"""What stands behind the back button: never a page from before a log-out, a vote or a
lowered minute. On http and on https, which browsers remember differently."""

import time
from contextlib import suppress

import pytest
from playwright.sync_api import Error, expect

from tests.browser import FLAGS, chromium, paths
from tests.leaks.canaries.stack import HOST, Missing, nginx, program
from tests.site import running_site

ENDING = f"{paths.FILM}ending/"
SEND = """([path, fields]) => {
  const form = document.body.appendChild(document.createElement("form"));
  for (const [name, value] of Object.entries(fields))
    Object.assign(form.appendChild(document.createElement("input")), { name, value });
  Object.assign(form, { method: "post", action: path }).submit();
}"""


@pytest.fixture(scope="module")
def https(site):
    """The same site behind nginx and a certificate of its own; the port."""
    try:
        program("nginx"), program("openssl")
    except Missing as reason:
        pytest.skip(str(reason))
    shared = {n: site.environment[n] for n in ("DATABASE_URL", "DATA_DIR")}
    known = {"SITE_URL": f"https://{HOST}", "ALLOWED_HOSTS": f"{HOST} 127.0.0.1"}
    with (
        running_site(**shared, **known, PROXIES="1") as behind,
        nginx(behind.port) as front,
    ):
        yield front.port


@pytest.fixture(scope="module")
def remembering(browser, https):
    """A browser that keeps whole pages behind the back button, as people's do."""
    yield browser.browser_type.launch(
        executable_path=chromium(),
        args=[*FLAGS, f"--host-resolver-rules=MAP {HOST}:443 127.0.0.1:{https}"],
        ignore_default_args=["--disable-back-forward-cache"],
    )


@pytest.fixture(params=["http", "https"])
def context(request, remembering, site):
    """An own visit, by http or by https; `prefix` is what cookies begin with."""
    secure = request.param == "https"
    context = remembering.new_context(
        base_url=f"https://{HOST}" if secure else site.url, ignore_https_errors=True
    )
    context.url = f"https://{HOST}" if secure else site.url
    context.prefix = "__Host-" if secure else ""
    yield context
    context.close()


def know(context, name, value):
    """Give the browser a cookie."""
    context.add_cookies([
        {"name": f"{context.prefix}{name}", "value": value, "url": context.url,
         "secure": bool(context.prefix)},
    ])  # fmt: skip


@pytest.fixture
def page(context, site):
    """An account's ending, opened."""
    know(context, "session", site.sessions(1, paths.SLUG)[0])
    return opened(context)


def opened(context):
    page = context.new_page()
    page.goto(ENDING)
    expect(page.locator(".interpretation").first).to_be_attached()
    return page


def shows(page, path, expression, wanted):
    """Whether Back leads to a path where a script's expression comes to `wanted`.

    Asked past Playwright, which loses sight of a page that is brought back whole.
    """
    for _ in range(5):
        page.evaluate("() => void setTimeout(() => history.back())")
        page.wait_for_timeout(300)
        if _told(page, "location.pathname") == path:
            break
    until = time.monotonic() + 15
    while (told := _told(page, expression)) != wanted and time.monotonic() < until:
        page.wait_for_timeout(100)
    return told == wanted


def _told(page, expression):
    asked = {"expression": expression, "returnByValue": True}
    with suppress(Error):  # a page on its way
        session = page.context.new_cdp_session(page)
        return session.send("Runtime.evaluate", asked)["result"].get("value")


READINGS = "document.readyState + document.querySelectorAll('.interpretation').length"
SHUT = "complete0"


def test_nothing_of_an_account_stands_behind_its_log_out(page):
    page.goto("/accounts/email/")
    assert page.get_by_text("crowd").count() > 0
    page.goto("/accounts/logout/")
    paths.follow(page.locator("main form button"))
    page.wait_for_url("**/")
    whose = "document.body.textContent.includes('crowd')"
    assert shows(page, "/accounts/login/", whose, False)
    assert shows(page, ENDING, READINGS, SHUT)


def test_a_vote_stands_wherever_one_goes_back_to(page):
    reading = page.locator(".interpretation .fold__place").first.get_attribute("id")
    page.goto(f"/entries/{reading}/")
    page.locator(".vote").first.get_by_role("button", name="Yes").click()
    expect(page.locator(".vote__sentence").first).to_contain_text("You said yes.")
    there = f"document.getElementById('{reading}').closest('article')"
    pressed = f"{there}.querySelector('[value=\"1\"]')"
    assert shows(page, ENDING, f"{pressed}.getAttribute('aria-pressed')", "true")


@pytest.mark.parametrize("cookie", ["session", "progress"])
def test_a_lowered_minute_holds_behind_the_back_button(context, site, cookie):
    if cookie == "session":
        know(context, "session", site.sessions(1, paths.SLUG)[0])
    else:
        know(context, "progress", f"{site.python(paths.PUBLIC_ID).strip()}.s")
    page = opened(context)
    page.goto(paths.FILM)
    with page.expect_navigation():
        page.evaluate(SEND, [f"{paths.FILM}progress/", {"minute": "20"}])
    assert shows(page, ENDING, READINGS, SHUT)
