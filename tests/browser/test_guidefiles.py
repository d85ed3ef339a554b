"""An editor takes a guide out of the desk, mends it, and brings it back."""

import pytest
from playwright.sync_api import expect

from tests.browser import paths
from tests.browser.desks import open_desk

SELECTED = "area => area.value.slice(area.selectionStart, area.selectionEnd)"


@pytest.fixture
def desk(page, site):
    open_desk(page, site, "files@example.org", "/admin/guide/film/")
    return page


def downloaded(desk, path):
    """The guide whose page is open, as a file; its text."""
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Download as a file").click()
    download.value.save_as(path)
    return path.read_text()


def test_a_guide_is_downloaded_mended_and_imported(desk, tmp_path):
    path = tmp_path / "guide.yaml"
    paths.follow(desk.locator("#result_list tbody a").first)
    text = downloaded(desk, path)
    assert text.count("- model: guide.beat") == 31
    mended = text.replace("War on every", "War at each")
    path.write_text(mended.replace("horizon: 13\n", "horizon: 0:13\n"))
    desk.goto("/admin/guide/film/")
    paths.follow(desk.get_by_role("link", name="Import a guide"))
    desk.get_by_label("A guide file").set_input_files(path)
    paths.follow(desk.get_by_role("button", name="Check the file"))
    problems = desk.locator(".import-refused li")
    expect(problems.first).to_contain_text("horizon is a whole number of minutes")
    form = desk.get_by_label("The file, for you to correct here")
    problems.first.get_by_role("link").click()
    assert form.evaluate(SELECTED) == "    horizon: 0:13"
    form.fill(form.input_value().replace("0:13\n", "13\n"))
    paths.follow(desk.get_by_role("button", name="Check again"))
    expect(desk.locator(".import-section")).to_contain_text(["War on every at each"])
    paths.follow(desk.get_by_role("button", name="Import what is shown"))
    expect(desk.locator(".messagelist")).to_contain_text("1 changed.")
    assert downloaded(desk, path) == mended


def test_a_file_replaces_what_an_editor_wrote_once_that_is_ticked(desk, tmp_path):
    path = tmp_path / "guide.yaml"
    paths.follow(desk.locator("#result_list tbody a").first)
    text = downloaded(desk, path)
    desk.get_by_label("Premise").fill("Mine.")
    paths.follow(desk.get_by_role("button", name="Save", exact=True).first)
    desk.goto("/admin/guide/film/import/")
    desk.get_by_label("A guide file").set_input_files(path)
    paths.follow(desk.get_by_role("button", name="Check the file"))
    expect(desk.locator(".import-section")).to_contain_text(["Mine."])
    do = desk.get_by_role("button", name="Import what is shown")
    expect(do).to_have_count(0)
    desk.get_by_label("Also replace what editors changed here").check()
    paths.follow(desk.get_by_role("button", name="Check again"))
    paths.follow(do)
    assert downloaded(desk, path) == text
