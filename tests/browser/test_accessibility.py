"""Whether everybody can use the built book: axe on every page, outlines, names, keyboard, and no scripts."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect
from tests.browser.pages import PAGES, open_page
from tests.browser.quick_axe import QUICK, run_axe

# All that axe holds to be a fault, and what it is only trying out.
TAGS = [f"wcag{level}" for level in ("2a", "2aa", "21a", "21aa", "22aa")] + ["best-practice", "experimental"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
# What can differ once the same page was found without fault: on a phone all but colours, in the dark colours.
COLOURS = ["color-contrast", "link-in-text-block"]
ON_A_PHONE = {**OPTIONS, "rules": {rule: {"enabled": False} for rule in COLOURS}}
IN_THE_DARK = {**OPTIONS, "runOnly": {"type": "rule", "values": COLOURS}}
ONE = "chapters/comparison.html"

NAMELESS = """() => {
    const button = document.querySelector(".primary-toggle");
    button.ariaLabel = button.title = "";
}"""

# The theme looks anew for boxes that scroll a moment after the window has changed.
REACHED = """() => [...document.querySelectorAll("pre")].every(
    each => each.tabIndex ===
        (each.scrollWidth > each.clientWidth || each.scrollHeight > each.clientHeight ? 0 : -1))"""

OUTLINE = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6, [role=heading]")]
    .filter(heading => heading.checkVisibility({ visibilityProperty: true }))
    .map(heading => [Number(heading.ariaLevel ?? heading.tagName[1]), heading.textContent])"""

# The marker of a fold is inside of what has the focus, and the ring of a field of search around it.
FOCUS = """() => {
    const at = document.activeElement;
    const ringed = each => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each);
        return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
    };
    return [at.outerHTML.slice(0, 200), at === document.body, [at, at.parentElement, ...at.children].some(ringed)];
}"""


def faults(page: Page, options: dict[str, Any] = OPTIONS, within: str = "html") -> list[tuple[str, str]]:
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")  # what the head covers in passing is no fault
    page.wait_for_function("document.getAnimations().length === 0")  # colours change gradually
    found = run_axe(page, options, within=within)["violations"]
    return [(each["id"], node["html"][:200]) for each in found for node in each["nodes"]]


@pytest.mark.parametrize("page", [*PAGES, "search.html?q=trust"])
def test_axe_finds_no_fault(browser: Browser, site: str, page: str):
    watched = open_page(browser, f"{site}/{page}", site)
    watched.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    watched.page.evaluate("document.documentElement.dataset.marks = 'all'")
    watched.page.wait_for_function(REACHED)
    assert faults(watched.page) == []
    watched.page.emulate_media(color_scheme="dark")
    expect(watched.page.locator("html[data-theme=dark]")).to_have_count(1)
    assert faults(watched.page, IN_THE_DARK) == []
    watched.page.set_viewport_size({"width": 390, "height": 900})
    watched.page.wait_for_function(REACHED)
    assert faults(watched.page, ON_A_PHONE) == []
    watched.page.context.close()


def test_axe_finds_faults_where_there_are_some(browser: Browser, site: str):
    watched = open_page(browser, f"{site}/{ONE}", site)
    watched.page.evaluate(NAMELESS)
    watched.page.evaluate("document.querySelector('article p').style.color = '#eee'")
    assert {rule for rule, _ in faults(watched.page)} == {"button-name", "color-contrast"}
    watched.page.context.close()


def test_the_quick_axe_finds_all_that_axe_finds(browser: Browser, site: str):
    """What passes, fails, is left open or does not apply, with every element, its place and the colours there."""
    watched = open_page(browser, f"{site}/{ONE}", site)
    watched.page.evaluate(NAMELESS)
    watched.page.evaluate("document.querySelector('article p').style = 'color: rgba(80, 0, 0, 0.4); opacity: 0.9'")
    watched.page.wait_for_load_state("networkidle")  # or the page changes between the two
    watched.page.wait_for_function(REACHED)
    watched.page.wait_for_function("document.getAnimations().length === 0")
    options = {"runOnly": OPTIONS["runOnly"]}
    kinds = ("violations", "incomplete", "passes", "inapplicable")
    for _ in range(3):  # what a script shows or hides between the two is no difference of theirs
        watched.page.evaluate("window.axe = undefined")  # the quick one is not loaded where there is one
        quick, slow = (run_axe(watched.page, options, script) for script in (QUICK, AXE_SCRIPT))
        if all(quick[kind] == slow[kind] for kind in kinds):
            break
    for kind in kinds:
        assert quick[kind] == slow[kind]
    assert {each["id"] for each in quick["violations"]} == {"button-name", "color-contrast"}
    watched.page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("width", "button"),
    [
        (390, "Pages of the book"),
        (390, "On this page"),
        (390, "Search"),
        (1280, "Search Ctrl + K"),
        (1280, "Save"),
        (1280, "Pages of the book"),
    ],
)
def test_axe_finds_no_fault_in_what_opens(browser: Browser, site: str, width: int, button: str, scheme: str):
    watched = open_page(browser, f"{site}/{ONE}", site, width, scheme)
    watched.page.get_by_role("button", name=button, exact=True).click()
    assert watched.complaints == []
    assert faults(watched.page) == []
    watched.page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_in_what_appears(browser: Browser, site: str, scheme: str):
    watched = open_page(browser, f"{site}/{ONE}", site, 390, scheme)
    watched.page.mouse.wheel(0, 3000)
    watched.page.wait_for_function("scrollY > 2000")
    watched.page.mouse.wheel(0, -500)
    expect(watched.page.get_by_role("button", name="Back to top")).to_be_visible()
    watched.page.wait_for_function("document.getAnimations().length === 0")
    assert run_axe(watched.page, OPTIONS, within="#pst-back-to-top")["violations"] == []
    watched.page.get_by_role("button", name="Back to top").click()
    watched.page.wait_for_function("scrollY === 0")
    watched.page.context.close()


