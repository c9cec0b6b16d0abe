"""Sentences that move, on the built pages: they tell what the library tells, by every way to change a number."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.browser.conftest import SITE
from tests.browser.pages import open_page
from tests.browser.quick_axe import QUICK

from smeclusters.explorer import sentence_script
from whichroad.edition import edition
from whichroad.moving import Moving
from whichroad.sentences import class_sentence, country_and_firms_sentence, joint_action_sentence
from whichroad.sphinx.light import light

SENTENCES: dict[str, Callable[[], Moving]] = {
    "paths": lambda: country_and_firms_sentence(edition()),
    "enough": lambda: joint_action_sentence(edition()),
    "framework-classes": lambda: class_sentence(edition(), "sinos"),
}
# What a reader sees, the fields as their numbers; without the button and what is only heard.
SEEN = """place => {
  const read = node => node.nodeType === 3 ? node.data : node.matches("button, [role=status], script, .sme-still") ? ""
    : node.value ?? [...node.childNodes].map(read).join("");
  return read(place).trim();
}"""
# Changes a number as its own arrow does, or as one types, and says what stands there each time.
RUN = """([name, values]) => {
  const place = document.querySelector("[data-moving]"), field = place.querySelector(`[name="${name}"]`);
  return values.map(value => {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return (SEEN)(place);
  });
}""".replace("SEEN", SEEN)
ALL = pytest.mark.parametrize("chapter", SENTENCES)


@pytest.fixture
def opened(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens a chapter with a sentence that moves; nothing may go wrong on it."""
    seen = []

    def go(chapter: str, width: int = 1280, scheme: str = "light") -> Page:
        seen.append(open_page(browser, f"{site}/chapters/{chapter}.html", site, width, scheme))
        seen[-1].page.wait_for_selector("[data-moving][data-ready]")
        return seen[-1].page

    yield go
    for watched in seen:
        assert watched.complaints == []
        watched.page.context.close()


def sentence_of(page: Page) -> str:
    return page.locator("[data-moving]").evaluate(SEEN)


def field(page: Page, name: str) -> Locator:
    return page.locator(f"[data-moving] input[name='{name}']")


# ---- It tells what the library tells.


@ALL
def test_it_opens_as_it_stands_without_scripts(opened: Callable[..., Page], chapter: str):
    assert sentence_of(opened(chapter)) == SENTENCES[chapter]().at()


@ALL
def test_at_every_value_it_tells_what_the_library_tells(opened: Callable[..., Page], chapter: str):
    page, sentence = opened(chapter), SENTENCES[chapter]()
    told = set()
    for name, number in sentence.numbers.items():
        steps = round((number.most - number.least) / number.step)
        values = [round(number.least + step * number.step, 6) for step in range(steps + 1)]
        found = page.evaluate(RUN, [name, [f"{value:g}" for value in [*values, number.start]]])
        assert found == [sentence.at(**{name: value}) for value in [*values, number.start]]
        told |= {each.partition("Then ")[2] for each in found}
    assert len(told) > 4


def test_several_numbers_at_once(opened: Callable[..., Page]):
    page, sentence = opened("framework-classes"), SENTENCES["framework-classes"]()
    for changed in (
        {"country": 0, "firm": 0},  # a single number, just on the high road
        {"country": 0, "firm": 0, "threshold": 0.63},
        {"country": 0, "cluster": 0, "firm": 0},  # nothing weighs anything
        {"country": 9, "cluster": 0, "firm": 1, "threshold": 0.41},
        {"country": 1, "cluster": 4, "firm": 1, "threshold": 0.55},
    ):
        for name, number in sentence.numbers.items():
            field(page, name).fill(f"{changed.get(name, number.start):g}")
        assert sentence_of(page) == sentence.at(**changed)


# ---- By key, by typing, by drag; and the way back.


@ALL
def test_arrow_keys_change_a_number_and_a_button_brings_it_back(opened: Callable[..., Page], chapter: str):
    page, sentence = opened(chapter), SENTENCES[chapter]()
    name, number = next(iter(sentence.numbers.items()))
    button = page.locator("[data-moving] button")
    expect(button).to_be_hidden()
    field(page, name).focus()
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    assert sentence_of(page) == sentence.at(**{name: number.start + 3 * number.step})
    page.keyboard.press("ArrowDown")
    assert sentence_of(page) == sentence.at(**{name: number.start + 2 * number.step})
    for _ in sentence.numbers:  # by keys alone
        page.keyboard.press("Tab")
    expect(button).to_be_focused()
    assert button.inner_text().startswith("Back to ")
    page.keyboard.press("Enter")
    assert sentence_of(page) == sentence.at()
    expect(button).to_be_hidden()
    expect(field(page, name)).to_be_focused()  # and not nowhere


def test_what_cannot_be_used_changes_nothing_and_becomes_the_nearest(opened: Callable[..., Page]):
    page, sentence = opened("paths"), SENTENCES["paths"]()
    for typed, becomes in (("120", 100), ("-4", 0), ("33.4", 33), ("", 33)):
        before = sentence_of(page).partition("Then ")[2]
        field(page, "others").fill(typed)
        assert sentence_of(page).partition("Then ")[2] == before
        page.keyboard.press("Tab")
        assert sentence_of(page) == sentence.at(others=becomes)
    page = opened("framework-classes")
    field(page, "threshold").fill("0.3")  # below where the mixed path begins
    page.keyboard.press("Tab")
    assert sentence_of(page) == SENTENCES["framework-classes"]().at(threshold=0.41)


