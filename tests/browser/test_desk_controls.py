"""Every control of the desk's pages, pressed by mouse and by touch: nothing lies over
it, and it does what it says. Of controls that are alike, one is pressed."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.paths import SESSION

GUIDE = """
import json
from django.test import Client
from guide.editorial.models import Report
from guide.films.models import Cut
from guide.passages.models import Beat
from guide.votes import casting
from tests import builders
film = builders.a_film("Quirl", slug="pressed")
early, late = [builders.a_beat(film, n, horizon_checked=True) for n in (10, 60)]
early.text = "All is quiet in Zanzibar. They know Zanzibar."
late.text = "They come to Zanzibar. All of Zanzibar is on its feet."
Beat.unguarded.filter(pk=late.pk).update(text=late.text)
question = builders.a_question(film, 20, "Why?", horizon_checked=True)
question.text = "Has she been to Zanzibar?"
type(question).unguarded.filter(pk=question.pk).update(text=question.text)
waiting = builders.a_beat(film, 30, "Not yet.", status="review")
draft = builders.a_beat(film, 40, "Not yet.", status="draft")
ending = builders.an_ending(film)
reading = builders.an_interpretation(ending)
builders.evidence(reading, late)
builders.an_answer(question)
dispute = builders.a_dispute(early)
for row in (early, reading, question, dispute):
    builders.a_source(row)
builders.also_spoils(late, builders.a_film("Zimt", slug="another"))
Cut.objects.create(film=film, name="Longer", runtime=130)
reader = builders.a_reader()
Report.unguarded.create(reader=reader, passage=late)
casting.cast(reader=reader, entry=reading, value=1)
proposal = builders.a_proposal(reader, early, "correction")
client = Client()
chief = builders.a_reader("chief@example.org", is_staff=True,
                          is_superuser=True)
client.force_login(chief, backend="django.contrib.auth.backends.ModelBackend")
print(json.dumps({
    "session": client.cookies["session"].value, "film": film.pk, "beat": late.pk,
    "ending": ending.pk, "interpretation": reading.pk, "question": question.pk,
    "dispute": dispute.pk, "proposal": proposal.pk, "reader": reader.pk,
    "version": early.history.first().pk, "draft": draft.pk,
}))
"""
PAGES = """
guide/film/{film}/change/ guide/question/{question}/change/ guide/beat/{beat}/change/
guide/interpretation/{interpretation}/change/ guide/ending/{ending}/change/
guide/dispute/{dispute}/change/ guide/film/add/ guide/person/add/
guide/film/ guide/beat/ guide/interpretation/ guide/vote/ guide/reader/ guide/report/
guide/proposal/ guide/proposal/{proposal}/change/ guide/reader/{reader}/change/
drafts/{film}/ review/ log/ guide/film/import/ guide/beat/{beat}/history/
guide/beat/{draft}/delete/ versions/passage/{version}/ spoilers/passage/{question}/
guide/vote/suspicious/ auth/group/ account/emailaddress/
"""
CONTROLS = """() => {
  for (const part of document.querySelectorAll("details")) part.open = true;
  const kinds = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const shown = (it) => it.checkVisibility({ visibilityProperty: true }) &&
    !it.disabled && it.getBoundingClientRect().width > 1 &&
    !it.matches(".skip-to-content-link"); // beyond the edge until it is focused
  window.controls = [...document.querySelectorAll(kinds)].filter(shown);
  window.within = (it, hit) => it.contains(hit) ||
    [...(it.labels ?? [])].some((label) => label.contains(hit));
  for (const event of ["pointerdown", "mousedown", "click", "submit"]) {
    document.addEventListener(event, (press) => {
      if (event === "pointerdown") window.hit = press.target;
      press.preventDefault();
      press.stopImmediatePropagation();
    }, true);
  }
  const alike = (text) => (text ?? "").replace(/[0-9]+/g, "N");
  return window.controls.map((it) => [it.tagName, it.type, alike(it.className),
    alike(it.name), alike(it.getAttribute("href")?.split("?")[0])].join(" "));
}"""
PLACE = """(number) => {
  const it = window.controls[number];
  it.scrollIntoView({ block: "center", inline: "nearest" });
  if (!it.getClientRects().length) return null; // a script has put it away
  const { x, y, width, height } = it.getClientRects()[0];
  const place = [x + width / 2, y + height / 2];
  const hit = document.elementFromPoint(...place);
  window.hit = null;
  return { place, free: window.within(it, hit),
    over: `${it.outerHTML.slice(0, 90)} under ${hit?.outerHTML.slice(0, 90)}` };
}"""
STILL = """
window.ask = window.fetch;
window.fetch = () => new Promise(() => {});
XMLHttpRequest.prototype.send = () => {};
"""
"""Previews and findings do not come: they would move what is about to be pressed."""
LINKS = "window.controls.map((it) => it.href).filter((to) => to?.includes('/admin/'))"
WAS_HIT = """(number) => window.within(window.controls[number], window.hit)
  || (window.hit?.outerHTML ?? "nothing")"""
ANSWERS = """async (links) => {
  const told = {};
  for (const link of links) told[link] = (await window.ask(link)).status;
  return told;
}"""
WAYS = {
    "mouse": {"viewport": DESK},
    "touch": {"viewport": PHONE, "has_touch": True},
}


@pytest.fixture
def keys(site):
    return site.json(GUIDE)


@pytest.fixture(params=WAYS)
def desk(request, context_of, site, keys):
    """A chief's page of the desk, and the keys of the rows of a guide."""
    context = context_of(**WAYS[request.param])
    cookie = {"name": SESSION, "value": keys["session"], "url": site.url}
    context.add_cookies([cookie])
    page = context.new_page()
    page.is_touched = request.param == "touch"
    return page, keys


