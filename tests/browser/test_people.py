"""The paths of a reader, a voter and an editor, as they would walk them."""

import re

from playwright.sync_api import expect

from tests.browser.paths import follow

FILM = "/films/all-you-need-is-kill-2014/"
PASSWORD = "correct horse 9"
EDITOR = """
import sys
from guide.readers.models import Reader
reader = Reader.objects.create_superuser(sys.argv[1], sys.argv[2])
"""


def watch_to(page, minute):
    page.goto(FILM)
    page.get_by_label("I’ve watched to minute").fill(minute)
    follow(page.get_by_role("button", name="Show me up to there"))


def see_it_all(page):
    page.goto(FILM)
    follow(page.get_by_role("link", name="I’ve seen the whole film"))
    follow(page.get_by_role("button", name="Yes, open the whole guide"))


def sign_up(page, email):
    page.goto("/accounts/signup/")
    page.get_by_label(re.compile("mail")).fill(email)
    for field in page.locator('input[type="password"]').all():
        field.fill(PASSWORD)
    follow(page.locator("main form button").last)


def beats(page):
    return page.locator(".beat").count()


def test_a_reader_goes_on_goes_back_and_undoes(any_page):
    page = any_page
    page.goto("/")
    follow(page.get_by_role("link", name="All You Need Is Kill").first)
    assert beats(page) == 0
    watch_to(page, "50")
    at_fifty = beats(page)
    assert at_fifty > 5
    assert "Louvre" not in page.content()
    watch_to(page, "25")
    assert 0 < beats(page) < at_fifty
    follow(page.get_by_role("button", name="Undo"))
    page.goto(FILM)
    assert beats(page) == at_fifty


def test_a_reader_finishes_the_film_and_reads_the_ending(any_page):
    page = any_page
    page.goto(f"{FILM}ending/")
    assert page.locator(".fog__line").is_visible()
    assert page.locator(".interpretation").count() == 0
    see_it_all(page)
    follow(page.get_by_role("link", name="Read the ending").first)
    assert page.locator(".interpretation").count() >= 4
    assert "Louvre" in page.content()


def test_a_wrong_minute_is_told_at_its_field(any_page):
    watch_to(any_page, "half way")
    field = any_page.get_by_label("I’ve watched to minute")
    assert field.input_value() == "half way"
    assert any_page.get_by_role("alert").is_visible()


def test_a_voter_votes_before_signing_up_and_changes_their_mind(any_page, request):
    page = any_page
    see_it_all(page)
    page.goto(f"{FILM}ending/")
    reading = page.locator(".interpretation").first
    follow(reading.get_by_role("button", name="Yes"))
    follow(page.get_by_role("link", name="Sign up").last)
    email = f"voter{abs(hash(request.node.name))}@example.org"
    page.get_by_label(re.compile("mail")).fill(email)
    for field in page.locator('input[type="password"]').all():
        field.fill(PASSWORD)
    follow(page.locator("main form button").last)
    mine = page.locator(".interpretation", has_text="You said yes.")
    page.goto(f"{FILM}ending/")
    assert mine.count() == 1
    mine.get_by_role("button", name="Withdraw").click()
    expect(mine).to_have_count(0)
    assert page.url.split("#")[0].endswith("/ending/")


def test_a_search_finds_what_was_reached_and_no_more(page):
    watch_to(page, "50")
    page.goto("/search/?q=louvre")
    assert page.locator(".hit").count() == 0
    page.goto("/search/?q=heathrow")
    assert page.locator(".hit").count() > 0


def test_the_range_moves_the_number_and_sends_nothing(page):
    page.goto(FILM)
    page.locator('input[type="range"]').focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("PageUp")
    assert int(page.get_by_label("I’ve watched to minute").input_value()) > 1
    assert beats(page) == 0


def test_an_editor_corrects_a_beat_and_sees_it_on_the_page(page, site):
    site.python(EDITOR, "desk@example.org", PASSWORD)
    page.goto("/admin/")
    page.get_by_label(re.compile("mail")).fill("desk@example.org")
    page.locator('input[type="password"]').fill(PASSWORD)
    follow(page.locator("main form button").last)
    page.goto("/admin/guide/beat/")
    follow(page.locator("#result_list tbody a").first)
    page.locator("#id_title").fill("A title corrected just now")
    follow(page.locator('input[name="_save"]'))
    watch_to(page, "60")
    assert page.get_by_text("A title corrected just now").count() == 1


def test_the_preview_of_the_desk_is_live(page, site):
    site.python(EDITOR, "preview@example.org", PASSWORD)
    page.goto("/accounts/login/?next=/admin/guide/beat/add/")
    page.get_by_label(re.compile("mail")).fill("preview@example.org")
    page.locator('input[type="password"]').fill(PASSWORD)
    follow(page.locator("main form button").last)
    page.locator("textarea.markdownx-editor").first.fill("so *much* more")
    page.wait_for_selector(".markdownx-preview em:has-text('much')")
