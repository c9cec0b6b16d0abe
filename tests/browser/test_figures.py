"""Figures of the built book: large enough to read, with their data to take, in markup that HTML allows."""

from __future__ import annotations

import csv
from html.parser import HTMLParser

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser
from tests.browser.conftest import SITE
from tests.browser.pages import PAGES

CHAPTERS = [page for page in PAGES if page.startswith("chapters/")]
DRAWN = [page for page in CHAPTERS if 'class="sme-figure"' in (SITE / page).read_text("utf-8")]
LEAST = {1280: 12, 390: 11}  # pixels, on a laptop and on a phone
# Sizes of type as a reader sees them: as drawn, times how much the page shrinks the drawing.
SIZES = """() => [...document.querySelectorAll('.sme-figure svg')].filter(svg => svg.checkVisibility()).flatMap(svg => {
    const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    return [...svg.querySelectorAll('text')].map(text => parseFloat(getComputedStyle(text).fontSize) * scale);
})"""
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Within(HTMLParser):
    """What stands within what, as written: a browser would move it out of where it may not stand."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[tuple[str, tuple[int, int]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("details", "figure", "table", "div", "ul", "ol") and {"p", "span"} & set(self.open):
            self.wrong.append((tag, self.getpos()))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass


def test_a_fold_in_a_paragraph_would_be_found():
    page = Within()
    page.feed("<p>a<details></details></p><details><p>b</p></details>")
    assert page.wrong == [("details", (1, 4))]


@pytest.mark.parametrize("page", CHAPTERS)
def test_folds_and_figures_stand_where_html_allows(page: str):
    found = Within()
    found.feed((SITE / page).read_text("utf-8"))
    assert found.wrong == []


@pytest.mark.parametrize("width", LEAST)
def test_words_of_figures_are_large_enough_to_read(browser: Browser, site: str, width: int):
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    assert len(DRAWN) > 10
    for name in DRAWN:
        page.goto(f"{site}/{name}")
        sizes = page.evaluate(SIZES)
        assert sizes and min(sizes) >= LEAST[width] - 0.05, (name, min(sizes))
    context.close()


@pytest.mark.parametrize("name", DRAWN)
def test_the_data_of_each_figure_can_be_taken(name: str):
    path = SITE / name
    whole = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    for figure in whole.select("figure.sme-figure"):
        data = figure.find_next_sibling("div")
        link = data.select_one("a.sme-csv")
        assert link.text == "Data (CSV)" and link.has_attr("download") and not link.has_attr("hidden")
        file = path.parent / link["href"]
        rows = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
        table = data.table
        assert rows[0] == [head.text for head in table("th")]
        assert len(rows) == len(table("tr")) and all(len(row) == len(rows[0]) for row in rows)
        cells = [" ".join(cell.text.split()) for cell in table.select("tbody tr:first-child td")]
        plain = [cell.replace("−", "-").replace(",", "") for cell in cells]
        assert [cell.replace("−", "-").replace(",", "") for cell in rows[1]] == plain


def test_files_of_figures_are_named_by_their_pages_and_no_two_share_one():
    named = [
        (page, link["href"])
        for page in DRAWN
        for link in BeautifulSoup((SITE / page).read_text("utf-8"), "html.parser").select("a.sme-csv")
    ]
    assert len(named) > 30 and len({address for _, address in named}) == len(named)
    for page, address in named:
        assert address.startswith(f"../_downloads/figures/{page.removeprefix('chapters/').removesuffix('.html')}-")


def test_captions_speak_of_pointing_only_to_those_who_can(browser: Browser, site: str):
    for phone in (True, False):
        size = {"width": 800 if phone else 1280, "height": 844}  # a tablet, for a phone is narrow too
        context = browser.new_context(viewport=size, is_mobile=phone, has_touch=phone)
        page = context.new_page()
        shown = []
        for name in DRAWN:
            page.goto(f"{site}/{name}")
            shown += page.locator("figcaption").all_inner_texts()
        assert any("Point at" in text for text in shown) != phone
        context.close()


def test_no_legend_is_empty(browser: Browser, site: str):
    page = browser.new_page()
    for name in CHAPTERS:
        page.goto(f"{site}/{name}")
        page.wait_for_timeout(50)
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        legends = page.locator(":is(legend, figcaption, ul.legend, .sme-legend):visible").all_inner_texts()
        assert all(text.strip() for text in legends), name
    page.close()


def test_data_that_are_unfolded_stay_as_wide_as_their_place_on_a_phone(browser: Browser, site: str):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    for name in DRAWN:
        page.goto(f"{site}/{name}")
        page.evaluate("document.querySelectorAll('.bd-article details').forEach(fold => fold.open = true)")
        wide = page.evaluate(
            "[...document.querySelectorAll('.sme-data')].map(data => data.scrollWidth - data.clientWidth)"
        )
        assert wide and max(wide) <= 0, name
    page.close()
