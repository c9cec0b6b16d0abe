"""Firefox and WebKit on a page, told by the same few words what a reader does there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service
from tests.browser.engines import DRIVER, firefox, mini_browser
from tests.npm import kept, node

KEYS = {"ArrowRight": Keys.ARROW_RIGHT, "ArrowUp": Keys.ARROW_UP, "Enter": Keys.ENTER}
# Neither says on its own what went wrong on a page: this listens from before the first script.
EAR = """<script>
window.heard = [];
addEventListener("error", (event) => heard.push(String(event.message ?? event.target.outerHTML)), true);
addEventListener("unhandledrejection", (event) => heard.push(String(event.reason)));
for (const kind of ["error", "warn"]) console[kind] = (...words) => heard.push(words.join(" "));
</script>"""


class Reader(Protocol):
    """What both can do; `evaluate` takes an expression."""

    def open(self, address: str) -> None: ...
    def resize(self, width: int, height: int) -> None: ...
    def evaluate(self, script: str) -> Any: ...
    def click(self, selector: str) -> None: ...
    def press(self, key: str) -> None: ...


class InFirefox:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def ask(self, *words: object) -> Any:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()
        done, answer = json.loads(self.process.stdout.readline())
        assert done, answer
        return answer

    def open(self, address: str) -> None:
        self.ask("open", address)

    def resize(self, width: int, height: int) -> None:
        self.ask("resize", width, height)

    def evaluate(self, script: str) -> Any:
        return self.ask("evaluate", script)

    def click(self, selector: str) -> None:
        self.ask("click", selector)

    def press(self, key: str) -> None:
        self.ask("press", key)


class InWebKit:
    def __init__(self, driver: webdriver.WebKitGTK) -> None:
        self.driver = driver

    def open(self, address: str) -> None:
        self.driver.get(address)

    def resize(self, width: int, height: int) -> None:
        """Its window grows no narrower than its own buttons."""
        self.driver.set_window_rect(0, 0, width, height)

    def evaluate(self, script: str) -> Any:
        return self.driver.execute_async_script(f"Promise.resolve(({script})).then(arguments[0])")

    def click(self, selector: str) -> None:
        element = self.driver.find_element(By.CSS_SELECTOR, selector)
        self.driver.execute_script("arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })", element)
        element.click()

    def press(self, key: str) -> None:
        ActionChains(self.driver).send_keys(KEYS[key]).perform()


@contextmanager
def in_firefox() -> Iterator[Reader]:
    shutil.copy(DRIVER / "drive.mjs", kept(DRIVER))
    command = [node(), kept(DRIVER) / "drive.mjs", firefox()]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield InFirefox(process)


@contextmanager
def in_webkit() -> Iterator[Reader]:
    """On a screen of its own, which chooses its number itself; nothing moves, and every other host is refused."""
    screen = ["Xvfb", "-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]
    with (
        TemporaryDirectory() as settings,
        subprocess.Popen(screen, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as xvfb,
    ):
        try:
            assert xvfb.stdout
            (Path(settings) / "gtk-3.0").mkdir()
            (Path(settings) / "gtk-3.0" / "settings.ini").write_text("[Settings]\ngtk-enable-animations=0\n")
            own = {"DISPLAY": f":{xvfb.stdout.readline().strip()}", "XDG_CONFIG_HOME": settings}
            options = Options()
            options.binary_location = mini_browser()
            for argument in ("--automation", "--proxy=http://127.0.0.1:9", "--ignore-host=127.0.0.1"):
                options.add_argument(argument)
            service = Service(shutil.which("WebKitWebDriver"), env={**os.environ, **own})
            with webdriver.WebKitGTK(options, service) as driver:
                yield InWebKit(driver)
        finally:
            xvfb.terminate()


def wait(reader: Reader, script: str) -> None:
    """Until an expression is true."""
    end = time.monotonic() + 20
    while not reader.evaluate(script):
        assert time.monotonic() < end, f"never: {script}"
        time.sleep(0.02)


def with_ear(site: Path, pages: list[str], folder: Path) -> Path:
    """Pages of the book that hear what goes wrong on them, beside all that they load."""
    for page in pages:
        path = folder / page
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((site / page).read_text("utf-8").replace("<head>", f"<head>{EAR}", 1), "utf-8")
    for inside in {Path(page).parent for page in pages} | {Path()}:
        for found in (site / inside).iterdir():
            if not (folder / inside / found.name).exists():
                (folder / inside / found.name).symlink_to(found)
    return folder
