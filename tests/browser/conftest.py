"""The built book on loopback, and a real Chromium."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.browser.traces import keep, traced
from tests.support import ROOT

from smeclusters.explorer import page_script, style
from whichroad.edition import edition
from whichroad.explorer import explorer
from whichroad.sphinx.chromium import ARGUMENTS, installed

SITE = ROOT / "_build" / "html"
# To refuse other hosts in the browser takes nothing; to have each request pass through Python takes a while.
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
POLICY = (ROOT / "SECURITY.md").read_text("utf-8").split("```text\n")[1].split("\n")[0]
HTML = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Explorer</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="explorer.css">
<script src="explorer.js" defer></script><style>
html[theme=dark] body {{ background: #121417; color: #eee; }} html[theme=dark] a {{ color: #6cc3f0; }}</style>
</head><body><main><h1>Explorer</h1>{page}</main></body></html>"""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call" and report.failed:
        report.sections.append(("Kept", "\n".join(map(str, keep(item.name)))))
    return report


class Quiet(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/favicon.ico":  # for which the browser asks by itself, whatever the page
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, *args: object) -> None:
        pass


class Strict(Quiet):
    """A host that sets the policy which SECURITY.md states."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()


@contextmanager
def serve(folder: Path, handler: type[Quiet] = Quiet) -> Iterator[str]:
    """Serves a folder on loopback, at the address that it yields."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """Address of the built book."""
    assert (SITE / "index.html").is_file(), "run make book first"
    with serve(SITE) as address:
        yield address


@pytest.fixture(scope="session")
def strict() -> Iterator[str]:
    """Address of the built book on a host with a strict policy."""
    with serve(SITE, Strict) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = installed()
    assert path, "no Chromium: run make test, which gets one"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, ALONE])
        yield traced(browser)
        browser.close()


@pytest.fixture(scope="session")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The edition's explorer on a page without the book around it."""
    folder = tmp_path_factory.mktemp("alone")
    shown = explorer(edition())
    for name, text in (
        ("index.html", HTML.format(page=shown.page())),
        ("explorer.js", page_script()),
        ("explorer.css", style()),
        ("favicon.ico", ""),
        *shown.scripts().items(),
    ):
        (folder / name).write_text(text, "utf-8")
    with serve(folder) as address:
        yield f"{address}/index.html"


@pytest.fixture
def opened(browser: Browser, alone: str) -> Iterator[Callable[..., Page]]:
    """Opens that page, with all that is folded on it unless it is left so; nothing may go wrong on it."""
    from tests.browser.explorer_page import unfold
    from tests.browser.pages import Watched  # which knows SITE from here

    seen: list[Any] = []

    def go(
        fragment: str = "",
        context: BrowserContext | None = None,
        width: int = 1280,
        theme: str = "",
        folded: bool = False,
    ) -> Page:
        context = context or browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
        seen.append(Watched(context.new_page(), alone.rsplit("/", 1)[0]))
        page = seen[-1].page
        page.goto(alone + fragment)
        page.evaluate("theme => document.documentElement.setAttribute('theme', theme)", theme)
        page.wait_for_selector("[data-ready]")
        if not folded:
            unfold(page)
        return page

    yield go
    assert [watched.complaints for watched in seen if watched.complaints] == []
    assert [watched.page.evaluate("window.hit ?? null") for watched in seen if not watched.page.is_closed()] == [
        None for watched in seen if not watched.page.is_closed()
    ]
    for context in {watched.page.context for watched in seen}:
        context.close()