def test_a_number_can_be_dragged_and_a_click_lets_one_type(opened: Callable[..., Page]):
    page, sentence = opened("paths"), SENTENCES["paths"]()
    place = field(page, "others")
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 30, y, steps=5)
    page.mouse.move(x - 500, y, steps=5)
    page.mouse.up()
    assert sentence_of(page) == sentence.at(others=0)
    page.mouse.move(x, y)  # the drag is over
    assert sentence_of(page) == sentence.at(others=0)
    page.mouse.click(x, y)
    page.keyboard.type("42")
    assert sentence_of(page) == sentence.at(others=42)


def test_a_finger_drags_sideways_and_scrolls_up_and_down(browser: Browser, site: str):
    page = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True).new_page()
    page.goto(f"{site}/chapters/paths.html")
    page.wait_for_selector("[data-moving][data-ready]")
    place = field(page, "others")
    place.evaluate("field => field.scrollIntoView({ block: 'center', behavior: 'instant' })")
    screen = page.context.new_cdp_session(page)

    def swipe(across: int, along: int) -> int:
        """How far the page has scrolled after it."""
        box, before = place.bounding_box(), page.evaluate("scrollY")
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        for step in range(11):
            point = {"x": x + across * step / 10, "y": y + along * step / 10}
            kind = "touchMove" if step else "touchStart"
            screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
        screen.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        return page.evaluate("scrollY") - before

    place.tap()
    expect(place).to_be_focused()  # and the phone shows its keys
    assert swipe(60, 0) == 0
    more = int(place.input_value())
    assert more > 26 and sentence_of(page) == SENTENCES["paths"]().at(others=more)
    assert swipe(0, -150) > 50
    assert place.input_value() == str(more)
    page.context.close()


# ---- What a reader hears, and whom it leaves alone.


def test_what_follows_is_told_once_when_the_reader_rests(opened: Callable[..., Page]):
    page, sentence = opened("paths"), SENTENCES["paths"]()
    status = page.locator("[data-moving] [role=status]")
    assert status.inner_text() == ""
    page.evaluate(
        """() => {
          window.heard = [];
          const status = document.querySelector("[data-moving] [role=status]");
          new MutationObserver(() => heard.push(status.textContent)).observe(status, { childList: true });
        }"""
    )
    field(page, "others").focus()
    for _ in range(12):
        page.keyboard.press("ArrowDown")
    last = sentence.at(others=14).partition("Then ")[2]
    expect(status).to_have_text(f"Then {last}")
    assert page.evaluate("heard") == [f"Then {last}"]
    assert field(page, "others").get_attribute("aria-label") == sentence.numbers["others"].label
    assert page.locator("[data-moving]").get_by_role("spinbutton").count() == 1


@ALL
def test_without_scripts_and_on_paper_it_is_text_as_it_opened(
    browser: Browser, site: str, opened: Callable[..., Page], chapter: str
):
    text = SENTENCES[chapter]().at()
    bare = browser.new_context(java_script_enabled=False).new_page()
    bare.goto(f"{site}/chapters/{chapter}.html")
    assert bare.locator("[data-moving]").inner_text() == text
    assert bare.locator("[data-moving] :is(input, button)").count() == 0
    bare.context.close()
    page = opened(chapter)
    name = next(iter(SENTENCES[chapter]().numbers))
    field(page, name).fill("3")
    assert sentence_of(page) != text
    page.emulate_media(media="print")
    assert page.locator("[data-moving]").inner_text() == text


@ALL
def test_it_fits_at_every_width_and_fingers_can_meet_it(opened: Callable[..., Page], chapter: str):
    page = opened(chapter)
    field(page, next(iter(SENTENCES[chapter]().numbers))).fill("3")
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        targets = page.locator("[data-moving] :is(input, button)").all()
        assert len(targets) == len(SENTENCES[chapter]().numbers) + 1
        for target in targets:
            box = target.bounding_box()
            assert box["width"] >= 44 and box["height"] >= 44
            assert box["x"] >= 0 and box["x"] + box["width"] <= width


@ALL
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_it(opened: Callable[..., Page], chapter: str, scheme: str):
    page = opened(chapter, 390, scheme)
    field(page, next(iter(SENTENCES[chapter]().numbers))).fill("3")  # with what has changed shown so
    page.evaluate(QUICK)
    found = page.evaluate("axe.run('[data-moving]', { preload: false })")
    assert [(violation["id"], violation["nodes"]) for violation in found["violations"]] == []
    assert {"label", "color-contrast"} <= {rule["id"] for rule in found["passes"]}


@ALL
def test_no_line_breaks_anew_when_the_script_has_run(browser: Browser, site: str, chapter: str):
    """What stands there until then is as wide as what takes its place."""
    heights = []
    for held in (True, False):
        page = browser.new_context(viewport={"width": 390, "height": 900}).new_page()
        if held:
            page.route(re.compile(r"/moving\.js"), lambda route: route.fulfill(body="", content_type="text/javascript"))
        page.goto(f"{site}/chapters/{chapter}.html")
        heights.append(page.locator("[data-moving]").bounding_box()["height"])
        page.context.close()
    assert heights[0] == pytest.approx(heights[1], abs=1)


# ---- What it weighs.


def test_only_pages_with_such_a_sentence_load_its_script_and_that_is_small():
    having = {
        path.stem
        for path in (SITE / "chapters").glob("*.html")
        if re.search(r"moving\.(js|css)", path.read_text("utf-8"))
    }
    assert having == set(SENTENCES)
    assert (SITE / "_static" / "moving.js").read_text("utf-8") == light(sentence_script())
    assert len(gzip.compress(sentence_script().encode(), 6)) < 4096
