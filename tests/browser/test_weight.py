"""What a page makes its reader load, compressed as a server would send it, and that no icon fell to that."""

from __future__ import annotations

import gzip
from urllib.parse import unquote, urlsplit

import pytest
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser
from tests.browser.conftest import SITE
from tests.browser.pages import PAGES, open_page
from tests.browser.test_site import soup

LIMIT = 150_000
LIGHTER = {"chapters/index.html": 90_000, "chapters/abstract.html": 60_000}  # what every page carries, and few words
FONT = SITE / "_static/vendor/fontawesome/webfonts/fa-solid-900.woff2"
DATA = ("application/json", "application/ld+json")
OWN = {"explorer.css", "hero.css", "landing.css", "moving.css", "claims.css", "classpage.css", "questions.css"}
SHOWN = """() => [...document.querySelectorAll(".fa-solid, .fas")]
    .map(icon => [icon.className, getComputedStyle(icon, "::before").content])"""


def weight(address: str) -> int:
    path = SITE / unquote(urlsplit(address).path).lstrip("/")
    body = path.read_bytes()
    return len(body) if path.suffix in {".woff2", ".png"} else len(gzip.compress(body, 6))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_light_and_shows_every_icon(browser: Browser, site: str, page: str):
    watched = open_page(browser, f"{site}/{page}", site)
    asked = {each.split("?")[0] for each in watched.loaded}
    assert {f"{site}/_static/{name}" for name in ("mode.js", "book.css", "book.js")} <= asked
    weights = {address: weight(address) for address in watched.loaded if address.startswith(site)}
    assert sum(weights.values()) < LIGHTER.get(page, LIMIT), weights
    icons = watched.page.evaluate(SHOWN)
    assert len(icons) > 5
    glyphs = TTFont(FONT).getBestCmap()
    assert [name for name, letter in icons if ord(letter.strip('"')[0]) not in glyphs] == []
    watched.page.context.close()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_waits_for_one_sheet_and_runs_no_script_of_its_own(page: str):
    """What a strict host would not run, and what would hold up the first picture."""
    head = soup(page)
    assert [each for each in head.select("script:not([src])") if each.get("type", "") not in DATA] == []
    assert [each for each in head.select("[onclick], [onload], style") if not each.find_parent("svg")] == []
    waits = [each["src"] for each in head.select("script[src]:not([defer], [async])")]
    assert [urlsplit(address).path.rpartition("/")[2] for address in waits] == ["mode.js"] * (page != "index.html")
    sheets = [urlsplit(each["href"]).path.rpartition("/")[2] for each in head.select("link[rel=stylesheet]")]
    assert sheets[:1] + sheets[-1:] == (["book.css", "print.css"] if page != "index.html" else [])
    assert set(sheets[1:-1]) <= OWN


@pytest.mark.parametrize(
    ("name", "asks"),
    [
        ("explorer.js", "[data-explorer]"),
        ("explorer.css", "[data-explorer]"),
        ("hero.js", "[data-hero]"),
        ("hero.css", "[data-hero]"),
        ("moving.js", "[data-moving]"),
        ("classpage.js", "[data-class-page]"),
        ("classpage.css", "[data-class-page]"),
        ("questions.js", ".sme-question"),
        ("questions.css", ".sme-question"),
        ("claims.js", ".sme-claims"),
        ("claims.css", ".sme-claims"),
        ("copybutton.js", "div.highlight pre"),
        ("searchindex.js", "#search-results"),
    ],
)
def test_a_page_loads_what_it_uses_and_nothing_else(name: str, asks: str):
    loading = {page for page in PAGES if soup(page).select(f'[src*="/{name}"], [src^="{name}"], [href*="/{name}"]')}
    assert loading == {page for page in PAGES if soup(page).select(asks)} != set()


def test_no_page_has_what_the_scripts_that_were_left_out_are_for():
    for page in PAGES:
        assert soup(page).select(".sd-tab-set, .toggle, .admonition.dropdown, [data-bs-toggle=dropdown]") == [], page


def test_bundles_keep_what_pages_and_readers_bring_about():
    sheet = (SITE / "_static" / "book.css").read_text("utf-8")
    for kept in ("data-theme=dark", ".pst-sidebar-hidden", ".save-menu", ":focus-visible", ".bd-sidebar-primary"):
        assert kept in sheet
    for dropped in (".carousel", ".sd-tab-set", ".offcanvas", ".accordion"):
        assert dropped not in sheet
    assert len(gzip.compress(sheet.encode(), 6)) < 30_000


def test_nothing_is_left_that_no_page_loads():
    left = [str(path.relative_to(SITE)) for kind in ("map", "ttf", "po") for path in SITE.rglob(f"*.{kind}")]
    assert left == []
    assert [each.name for each in (SITE / "_static" / "scripts").iterdir()] == []
    assert FONT.stat().st_size < 10_000


def test_the_explorer_itself_is_light():
    files = [SITE / "_static" / name for name in ("explorer.js", "explorer.css")]
    assert sum(len(gzip.compress(file.read_bytes(), 6)) for file in files) < 60_000
