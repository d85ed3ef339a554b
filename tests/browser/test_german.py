"""The full walk in German: no English word of the interface is left."""

import re
from pathlib import Path

import polib
import pytest

from tests.browser import paths

PO = Path(__file__).parents[2] / "guide/locale/de/LC_MESSAGES/django.po"
_WORD = re.compile(r"[a-zäöüß]{2,}")
_MARKUP = re.compile(r"<[^>]+>|%\(\w+\)s")
COMMON = """the and of you your for with this that to not on at by from please enter
forgot must field required again password email address remember should least
characters too"""
NAMES = """All You Need Is Kill|Edge of Tomorrow|The End, Explained|Doug Liman
|Christopher McQuarrie|Jez Butterworth|John-Henry Butterworth|English|CC BY-SA
|pages/contact.md|louvre|cage|manage.py changepassword""".replace("\n", "").split("|")
TEXTS = """() => {
  const said = [document.title];
  const asked = ["alt", "aria-label", "placeholder", "title", "data-runtime-label",
    "data-runtime-text", "data-copied"];
  for (const e of document.querySelectorAll("*")) {
    if (e.closest("[lang=en]")) continue;
    for (const name of asked) if (e.hasAttribute(name)) said.push(e.getAttribute(name));
    for (const node of e.childNodes)
      if (node.nodeType === 3 && !["SCRIPT", "STYLE"].includes(e.tagName))
        said.push(node.data);
  }
  const meta = document.querySelector("meta[name=description]");
  if (meta) said.push(meta.content);
  return said.filter((text) => text.trim());
}"""


def words(text):
    return set(_WORD.findall(_MARKUP.sub(" ", text).lower()))


@pytest.fixture(scope="module")
def english():
    """Words that the interface uses in English and never in German."""
    po = polib.pofile(PO)
    ours = set().union(*(words(e.msgid + " " + e.msgid_plural) for e in po))
    german = set().union(
        *(words(" ".join([e.msgstr, *e.msgstr_plural.values()])) for e in po)
    )
    return (ours | words(COMMON)) - german


def left_over(page, english):
    """English words on the page, with the texts that hold them."""
    found = {}
    for text in page.evaluate(TEXTS):
        bare = text
        for name in NAMES:
            bare = re.sub(re.escape(name), " ", bare, flags=re.IGNORECASE)
        if hits := words(bare) & english:
            found[text.strip()[:120]] = sorted(hits)
    return found


def test_the_full_walk_in_german(context_of, site, english):
    assert {"watched", "ending", "sign", "the"} <= english
    context = context_of(locale="de-DE")
    page, found = context.new_page(), {}

    def look(pages):
        for name, path in pages.items():
            page.goto(path)
            assert page.locator("html").get_attribute("lang") == "de"
            found.update(
                {f"{name}: {t}": w for t, w in left_over(page, english).items()}
            )

    look(paths.NEWCOMER)
    paths.watch(context, site, "50")
    look(paths.HALFWAY)
    page.goto(paths.FILM)
    page.locator("#minute").fill("neun")
    paths.follow(page.get_by_role("button", name="So weit zeigen"))
    found |= left_over(page, english)
    page.locator("#minute").fill("60")
    paths.follow(page.get_by_role("button", name="So weit zeigen"))
    found |= left_over(page, english)
    paths.watch(context, site, "s")
    look(paths.FINISHED | {"entry": paths.an_entry(site)})
    page.goto(f"{paths.FILM}ending/")
    paths.follow(page.get_by_role("button", name=re.compile("^Ja")).first)
    found |= left_over(page, english)
    sign_up(page, english, found)
    look(paths.ACCOUNT)
    page.goto("/accounts/password/change/")
    for field in page.locator('input[type="password"]').all():
        field.fill("kurz")
    paths.follow(page.locator("main form button").last)
    found |= left_over(page, english)
    assert found == {}


def sign_up(page, english, found):
    page.goto("/accounts/signup/")
    page.locator('input[type="email"]').fill("deutsch@example.org")
    page.locator('input[type="password"]').fill("kurz")
    paths.follow(page.locator("main form button").last)
    found |= left_over(page, english)
    for field in page.locator('input[type="password"]').all():
        field.fill("richtig Pferd 9")
    paths.follow(page.locator("main form button").last)
    page.wait_for_url("**/shelf/**")
    found |= left_over(page, english)


def test_a_reader_chooses_the_language_and_stays_on_the_page(any_page):
    any_page.goto("/films/")
    paths.follow(any_page.get_by_role("button", name="Deutsch"))
    assert any_page.url.endswith("/films/")
    assert any_page.locator("h1").inner_text() == "Filme"
    paths.follow(any_page.get_by_role("button", name="English"))
    assert any_page.locator("h1").inner_text() == "Films"
