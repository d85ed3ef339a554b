"""Nothing that is typed at the desk is lost: not by a crash, a log-in that has expired,
a refusal, or somebody else who saves first."""

import re
from itertools import count

import pytest
from playwright.sync_api import expect

from tests.browser.desks import open_desk, sign_in

GUIDE = """
import json, sys
from tests import builders
film = builders.a_film("Typed Of", slug=sys.argv[1], status="draft")
beat = builders.a_beat(film, 10, "As it stood.", status="draft", title="Begins")
question = builders.a_question(film, 20, "Why?", status="draft")
builders.evidence(question, beat, "A note.")
print(json.dumps([film.pk, beat.pk, question.pk]))
"""
WRITE = """
import sys
from guide.passages import publishing
from guide.passages.models import Beat
beat = Beat.unguarded.get(pk=sys.argv[1])
beat.text = sys.argv[2]
publishing.save(beat)
"""
FULL = """
const set = Storage.prototype.setItem;
Storage.prototype.setItem = function (...said) {
  if (this === sessionStorage) throw new Error("full");
  set.apply(this, said);
};
"""
KEPT = "Object.keys(sessionStorage).filter(key => key.startsWith('desk:')).length"
numbers = count(1)


@pytest.fixture
def rows(site):
    """(film, beat, question): their addresses, all drafts."""
    keys = site.json(GUIDE, f"typed-of-{next(numbers)}")
    nouns = ("film", "beat", "question")
    return [f"/admin/guide/{n}/{k}/change/" for n, k in zip(nouns, keys, strict=True)]


class Editor:
    """Somebody at the desk, in a browser of their own."""

    def __init__(self, context, site):
        self.page, self.site = context.new_page(), site
        self.email = f"typist{next(numbers)}@example.org"

    def comes(self, path):
        self.password = open_desk(self.page, self.site, self.email, path)
        return self.page


@pytest.fixture
def editor(context_of, site):
    return Editor(context_of(), site)


def notice(page):
    return page.locator(".desk-typed")


def text(page):
    return page.locator("#id_text")


def press(page, name):
    page.get_by_role("button", name=name, exact=True).first.click()


def test_what_was_typed_is_put_back_after_a_crash(editor, rows):
    page = editor.comes(rows[1])
    text(page).fill("Typed *canary*.")
    page.locator("#id_title").fill("Typed title")
    page.get_by_label("Minute checked").check()
    page.locator("#id_status").select_option("review")
    page.reload()
    expect(notice(page)).to_contain_text(re.compile(r"^Typed on .+ but not saved\."))
    expect(text(page)).to_have_value("As it stood.")
    page.reload()  # nobody has decided yet
    press(page, "Restore it")
    expect(text(page)).to_have_value("Typed *canary*.")
    expect(page.locator("#id_title")).to_have_value("Typed title")
    expect(page.get_by_label("Minute checked")).to_be_checked()
    expect(page.locator("#id_status")).to_have_value("review")
    expect(page.locator(".markdownx-preview em").first).to_have_text("canary")
    expect(notice(page)).to_have_count(0)
    page.reload()
    press(page, "Discard it")
    page.reload()
    expect(text(page)).to_have_value("As it stood.")
    expect(notice(page)).to_have_count(0)


def test_rows_added_on_the_page_come_back(editor, rows):
    page = editor.comes(rows[0])
    for number, title in enumerate(("First", "Second"), 1):
        page.get_by_role("button", name="Add another Beat").click()
        page.locator(f"#id_beat-{number}-title").fill(title)
    page.locator("#id_beat-2-minute").fill("0:40")
    page.locator("#id_beat-2-text").fill("Two *words*.")
    page.reload()
    expect(page.locator("#id_beat-1-title")).to_have_count(0)
    press(page, "Restore it")
    expect(page.locator("#id_beat-1-title")).to_have_value("First")
    expect(page.locator("#id_beat-2-title")).to_have_value("Second")
    expect(page.locator("#id_beat-2-minute")).to_have_value("0:40")
    expect(page.locator("#id_beat-2-text")).to_have_value("Two *words*.")
    expect(page.locator("#beat-2 .markdownx-preview em")).to_have_text("words")


def test_a_late_answer_does_not_overwrite_a_newer_preview(editor, rows):
    page = editor.comes(rows[1])
    late = []

    def slow(route):
        if "Older" in (route.request.post_data or ""):
            late.append(route)
        else:
            route.continue_()

    expect(page.locator(".markdownx-preview").first).to_contain_text("As it stood.")
    page.route("**/admin/markdown/preview/", slow)
    with page.expect_request(lambda asked: "Older" in (asked.post_data or "")):
        text(page).fill("Older *text*.")
    text(page).fill("Newer *words*.")
    preview = page.locator(".markdownx-preview em").first
    expect(preview).to_have_text("words")
    with page.expect_response(lambda told: "Older" in (told.request.post_data or "")):
        late[0].continue_()
    page.evaluate("() => new Promise(requestAnimationFrame)")
    expect(preview).to_have_text("words")


def test_evidence_that_was_added_and_chosen_comes_back(editor, rows):
    page = editor.comes(rows[2])
    page.get_by_role("button", name="Add another Evidence").click()
    page.locator("#id_evidence-1-beat").select_option(index=1)
    page.locator("#id_evidence-1-note").fill("Typed note.")
    page.locator("#id_evidence-0-note").fill("Typed over.")
    page.reload()
    press(page, "Restore it")
    chosen = page.locator("#id_evidence-1-beat option:checked")
    expect(chosen).to_contain_text("Begins")
    expect(page.locator("#id_evidence-1-note")).to_have_value("Typed note.")
    expect(page.locator("#id_evidence-0-note")).to_have_value("Typed over.")


