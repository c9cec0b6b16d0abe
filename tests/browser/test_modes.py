"""Landing page, explorer and story by touch, by keys, in forced colours, from disk and without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import SITE
from tests.browser.explorer_page import ADDRESS, assert_same, rows_of, settle, shown
from tests.browser.pages import Watched
from tests.browser.test_accessibility import FOCUS, faults
from tests.browser.test_story import STEPS, rows_at

from smeclusters import Framework, Ratings, classify, score
from smeclusters.model.paths import in_words

LANDING = "chapters/index.html"
ALL = [LANDING, ADDRESS, "chapters/five-minutes.html"]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# Bars whose colour is the page's own, and that no border marks: in forced colours nobody sees them.
UNSEEN = """() => {
    const paper = getComputedStyle(document.body).backgroundColor;
    const seen = ({ backgroundColor, borderTopStyle, borderTopWidth, borderTopColor }) =>
        ![paper, "rgba(0, 0, 0, 0)"].includes(backgroundColor)
        || (borderTopStyle !== "none" && parseFloat(borderTopWidth) > 0 && borderTopColor !== paper);
    return [...document.querySelectorAll("[data-cluster]")].filter(row =>
        ![...row.querySelectorAll("i, span, div, rect, path, line")].some(each =>
            each.checkVisibility() && !each.textContent.trim() && each.getBoundingClientRect().width > 0
            && seen(getComputedStyle(each)))).map(row => row.dataset.cluster);
}"""
# Axe asks for the fill of letters, of which Chromium names the page's own colour also where the reader's is drawn.
FILL = """() => {
    const all = [...document.querySelectorAll("body *")].map(each => [each, getComputedStyle(each).color]);
    for (const [each, colour] of all) each.style.webkitTextFillColor = colour;
}"""
Opens = Callable[..., Page]


@pytest.fixture
def opens(browser: Browser, site: str) -> Iterator[Opens]:
    """Opens a page in a context of its own; nothing may go wrong on it."""
    seen: list[Watched] = []

    def go(page: str, home: str = site, **settings: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **settings})
        seen.append(Watched(context.new_page(), home))
        seen[-1].page.goto(f"{home}/{page}")
        if settings.get("java_script_enabled", True):
            seen[-1].rest()
            seen[-1].page.wait_for_function("!document.querySelector('[data-explorer]:not([data-ready])')")
        return seen[-1].page

    yield go
    for watched in seen:
        watched.page.context.close()
    assert [watched.complaints for watched in seen if watched.complaints] == []


def rows_under(framework: Framework, ratings: Ratings, key: str) -> list[tuple[str, str, float, float]]:
    scores = score(ratings, framework.weightings[key])
    keys = classify(scores).keys()
    return list(zip(scores.clusters, keys.tolist(), scores.lo.tolist(), scores.hi.tolist(), strict=True))


# ---- Without sideways scrolling, and from disk.


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("page", ALL)
def test_it_fits_whatever_is_open(opens: Opens, page: str, width: int):
    reader = opens(page, viewport={"width": width, "height": 800})
    assert reader.evaluate("document.documentElement.scrollWidth") <= width
    reader.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    assert reader.evaluate("document.documentElement.scrollWidth") <= width


def test_both_work_from_disk(opens: Opens, framework: Framework, ratings: Ratings):
    for page, within in ((LANDING, "[data-hero]"), (ADDRESS, "[data-explorer]")):
        reader = opens(page, SITE.as_uri())
        reader.locator(f"{within} button[data-preset={framework.narrow}]").click()
        settle(reader)
        assert_same(shown(reader), rows_under(framework, ratings, framework.narrow), page)


# ---- By touch.


@pytest.mark.parametrize(("page", "within"), [(LANDING, "[data-hero]"), (ADDRESS, "[data-explorer]")])
def test_a_finger_presses_what_a_mouse_does(
    opens: Opens, framework: Framework, ratings: Ratings, page: str, within: str
):
    reader = opens(page, **PHONE)
    assert reader.evaluate("matchMedia('(hover: none)').matches && innerWidth === 390")
    for key in (framework.reference, framework.narrow):
        button = reader.locator(f"{within} button[data-preset={key}]")
        assert button.bounding_box()["height"] >= 44
        button.tap()
        settle(reader)
        assert_same(shown(reader), rows_under(framework, ratings, key), key)
        expect(button).to_have_attribute("aria-pressed", "true")


def test_a_finger_turns_to_the_next_step_of_the_story(opens: Opens):
    reader = opens(ADDRESS, **PHONE)
    reader.locator("[data-action=story]").tap()
    for step in range(len(STEPS)):
        expect(reader.locator("[data-story]")).to_have_attribute("data-step", str(step + 1))
        settle(reader)
        assert_same(shown(reader), rows_at(step), step)
        button = reader.locator("[data-action=next]")
        assert button.bounding_box()["height"] >= 44
        if step + 1 < len(STEPS):
            button.tap()


def test_a_finger_drags_a_slider(opens: Opens, framework: Framework, ratings: Ratings):
    reader = opens(ADDRESS, **PHONE)
    level = framework.levels[1]
    slider = reader.locator(f"[data-explorer] input[type=range][name=level-{level}]")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    middle = box["y"] + box["height"] / 2
    start, end = (box["x"] + share * box["width"] for share in (0.33, 0.9))
    hand = reader.context.new_cdp_session(reader)

    def touch(kind: str, *points: float) -> None:
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": middle} for x in points]})

    touch("touchStart", start)
    for step in range(1, 9):
        touch("touchMove", start + (end - start) * step / 8)
    touch("touchEnd")
    settle(reader)
    moved = float(slider.input_value())
    assert 85 <= moved <= 95
    levels = [moved if key == level else 33.0 for key in framework.levels]
    assert_same(shown(reader), rows_of(framework, ratings, [25.0] * len(framework.determinants), levels))


# ---- By keys alone.


def reach(page: Page, selector: str, within: int) -> None:
    """Go there by Tab, and see where one is all along the way."""
    for _ in range(within):
        page.keyboard.press("Tab")
        element, left, ringed = page.evaluate(FOCUS)
        assert not left, f"{selector} was not reached"
        assert ringed, element
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} was not reached by {within} tabs")


@pytest.mark.parametrize(("page", "within"), [(LANDING, "[data-hero]"), (ADDRESS, "[data-explorer]")])
def test_keys_reach_and_press_what_matters(
    opens: Opens, framework: Framework, ratings: Ratings, page: str, within: str
):
    reader = opens(page)
    reader.locator("h1").click()  # from where the text begins
    for key in sorted({framework.narrow, framework.reference}, key=list(order(reader, within)).index):
        reach(reader, f"{within} button[data-preset={key}]", 30)
        reader.keyboard.press("Enter")
        settle(reader)
        assert_same(shown(reader), rows_under(framework, ratings, key), key)


def order(page: Page, within: str) -> list[str]:
    """The named weightings in the order of their buttons."""
    return page.eval_on_selector_all(f"{within} [data-preset]", "found => found.map(each => each.dataset.preset)")


def test_keys_move_a_slider(opens: Opens, framework: Framework, ratings: Ratings):
    reader = opens(ADDRESS)
    reader.locator("h1").click()
    reach(reader, f"input[type=range][name=level-{framework.levels[0]}]", 60)
    reader.keyboard.press("End")
    settle(reader)
    equal = [25.0] * len(framework.determinants)
    assert_same(shown(reader), rows_of(framework, ratings, equal, [100, 33, 33]))


@pytest.mark.parametrize("page", ALL)
def test_keys_are_caught_nowhere(opens: Opens, page: str):
    reader = opens(page)
    reader.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    places: list[str] = []
    while len(places) < 600:
        reader.keyboard.press("Tab")
        if reader.evaluate("document.activeElement === document.body"):
            break
        places.append(reader.evaluate("document.activeElement.outerHTML.slice(0, 300)"))
    assert 20 < len(places) < 600, places[-3:]


# ---- In forced colours.


def forced_faults(browser: Browser, site: str, page: str, scheme: str, done: str = "null") -> list[tuple[str, str]]:
    context = browser.new_context(forced_colors="active", color_scheme=scheme)
    watched = Watched(context.new_page(), site)
    watched.page.goto(f"{site}/{page}")
    watched.rest()
    assert watched.complaints == []  # axe itself asks for style sheets where there are none
    watched.page.evaluate(done)
    watched.page.evaluate(FILL)
    found = faults(watched.page)
    context.close()
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", ALL)
def test_in_forced_colours_axe_finds_no_fault(browser: Browser, site: str, page: str, scheme: str):
    assert forced_faults(browser, site, page, scheme) == []


def test_in_forced_colours_axe_finds_no_fault_in_the_story(browser: Browser, site: str):
    played = "document.querySelector('[data-action=story]').click()"
    assert forced_faults(browser, site, ADDRESS, "dark", played) == []


def test_in_forced_colours_axe_would_find_letters_that_are_too_faint(browser: Browser, site: str):
    spoilt = "document.querySelector('article p').style = 'forced-color-adjust: none; color: #eee'"
    assert {rule for rule, _ in forced_faults(browser, site, LANDING, "light", spoilt)} == {"color-contrast"}


@pytest.mark.parametrize("page", [LANDING, ADDRESS])
def test_in_forced_colours_bars_are_drawn_and_classes_told(opens: Opens, page: str):
    reader = opens(page, forced_colors="active")
    assert reader.evaluate(UNSEEN) == []
    for row in reader.locator("[data-cluster]").all():
        assert in_words(row.get_attribute("data-path")) in row.inner_text()
    reader.add_style_tag(content="[data-cluster] * { background: Canvas !important; border: 0 !important }")
    reader.wait_for_function("document.getAnimations().length === 0")
    assert len(reader.evaluate(UNSEEN)) == 6


# ---- Without scripts.


@pytest.mark.parametrize("page", ALL)
def test_without_scripts_it_can_be_read_and_offers_nothing_that_is_dead(opens: Opens, page: str):
    """What then stands there instead has tests of its own."""
    reader = opens(page, java_script_enabled=False, viewport={"width": 320, "height": 800})
    assert reader.evaluate("document.documentElement.scrollWidth") <= 320
    assert len(reader.locator("article").inner_text()) > 1500
    expect(reader.locator("article :is(button, input, select, textarea)").locator("visible=true")).to_have_count(0)
