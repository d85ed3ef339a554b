"""Hundreds of hostile texts in every field, on every page: not one of them comes alive.

`tests/security/planting.py` writes them by the verbs. Every page is watched for a
dialog, a violation of the policy, an error of a script, a request to another host, and
for what must not stand in it (`ALIVE`); a page made for the test proves that each of
these would be seen.
"""

import json
import re
from itertools import cycle
from urllib.parse import quote

import pytest
from django.core.exceptions import ValidationError

from guide.common.text_checks import check_for
from tests.browser import paths
from tests.browser.conftest import PHONE
from tests.security.texts import hostile, places
from tests.site import running_site

NOUNS = ("film", "person", "beat", "ending", "interpretation", "question", "answer",
         "dispute", "proposal", "reader")  # fmt: skip
PICKY = {"Film.slug", "Person.slug", "Film.colour_ground", "Film.colour_figure",
         "Source.url", "Reader.email"}  # fmt: skip
PLANT = "from tests.security.planting import main; main()"
ALIVE = """() => [...document.querySelectorAll("*")].filter((e) => {
  const scheme = (value) => {
    try { return new URL(value, location).protocol; } catch { return "none:"; }
  };
  const leads = ["href", "src", "action", "formaction", "xlink:href", "srcdoc", "data"];
  return e.matches(`iframe, object, embed, base, meta[http-equiv], style,
      script:not([src]):not([type="application/ld+json"]):not([type="text/plain"])`) ||
    [...e.attributes].some(({ name, value }) => /^on/i.test(name) || name == "srcdoc" ||
      leads.includes(name.toLowerCase()) && value &&
      !["http:", "https:", "mailto:", "none:"].includes(scheme(value)));
}).map((e) => e.outerHTML.slice(0, 200))"""
PREVIEW = """async (texts) => {
  const editor = document.querySelector(".markdownx-editor");
  const path = editor.dataset.markdownxUrlsPath;
  const shown = document.querySelector(".markdownx-preview");
  for (const text of texts) {
    const body = new FormData(document.querySelector("#beat_form"));
    body.set("content", text);
    const piece = document.createElement("div");
    piece.innerHTML = await (await fetch(path, { method: "POST", body })).text();
    shown.append(piece);
  }
  return shown.querySelectorAll(":scope > div").length;
}"""
POST = """([path, fields]) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = path;
  for (const [name, value] of Object.entries(fields)) {
    const area = document.createElement("textarea");
    area.name = name;
    area.value = value;
    form.append(area);
  }
  document.body.append(form);
  form.submit();
}"""


@pytest.fixture(scope="module")
def hostile_site():
    """A site of its own, with all of them in it."""
    with running_site() as site:
        site.planted = site.json(PLANT)
        site.pages = site.planted["pages"]
        yield site


@pytest.fixture
def visit(context_of, hostile_site):
    """Opens a page as somebody; what is alive in it goes to what is wrong."""
    context = context_of(base_url=hostile_site.url)
    page = context.new_page()

    def go(path, *, who=None, posted=None):
        if who:
            key = hostile_site.pages["sessions"][who]
            cookie = {"name": paths.SESSION, "value": key, "url": hostile_site.url}
            context.add_cookies([cookie])
        if posted is None:
            answer = page.goto(path)
        else:
            with page.expect_navigation() as sent:
                page.evaluate(POST, [path, posted])
            answer = sent.value
        assert answer.status < 500, path
        context.wrong += [f"{path}: {found}" for found in page.evaluate(ALIVE)]
        return page

    go.context = context
    return go


def sendable(text):
    """A text as a form or an address can carry it."""
    return text.encode("utf-8", "replace").decode()


def test_every_text_went_into_every_field_or_was_refused_kindly(hostile_site):
    numbers = [text.number for text in hostile()]
    tried, refused = hostile_site.planted["tried"], hostile_site.planted["refused"]
    fields = places()
    assert tried.keys() == fields.keys()
    assert {field for field, done in tried.items() if done != numbers} == set()
    told = {sentence for field in refused.values() for sentence in field.values()}
    assert [
        sentence for sentence in told if not re.search(r"\w.*[.:]$", sentence)
    ] == []
    for name, field in fields.items():  # and nothing was but for its letters
        if name not in PICKY:
            assert refused.get(name, {}).keys() <= unfit(field), name
    for name in ("Film.title", "Beat.text", "Proposal.said_elsewhere"):
        assert refused.get(name, {}).keys() == unfit(fields[name])


def unfit(field):
    """The numbers, as JSON names them, of the texts with letters that it refuses."""
    found = set()
    for text in hostile():
        try:
            check_for(field)(text.for_field(field))
        except ValidationError:
            found.add(str(text.number))
    return found


def test_every_film_comes_back_from_its_file_the_same_to_the_byte(hostile_site):
    assert hostile_site.planted["changed by a file"] == []


def test_nothing_lives_on_the_pages_of_films(visit, hostile_site):
    for path in ("/", "/films/"):
        visit(path)
    for slug in hostile_site.pages["film"]:
        visit(f"/films/{slug}/")
    for slug in hostile_site.pages["film"][::6]:
        visit(f"/films/{slug}/ending/")
        visit(f"/films/{slug}/card.svg")
        assert visit.context.request.get(f"/films/{slug}/card.png").ok


