"""Cards that open where a link stands, and marks that wait until a reader asks for them, in a real browser."""

from __future__ import annotations

import gzip
import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from tests.browser.conftest import SITE
from tests.browser.pages import open_page
from tests.browser.test_accessibility import COLOURS, IN_THE_DARK, faults
from tests.support import ROOT

from smeclusters.wording import begun
from whichroad.marks import VERDICTS

PAGE = "chapters/comparison.html"
TERM, MARK, LOCATOR = "article p a.sme-term", "article p a.sme-mark:visible", "article p .sme-locator a"
WORK, CELL = "article p .bibtex-citation a", "article .sme-figure svg:visible a[href*='#cell-']"
KINDS = {"term": TERM, "mark": MARK, "locator": LOCATOR, "work": WORK, "cell": CELL}
OPEN = "[data-card]:popover-open"
WHERE = {"work": "chapters/cluster-level.html"}


def link(page: Page, kind: str):
    return page.locator(KINDS[kind]).first


def opened(browser: Browser, site: str, kind: str, width: int = 1280, scheme: str = "light") -> Page:
    return open_page(browser, f"{site}/{WHERE.get(kind, PAGE)}", site, width=width, scheme=scheme).page


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("kind", KINDS)
def test_a_click_opens_the_card_of_a_link_and_stays_on_the_page(browser: Browser, site: str, kind: str, width: int):
    page = opened(browser, site, kind, width)
    address = page.url
    link(page, kind).click()
    card = page.locator(OPEN)
    expect(card).to_have_count(1)
    expect(card.get_by_role("heading").first).not_to_be_empty()
    box = card.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width and box["y"] + box["height"] <= 901
    assert page.url == address
    assert faults(page, within=OPEN) == []
    page.context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_card_opens_and_closes_by_keyboard(browser: Browser, site: str, kind: str):
    page = opened(browser, site, kind)
    link(page, kind).focus()
    page.keyboard.press("Enter")
    card = page.locator(OPEN)
    expect(card).to_be_focused()
    page.keyboard.press("Tab")
    expect(card.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(link(page, kind)).to_be_focused()
    page.context.close()


def test_a_finger_opens_a_card_and_closes_it(browser: Browser, site: str):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{site}/{PAGE}")
    link(page, "locator").tap()
    close = page.locator(OPEN).get_by_role("button", name="Close")
    for each in (close, page.locator(".sme-switch button")):
        box = each.bounding_box()
        assert box and min(box["width"], box["height"]) >= 44
    close.tap()
    expect(page.locator(OPEN)).to_have_count(0)
    context.close()


def test_a_mouse_that_rests_opens_a_card_and_may_move_into_it(browser: Browser, site: str):
    page = opened(browser, site, "term")
    link(page, "term").hover()
    card = page.locator(OPEN)
    expect(card).to_have_count(1)
    expect(page.locator("body")).to_be_focused()  # the keyboard stays where it was
    card.get_by_role("link").first.hover()
    page.wait_for_timeout(600)  # longer than a mouse may be away
    expect(card).to_have_count(1)
    page.mouse.move(5, 5)
    expect(card).to_have_count(0)
    link(page, "term").hover()
    expect(card).to_have_count(1)
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    page.context.close()


def test_a_mouse_that_passes_opens_nothing(browser: Browser, site: str):
    page = opened(browser, site, "term")
    link(page, "term").hover()
    page.mouse.move(5, 5)
    page.wait_for_timeout(600)
    expect(page.locator(OPEN)).to_have_count(0)
    page.context.close()


def test_a_card_that_comes_late_does_not_open_for_a_mouse_that_has_gone(browser: Browser, site: str):
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    slow: list[Route] = []
    page.route("**/explained-terms.js", lambda route: slow.append(route))
    page.goto(f"{site}/{PAGE}")
    link(page, "term").hover()
    page.wait_for_timeout(600)
    page.mouse.move(5, 5)
    assert len(slow) == 1
    slow[0].continue_()
    page.wait_for_timeout(600)
    expect(page.locator(OPEN)).to_have_count(0)
    page.context.close()


def test_pages_work_where_nothing_may_be_kept(browser: Browser, site: str):
    page = browser.new_context().new_page()
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.add_init_script("""Object.defineProperty(window, "localStorage", {
        configurable: true, get() { throw new DOMException("refused", "SecurityError"); } });""")
    page.goto(f"{site}/chapters/claims.html")
    expect(page.locator(".sme-claims tbody tr").first).to_be_visible()
    page.goto(f"{site}/{PAGE}")
    link(page, "locator").click()
    expect(page.locator(OPEN)).to_have_count(1)
    assert failed == []
    page.context.close()


def test_the_field_of_search_offers_terms_from_disk_too(browser: Browser):
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto((SITE / PAGE).as_uri())
    page.keyboard.press("Control+k")
    field = page.locator("#pst-search-dialog input")
    expect(field).to_have_attribute("list", "terms")
    offered = page.locator("#terms option").evaluate_all("options => options.map(option => option.value)")
    assert {"Trust", "Low road", "Sinos Valley"} <= set(offered)
    page.context.close()


def test_a_link_within_a_card_opens_its_card_and_leads_back(browser: Browser, site: str):
    page = opened(browser, site, "mark")
    link(page, "mark").click()
    card = page.locator(OPEN)
    first = card.get_by_role("heading").inner_text()
    card.get_by_role("link").first.click()
    expect(card.get_by_role("heading")).to_have_text(re.compile("§|abstract"))
    card.get_by_role("button", name="Back").click()
    expect(card.get_by_role("heading")).to_have_text(first)
    expect(card.get_by_role("button", name="Back")).to_be_hidden()
    page.context.close()


def test_a_card_leads_on_to_all_of_it(browser: Browser, site: str):
    page = opened(browser, site, "cell")
    link(page, "cell").click()
    page.locator(OPEN).get_by_role("link", name="How the cell is made").click()
    expect(page).to_have_url(re.compile(r"evidence\.html#cell-"))
    page.context.close()


def test_cards_open_from_disk(browser: Browser):
    page = browser.new_context().new_page()
    page.goto((SITE / PAGE).as_uri())
    link(page, "locator").click()
    expect(page.locator(OPEN).get_by_role("heading")).to_have_text(re.compile("§|abstract"))
    page.context.close()


def test_a_link_leads_on_where_its_card_cannot_be_loaded(browser: Browser, site: str):
    page = browser.new_context().new_page()
    page.route("**/explained-passages.js", lambda route: route.abort())
    page.goto(f"{site}/{PAGE}")
    link(page, "locator").click()
    expect(page).to_have_url(re.compile("#wp-"))
    page.context.close()


def test_without_scripts_links_lead_on_and_every_mark_is_there(browser: Browser, site: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/{PAGE}")
    marks = page.locator("article p .sme-verdict")
    assert marks.count() == page.locator("article p .sme-verdict:visible").count() > 5
    link(page, "locator").click()
    expect(page).to_have_url(re.compile("#wp-"))
    context.close()


def test_a_card_has_no_fault_in_the_dark_nor_in_forced_colours(browser: Browser, site: str):
    page = opened(browser, site, "mark", scheme="dark")
    link(page, "mark").click()
    expect(page.locator(OPEN)).to_have_count(1)
    assert faults(page, IN_THE_DARK, OPEN) == []
    page.emulate_media(forced_colors="active")
    edge = "getComputedStyle(document.querySelector('[data-card]')).borderTopStyle"
    assert page.evaluate(edge) == "solid"
    assert faults(page, {"rules": {rule: {"enabled": False} for rule in COLOURS}}, OPEN) == []
    page.context.close()


def test_cards_are_light():
    own = [ROOT / "lib/whichroad/sphinx/static" / name for name in ("explained.js", "explained.css", "marks.js")]
    assert sum(len(gzip.compress(path.read_bytes())) for path in own) < 10_000


def test_quiet_marks_wait_for_a_switch_that_is_remembered(browser: Browser, site: str):
    page = opened(browser, site, "mark")
    quiet = page.locator("article p .sme-quiet")
    assert quiet.count() > 5 and quiet.first.is_hidden()
    expect(link(page, "mark")).to_be_visible()  # what matters most stands in the text
    switch = page.locator(".sme-switch").get_by_role("button")
    switch.click()
    expect(quiet.first).to_be_visible()
    page.goto(f"{site}/chapters/cluster-level.html")
    expect(page.locator("article p .sme-quiet").first).to_be_visible()
    page.locator(".sme-switch").get_by_role("button").click()
    expect(page.locator("article p .sme-quiet").first).to_be_hidden()
    page.context.close()


def test_hidden_marks_leave_no_blank_before_a_comma(browser: Browser, site: str):
    page = opened(browser, site, "work", width=390)
    shown = page.locator("article").evaluate(
        "article => [...article.querySelectorAll('section > p')].map(each => each.innerText)"
    )
    assert [text for text in shown if re.search(r"\s[,.;:]", text)] == []
    page.context.close()


def test_a_locator_stands_once_for_what_it_is_behind():
    from tests.browser.test_site import soup

    for page in ("cluster-level", "firm-level", "country-level", "paths"):
        for paragraph in soup(f"chapters/{page}.html").select("article p"):
            named = [each["href"] for each in paragraph.select(".sme-locator a")]
            assert all(one != other for one, other in zip(named, named[1:], strict=False)), paragraph.text


def test_locators_stand_in_the_margin_of_a_wide_screen(browser: Browser, site: str):
    page = opened(browser, site, "work")
    text, margin = (page.locator(each).first.bounding_box() for each in ("article p:has(.sme-locator)", LOCATOR))
    assert text and margin and margin["x"] >= text["x"] + text["width"]
    page.set_viewport_size({"width": 390, "height": 844})
    text, inside = (page.locator(each).first.bounding_box() for each in ("article p:has(.sme-locator)", LOCATOR))
    assert text and inside and inside["x"] < text["x"] + text["width"]
    page.context.close()


def test_what_a_screen_reader_hears_of_paragraphs_is_their_text(browser: Browser, site: str):
    """Words that only it hears are the verdicts' own, and few."""
    page = open_page(browser, f"{site}/chapters/cluster-level.html", site).page
    page.evaluate("document.documentElement.dataset.marks = 'all'")
    verdicts = {begun(name) for name in VERDICTS.values()}
    for at in range(3):
        paragraph = page.locator("article section > p:has(.sme-verdict)").nth(at)
        hidden = paragraph.locator(".sme-unseen").all_text_contents()
        assert hidden and set(hidden) <= verdicts
        heard = paragraph.aria_snapshot()
        assert all(f'link "{name}"' in heard for name in hidden)
        assert 'link "§3.2.1' in heard and "WP71" not in heard
        assert sum(map(len, hidden)) < 0.2 * len(paragraph.inner_text())
    page.context.close()


def test_a_face_of_the_first_page_leads_to_its_cluster(browser: Browser, site: str):
    page = open_page(browser, f"{site}/chapters/index.html", site).page
    page.locator(".sme-faces a").first.click()
    expect(page).to_have_url(re.compile(r"glance\.html#cluster-"))
    page.context.close()


def test_no_comma_between_locators_is_left_in_the_text():
    lost = [
        path.name
        for path in ROOT.glob("chapters/*.md")
        if re.search(r"\{wp\}`[^`]+`,\s+\{wp\}`", path.read_text("utf-8"))
    ]
    assert lost == []
