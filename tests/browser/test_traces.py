"""That a failing browser test leaves a picture and a trace."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.browser import traces


def test_what_failed_is_kept(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(traces, "TRACES", tmp_path)
    page = browser.new_page()
    page.goto("data:text/html,<title>Odd</title><p>seen")
    for _ in range(2):  # the next failure in the same context is kept as well
        page.get_by_text("seen").click()
        # Last of all what this page leaves: other tests of this browser may have left contexts open.
        kept = [path for path in traces.keep("test_odd[a/b?c]") if path.exists()][-2:]
        assert {path.suffix for path in kept} == {".png", ".zip"}
        assert all(path.parent == tmp_path and path.stat().st_size < 200_000 for path in kept)
        steps = "".join(zipfile.ZipFile(path).read("trace.trace").decode() for path in kept if path.suffix == ".zip")
        assert "click" in steps
    page.context.close()
