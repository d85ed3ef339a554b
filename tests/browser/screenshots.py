"""Pictures of every page: `python -m tests.browser.screenshots [FOLDER]`.

At 390 and 1280 pixels, light and dark; with --readme also the README's pictures.
"""

import argparse
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import FLAGS, chromium
from tests.site import running_site

FILM = "/films/all-you-need-is-kill-2014/"
PASSWORD = "correct horse 9"
NEWCOMER = {
    "home": "/",
    "films": "/films/",
    "film-0": FILM,
    "gate": f"{FILM}ending/",
    "confirm": f"{FILM}progress/",
    "shelf-empty": "/shelf/",
    "search": "/search/?q=kill",
    "search-nothing": "/search/?q=louvre",
    "sign-in": "/accounts/login/",
    "sign-up": "/accounts/signup/",
    "reset": "/accounts/password/reset/",
    "not-found": "/nothing/",
}
HALFWAY = {"film-50": FILM, "shelf": "/shelf/", "search-50": "/search/?q=cage"}
FINISHED = {"film-seen": FILM, "ending": f"{FILM}ending/"}
DESK = {
    "desk": "/admin/",
    "desk-films": "/admin/guide/film/",
    "desk-film": "FILM",
    "desk-beats": "/admin/guide/beat/",
    "desk-readings": "/admin/guide/interpretation/",
}
SIZES = {390: 844, 1280: 900}
EDITOR = """
from guide.readers.models import Reader
Reader.objects.create_superuser("desk@example.org", "correct horse 9")
"""
FILM_KEY = """
from guide.films.models import Film
print(Film.objects.published().get().pk)
"""


def shoot(page, pages: dict[str, str], folder: Path, suffix: str):
    """One picture of each page, whole."""
    for name, path in pages.items():
        page.goto(path)
        page.screenshot(path=folder / f"{name}-{suffix}.png", full_page=True)


def watch(page, minute: str):
    """Set the minute of the first film."""
    page.goto(FILM)
    page.get_by_label("I have watched to minute").fill(minute)
    page.get_by_role("button", name="Show me that far").click()
    page.goto("/")  # the notice has been read


def walk(browser, site, folder: Path):
    """Every page, every size, light and dark."""
    site.python(EDITOR)
    key = site.python(FILM_KEY).strip()
    desk = DESK | {"desk-film": f"/admin/guide/film/{key}/change/"}
    for width, height in SIZES.items():
        for scheme in ("light", "dark"):
            context = browser.new_context(
                base_url=site.url,
                viewport={"width": width, "height": height},
                color_scheme=scheme,
            )
            page, suffix = context.new_page(), f"{width}-{scheme}"
            shoot(page, NEWCOMER, folder, suffix)
            watch(page, "50")
            shoot(page, HALFWAY, folder, suffix)
            watch(page, "113")
            shoot(page, FINISHED, folder, suffix)
            page.goto("/accounts/login/?next=/admin/")
            page.locator('input[type="email"]').fill("desk@example.org")
            page.locator('input[type="password"]').fill(PASSWORD)
            page.locator("main form button").last.click()
            shoot(page, desk, folder, suffix)
            context.close()


def main():
    """Take the pictures into a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default="var/screenshots", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with running_site() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        walk(browser, site, folder)
        browser.close()
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")


if __name__ == "__main__":
    main()
