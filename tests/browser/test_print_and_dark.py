"""The same layout in light and dark, and what says something by its ground printed with it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from tests.browser.pages import IDLE, PAGES, UNDRAWN

# Where each element of a page stands and how large it is; what has no box has none in either theme.
BOXES = """() => [...document.querySelectorAll('.bd-article *')].map(one => {
    const box = one.getBoundingClientRect();
    return [one.tagName, ...[box.x, box.y + scrollY, box.width, box.height].map(Math.round)].join(' ');
})"""
IN_THEME = "theme => document.documentElement.setAttribute('data-theme', theme)"


@pytest.mark.parametrize("width", [1280, 390])
def test_light_and_dark_pages_have_the_same_layout(browser: Browser, site: str, width: int):
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    for name in PAGES:
        if not name.startswith("chapters/"):
            continue
        page.goto(f"{site}/{name}", wait_until="networkidle")
        page.wait_for_selector(UNDRAWN, state="detached")
        page.evaluate(IDLE)
        found = {}
        for theme in ("light", "dark"):
            page.evaluate(IN_THEME, theme)
            found[theme] = page.evaluate(BOXES)
        differ = [pair for pair in zip(found["light"], found["dark"], strict=True) if pair[0] != pair[1]]
        assert differ == [], name
    context.close()


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("explorer", (".rows .scale", ".rows .bar", ".rows .core", ".rows .observed", ".rows .chip", ".bands span")),
        ("index", (".sme-hero .scale", ".sme-hero .bar i", ".sme-hero .chip", ".sme-hero .seen")),
        ("glance", (".sme-strip a",)),
        ("holds", (".sme-legend .sme-mark",)),
    ],
)
def test_grounds_that_say_something_are_printed(browser: Browser, site: str, name: str, places: tuple[str, ...]):
    page = browser.new_page(viewport={"width": 794, "height": 1123}, reduced_motion="reduce")
    page.goto(f"{site}/chapters/{name}.html", wait_until="networkidle")
    page.emulate_media(media="print")
    for place in places:
        shown = page.locator(f"{place}:visible")
        assert shown.count() > 0, place
        kept = shown.evaluate_all("all => all.map(one => getComputedStyle(one).printColorAdjust)")
        assert set(kept) == {"exact"}, place
    page.close()


@pytest.mark.parametrize(
    ("name", "ground"), [("evidence.html#cell-sinos-trust", ":target"), ("cluster-level.html", "div.voice")]
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_links_have_one_colour_whatever_their_ground(
    browser: Browser, site: str, name: str, ground: str, scheme: str
):
    page = browser.new_page(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{site}/chapters/{name}", wait_until="load")

    def colours() -> list[str]:
        link = "one => getComputedStyle(one).getPropertyValue('--pst-color-link')"
        return [page.locator(place).first.evaluate(link) for place in ("html", ground)]

    assert len(set(colours())) == 2
    page.emulate_media(media="print")
    assert len(set(colours())) == 1
    page.close()
