"""Signs an editor in to the desk in a real browser."""

import re

from tests.browser.paths import follow

MAKE_EDITOR = """
import sys
from django.core.management import call_command
call_command("make_editor", sys.argv[1])
"""


def make_editor(site, email: str) -> str:
    """The password of an account that edits, made now."""
    return site.python(MAKE_EDITOR, email).split()[-1]


def open_desk(page, site, email: str, path: str) -> str:
    """A page of the desk, for a new editor; their password."""
    password = make_editor(site, email)
    page.goto(f"/accounts/login/?next={path}")
    sign_in(page, email, password)
    return password


def sign_in(page, email: str, password: str) -> None:
    """Fill in the log-in that the browser shows."""
    page.get_by_label(re.compile("mail")).fill(email)
    page.locator('input[type="password"]').fill(password)
    follow(page.locator("main form button").last)