def press(page, what):
    """As a person does: refused where something lies over it."""
    (what.tap if page.is_touched else what.click)()


def test_nothing_lies_over_a_control_and_every_link_leads_somewhere(desk):
    page, keys = desk
    page.add_init_script(STILL)
    covered, pressed, links = [], set(), {}
    for path in PAGES.split():
        assert page.goto(f"/admin/{path.format(**keys)}").ok, path
        kinds = page.evaluate(CONTROLS)
        assert len(kinds) > 5
        for number, kind in enumerate(kinds):
            if kind in pressed:
                continue
            found = page.evaluate(PLACE, number)
            if found is None:
                continue
            pressed.add(kind)
            (page.touchscreen.tap if page.is_touched else page.mouse.click)(
                *found["place"]
            )
            hit = page.evaluate(WAS_HIT, number)
            if not found["free"] or hit is not True:
                covered.append(f"{path}: {found['over']}; pressed: {hit}")
        for link in page.evaluate(LINKS):
            kind = "".join("N" if c.isdigit() else c for c in link.split("?")[0])
            if "#" not in link and "log" not in kind:
                links.setdefault(kind, link)
    assert covered == []
    assert len(pressed) > 150
    told = page.evaluate(ANSWERS, list(links.values()))
    assert {link: status for link, status in told.items() if status != 200} == {}


def test_a_control_does_what_it_says(desk):
    page, keys = desk
    film = f"/admin/guide/film/{keys['film']}/change/"
    page.goto(film)
    press(page, page.locator("#beat-1").get_by_role("link", name="Change"))
    expect(page).to_have_url(re.compile("/admin/guide/beat/"))
    page.goto(film)
    press(page, page.locator("#beat-0 summary"))
    expect(page.locator("#beat-0 .markdownx-preview p")).to_be_visible()
    press(page, page.locator("#beat-group .add-row a"))
    press(page, page.locator("#beat-4 .inline-deletelink"))
    expect(page.locator("#beat-4:not(.empty-form)")).to_have_count(0)


def test_a_finding_takes_no_width_from_its_field(desk):
    page, keys = desk
    page.goto(f"/admin/guide/question/{keys['question']}/change/")
    expect(page.locator(".desk-beside .desk-finding").first).to_be_visible()
    widths = [
        page.locator(part).first.bounding_box()["width"]
        for part in ("#id_text", ".field-text")
    ]
    assert widths[0] > 280 and widths[0] > widths[1] * 0.4


def test_enter_beside_a_minute_opens_the_preview_and_saves_nothing(desk):
    page, keys = desk
    page.goto(f"/admin/guide/beat/{keys['beat']}/change/")
    page.locator("#id_title").fill("Typedcanary")
    page.locator("[name=_see_minute]").fill("seen")
    with page.expect_popup() as popup:
        page.keyboard.press("Enter")
    expect(popup.value.get_by_text("Nothing was saved.")).to_be_visible()
    popup.value.close()
    # That no script of it runs is on purpose.
    page.context.wrong[:] = [w for w in page.context.wrong if "sandboxed" not in w]
    expect(page.locator("#id_title")).to_have_value("Typedcanary")
    page.goto(f"/admin/guide/beat/{keys['beat']}/history/")
    expect(page.get_by_text("Typedcanary")).to_have_count(0)


def test_without_scripts_enter_looks_and_saves_nothing(site, context_of, keys):
    context = context_of(java_script_enabled=False)
    cookie = {"name": SESSION, "value": keys["session"], "url": site.url}
    context.add_cookies([cookie])
    page = context.new_page()
    for kind in ("film", "beat"):
        page.goto(f"/admin/guide/{kind}/{keys[kind]}/change/")
        page.locator("#id_title").fill("Typedcanary")
        page.locator("[name=_see_minute]").fill("seen")
        with page.expect_popup() as popup:
            page.locator("[name=_see_minute]").press("Enter")
        expect(popup.value.get_by_text("Nothing was saved.")).to_be_visible()
        popup.value.close()
        page.goto(f"/admin/guide/{kind}/{keys[kind]}/history/")
        expect(page.get_by_text("Typedcanary")).to_have_count(0)
    context.wrong[:] = [w for w in context.wrong if "sandboxed" not in w]


def test_a_film_that_is_named_already_is_passed_over(desk):
    page, keys = desk
    page.goto(f"/admin/guide/question/add/?film={keys['film']}")
    expect(page.locator("#id_under")).to_be_focused()
    page.goto("/admin/guide/question/add/")
    expect(page.locator(".field-film .select2-selection")).to_be_focused()


def test_one_types_at_once_saves_by_a_key_and_is_led_to_what_was_refused(desk):
    page, keys = desk
    page.goto(f"/admin/guide/question/{keys['question']}/change/")
    expect(page.locator("select#id_under")).to_be_focused()
    page.locator("#id_title").fill("")
    page.keyboard.press("Control+s")
    link = page.locator(".desk-problems a")
    expect(link).to_have_text(["Title"])
    expect(link).to_be_focused()
    press(page, link)
    expect(page.locator("#id_title")).to_be_focused()
    page.locator("#id_title").fill("Typed?")
    expect(page.locator("[name=_save]").last).to_be_in_viewport()
    page.keyboard.press("Control+s")
    expect(page.locator(".messagelist .success").first).to_be_visible()
