"""Each page on a host that sets the policy which SECURITY.md states, and what readers do there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import POLICY
from tests.browser.explorer_page import unfold
from tests.browser.pages import BUILT, Watched

SITES = [str(path) for path in BUILT if "_static" not in path.parts]
# Violations are told to the page as well as to the console; both are looked at.
LISTEN = """window.refused = [];
document.addEventListener("securitypolicyviolation", event => refused.push(event.violatedDirective));"""


def watch(browser: Browser, home: str) -> Watched:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.add_init_script(LISTEN)
    return Watched(page, home)


def test_the_policy_allows_no_script_within_a_page_and_none_made_from_text():
    directives = dict(each.strip().split(" ", 1) for each in POLICY.split(";"))
    assert directives["default-src"] == "'none'" and directives["script-src"] == directives["style-src"] == "'self'"
    assert [name for name, value in directives.items() if "unsafe" in value] == ["style-src-attr"]
    assert "*" not in POLICY and "http" not in POLICY and "eval" not in POLICY


def test_no_page_offends_it(browser: Browser, strict: str):
    watched = watch(browser, strict)
    assert {"404.html", "search.html", "chapters/class.html", "slides/weights.html"} <= set(SITES)
    for address in SITES:
        watched.page.goto(f"{strict}/{address}")
        if address == "index.html":
            watched.page.wait_for_url("**/chapters/index.html")
        watched.rest()
        assert (watched.page.evaluate("window.refused"), watched.complaints) == ([], []), address
    watched.page.context.close()


def chart(page: Page) -> None:
    page.locator(".save-button").click()
    page.keyboard.press("Escape")
    page.locator("article a.reference.internal:visible").first.hover()
    page.locator(".theme-switch-button").click()


def explorer(page: Page) -> None:
    page.locator("[data-preset=macro_first]").click()
    unfold(page)
    with page.expect_download():
        page.locator("[data-action=picture]").click()


def class_page(page: Page) -> None:
    page.click("[data-action=example]")
    expect(page.locator("[data-setting]").first).to_be_visible()


def claims(page: Page) -> None:
    page.locator("form [name=words]").fill("trust")


def search(page: Page) -> None:
    page.wait_for_function("document.querySelector('#search-results .search-summary')?.textContent.includes('found')")


def question(page: Page) -> None:
    page.locator(".sme-question input").first.check()
    page.locator(".sme-question button").first.click()


def slides(page: Page) -> None:
    for _ in range(4):
        page.keyboard.press("ArrowRight")


@pytest.mark.parametrize(
    ("address", "use"),
    [
        ("chapters/comparison.html", chart),
        ("chapters/explorer.html", explorer),
        ("chapters/class.html", class_page),
        ("chapters/claims.html", claims),
        ("search.html?q=trust", search),
        ("chapters/cluster-level.html", question),
        ("slides/weights.html", slides),
    ],
)
def test_what_readers_do_does_not_offend_it_either(
    browser: Browser, strict: str, address: str, use: Callable[[Page], None]
):
    watched = watch(browser, strict)
    watched.page.goto(f"{strict}/{address}")
    watched.rest()
    use(watched.page)
    watched.rest()
    assert (watched.page.evaluate("window.refused"), watched.complaints) == ([], [])
    watched.page.context.close()


def test_what_offends_it_would_be_seen(browser: Browser, strict: str):
    watched = watch(browser, strict)
    watched.page.goto(f"{strict}/chapters/comparison.html")
    watched.page.evaluate("document.head.append(Object.assign(document.createElement('script'), { text: '1' }))")
    watched.page.wait_for_function("window.refused.length")
    assert watched.page.evaluate("window.refused") == ["script-src-elem"]
    assert "Content Security Policy" in watched.complaints[0]
    watched.page.context.close()
