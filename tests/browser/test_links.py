"""Links that readers have kept: what they restored when they were made, they restore for ever.

The links in ``links.json`` and the classes and scores they stand for were worked out with the library of
November 2026 and tried on its page, before the explorer was taken apart; when the evidence was coded anew, the
library worked the classes out again. A link may be added; none may be changed or go.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.explorer_page import ADDRESS, VISIT, assert_same, settle, shown
from tests.browser.pages import open_page

pytestmark = pytest.mark.xdist_group("links")  # what it opens is opened once

LINKS: list[dict] = json.loads(Path(__file__).with_name("links.json").read_text("utf-8"))
# Layers and clusters of one's own stay on the page when another link is opened, so that these open pages of their own.
ADDING = [link for link in LINKS if any(part in link["link"] for part in ("&o=", "after", "elsewhere"))]
BARE = [link for link in LINKS if link not in ADDING]
KEPT = [link for link in LINKS if link["kept"]]
CHOSEN = "document.querySelector('[data-cluster]:has([aria-pressed=true])').dataset.cluster"

# Presses a button as soon as it is there, and keeps whether the explorer said that it was ready.
AT_ONCE = """() => new MutationObserver((_, watcher) => {
    const button = document.querySelector("[data-preset=macro_first]");
    if (!button) return;
    watcher.disconnect();
    window.seen = String(Boolean(button.closest("[data-explorer]").dataset.ready));
    button.click();
}).observe(document, { childList: true, subtree: true })"""


@pytest.fixture(scope="module")
def page(browser: Browser, site: str) -> Iterator[Page]:
    watched = open_page(browser, f"{site}/{ADDRESS}", site)
    yield watched.page
    assert watched.complaints == []
    watched.page.context.close()


def rows_in(rows: dict[str, list]) -> list[tuple]:
    """The recorded rows as the page shows them: where nothing weighs anything it writes no score."""
    return [(key, path, lo or 0, hi or 0) for key, (path, lo, hi) in rows.items()]


def test_there_are_links_of_every_kind():
    text = " ".join(link["link"] for link in LINKS)
    assert len({link["link"] for link in LINKS}) == len(LINKS) >= 36
    signs = (";none;", ";middle", ";leave_out", ":u", ":-1", "&a=", "&c=", "%2C", "%2c", "%3B", "e300", ";;b")
    for part in (*signs, ";;;after", ",elsewhere", "&o="):
        assert part in text, part
    assert len({tuple(row[0] for row in link["rows"].values()) for link in LINKS}) > 15


@pytest.mark.parametrize("link", BARE, ids=[link["what"] for link in BARE])
def test_a_link_restores_what_it_did(page: Page, link: dict):
    found = page.evaluate(VISIT, [link["link"]])[0]
    assert found["notice"] == ""
    assert_same(found["rows"], rows_in(link["rows"]))
    settle(page)
    assert page.evaluate(CHOSEN) == link["chosen"]


@pytest.mark.parametrize("link", KEPT, ids=[link["what"] for link in KEPT])
def test_a_link_restores_what_was_kept_beside_it(page: Page, link: dict):
    page.evaluate(VISIT, [link["link"]])
    page.locator("[data-action=swap]").click()
    assert_same(shown(page), rows_in(link["kept"]))
    page.get_by_role("button", name="Undo").click()
    assert_same(shown(page), rows_in(link["rows"]))


AS_IT_OPENS = ("signs encoded, as messengers do", "every sign encoded", "no compensation")
OPENED = [*(link for link in BARE if link["what"] in AS_IT_OPENS), *ADDING]


@pytest.mark.parametrize("link", OPENED, ids=[link["what"] for link in OPENED])
def test_a_page_that_opens_with_a_link_shows_what_it_did(browser: Browser, site: str, link: dict):
    watched = open_page(browser, f"{site}/{ADDRESS}{link['link']}", site)
    settle(watched.page)
    assert_same(shown(watched.page), rows_in(link["rows"]))
    assert watched.page.evaluate(CHOSEN) == link["chosen"]
    assert watched.complaints == []
    watched.page.context.close()


def test_who_presses_before_all_is_drawn_loses_nothing_of_a_link(browser: Browser, site: str):
    """The explorer is drawn a part at a time, and can be used from when its parts are on the page."""
    page = browser.new_page()
    page.add_init_script(f"({AT_ONCE})()")
    page.goto(f"{site}/{ADDRESS}#w=1;10,20,70;100,100,100,100,100,100,100,100,100,100,100,100;1;0.4,0.6;range")
    page.wait_for_selector("[data-explorer][data-ready]")
    levels = "['country', 'cluster', 'firm'].map(key => document.getElementsByName(`level-${key}`)[0].valueAsNumber)"
    assert page.evaluate("seen") == "false"  # so early was it pressed
    assert page.evaluate(levels) == [60, 20, 20]
    page.locator("[data-action=undo]").click()
    settle(page)
    assert page.evaluate(levels) == [10, 20, 70]
    page.close()
