"""The page that tells the argument: it plays by scrolling, and stands without scripts and on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import SITE
from tests.browser.explorer_page import assert_same, settle, shown
from tests.browser.pages import open_page
from tests.browser.test_story import STEPS, of_the_library, rows_at
from tests.browser.test_weight import weight

from smeclusters import Assessed
from smeclusters.model.paths import in_words
from whichroad.words import places_in_words

ADDRESS = "chapters/five-minutes.html"
SECTIONS = "[data-story] > section[data-step]"
# A reader scrolls until the heading of a section has come up into the window.
READ = """(section) => window.scrollTo({
    top: section.getBoundingClientRect().top + scrollY - 0.6 * innerHeight, behavior: "instant" })"""
SEEN = """(each) => {
    const { left, top, height } = each.getBoundingClientRect();
    return each.contains(document.elementFromPoint(left + 5, top + height / 2));
}"""
SIZES = [(1280, 900), (390, 844), (320, 640)]


@pytest.fixture(params=SIZES, ids=lambda size: str(size[0]))
def page(request, browser: Browser, site: str) -> Iterator[Page]:
    watched = open_page(browser, f"{site}/{ADDRESS}", site, request.param[0])
    watched.page.set_viewport_size(dict(zip(("width", "height"), request.param, strict=True)))
    yield watched.page
    assert watched.complaints == []
    watched.page.context.close()


def stands_at(page: Page, step: int) -> None:
    expect(page.locator("[data-story]")).to_have_attribute("data-step", str(step + 1))
    settle(page)
    assert_same(shown(page), rows_at(step), step)


def test_scrolling_plays_it_down_and_up_and_in_leaps(page: Page):
    sections = page.locator(SECTIONS)
    assert sections.count() == 6
    stands_at(page, 0)
    for step in (0, 1, 2, 3, 4, 5, 4, 0, 5, 2):
        sections.nth(step).evaluate(READ)
        stands_at(page, step)
    assert "#" not in page.url


def test_at_first_nothing_is_said_of_a_time_before(page: Page):
    stands_at(page, 0)
    assert set(page.locator("[data-cluster] .was").all_inner_texts()) == {""}
    page.locator(SECTIONS).nth(3).evaluate(READ)
    stands_at(page, 3)
    expect(page.locator("[data-cluster=sinos] .was")).to_have_text("was: high road")


def test_the_rows_stay_in_sight(page: Page):
    height = page.viewport_size["height"]
    for step in (1, 3):
        page.locator(SECTIONS).nth(step).evaluate(READ)
        stands_at(page, step)
        first, last = (page.locator("[data-cluster]").nth(at).bounding_box() for at in (0, -1))
        names = page.locator("[data-cluster] > :first-child")
        assert names.evaluate_all("all => all.every(SEEN)".replace("SEEN", SEEN))  # not under the bar of the page
        assert last["y"] + last["height"] <= height
        heading = page.locator(SECTIONS).nth(step).locator("h2").bounding_box()
        beside = heading["x"] + heading["width"] <= first["x"]
        assert beside or heading["y"] >= last["y"] + last["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_each_step_leads_to_the_explorer(page: Page):
    page.locator(SECTIONS).nth(4).evaluate(READ)
    stands_at(page, 4)
    box = page.get_by_role("link", name="In the explorer").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector("[data-ready]")
    assert "/explorer.html#w=1;" in page.url
    expect(page.locator("[data-story]")).to_have_attribute("data-step", "5")
    assert_same(shown(page), rows_at(4))


def soup() -> BeautifulSoup:
    return BeautifulSoup((SITE / ADDRESS).read_text("utf-8"), "html.parser")


def test_without_scripts_each_step_has_its_classes_in_words(paper: Assessed):
    whole = soup()
    sections = whole.select("h1 ~ section")
    assert [section.h2.contents[0] for section in sections] == [step["title"] for step in STEPS]
    for at in (0, 2, 3, 4):
        text = sections[at].get_text().replace("\xa0", " ")
        grouped: dict[str, list[str]] = {}
        for cluster, path in of_the_library(STEPS[at]["link"]).paths.items():
            grouped.setdefault(path, []).append(cluster)
        for path, clusters in grouped.items():
            assert f"{in_words(path)}: {places_in_words(paper, clusters)}" in text, (at, path)
    assert whole.select("[data-explorer] table tbody tr")  # until the script runs


def test_it_is_read_without_scripts_and_on_paper(browser: Browser, site: str):
    for scripts in (False, True):
        context = browser.new_context(java_script_enabled=scripts, viewport={"width": 390, "height": 844})
        page = context.new_page()
        page.goto(f"{site}/{ADDRESS}")
        if scripts:
            page.wait_for_selector("[data-ready]")
            page.emulate_media(media="print")
            assert page.locator("[data-explorer]").is_hidden()  # whose rows would stand at some step or other
        for step in STEPS:
            assert page.get_by_role("heading", name=re.compile(step["title"])).first.is_visible()
        context.close()


def test_it_moves_nothing_that_a_reader_would_not_have_moved(browser: Browser, site: str):
    context = browser.new_context(reduced_motion="reduce", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{site}/{ADDRESS}")
    page.wait_for_selector("[data-ready]")
    page.locator(SECTIONS).nth(3).evaluate(READ)
    stands_at(page, 3)
    assert page.evaluate("document.getAnimations().length") == 0
    context.close()


def test_it_takes_five_minutes_and_is_light():
    whole = soup()
    for other in whole.select("script, style, [data-explorer], .sme-aside, .sme-switch"):
        other.decompose()
    words = re.findall(r"[\w’'-]+", whole.find("article").get_text())
    assert 700 <= len(words) <= 1000
    assert weight(ADDRESS) < 25_000