def test_no_text_makes_a_page_wider_than_a_phone(visit, hostile_site):
    page = visit("/films/", who="writer")
    page.set_viewport_size(PHONE)
    unbroken = [text.number for text in hostile() if text.kind == "long tokens"]
    films = [hostile_site.pages["film"][number] for number in unbroken[::2]]
    paths = [f"/films/{slug}/" for slug in (*films, "plot", "told")]
    for path in (*paths, "/films/", "/films/told/ending/", "/films/ends/ending/"):
        visit(path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert (path, wide) == (path, PHONE["width"])


def test_nothing_lives_in_plots_and_endings(visit, hostile_site):
    for slug in ("plot", "told", "ends"):
        visit(f"/films/{slug}/", who="writer")
        visit(f"/films/{slug}/ending/")
    for public_id in hostile_site.pages["entry"][::4]:
        visit(f"/entries/{public_id}/")


def test_nothing_lives_in_what_is_searched_for(visit, hostile_site):
    for text in hostile()[::2]:
        visit(f"/search/?q={quote(sendable(text.text[:190]))}", who="writer")


def test_nothing_lives_in_proposals(visit, hostile_site):
    visit("/shelf/", who="writer")
    for public_id in hostile_site.pages["proposal"][::6]:
        visit(f"/proposals/{public_id}/")


def test_nothing_lives_in_a_preview_of_a_reader(visit, hostile_site):
    path = f"/proposals/{hostile_site.pages['proposal'][0]}/"
    visit(path, who="writer")
    for text in hostile():
        said = sendable(text.text)
        typed = {"title": said[:200], "said_elsewhere": said, "text": said,
                 "name": said[:60], "minute": said[:8], "act": "preview"}  # fmt: skip
        visit(path, posted=typed)


def test_nothing_lives_on_the_desk(visit, hostile_site):
    visit("/admin/review/", who="editor")
    for noun in (*NOUNS, "discount"):  # with all that the rows are called
        for number in range(1, 6):
            visit(f"/admin/guide/{noun}/?p={number}")
    for at, noun in zip(range(0, len(hostile()), 6), cycle(NOUNS), strict=False):
        key = hostile_site.pages[f"{noun}'s desk"][at]
        visit(f"/admin/guide/{noun}/{key}/change/")
        visit(f"/admin/guide/{noun}/{key}/history/")
    key = hostile_site.pages["beat's desk"][0]
    visit(f"/admin/spoilers/passage/{key}/")
    for key in hostile_site.pages["whole"]:  # all that a film has, and its lint
        visit(f"/admin/guide/film/{key}/change/")


def test_nothing_lives_in_a_preview_of_the_desk(visit):
    page = visit("/admin/guide/beat/add/", who="editor")
    page.locator("textarea.markdownx-editor").first.fill("*one* as an editor types it")
    page.wait_for_selector(".markdownx-preview em")
    shown = page.evaluate(PREVIEW, [sendable(text.text) for text in hostile()])
    assert shown == len(hostile())
    visit.context.wrong += page.evaluate(ALIVE)


def test_nothing_lives_where_an_editor_sees_as_a_reader(visit, hostile_site):
    for noun in ("beat", "ending"):
        key = hostile_site.pages[f"{noun}'s desk"][0]
        page = visit(f"/admin/guide/{noun}/{key}/change/", who="editor")
        with visit.context.expect_page() as opened:
            page.get_by_role("button", name="See it").click()
        seen = opened.value
        seen.wait_for_load_state()
        assert seen.locator(".seeing").count() == 1
        wrong = visit.context.wrong
        own = seen.locator('script[type="module"][src^="/static/js/"]').count()
        blocked = [said for said in wrong if said.startswith("Blocked script ")]
        assert len(blocked) <= own  # nothing runs in a picture of a page
        wrong[:] = [said for said in wrong if said not in blocked]
        wrong += seen.evaluate(ALIVE)


def test_nothing_lives_in_an_import(visit, hostile_site):
    file = hostile_site.python(EXPORT, "told").replace('"told"', '"told-again"')
    renamed = re.sub(r'public_id: "(.)', r'public_id: "z', file)
    for text in (renamed, renamed.replace("horizon: ", "<b onclick=alert(1)>: ")):
        visit("/admin/guide/film/import/", who="editor")
        page = visit.context.pages[0]
        page.locator("#text").evaluate("(area, text) => { area.value = text }", text)
        paths.follow(page.get_by_role("button", name="Check the file"))
        visit.context.wrong += page.evaluate(ALIVE)
        assert page.locator(".import-refused, .import-section").count()


EXPORT = """
import sys
from guide.editorial import guidefile
from guide.films.models import Film
print(guidefile.export(Film.unguarded.get(slug=sys.argv[1])))
"""


def served(text, headers):
    """Answers with a page in which the text stands as it is."""
    headers = {"content-type": "text/html; charset=utf-8"} | headers
    return lambda route: route.fulfill(
        body=f"<!doctype html><p>{text}", headers=headers
    )


def test_what_lives_would_be_seen(context_of):
    """The same texts as they are, on a page that neither renders nor escapes them."""
    context = context_of()
    policy = {"content-security-policy": "script-src 'self'"}
    seen, raw = {}, hostile()[:120:4]
    for text in raw:
        for how, headers in (("bare", {}), ("policy", policy)):
            context.route("**/canary/", served(sendable(text.text), headers))
            page = context.new_page()  # a dialog would keep an old one from leaving
            page.goto("/canary/", wait_until="commit")
            page.wait_for_timeout(60)
            page.close()
            if context.wrong:
                seen.setdefault(how, []).append(list(context.wrong))
                context.wrong.clear()
            context.unroute_all()
    context.new_page().wait_for_timeout(300)
    context.wrong.clear()  # what came late
    told = json.dumps(seen)
    assert min(len(seen["bare"]), len(seen["policy"])) > len(raw) / 4
    assert ("a dialog" in told, "CSP: " in told, "another origin" in told) == (
        True, True, True,
    )  # fmt: skip
