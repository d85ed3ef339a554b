"""No page scrolls sideways: at 320 pixels, at twice the text size, from right to left;
nothing shifts; print and forced colours keep what matters."""

import pytest

from tests.browser import paths
from tests.browser.conftest import DESK, PHONE

PAGES = {
    None: paths.NEWCOMER,
    "50": paths.HALFWAY,
    "s": paths.FINISHED,
    "proposer": {},
}
TOO_WIDE = """() => {
  const root = document.documentElement;
  const wide = [...document.querySelectorAll("body *")].filter((e) => {
    const box = e.getBoundingClientRect();
    return !e.closest("svg, .visually-hidden, .skip, .runtime__range") && box.width &&
      (box.right > root.clientWidth + 1 || box.left < -1);
  });
  return root.scrollWidth > root.clientWidth
    ? wide.slice(0, 4).map((e) => e.outerHTML.slice(0, 120)) : [];
}"""
SHIFT = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) sum += entry.value;
  }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 400);
})"""


@pytest.fixture(params=PAGES, ids=str)
def visit(request, context_of, site):
    """Every page of one reader, with the context's options; yields name and page."""

    def walk(setup=lambda page: None, **options):
        context = context_of(**options)
        pages = PAGES[request.param]
        if request.param == "proposer":
            pages = paths.propose(context, site)
        elif request.param:
            paths.watch(context, site, request.param)
        page = context.new_page()
        setup(page)
        for name, path in pages.items():
            page.goto(path)
            yield name, page

    return walk


def test_no_page_scrolls_sideways_at_320_pixels(visit):
    size = {"width": 320, "height": 640}
    wide = {name: page.evaluate(TOO_WIDE) for name, page in visit(viewport=size)}
    assert {name: found for name, found in wide.items() if found} == {}


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_scrolls_sideways_at_twice_the_text_size(visit, size):
    def double(page):
        tools = page.context.new_cdp_session(page)
        tools.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})

    wide = {n: page.evaluate(TOO_WIDE) for n, page in visit(double, viewport=size)}
    assert {name: found for name, found in wide.items() if found} == {}


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_from_right_to_left_nothing_breaks(visit, size):
    wide = {}
    for name, page in visit(viewport=size):
        page.evaluate("document.documentElement.dir = 'rtl'")
        wide[name] = page.evaluate(TOO_WIDE)
    assert {name: found for name, found in wide.items() if found} == {}


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_nothing_shifts(visit, size):
    shifts = {name: page.evaluate(SHIFT) for name, page in visit(viewport=size)}
    assert {name: by for name, by in shifts.items() if by} == {}


def test_print_keeps_the_text_and_drops_the_controls(context_of, site):
    context = context_of(color_scheme="dark")
    paths.watch(context, site, "s")
    page = context.new_page()
    page.goto(f"{paths.FILM}ending/")
    page.emulate_media(media="print")
    kept = (".tldr", ".runtime__bar", ".interpretation__claim", ".evidence__list")
    gone = (".masthead__nav", ".runtime__forms", ".vote__choices", ".contents",
            "#share", ".footer__links", ".footer__languages", ".slim",
            ".vote", ".evidence__press")  # fmt: skip
    assert [n for n in kept if not page.locator(n).first.is_visible()] == []
    assert [n for n in gone if page.locator(n).first.is_visible()] == []
    dark = page.evaluate("getComputedStyle(document.body).colorScheme")
    assert dark == "light"


def test_forced_colours_keep_the_bar_and_the_pressed_vote(context_of, site):
    context = context_of(forced_colors="active")
    paths.sign_in(context, site)
    page = context.new_page()
    page.goto(f"{paths.FILM}ending/")
    yes = page.locator(".vote__choice").first
    yes.click()
    page.wait_for_selector('.vote__choice[aria-pressed="true"]')
    ground = "e => getComputedStyle(e).backgroundColor"
    no = page.locator(".vote__choice").nth(1)
    assert yes.evaluate(ground) != no.evaluate(ground)
    fill = "e => getComputedStyle(e).fill"
    paper = page.locator("body").evaluate(ground)
    assert page.locator(".runtime__reached").evaluate(fill) != paper
