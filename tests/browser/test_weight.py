"""What a page makes its reader load, compressed as a server would send it, and that no icon fell to that."""

from __future__ import annotations

import gzip
from urllib.parse import unquote, urlsplit

import pytest
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser
from tests.browser.conftest import SITE
from tests.browser.pages import PAGES, open_page

LIMIT = 450_000
FRAME = 150_000  # what every page carries: nearly all of a page of few words
FONT = SITE / "_static/vendor/fontawesome/webfonts/fa-solid-900.woff2"
SHOWN = """() => [...document.querySelectorAll(".fa-solid, .fas")]
    .map(icon => [icon.className, getComputedStyle(icon, "::before").content])"""


def weight(address: str) -> int:
    path = SITE / unquote(urlsplit(address).path).lstrip("/")
    body = path.read_bytes()
    return len(body) if path.suffix in {".woff2", ".png"} else len(gzip.compress(body, 6))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_light_and_shows_every_icon(browser: Browser, site: str, page: str):
    watched = open_page(browser, f"{site}/{page}", site)
    assert len(watched.loaded) > 10
    weights = {address: weight(address) for address in watched.loaded if address.startswith(site)}
    assert sum(weights.values()) < (FRAME if page == "chapters/abstract.html" else LIMIT), weights
    icons = watched.page.evaluate(SHOWN)
    assert len(icons) > 5
    glyphs = TTFont(FONT).getBestCmap()
    assert [name for name, letter in icons if ord(letter.strip('"')[0]) not in glyphs] == []
    watched.page.context.close()


def test_nothing_is_left_that_no_page_loads():
    left = [str(path.relative_to(SITE)) for kind in ("map", "ttf", "po") for path in SITE.rglob(f"*.{kind}")]
    assert left == []
    assert FONT.stat().st_size < 10_000


def test_the_explorer_itself_is_light():
    files = [SITE / "_static" / name for name in ("explorer.js", "explorer.css")]
    assert sum(len(gzip.compress(file.read_bytes(), 6)) for file in files) < 60_000