def test_a_page_is_one_outline(browser: Browser, site: str):
    reader = browser.new_page()  # one for all pages: a new one takes longer than turning a page
    for page in PAGES:
        reader.goto(f"{site}/{page}")
        reader.wait_for_selector("h1")  # the first page leads on to another
        levels = [level for level, _ in reader.evaluate(OUTLINE)]
        assert levels[0] == 1 and levels.count(1) == 1, page
        assert all(below <= above + 1 for above, below in pairwise(levels)), (page, levels)
        assert reader.locator("h1").count() == 1, page
        assert reader.locator("meta[name=viewport]").count() == 1, page
    reader.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_whatever_has_the_focus_shows_it(browser: Browser, site: str, scheme: str):
    watched = open_page(browser, f"{site}/{ONE}", site, scheme=scheme)
    passed, plain = 0, []
    while passed < 200:
        watched.page.keyboard.press("Tab")
        element, left, ringed = watched.page.evaluate(FOCUS)
        if left:
            break
        passed += 1
        if not ringed:
            plain.append(element)
    assert passed > 30 and plain == []
    watched.page.context.close()


def test_the_toggle_tells_whether_the_pages_are_listed(browser: Browser, site: str):
    watched = open_page(browser, f"{site}/{ONE}", site)
    toggle = watched.page.get_by_role("button", name="Pages of the book")
    pages = watched.page.get_by_role("navigation", name="Main")
    assert toggle.get_attribute("aria-expanded") == "true" and pages.is_visible()
    toggle.click()
    expect(toggle).to_have_attribute("aria-expanded", "false")
    expect(pages).to_be_hidden()
    watched.page.context.close()


@pytest.mark.parametrize(("name", "inside"), [("Pages of the book", "Main"), ("On this page", "Contents")])
def test_on_a_phone_a_sidebar_opens_and_closes(browser: Browser, site: str, name: str, inside: str):
    watched = open_page(browser, f"{site}/{ONE}", site, 390)
    toggle = watched.page.get_by_role("button", name=name)
    toggle.click()
    dialog = watched.page.get_by_role("dialog", name=name)
    expect(dialog.get_by_role("navigation", name=inside)).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    expect(toggle).to_be_focused()
    watched.page.context.close()


def test_the_last_line_says_whose_the_book_is(browser: Browser, site: str):
    watched = open_page(browser, f"{site}/{ONE}", site)
    line = watched.page.locator("footer").last.inner_text()
    assert line.startswith("A living edition of QEH Working Paper 71 by Manuel Albaladejo (2001).")
    assert watched.page.get_by_role("link", name="CC BY 4.0").is_visible()
    watched.page.context.close()


def test_the_search_finds(browser: Browser, site: str):
    watched = open_page(browser, f"{site}/{ONE}", site)
    watched.page.keyboard.press("Control+k")
    watched.page.locator("#pst-search-dialog input").fill("trust")
    watched.page.keyboard.press("Enter")
    watched.page.get_by_role("link", name="Codebook").last.wait_for()
    expect(watched.page.locator(".search li").first).to_be_visible()
    assert watched.complaints == []
    watched.page.context.close()


def test_the_switch_tells_the_colours(browser: Browser, site: str):
    watched = open_page(browser, f"{site}/{ONE}", site)
    for name in ("those of the system", "dark", "light"):
        watched.page.get_by_role("button", name=f"Colours: {name}", exact=True).click()
    watched.page.context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_without_scripts_all_pages_can_be_reached(browser: Browser, site: str, width: int):
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/{ONE}")
    link = page.get_by_role("navigation", name="Main").get_by_role("link", name="References")
    assert link.is_visible() and link.bounding_box()["x"] >= 0
    if width == 390:
        page.get_by_role("link", name="Pages of the book").click()
        assert 0 <= page.get_by_role("link", name="Which road?").first.bounding_box()["y"] < 900
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.get_by_role("heading", level=1).evaluate("each => getComputedStyle(each).color") != "rgb(0, 0, 0)"
    link.click()
    assert page.url.endswith("references.html")
    context.close()