def test_an_expired_log_in_loses_nothing(editor, rows):
    page = editor.comes(rows[1])
    text(page).fill("Typed before it expired.")
    page.context.clear_cookies(name="session")
    press(page, "Save and continue editing")
    sign_in(page, editor.email, editor.password)
    page.wait_for_url(f"**{rows[1]}")
    press(page, "Restore it")
    press(page, "Save and continue editing")
    expect(page.locator(".messagelist .success")).to_be_visible()
    expect(text(page)).to_have_value("Typed before it expired.")
    assert page.evaluate(KEPT) == 0


def test_a_refused_form_keeps_it_and_a_saved_one_forgets_it(editor, rows):
    page = editor.comes(rows[1])
    text(page).fill("Typed and refused.")
    page.locator("#id_title").fill("")
    press(page, "Save and continue editing")
    expect(page.locator(".desk-refused")).to_be_visible()
    expect(notice(page)).to_have_count(0)
    page.goto(rows[1])
    press(page, "Restore it")
    expect(text(page)).to_have_value("Typed and refused.")
    page.locator("#id_title").fill("Mended")
    press(page, "Save")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert page.evaluate(KEPT) == 0
    page.goto(rows[1])
    expect(text(page)).to_have_value("Typed and refused.")
    expect(notice(page)).to_have_count(0)


def test_a_look_as_a_reader_saves_nothing_and_forgets_nothing(editor, rows):
    page = editor.comes(rows[1])
    text(page).fill("Typed and looked at.")
    with page.context.expect_page() as look:
        press(page, "See it")
    expect(look.value.locator("main")).to_contain_text("Nothing was saved.")
    wrong = page.context.wrong  # that page is a picture: it lets no script run
    wrong[:] = [words for words in wrong if "frame is sandboxed" not in words]
    page.reload()
    press(page, "Restore it")
    expect(text(page)).to_have_value("Typed and looked at.")


def test_signing_out_forgets_it(editor, rows):
    page = editor.comes(rows[1])
    text(page).fill("Typed and left.")
    assert page.evaluate(KEPT) == 1
    press(page, "Log out")
    page.goto("/accounts/login/?next=" + rows[1])
    assert page.evaluate(KEPT) == 0
    sign_in(page, editor.email, editor.password)
    expect(text(page)).to_have_value("As it stood.")
    expect(notice(page)).to_have_count(0)


def test_somebody_else_in_the_same_tab_sees_nothing_of_it(editor, rows, site):
    page = editor.comes(rows[1])
    text(page).fill("Typed by the first.")
    page.context.clear_cookies(name="session")
    open_desk(page, site, f"second{next(numbers)}@example.org", rows[1])
    expect(text(page)).to_have_value("As it stood.")
    expect(notice(page)).to_have_count(0)
    page.context.clear_cookies(name="session")
    page.goto("/accounts/login/?next=" + rows[1])
    sign_in(page, editor.email, editor.password)
    press(page, "Restore it")
    expect(text(page)).to_have_value("Typed by the first.")


def test_where_nothing_can_be_kept_the_desk_works(context_of, site, rows):
    context = context_of()
    context.add_init_script(FULL)
    page = Editor(context, site).comes(rows[1])
    text(page).fill("Typed.")
    press(page, "Save and continue editing")
    expect(page.locator(".messagelist .success")).to_be_visible()
    expect(text(page)).to_have_value("Typed.")


def test_no_password_and_no_token_is_kept(editor, rows):
    page = editor.comes(rows[1])
    text(page).fill("Typed.")
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    kept = page.evaluate("JSON.stringify(Object.entries(sessionStorage))")
    assert "Typed." in kept and "csrf" not in kept
    assert token not in kept and editor.password not in kept


def test_two_browsers_that_change_one_text_are_shown_both(context_of, site, rows):
    ada, bob = (Editor(context_of(), site) for _ in range(2))
    first, second = ada.comes(rows[1]), bob.comes(rows[1])
    text(first).fill("As it stood, by Ada.")
    text(second).fill("As it stood, by Bob.")
    for page in (first, second):
        press(page, "Save and continue editing")
    clash = second.locator(".desk-clash")
    expect(clash.locator("h4").first).to_have_text(re.compile(r"^Typist\d+, 20"))
    expect(clash.locator("del")).to_have_text("Ada.")
    expect(clash.locator("ins")).to_have_text("Bob.")
    expect(text(second)).to_have_value("As it stood, by Bob.")
    text(second).fill("As it stood, by both.")
    press(second, "Save and continue editing")
    expect(text(second)).to_have_value("As it stood, by both.")


def test_what_is_put_back_is_compared_with_what_it_was_typed_on(editor, rows, site):
    page = editor.comes(rows[1])
    text(page).fill("Typed on the old.")
    site.python(WRITE, rows[1].split("/")[-3], "Written since.")
    page.reload()
    expect(notice(page)).to_contain_text("This page has changed since")
    press(page, "Restore it")
    press(page, "Save and continue editing")
    expect(page.locator(".desk-clash del")).to_have_text("Written since.")
    expect(text(page)).to_have_value("Typed on the old.")
