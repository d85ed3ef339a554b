"""Tests in a real browser, and the pictures it takes."""

import os
import shutil

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium() -> str:
    """Where Chromium is: CHROMIUM, or Debian's, or whatever is on the PATH."""
    named = os.environ.get("CHROMIUM")
    found = named or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise RuntimeError("There is no Chromium; install it, or name it in CHROMIUM.")
    return found
