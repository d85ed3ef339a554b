"""Pictures of every page: `python -m tests.browser.screenshots [FOLDER]`.

At 390 and 1280 pixels, light and dark; with --readme also the README's pictures.
"""

import argparse
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import FLAGS, chromium, paths
from tests.site import running_site

PASSWORD = "correct horse 9"
DESK = {
    "desk": "/admin/",
    "desk-films": "/admin/guide/film/",
    "desk-film": "/admin/guide/film/{film}/change/",
    "desk-film-add": "/admin/guide/film/add/",
    "desk-film-import": "/admin/guide/film/import/",
    "desk-film-history": "/admin/guide/film/{film}/history/",
    "desk-drafts": "/admin/drafts/{draft}/",
    "desk-spoilers": "/admin/spoilers/film/{film}/",
    "desk-beats": "/admin/guide/beat/",
    "desk-beat": "/admin/guide/beat/{beat}/change/",
    "desk-beat-history": "/admin/guide/beat/{beat}/history/",
    "desk-ending": "/admin/guide/ending/{ending}/change/",
    "desk-readings": "/admin/guide/interpretation/",
    "desk-reading": "/admin/guide/interpretation/{reading}/change/",
    "desk-question": "/admin/guide/question/{question}/change/",
    "desk-answer-add": "/admin/guide/answer/add/?film={film}&under={question}",
    "desk-dispute": "/admin/guide/dispute/{dispute}/change/",
    "desk-person-add": "/admin/guide/person/add/",
    "desk-review": "/admin/review/",
    "desk-proposals": "/admin/guide/proposal/",
    "desk-reports": "/admin/guide/report/",
    "desk-votes": "/admin/guide/vote/",
    "desk-suspicious": "/admin/guide/vote/suspicious/",
    "desk-readers": "/admin/guide/reader/",
}
PICTURES = Path(__file__).parent / "pictures"
SIZES = {390: 844, 1280: 900}
EDITOR = """
from guide.readers.models import Reader
Reader.objects.create_superuser("desk@example.org", "correct horse 9")
"""
KEYS = """
import json
from guide.passages.models import (
    Beat, Dispute, Ending, Evidence, Interpretation, Question,
)
from guide.films.models import Film
film = Film.objects.published().first()
draft = Film(title="Not yet", slug="not-yet", year=2001, runtime=90, sort_title="not")
draft.save()
for minute in (10, 20, 30):
    Beat(film=draft, minute=minute, horizon=minute, title="A beat", text="So.").save()
kept = {"film": film}
print(json.dumps({
    "film": film.pk,
    "draft": draft.pk,
    "beat": Evidence.unguarded.filter(passage__film=film).first().beat_id,
    "ending": Ending.unguarded.filter(**kept).first().pk,
    "reading": Interpretation.unguarded.filter(film=film).first().pk,
    "question": Question.unguarded.filter(**kept).first().pk,
    "dispute": Dispute.unguarded.filter(**kept).first().pk,
}))
"""


def shoot(page, pages: dict[str, str], folder: Path, suffix: str):
    """One picture of each page, whole."""
    for name, path in pages.items():
        page.goto(path)
        page.screenshot(path=folder / f"{name}-{suffix}.png", full_page=True)


def shoot_moved(page, folder: Path, suffix: str):
    """A minute just changed, and one that was refused."""
    page.goto(paths.FILM)
    page.get_by_label("I’ve watched to minute").fill("60")
    paths.follow(page.get_by_role("button", name="Show me up to there"))
    page.screenshot(path=folder / f"moved-{suffix}.png")
    page.get_by_label("I’ve watched to minute").fill("half")
    paths.follow(page.get_by_role("button", name="Show me up to there"))
    page.screenshot(path=folder / f"refused-{suffix}.png")


def shoot_turned(page, folder: Path, suffix: str):
    """The ending from right to left, and in German."""
    page.goto(f"{paths.FILM}ending/")
    page.evaluate("document.documentElement.dir = 'rtl'")
    page.screenshot(path=folder / f"ending-rtl-{suffix}.png", full_page=True)
    paths.follow(page.get_by_role("button", name="Deutsch"))
    for name, path in {"film": paths.FILM, "home": "/", "privacy": "/privacy/"}.items():
        page.goto(path)
        page.screenshot(path=folder / f"{name}-de-{suffix}.png", full_page=True)
    paths.follow(page.get_by_role("button", name="English"))


def shoot_desk(page, pages: dict[str, str], folder: Path, suffix: str):
    """The editors' pages, and two tables with a row just added."""
    page.goto("/accounts/login/?next=/admin/")
    page.locator('input[type="email"]').fill("desk@example.org")
    page.locator('input[type="password"]').fill(PASSWORD)
    paths.follow(page.locator("main form button").last)
    shoot(page, pages, folder, suffix)
    for name, group in {"desk-film-add": "beat", "desk-question": "answer"}.items():
        page.goto(pages[name])
        page.locator(f"#{group}-group .add-row a").click()
        page.locator(f"#id_{group}-0-text").fill("So *it* goes.")
        page.wait_for_selector(f"#{group}-0 .markdownx-preview em")
        page.screenshot(path=folder / f"{name}-row-{suffix}.png", full_page=True)


def walk(browser, site, folder: Path, desk_alone: bool):
    """Every page, every size, light and dark."""
    site.python(EDITOR)
    keys = site.json(KEYS)
    desk = {name: path.format(**keys) for name, path in DESK.items()}
    for width, height in SIZES.items():
        for scheme in ("light", "dark"):
            context = browser.new_context(
                base_url=site.url,
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                reduced_motion="reduce",
            )
            page, suffix = context.new_page(), f"{width}-{scheme}"
            if desk_alone:
                shoot_desk(page, desk, folder, suffix)
                context.close()
                continue
            shoot(page, paths.NEWCOMER, folder, suffix)
            paths.watch(context, site, "50")
            shoot(page, paths.HALFWAY, folder, suffix)
            shoot_moved(page, folder, suffix)
            paths.watch(context, site, "s")
            entry = {"entry": paths.an_entry(site)}
            shoot(page, paths.FINISHED | entry, folder, suffix)
            shoot_turned(page, folder, suffix)
            context.clear_cookies()
            paths.sign_in(context, site)
            shoot(page, paths.ACCOUNT, folder, suffix)
            context.clear_cookies()
            shoot_desk(page, desk, folder, suffix)
            context.close()


def readme(browser, site):
    """The two pictures of the README: a guide half way, and readings side by side."""
    PICTURES.mkdir(exist_ok=True)
    context = browser.new_context(
        base_url=site.url, viewport={"width": 1280, "height": 800}, color_scheme="light"
    )
    page = context.new_page()
    paths.watch(context, site, "50")
    page.goto(paths.FILM)
    page.screenshot(path=PICTURES / "film.png")
    paths.watch(context, site, "s")
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.goto(f"{paths.FILM}ending/#readings")
    page.screenshot(path=PICTURES / "ending.png")
    context.close()


def main():
    """Take the pictures into a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default="var/screenshots", type=Path)
    parser.add_argument("--readme", action="store_true")
    parser.add_argument("--desk", action="store_true", help="the editors' pages alone")
    asked = parser.parse_args()
    folder = asked.folder
    folder.mkdir(parents=True, exist_ok=True)
    ours = {"DJANGO_SETTINGS_MODULE": "guide.settings"}  # with all guides
    with running_site(**ours) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        walk(browser, site, folder, asked.desk)
        if asked.readme:
            readme(browser, site)
        browser.close()
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")


if __name__ == "__main__":
    main()
