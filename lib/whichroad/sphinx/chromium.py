"""Find a Chromium for the PDF and the browser tests, or get one, and say which.

Tried in order: one that is installed; Debian's package, where root may install it; Playwright's own
download.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from playwright.sync_api import Error, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)


def installed() -> str | None:
    """Path of a browser that is on this machine already and starts: a package may be an empty shell."""
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
        for path in [*filter(None, map(shutil.which, NAMES)), *MAC, own]:
            try:
                playwright.chromium.launch(executable_path=path, args=ARGUMENTS).close()
            except Error:
                continue
            return path
    return None


def install() -> None:
    """Try the ways of getting one that need nobody's help; what they print goes to stderr."""
    commands = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        commands.insert(0, ["sh", "-c", "apt-get update -qq && apt-get install -y -qq chromium"])
    for command in commands:
        if subprocess.run(command, stdout=sys.stderr).returncode == 0 and installed():
            return


def obtained() -> str:
    """Path of a browser, installed if need be; without one the command ends here."""
    path = installed()
    if not path:
        print("No Chromium is installed; trying to install one.", file=sys.stderr)
        install()
        path = installed()
    if not path:
        sys.exit("Chromium is needed, and none could be found or installed; please install it.")
    return path


if __name__ == "__main__":
    print(obtained())
