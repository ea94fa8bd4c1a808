"""Which Chromium the tests drive: one that is installed, first of all one without windows, else Playwright's own.

`python -m tests.browser.chromium` prints it, and fails where there is none; with `--shell`, where it could have windows.
"""

import os
import shutil
import sys

from playwright.sync_api import Browser, Playwright, sync_playwright

SHELL = "chromium-headless-shell"
"""Chromium without all that is around pages; Playwright's own is one too. It opens a page in a third of the time."""

NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")


def installed() -> str | None:
    """The path of an installed Chromium or Chrome."""
    mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    return next(filter(None, map(shutil.which, NAMES)), mac if os.path.exists(mac) else None)  # noqa: PTH110


def launch(playwright: Playwright) -> Browser:
    """A headless browser; root has to do without its sandbox."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    flags = [*QUIET, "--no-sandbox"] if root else list(QUIET)
    return playwright.chromium.launch(executable_path=installed(), args=flags)


if __name__ == "__main__":
    found = installed()
    if "--shell" in sys.argv and found and not found.endswith(SHELL):
        sys.exit(f"{found} could have windows")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        print(found or "Playwright's Chromium", browser.version, file=sys.stderr)
        browser.close()
