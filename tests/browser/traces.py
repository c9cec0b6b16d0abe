"""What a browser test leaves behind when it fails: under `_build/traces`, its pages as pictures and what was done.

Only steps, requests and what the console said are traced: to take a picture of each step as well would double the
time of every test. A trace is opened with `.venv/bin/playwright show-trace`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page
from tests.support import ROOT

TRACES = ROOT / "_build" / "traces"
_traced: list[Browser] = []


def traced(browser: Browser) -> Browser:
    """The same browser, whose contexts keep a trace from now on."""
    new_context = browser.new_context

    def begun(**settings: Any) -> BrowserContext:
        context = new_context(**settings)
        context.tracing.start()
        return context

    def new_page(**settings: Any) -> Page:
        return begun(**settings).new_page()

    browser.new_context, browser.new_page = begun, new_page  # type: ignore[method-assign]
    _traced.append(browser)
    return browser


def keep(test: str) -> list[Path]:
    """Save what the open pages show and how they came to it."""
    name = re.sub(r"[^\w.=-]+", "_", test)[-120:]
    TRACES.mkdir(parents=True, exist_ok=True)
    kept: list[Path] = []
    for context in [
        context for browser in _traced for context in browser.contexts[-3:]
    ]:  # earlier failures left theirs
        try:
            for page in context.pages:
                picture = TRACES / f"{name}-{len(kept)}.png"
                page.screenshot(path=picture, timeout=5000)
                kept.append(picture)
            trace = TRACES / f"{name}-{len(kept)}.zip"
            context.tracing.stop(path=trace)
            context.tracing.start()
            kept.append(trace)
        except Error:  # a page that hangs has nothing to show
            continue
    return kept
