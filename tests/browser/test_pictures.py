"""The first screen of landing page and explorer, as pictures: has anything moved that nobody meant to move?

``make pictures`` draws them anew; look at them before they are committed. They hold where letters are as wide as
where they were drawn: another font would move every line.
"""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page
from tests.browser.pages import Watched
from tests.support import ROOT

PICTURES = Path(__file__).with_name("pictures")
FONTS = PICTURES / "fonts.json"
FOUND = ROOT / "_build" / "pictures"  # where a picture that differs is put, and what differs in it
RENEW = "RENEW_PICTURES" in os.environ
COLOURS = 64  # as many as a picture keeps, so that it stays small
VISIBLE = 64  # by how much of 255 a channel must differ: more than reduced colours and smoothed edges do
TOLERANCE = 0.003  # share of pixels: a line of text more is about twice this on a phone
SCREENS = {"1280": (1280, 800), "390": (390, 844)}
# Widths of one text in the fonts that the pages name, in pixels.
WIDTHS = """async () => {
    await document.fonts.ready;
    const pen = document.createElement("canvas").getContext("2d");
    const family = getComputedStyle(document.body).fontFamily;
    return Object.fromEntries(["16px", "bold 16px", "italic 16px"].map(font => {
        pen.font = `${font} ${family}`;
        return [font, pen.measureText("Which road? −0.27 ≤ 64 in 100 ▲ ◆ ▼ Jáçü").width];
    }));
}"""


def screen(browser: Browser, address: str, home: str, size: tuple[int, int], scheme: str) -> tuple[Image.Image, dict]:
    """What the first screen shows when all has come to rest, and how wide letters are."""
    context = browser.new_context(
        viewport=dict(zip(("width", "height"), size, strict=True)), color_scheme=scheme, reduced_motion="reduce"
    )
    watched = Watched(context.new_page(), home)
    watched.page.goto(address)
    watched.rest()
    rest(watched.page)
    picture = Image.open(io.BytesIO(watched.page.screenshot(animations="disabled"))).convert("RGB")
    widths = watched.page.evaluate(WIDTHS)
    assert watched.complaints == []
    context.close()
    return picture, widths


def rest(page: Page) -> None:
    if page.locator("[data-explorer]").count():
        page.wait_for_selector("[data-explorer][data-ready]:not([data-busy])")
    page.wait_for_function("document.getAnimations().length === 0")
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")


def differing(found: Image.Image, kept: Image.Image) -> Image.Image:
    """White where the two differ visibly, black elsewhere."""
    bands = ImageChops.difference(found, kept).split()
    most = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    return most.point(lambda value: 255 * (value > VISIBLE))


def share(marked: Image.Image) -> float:
    return marked.histogram()[255] / (marked.width * marked.height)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SCREENS)
@pytest.mark.parametrize("page", ["index", "explorer"])
def test_the_first_screen_is_as_it_was(browser: Browser, site: str, page: str, size: str, scheme: str):
    name = f"{page}-{size}-{scheme}"
    found, widths = screen(browser, f"{site}/chapters/{page}.html", site, SCREENS[size], scheme)
    if RENEW:
        found.quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)
        FONTS.write_text(json.dumps(widths, indent=1) + "\n", "utf-8")
        return
    recorded = json.loads(FONTS.read_text("utf-8"))
    if recorded != pytest.approx(widths, abs=0.01):
        pytest.skip(f"The pictures were drawn with other fonts: widths {recorded}, here {widths}.")
    kept = Image.open(PICTURES / f"{name}.png").convert("RGB")
    marked = differing(found, kept)
    if share(marked) > TOLERANCE:
        FOUND.mkdir(parents=True, exist_ok=True)
        found.save(FOUND / f"{name}.png")
        marked.save(FOUND / f"{name}-differs.png")
    assert share(marked) <= TOLERANCE, f"look at {FOUND / name}.png and {name}-differs.png; make pictures draws it anew"


def test_a_picture_of_another_state_differs(browser: Browser, site: str):
    """That the tolerance lets nothing pass that a reader would see."""
    address = f"{site}/chapters/explorer.html"
    for size in SCREENS.values():
        as_it_is, _ = screen(browser, address, site, size, "light")
        again, _ = screen(browser, address, site, size, "light")
        kept = again.quantize(COLOURS, dither=Image.Dither.NONE).convert("RGB")
        assert share(differing(as_it_is, kept)) < TOLERANCE / 3
        lower = ImageChops.offset(as_it_is, 0, 6)
        assert share(differing(lower, kept)) > TOLERANCE


def test_each_picture_is_small_and_compared():
    names = {
        f"{page}-{size}-{scheme}.png"
        for page in ("index", "explorer")
        for size in SCREENS
        for scheme in ("light", "dark")
    }
    assert {path.name for path in PICTURES.glob("*.png")} == names
    assert sum(path.stat().st_size for path in PICTURES.glob("*.png")) < 500_000
