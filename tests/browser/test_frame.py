"""What the book puts around every page."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.pages import PAGES, open_page
from tests.browser.test_site import soup

from whichroad.sphinx.reading import about, sections_of

CHAPTERS = [page for page in PAGES if page.startswith("chapters/")]


@pytest.mark.parametrize("page", CHAPTERS)
def test_a_page_says_under_its_title_how_long_it_takes_and_what_it_is_about(page: str):
    lines = soup(page).select("article h1 + .sme-about")
    if page == "chapters/index.html":
        assert lines == []
        return
    line = lines[0].get_text()
    minutes = int(re.match(r"(\d+) minutes? to read · ", line)[1])
    least, most = (
        sum(len(each.get_text().split()) for each in soup(page).select(wanted)) / 200
        for wanted in ("article section > p:not([class])", "article")
    )
    assert least - 1 <= minutes <= most + 1
    assert line == about(200 * minutes, sections_of(page.removeprefix("chapters/").removesuffix(".html")))


def test_the_line_names_the_papers_section():
    lines = {page: soup(page).select_one(".sme-about") for page in CHAPTERS}
    assert lines["chapters/paths.html"].text.endswith("Working paper 71, section 3.2.4")
    assert lines["chapters/abstract.html"].text.endswith("Working paper 71, abstract")
    assert lines["chapters/explorer.html"].text.endswith("Added by this edition")


@pytest.mark.parametrize("page", ["chapters/index.html", "chapters/paths.html", "search.html", "404.html"])
def test_the_sidebar_leads_home_and_to_the_explorer(page: str):
    bar = soup(page).select_one("#pst-primary-sidebar")
    first, home = bar.select_one("a.to-explorer"), bar.select_one(".bd-sidenav__home-link a")
    assert urljoin(page, first["href"]) == "chapters/explorer.html"
    assert "Home" in home.text and urljoin(page, home["href"]).split("#")[0] in {"chapters/index.html", page}
    assert bool(home.find_parent("li", class_="current")) == (page == "chapters/index.html")


def test_the_menu_of_other_forms_is_in_words_and_opens_by_keys(browser: Browser, site: str):
    page = open_page(browser, f"{site}/chapters/paths.html", site).page
    page.evaluate("window.print = () => { window.printed = true; }")
    button, menu = page.locator(".save-button"), page.locator("#save-menu")
    expect(menu).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    assert [each.strip() for each in menu.locator("li").all_inner_texts()] == [
        "Save as PDF",
        "Notebook (.ipynb)",
        "Source (.md)",
    ]
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()
    button.click()
    menu.get_by_text("Save as PDF").click()
    assert page.evaluate("window.printed")
    page.context.close()
