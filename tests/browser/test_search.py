"""The search: definitions first, and nothing that readers do not see."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.pages import open_page


def found(browser: Browser, site: str, words: str) -> Page:
    page = open_page(browser, f"{site}/search.html?q={words}", site).page
    page.wait_for_function("document.querySelector('#search-results .search-summary')?.textContent.includes('found')")
    return page


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("trust", "framework-cluster.html#determinant-trust"),
        ("joint+action", "framework-cluster.html#determinant-joint-action"),
        ("high+road", "glossary.html#concept-high-road"),
    ],
)
def test_the_definition_comes_first(browser: Browser, site: str, words: str, place: str):
    page = found(browser, site, words)
    assert page.locator("#search-results li a").first.get_attribute("href").endswith(place)
    page.context.close()


def test_what_is_not_read_is_neither_found_nor_quoted(browser: Browser, site: str):
    page = found(browser, site, "trust")
    page.wait_for_selector("#search-results .context")
    quoted = " ".join(page.locator("#search-results .context").all_inner_texts())
    assert "trust" in quoted.lower() and "(✓)" not in quoted and "Show all" not in quoted
    page.context.close()
