"""The first page: what it shows, what a press does, and what a reader sees of it before any scrolling."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.pages import open_page
from tests.browser.test_accessibility import faults

from smeclusters import Assessed, compare_paths

NARROW, WIDE = "collective_efficiency", "extended"
SCREENS = [(1280, 800), (390, 844), (320, 800)]
SAID = (
    "Count firms and country too: none of 6 looks fit for the high road; "
    "Sinos Valley, Gamarra and Cachoeiro de Itapemirim leave it."
)
# Each text that a live region takes on is kept, whichever region it is.
LISTEN = """() => {
    window.heard = [];
    const ear = new MutationObserver(changes => window.heard.push(
        ...new Set(changes.map(({ target }) => (target.closest ?? (() => target)).call(target, "*").textContent))));
    for (const region of document.querySelectorAll("[role=status], [role=alert], [aria-live], output"))
        ear.observe(region, { childList: true, characterData: true, subtree: true });
}"""
SHIFTS = """() => {
    window.shifted = 0;
    new PerformanceObserver(list => list.getEntries().forEach(({ value }) => { window.shifted += value; }))
        .observe({ type: "layout-shift", buffered: true });
}"""
# The ends of the bar that is shown now and of the scale that it lies on, by cluster, as the browser has drawn them.
DRAWN = """() => [...document.querySelectorAll("[data-hero] [data-cluster]")].map(row => {
    const { left, width } = row.querySelector(".scale").getBoundingClientRect();
    const [line, ...ends] = row.querySelectorAll(".now i");
    const box = line.getBoundingClientRect();
    return [row.dataset.cluster, ...[box.left, box.right, ...ends.map(each => each.getBoundingClientRect().left)]
        .map(at => (at - left) / width)];
})"""
Opens = Callable[..., Page]


@pytest.fixture
def landing(browser: Browser, site: str) -> Iterator[Opens]:
    contexts = []

    def go(width: int = 1280, height: int = 800, **options: str | bool) -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, **options))
        page = contexts[-1].new_page()
        page.goto(f"{site}/chapters/index.html", wait_until="networkidle")
        return page

    yield go
    for context in contexts:
        context.close()


def states(page: Page) -> list[tuple[str, str, float, float]]:
    rows = page.evaluate(
        "[...document.querySelectorAll('[data-hero] [data-cluster]')].map(row => ({ ...row.dataset }))"
    )
    return [(row["cluster"], row["path"], float(row["scoreLo"]), float(row["scoreHi"])) for row in rows]


def expected(paper: Assessed, key: str) -> list[tuple[str, str, float, float]]:
    table = compare_paths(paper, {key: paper.framework.weightings[key]})
    return [
        (row.cluster, row.path, pytest.approx(row.score_lo, abs=1e-9), pytest.approx(row.score_hi, abs=1e-9))
        for row in table.itertuples()
    ]


def press(page: Page, key: str, by: str = "mouse") -> None:
    button = page.locator(f"[data-hero] button[data-preset={key}]")
    if by == "mouse":
        button.click()
    else:
        button.focus()
        page.keyboard.press(by)
    expect(button).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("by", ["mouse", "Enter", "Space"])
def test_a_press_shows_the_other_weighting_and_another_the_first(landing: Opens, paper: Assessed, by: str):
    page = landing()
    assert states(page) == expected(paper, NARROW)
    expect(page.get_by_text("3 of 6 look fit for the high road.")).to_be_visible()
    expect(page.locator(".chip", has_text="↑ high road").locator("visible=true")).to_have_count(3)
    press(page, WIDE, by)
    assert states(page) == expected(paper, WIDE)
    expect(page.get_by_text("None of 6 looks fit for the high road.")).to_be_visible()
    expect(page.get_by_text("was: high road", exact=True).locator("visible=true")).to_have_count(3)
    expect(page.locator(".chip", has_text="↑ high road").locator("visible=true")).to_have_count(0)
    press(page, NARROW, by)
    assert states(page) == expected(paper, NARROW)
    assert page.locator("[data-hero] button[aria-pressed=true]").count() == 1


def test_the_first_thing_on_the_page_that_the_keyboard_meets_in_the_text_are_the_buttons(landing: Opens):
    page = landing()
    page.locator("h1").click()
    met = []
    while "BUTTON" not in met and len(met) < 6:
        page.keyboard.press("Tab")
        met.append(page.evaluate("document.activeElement.tagName"))
    assert page.evaluate("document.activeElement.dataset.preset") == NARROW
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.preset") == WIDE


@pytest.mark.parametrize("key", [NARROW, WIDE])
def test_bars_lie_where_the_scores_do(landing: Opens, paper: Assessed, key: str):
    page = landing(reduced_motion="reduce")
    press(page, WIDE)
    press(page, key)
    for (cluster, *drawn), (known, _, lo, hi) in zip(page.evaluate(DRAWN), expected(paper, key), strict=True):
        assert cluster == known
        assert drawn == [pytest.approx(each.expected, abs=0.002) for each in (lo, hi, lo, hi)]


@pytest.mark.parametrize(("motion", "moving"), [("no-preference", True), ("reduce", False)])
def test_bars_travel_unless_the_reader_wants_no_movement(landing: Opens, motion: str, moving: bool):
    page = landing(reduced_motion=motion)
    run = page.evaluate(
        f"""() => {{
            document.querySelector("[data-hero] button[data-preset={WIDE}]").click();
            return document.getAnimations().filter(each => each.transitionProperty === "transform").length;
        }}"""
    )
    assert bool(run) is moving


def test_a_press_is_heard_once_and_a_press_of_what_is_pressed_not_at_all(landing: Opens):
    page = landing()
    page.evaluate(LISTEN)
    press(page, NARROW)
    assert page.evaluate("window.heard") == []
    press(page, WIDE)
    assert page.evaluate("window.heard") == [SAID]
    press(page, NARROW)
    assert [each.partition(":")[0] for each in page.evaluate("window.heard")] == [
        "Count firms and country too",
        "Count only what firms gain from each other",
    ]


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_all_that_it_says_stands_on_the_first_screen(landing: Opens, width: int, height: int):
    """At 320 px the buttons and the first rows do."""
    page = landing(width, height)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    boxes = [each.bounding_box() for each in page.locator("[data-hero] button").all()]
    assert len(boxes) == 2 and boxes[0]["y"] == boxes[1]["y"]
    assert all(box["height"] >= 44 and box["width"] >= 44 for box in boxes)
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
    seen = ["h1", "[data-cluster=sinos]"] if width == 320 else ["h1", "[data-cluster=cachoeiro]", ".observed"]
    for place in seen:
        box = page.locator(place).first.bounding_box()
        assert box["y"] + box["height"] <= height, place
    before = page.locator("[data-cluster=cachoeiro]").bounding_box()
    press(page, WIDE)
    assert page.locator("[data-cluster=cachoeiro]").bounding_box() == before  # only bars move
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_nothing_shifts_while_it_loads_nor_when_pressed(browser: Browser, site: str, width: int, height: int):
    context = browser.new_context(viewport={"width": width, "height": height})
    context.add_init_script(f"({SHIFTS})()")
    page = context.new_page()
    page.goto(f"{site}/chapters/index.html", wait_until="networkidle")
    press(page, WIDE)
    page.wait_for_function("document.getAnimations().length === 0")
    assert page.evaluate("window.shifted") < 0.02
    context.close()


def test_shifts_are_noticed(landing: Opens):
    page = landing()
    page.evaluate(f"({SHIFTS})()")
    page.evaluate("document.querySelector('h1').style.marginTop = '300px'")
    page.wait_for_function("window.shifted > 0.1")


def test_without_scripts_both_weightings_can_be_read_and_no_button_is_dead(landing: Opens):
    page = landing(java_script_enabled=False)
    expect(page.locator("[data-hero] button").locator("visible=true")).to_have_count(0)
    assert both(page)


def test_on_paper_both_weightings_can_be_read_whatever_was_pressed(landing: Opens):
    page = landing()
    press(page, WIDE)
    page.wait_for_function("document.getAnimations().length === 0")
    page.emulate_media(media="print")
    expect(page.locator("[data-hero] button").locator("visible=true")).to_have_count(0)
    assert both(page)


def both(page: Page) -> bool:
    """Whether each row has both its classes and both its bars in sight, one above the other."""
    expect(page.locator(".chip").locator("visible=true")).to_have_count(12)
    expect(page.locator(".count").locator("visible=true")).to_have_count(2)
    for row in page.locator("[data-hero] [data-cluster]").all():
        first, second = (row.locator(".chip").nth(at).bounding_box() for at in (0, 1))
        assert first["y"] + first["height"] <= second["y"] + 1
        now, was = (row.locator(f".{bar}").bounding_box() for bar in ("now", "was"))
        assert abs(now["y"] - was["y"]) >= 12
        assert row.locator(".was").evaluate("bar => getComputedStyle(bar).opacity") == "1"
    return True


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_no_fault_once_it_is_pressed(browser: Browser, site: str, scheme: str, width: int):
    watched = open_page(browser, f"{site}/chapters/index.html", site, width, scheme)
    press(watched.page, WIDE)
    assert watched.complaints == []
    assert faults(watched.page) == []
    watched.page.context.close()


def test_with_colours_of_the_reader_the_button_that_is_pressed_looks_so(landing: Opens):
    page = landing(forced_colors="active")
    widths = [
        button.evaluate("button => getComputedStyle(button).borderTopWidth")
        for button in page.locator("[data-hero] button").all()
    ]
    assert widths == ["4px", "2px"]
    bar, scale = (
        page.locator(f"[data-cluster=sinos] {part}").first.evaluate("e => getComputedStyle(e).backgroundColor")
        for part in (".now i", ".scale")
    )
    assert bar != scale


def test_it_leads_on_in_three_ways_and_to_each_cluster(landing: Opens, paper: Assessed):
    page = landing()
    ways = page.locator(".sme-ways a")
    assert [each.get_attribute("href").partition("#")[0] for each in ways.all()] == [
        "five-minutes.html",
        "explorer.html",
        "holds.html",
    ]
    assert all(each.bounding_box()["height"] >= 44 for each in page.locator(".sme-ways .sd-card").all())
    assert [each.get_attribute("href") for each in page.locator(".sme-faces a").all()] == [
        f"glance.html#cluster-{key}" for key in paper.ratings.clusters
    ]
    assert page.locator("article").inner_text().count("smeclusters ") == 0  # commands stand elsewhere


def test_the_script_is_loaded_where_there_is_something_to_press(browser: Browser, site: str):
    for page, there in (("index", True), ("paths", False)):
        watched = open_page(browser, f"{site}/chapters/{page}.html", site)
        assert any("hero.js" in each for each in watched.loaded) is there
        watched.page.context.close()
