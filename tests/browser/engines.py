"""The two engines beside Chromium that the book is tried in: whether they are here, and how they are got.

`make test` runs this as a command. Where root may, it installs what Debian has; what drives Firefox comes from npm.
An engine that can't be got is told in one line, and its tests are skipped with the same words.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.support import ROOT

DRIVER = Path(__file__).with_name("firefox")
DRIVEN = ROOT / "_build" / "firefox"  # where it is kept with what it needs
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


def node() -> Path:
    """Node comes with the packages for tests, npm with it."""
    return Path(sys.executable).with_name("node")


def puppeteer() -> bool:
    """Whether what drives Firefox is there, in the version that is pinned."""
    found = DRIVEN / "node_modules" / "puppeteer-core" / "package.json"
    wanted = json.loads((DRIVER / "package.json").read_text("utf-8"))["devDependencies"]["puppeteer-core"]
    return found.is_file() and json.loads(found.read_text("utf-8"))["version"] == wanted


def get_puppeteer() -> None:
    """Install it as the lock file says; it brings no browser."""
    DRIVEN.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(DRIVER / name, DRIVEN)
    command = [node().with_name("npm"), "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    subprocess.run(command, cwd=DRIVEN, stdout=sys.stderr)


NEEDED: dict[str, dict[str, Callable[[], object]]] = {
    "Firefox": {"firefox-esr": firefox, "puppeteer-core from npm": puppeteer},
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
    if firefox() and not puppeteer():
        get_puppeteer()


if __name__ == "__main__":
    install()
    print(*(untested(engine) or f"{engine} is here." for engine in NEEDED), sep="\n")
