"""Where a reader's setting lies among all ways to choose, as Python counts it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from whichroad.otherwise import curve, otherwise

THESIS = "integrating-framework-needed"


@pytest.fixture
def page(opened: Callable[..., Page]) -> Page:
    return opened()  # with all folds open


def shares(here: float) -> list[str]:
    """What lies below, there and above, as the page writes it."""
    made = curve(otherwise(), THESIS)
    parts = (made.values < here, made.values == here, made.values > here)
    return [f"{100 * made.shares[part].sum():.1f}\N{NO-BREAK SPACE}%" for part in parts]


def told(fewer: float) -> str:
    below, there, above = shares(fewer)
    return f"Of {otherwise().count:,} ways to choose {below} lie below that, {there} there, and {above} above."


def test_the_usual_setting_lies_where_the_edition_itself_does(page: Page):
    here = otherwise().own_measure(THESIS)
    expect(page.locator(".curve p").first).to_contain_text(f"{here:.0f} fewer. {told(here)}")
    expect(page.locator(".curve li.here")).to_have_text(f"{here:.0f}")


def test_by_the_narrow_framework_alone_nothing_differs(page: Page):
    page.locator("[data-preset=collective_efficiency]").click()
    expect(page.locator(".curve p").first).to_contain_text(f": 0 fewer. {told(0)}")


def test_where_nothing_weighs_anything_in_it_that_is_said(page: Page):
    for key in ("external_economies", "joint_action"):
        page.locator(f"input[name=weight-{key}]").fill("0")
    expect(page.locator(".curve p").first).to_have_text("Nothing weighs anything in the narrow framework.")


def test_it_leads_to_the_page_that_tells_of_all(page: Page):
    link = page.get_by_role("link", name="What if we had chosen otherwise?").last
    assert link.get_attribute("href") == "otherwise.html"
