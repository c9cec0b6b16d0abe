"""The two engines beside Chromium that the book is tried in: whether they are here, and how they are got.

`make test` runs this as a command. Where root may, it installs what Debian has; what drives Firefox comes from npm.
An engine that can't be got is told in one line, and its tests are skipped with the same words.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.npm import UnreachedError, from_npm, is_there

DRIVER = Path(__file__).with_name("firefox")
ON_A_MAC = "/Applications/Firefox.app/Contents/MacOS/firefox"


def firefox() -> str:
    """Path of a Firefox that starts, or nothing: a package may be an empty shell."""
    for path in filter(None, map(shutil.which, ("firefox-esr", "firefox", ON_A_MAC))):
        if subprocess.run([path, "--version"], capture_output=True).returncode == 0:
            return path
    return ""


def mini_browser() -> str:
    """Path of the browser that WebKit's driver starts, or nothing."""
    return next((str(path) for path in Path("/usr/lib").glob("*/webkit2gtk-*/MiniBrowser")), "")


NEEDED: dict[str, dict[str, Callable[[], object]]] = {
    "Firefox": {"firefox-esr": firefox, "puppeteer-core from npm": lambda: is_there(DRIVER)},
    "WebKit": {
        "WebKitWebDriver": lambda: shutil.which("WebKitWebDriver"),
        "its MiniBrowser": mini_browser,
        "Xvfb": lambda: shutil.which("Xvfb"),
    },
}


def untested(engine: str) -> str:
    """Why an engine is not tested here, or nothing where it is."""
    missing = [what for what, found in NEEDED[engine].items() if not found()]
    return f"{engine} is not tested here: missing {' and '.join(missing)}." if missing else ""


def install() -> None:
    """Try to get what is missing; what that prints goes to stderr."""
    packages = ["firefox-esr"] * (not firefox()) + ["webkit2gtk-driver", "xvfb"] * bool(untested("WebKit"))
    if packages and shutil.which("apt-get") and os.geteuid() == 0:
        command = f"apt-get update -qq && apt-get install -y -qq --no-install-recommends {' '.join(packages)}"
        subprocess.run(["sh", "-c", command], stdout=sys.stderr)
    if firefox():
        try:
            from_npm(DRIVER)
        except UnreachedError as error:
            print(error, file=sys.stderr)


if __name__ == "__main__":
    install()
    print(*(untested(engine) or f"{engine} is here." for engine in NEEDED), sep="\n")
