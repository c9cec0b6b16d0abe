"""Tables of the built book: what shows that they go on, and cards on a phone."""

from __future__ import annotations

import io
from collections import Counter

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, Locator, Page
from tests.browser.pages import open_page

# Tables that are shown and wider than their place, and where a page has room for the shade.
WIDER = """which => [...document.querySelectorAll(which)].findIndex(box =>
    box.checkVisibility() && box.scrollWidth > box.clientWidth + 60)"""
LABELS = """() => [...document.querySelectorAll('.sme-cards')].filter(box => box.checkVisibility()).map(box => ({
    over: box.scrollWidth - box.clientWidth,
    heads: [...box.querySelectorAll('thead th')].map(head => head.textContent),
    rows: [...box.querySelectorAll('tbody tr')].map(row => [...row.cells].map(cell => [
        getComputedStyle(cell).display, getComputedStyle(cell, '::before').content])),
}))"""
PARTS = {"table": "table", "rowgroup": ":is(thead, tbody)", "row": "tr", "columnheader": "th", "cell": "td"}


def shades(page: Page, box: Locator) -> tuple[float, float]:
    """How far the left and the right edge of a table differ from the ground of the page, on the whole, of 255."""
    image = Image.open(io.BytesIO(box.screenshot(animations="disabled"))).convert("L")
    ground = max(image.getcolors(image.width * image.height))[1]
    edges = [image.crop((left, 0, left + 2, image.height)) for left in (0, image.width - 2)]
    left, right = (
        ImageStat.Stat(ImageChops.difference(edge, Image.new("L", edge.size, ground))).mean[0] for edge in edges
    )
    return left, right


@pytest.mark.parametrize("forced", ["none", "active"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
# The lines between rows reach the edge; where rows are low, there are more of them.
@pytest.mark.parametrize(
    ("name", "which", "lines"), [("robustness", ".sme-table", 6), ("class", ".sme-class .scrolling", 8)]
)
def test_a_shade_says_on_which_side_a_table_goes_on(
    browser: Browser, site: str, name: str, which: str, lines: int, scheme: str, forced: str
):
    context = browser.new_context(
        viewport={"width": 390, "height": 900}, color_scheme=scheme, forced_colors=forced, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{site}/chapters/{name}.html")
    if name == "class":
        page.get_by_role("button", name="Try with an example").click()
        page.wait_for_selector(which)
    number = page.evaluate(WIDER, which)
    assert number >= 0
    box = page.locator(which).nth(number)
    box.evaluate("box => { box.style.scrollBehavior = 'auto'; scrollTo(0, box.offsetTop - 200); }")
    left, right = shades(page, box)
    assert left < lines and right > 20
    box.evaluate("box => box.scrollTo(40, 0)")
    left, right = shades(page, box)
    assert left > 20 and right > 20
    box.evaluate("box => box.scrollTo(9999, 0)")
    left, right = shades(page, box)
    assert left > 20 and right < lines
    context.close()


@pytest.mark.parametrize("name", ["paths", "glance", "policies", "enough", "codebook"])
def test_on_a_phone_each_row_of_words_is_a_card_with_the_names_of_its_columns(browser: Browser, site: str, name: str):
    page = open_page(browser, f"{site}/chapters/{name}.html", site, 390).page
    page.evaluate("document.querySelectorAll('.bd-article details').forEach(fold => fold.open = true)")
    tables = page.evaluate(LABELS)
    assert tables
    for made in tables:
        assert made["over"] <= 0
        for row in made["rows"]:
            assert [content.partition(" / ")[0].strip('"') for _, content in row] == made["heads"]
            assert {display for display, _ in row} <= {"flow-root", "block"}
    page.context.close()


def told(page: Page) -> Counter[str]:
    """How many of each part of a table Chromium tells a screen reader of."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    roles = [node["role"]["value"] for node in tree["nodes"] if not node["ignored"]]
    return Counter(role for role in roles if role in PARTS)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_table_of_cards_is_a_table_for_screen_readers(browser: Browser, site: str, width: int):
    """Without the roles in the template, Chromium leaves its head out of the groups of rows."""
    page = open_page(browser, f"{site}/chapters/glance.html", site, width).page
    assert told(page) == {role: page.locator(f".sme-cards:visible {tag}").count() for role, tag in PARTS.items()}
    page.context.close()
