"""An editor writes a guide from nothing, clicking and typing, and readers read it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.low_water import (
    BEATS,
    ENDING,
    FILM,
    HALF,
    MAKERS,
    QUESTIONS,
    READINGS,
    SEEN,
    TOLD,
)

MOST_LOADS = 40
MAKE_EDITOR = """
import sys
from django.core.management import call_command
call_command("make_editor", sys.argv[1])
"""


@pytest.fixture
def loads(context_of):
    """Every document that a browser asks for, redirects and popups among them."""
    context = context_of()
    context.loads = []
    context.on("request", lambda request: _count(context, request))
    return context


def _count(context, request):
    if request.resource_type == "document":
        context.loads.append(f"{request.method} {request.url}")


def write(page, where, text):
    """Click into a field and type over what stands there."""
    page.locator(where).click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def add_row(page, group):
    """Add a row to a table within the page; its name, `beat-3`."""
    rows = page.locator(f"#{group}-group .dynamic-{group}")
    number = rows.count()
    page.locator(f"#{group}-group .add-row a").click()
    expect(rows).to_have_count(number + 1)
    return f"{group}-{number}"


def save(page, button="Save"):
    page.get_by_role("button", name=button, exact=True).last.click()
    expect(page.locator(".messagelist .success").first).to_be_visible()
    expect(page.locator(".errornote, .messagelist .warning")).to_have_count(0)


def sign_in(page, site, email):
    password = site.python(MAKE_EDITOR, email).split()[-1]
    page.goto("/admin/")
    page.get_by_label(re.compile("mail")).click()
    page.keyboard.type(email)
    page.locator('input[type="password"]').click()
    page.keyboard.type(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="The desk")).to_be_visible()


def write_film(page):
    page.locator(".model-film .addlink").click()
    for name in ("title", "year", "runtime", "premise"):
        write(page, f"#id_{name}", FILM[name])
    for begins, horizon, title, text in BEATS:
        row = add_row(page, "beat")
        write(page, f"#id_{row}-minute", begins)
        write(page, f"#id_{row}-horizon", horizon)
        page.locator(f"#id_{row}-horizon_checked").check()
        write(page, f"#id_{row}-title", title)
        write(page, f"#id_{row}-text", text)
    expect(page.locator("#beat-1 .markdownx-preview em")).to_have_text(
        "boats lie on mud"
    )
    page.locator("#credit-group summary").click()
    for name, role in MAKERS:
        row = add_row(page, "credit")
        with page.expect_popup() as popup:
            page.locator(f"#add_id_{row}-person").click()
        write(popup.value, "#id_name", name)
        with popup.value.expect_event("close"):
            popup.value.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator(f"#{row} .select2-selection")).to_contain_text(name)
        page.locator(f"#id_{row}-role").select_option(label=role)
    save(page)


def write_ending(page):
    page.get_by_role("link", name="Add an ending").click()
    for name, text in ENDING.items():
        write(page, f"#id_{name}", text)
    save(page)


def write_readings(page):
    page.get_by_role("link", name="Add an interpretation").click()
    for reading in READINGS:
        write(page, "#id_title", reading["title"])
        write(page, "#id_text", reading["text"])
        for beat, stance, note in reading["evidence"]:
            row = add_row(page, "evidence")
            page.locator(f"#id_{row}-beat").select_option(label=beat)
            page.locator(f"#id_{row}-stance").select_option(label=stance)
            write(page, f"#id_{row}-note", note)
        if "source" in reading:
            kind, title, url = reading["source"]
            row = add_row(page, "source")
            page.locator(f"#id_{row}-kind").select_option(label=kind)
            write(page, f"#id_{row}-title", title)
            write(page, f"#id_{row}-url", url)
        is_last = reading is READINGS[-1]
        save(page, "Save" if is_last else "Save and add another")


def write_questions(page):
    page.get_by_role("link", name="Add a question").click()
    for question in QUESTIONS:
        write(page, "#id_title", question["title"])
        write(page, "#id_horizon", question["horizon"])
        page.locator("#id_horizon_checked").check()
        if question["horizon"] == "seen":
            ending = f"The ending of {FILM['title']} ({FILM['year']})"
            page.locator("#id_under").select_option(label=ending)
        row = add_row(page, "answer")
        write(page, f"#id_{row}-text", question["answer"])
        page.locator(f"#id_{row}-horizon_checked").check()
        is_last = question is QUESTIONS[-1]
        save(page, "Save" if is_last else "Save and add another")


def publish(page):
    page.get_by_role("link", name="Publish together (16)").click()
    ticks = page.get_by_role("checkbox")
    assert [tick.is_checked() for tick in ticks.all()] == [True] * 16
    page.get_by_role("button", name="Publish what is ticked").click()
    expect(page.locator(".messagelist")).to_contain_text("Published: 16.")
    expect(page.get_by_text("Publish together")).to_have_count(0)
    expect(page.locator("#spoilers li")).to_have_text(["Nothing found."])


def read_to(page, minute):
    """Find the film among all, and say how far it was watched."""
    page.goto("/films/")
    page.get_by_role("link", name=FILM["title"]).first.click()
    if minute == SEEN:
        page.get_by_role("link", name="I’ve seen the whole film").click()
        page.get_by_role("button", name="Yes, open the whole guide").click()
    else:
        page.get_by_label("I’ve watched to minute").fill(str(minute))
        page.get_by_role("button", name="Show me up to there").click()


def told(page):
    """Which of the words were sent, on the film's page, the ending's and in search."""
    film = page.url.split("#")[0]
    pages = (film, f"{film}ending/", *(f"/search/?q={w}" for w in ("clock", "keepers")))
    sent = []
    for address in pages:
        page.goto(address)
        sent.append(page.content())
    return {words for words in TOLD if any(words in text for text in sent)}


def test_a_guide_is_written_from_nothing_and_shows_what_was_reached(
    loads, context_of, site
):
    page = loads.new_page()
    sign_in(page, site, "writing@example.org")
    write_film(page)
    write_ending(page)
    write_readings(page)
    write_questions(page)
    publish(page)
    print(f"written with {len(loads.loads)} page loads of at most {MOST_LOADS}")
    assert len(loads.loads) <= MOST_LOADS, "\n".join(loads.loads)
    reader = context_of().new_page()
    for minute in (0, HALF, SEEN):
        read_to(reader, minute)
        film = reader.url.split("#")[0]
        safe = {words for words, from_ in TOLD.items() if from_ <= minute}
        assert told(reader) == safe, minute
        reader.goto(film)
        for public in ("harbour clock", *(name for name, _ in MAKERS)):
            expect(reader.get_by_text(public).first).to_be_visible()
        assert reader.locator(".beat").count() == {0: 0, HALF: 5, SEEN: 8}[minute]
    reader.goto(f"{film}ending/")
    first = reader.locator(".interpretation", has_text=READINGS[0]["title"])
    notes = [note for *_, note in READINGS[0]["evidence"]]
    # By minute: what the film shows first.
    expect(first.locator(".evidence__note")).to_have_text(notes[::-1])
    expect(first.locator(".evidence__kind")).to_have_text(["Against", "For"])
    question = reader.locator(".question", has_text=QUESTIONS[1]["title"])
    expect(question.locator(".answer")).to_contain_text("wound it first")
