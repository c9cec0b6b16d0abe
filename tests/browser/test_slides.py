"""The slides as they are shown: by keyboard, from disk, to everybody, on paper; and what is handed out."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, expect
from pypdf import PdfReader
from tests.browser.conftest import SITE
from tests.browser.pages import Watched
from tests.browser.quick_axe import run_axe
from tests.browser.test_accessibility import OPTIONS
from tests.browser.test_pdf import squeezed
from tests.browser.test_site import places_on
from tests.browser.test_weight import weight

from smeclusters import Assessed
from smeclusters.model.paths import SETS, in_words
from whichroad.slides import DECKS
from whichroad.sphinx.handouts import print_handout

pytestmark = pytest.mark.xdist_group("slides")

PAGES = [f"slides/{name}.html" for name in (*DECKS, "explorer")]
LIMIT = 150_000
ALONE = {**OPTIONS, "iframes": False}  # the explorer that a slide embeds is a page of its own, and looked at as such
READY = "Reveal.isReady()"
SHOWN = ".slides section.present:not(.stack)"
FITS = """section => {
    const { bottom, right } = document.querySelector(".slides").getBoundingClientRect();
    return [...section.querySelectorAll("*:not(.notes)")].filter(each => each.checkVisibility()).every(each => {
        const box = each.getBoundingClientRect();
        return box.bottom <= bottom + 1 && box.right <= right + 1;
    });
}"""
RUNS = """() => [...document.querySelectorAll("iframe")].filter(each => each.checkVisibility()).every(
    each => each.contentDocument?.querySelector("[data-ready]"))"""

ROWS_SHOW = """frame => {
    const rows = [...frame.contentDocument.querySelectorAll("[data-cluster]")];
    return rows.filter(each => each.getBoundingClientRect().bottom <= frame.clientHeight).length;
}"""


def open_deck(browser: Browser, address: str, home: str, **context: Any) -> Watched:
    context = {"viewport": {"width": 1280, "height": 720}, **context}
    watched = Watched(browser.new_context(**context).new_page(), home)
    watched.page.goto(address)
    watched.page.wait_for_function(READY)
    return watched


def faults(watched: Watched) -> list[tuple[str, str]]:
    found = run_axe(watched.page, ALONE)["violations"]
    return [(each["id"], node["html"][:200]) for each in found for node in each["nodes"]]


def soup(page: str) -> BeautifulSoup:
    return BeautifulSoup((SITE / page).read_text("utf-8"), "html.parser")


def slides_of(deck: str) -> int:
    return len(soup(f"slides/{deck}.html").select(".slides > section > section"))


def test_no_page_of_the_folder_is_passed_over():
    assert sorted(PAGES) == sorted(str(path.relative_to(SITE)) for path in (SITE / "slides").rglob("[!s]*.html"))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_a_language_a_title_and_a_main_part_and_runs_no_script_of_its_own(page: str):
    made = soup(page)
    assert made.html["lang"] == "en" and len(made.title.text) > 20
    assert len(made.select("main")) == len(made.select("h1")) == 1
    assert made.select_one("meta[name=viewport]")["content"] == "width=device-width, initial-scale=1"
    scripts = [each for each in made.select("script:not([src])") if each.get("type") != "application/json"]
    assert scripts + [each for each in made.select("[onclick], [onload], style") if not each.find_parent("svg")] == []


def test_the_slides_hold_no_more_than_they_load():
    assert sum(path.stat().st_size for path in (SITE / "slides").rglob("*") if path.is_file()) < 900_000


@pytest.mark.parametrize("deck", DECKS)
def test_a_lecturer_goes_through_all_slides_by_keyboard_and_nothing_is_cut_off(browser: Browser, site: str, deck: str):
    watched = open_deck(browser, f"{site}/slides/{deck}.html", site)
    many, seen, live = slides_of(deck), set(), 0
    for _ in range(many):
        shown = watched.page.locator(SHOWN)
        assert shown.evaluate(FITS), watched.page.url
        watched.page.wait_for_function(RUNS)
        assert faults(watched) == [], watched.page.url
        live += shown.locator("iframe").count()
        seen.add(watched.page.locator(".slide-number-a").text_content())
        watched.page.keyboard.press("ArrowRight")
    assert seen == {str(at + 1) for at in range(many)} and live >= 1
    watched.page.keyboard.press("Home")
    watched.page.keyboard.press("Tab")
    assert watched.page.evaluate("document.activeElement.tagName") == "A"
    assert watched.complaints == []
    assert sum(map(weight, {each for each in watched.loaded if "/slides/" in each})) < LIMIT
    watched.page.context.close()


def test_everybody_can_use_the_explorer_that_slides_embed(browser: Browser, site: str):
    watched = Watched(browser.new_page(), site)
    watched.page.goto(f"{site}/slides/explorer.html")
    watched.page.wait_for_selector("[data-ready]")
    assert faults(watched) == [] == watched.complaints
    watched.page.context.close()


@pytest.mark.parametrize("deck", DECKS)
def test_slides_work_from_disk(browser: Browser, deck: str):
    watched = open_deck(browser, (SITE / "slides" / f"{deck}.html").as_uri(), SITE.as_uri())
    for _ in range(slides_of(deck)):
        watched.page.keyboard.press("ArrowRight")
    assert watched.page.evaluate("Reveal.isLastSlide()")
    assert watched.complaints == []
    watched.page.context.close()


@pytest.mark.parametrize("from_disk", [False, True])
def test_the_letter_s_shows_the_notes_in_a_window_of_their_own(browser: Browser, site: str, from_disk: bool):
    home = SITE.as_uri() if from_disk else site
    watched = open_deck(browser, f"{home}/slides/argument.html#/1", home)
    with watched.page.context.expect_page() as opened:
        watched.page.keyboard.press("s")
    first, second = (note.text.strip() for note in soup("slides/argument.html").select("aside.notes")[1:3])
    notes = opened.value.locator(".speaker-controls-notes .value")
    expect(notes).to_have_text(first)
    watched.page.keyboard.press("ArrowRight")
    expect(notes).to_have_text(second)
    assert watched.complaints == []
    watched.page.context.close()


def test_notes_stand_beside_the_slides_under_a_policy_that_forbids_scripts_in_a_page(browser: Browser, strict: str):
    watched = open_deck(browser, f"{strict}/slides/argument.html?showNotes=true", strict)
    expect(watched.page.locator(".speaker-notes")).to_contain_text(
        soup("slides/argument.html").select_one("aside").text
    )
    assert watched.complaints == []
    watched.page.context.close()


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768), (390, 844), (640, 360)])
def test_an_explorer_on_a_slide_shows_all_rows_whatever_the_screen(browser: Browser, site: str, size: tuple[int, int]):
    watched = Watched(browser.new_page(viewport=dict(zip(("width", "height"), size, strict=True))), site)
    page = watched.page
    page.goto(f"{site}/slides/argument.html")
    at = [bool(each.iframe) for each in soup("slides/argument.html").select(".slides > section > section")].index(True)
    frame = page.locator("iframe").first
    if size[0] > 640:
        page.wait_for_function(READY)
        page.evaluate("at => Reveal.slide(at)", at)
    else:  # a telephone, or a page twice as large: one slide below another, in letters that can be read
        frame.scroll_into_view_if_needed()
        assert page.evaluate("document.documentElement.scrollWidth") == size[0]
        assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.slides p')).fontSize)") >= 16
        assert faults(watched) == []
    frame.content_frame.locator("[data-ready]").wait_for()
    assert frame.evaluate(ROWS_SHOW) == 6
    assert watched.complaints == []
    page.set_viewport_size({"width": 1280, "height": 720})  # as when a reader makes the page small again
    page.wait_for_function(READY)
    page.context.close()


@pytest.mark.parametrize("page", PAGES)
def test_each_link_leads_somewhere(page: str):
    for address in places_on(page).to:
        target = urlsplit(address)
        if not target.scheme:
            path = (SITE / page).parent.joinpath(target.path).resolve() if target.path else SITE / page
            assert path.is_file(), address
            stated = target.fragment.startswith("w=") or path.suffix != ".html"
            assert stated or target.fragment in places_on(str(path.relative_to(SITE.resolve()))).ids | {""}, address


@pytest.mark.parametrize("deck", DECKS)
def test_without_scripts_all_slides_and_notes_stand_one_below_another(browser: Browser, site: str, deck: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/slides/{deck}.html")
    assert page.locator(".slides > section > section:visible").count() == slides_of(deck)
    assert page.locator("aside.notes:visible").count() == slides_of(deck)
    assert page.evaluate("document.documentElement.scrollHeight") > 3000
    context.close()


@pytest.mark.parametrize("deck", DECKS)
def test_on_paper_each_slide_is_a_page(browser: Browser, site: str, deck: str, tmp_path: Path):
    watched = open_deck(browser, f"{site}/slides/{deck}.html?print-pdf", site)
    watched.page.wait_for_selector(".pdf-page")
    watched.page.pdf(path=tmp_path / "deck.pdf", prefer_css_page_size=True, print_background=True)
    pages = PdfReader(tmp_path / "deck.pdf").pages
    assert len(pages) == slides_of(deck)
    heads = [each.text for each in soup(f"slides/{deck}.html").select(".slides h1, .slides h2")]
    texts = [squeezed(page.extract_text()) for page in pages]
    assert all(squeezed(head) in text for head, text in zip(heads, texts, strict=True))
    watched.page.context.close()


def printed(browser: Browser, folder: Path, name: str, sheets: int) -> list[str]:
    """The text of each page; all are of A4, and a screen reader is led through them."""
    path = folder / f"{name}.pdf"
    assert print_handout(SITE, path, browser) == (sheets, sheets)
    reader = PdfReader(path)
    sizes = [sorted(round(float(side)) for side in page.mediabox[2:]) for page in reader.pages]
    assert sizes == [[595, 842]] * sheets
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    return [page.extract_text() for page in reader.pages]


def test_the_handout_and_the_coding_sheet_are_a_page_each(browser: Browser, tmp_path: Path):
    [text] = printed(browser, tmp_path, "handout", 1)
    assert "Technological effort" in text and "What to hand in" in text and "This table" not in text
    [text] = printed(browser, tmp_path, "coding-sheet", 1)
    assert text.count("3.2.1:6") == 8


def test_each_card_is_a_page_and_the_last_page_alone_has_the_answers(browser: Browser, tmp_path: Path, paper: Assessed):
    *cards, answers = printed(browser, tmp_path, "class-cards", len(paper.ratings.clusters) + 1)
    for key, card in zip(paper.ratings.clusters, cards, strict=True):
        assert squeezed(card).startswith(squeezed(paper.names[key]))
        assert squeezed("What would change our mind") in squeezed(card)
        assert "observed" not in card and not any(in_words(path) in card for path in SETS)
    assert all(squeezed(paper.names[key]) in squeezed(answers) for key in paper.ratings.clusters)
    assert "observed" in answers and "low road" in answers


def test_a_page_that_outgrows_its_sheet_leaves_no_file(browser: Browser, tmp_path: Path):
    assert print_handout(SITE, tmp_path / "glossary.pdf", browser)[0] > 1
    assert not (tmp_path / "glossary.pdf").exists()
