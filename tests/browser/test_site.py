"""The built book in a real browser, with every other host refused."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser
from tests.browser.conftest import SITE
from tests.browser.pages import PAGES, open_page

from smeclusters import Study


def test_there_are_pages():
    assert len(PAGES) >= 17


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_a_page_needs_no_other_host_and_raises_no_error(
    browser: Browser, site: str, page: str, width: int, scheme: str
):
    watched = open_page(browser, f"{site}/{page}", site, width, scheme)
    assert watched.complaints == []
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
    assert watched.page.locator("h1:visible").count() == 1 or page == "index.html"
    watched.page.context.close()


@pytest.mark.parametrize("page", ["index.html", "chapters/comparison.html", "chapters/evidence.html"])
def test_pages_work_from_disk(browser: Browser, page: str):
    watched = open_page(browser, (SITE / page).as_uri(), SITE.as_uri())
    assert watched.complaints == []
    assert watched.page.locator("h1:visible").count() == 1
    watched.page.context.close()


def test_the_matrix_leads_to_its_evidence(browser: Browser, site: str):
    watched = open_page(browser, f"{site}/chapters/comparison.html", site)
    watched.page.locator('.sme-wide a[aria-label="Sinos Valley, trust: −1"]').click()
    watched.page.wait_for_url("**/evidence.html#cell-sinos-trust")
    cell = watched.page.locator("#cell-sinos-trust")
    assert cell.get_attribute("open") is not None  # the reader sees at once what was asked for
    assert "3.2.1" in cell.inner_text()
    watched.page.context.close()


def test_the_drawing_fits_the_screen_and_the_colours_the_scheme(browser: Browser, site: str):
    def look(width: int, scheme: str) -> tuple[bool, str]:
        watched = open_page(browser, f"{site}/chapters/comparison.html", site, width, scheme)
        wide = watched.page.locator(".sme-wide").first.is_visible()
        ink = watched.page.evaluate("getComputedStyle(document.querySelector('.sme-figure text')).fill")
        watched.page.context.close()
        return wide, ink

    assert look(1280, "light") == (True, "rgb(27, 31, 36)")
    assert look(390, "dark") == (False, "rgb(238, 241, 244)")


def test_tables_can_be_read_in_the_dark(browser: Browser, site: str):
    watched = open_page(browser, f"{site}/chapters/evidence.html#cell-sinos-trust", site, scheme="dark")
    cell = watched.page.locator("#cell-sinos-trust td").first
    colour = cell.evaluate("cell => getComputedStyle(cell).color")
    assert min(int(part) for part in colour[4:-1].split(",")) > 180
    watched.page.context.close()


def test_every_figure_has_a_name_and_its_data(browser: Browser, site: str):
    watched = open_page(browser, f"{site}/chapters/comparison.html", site)
    figures = watched.page.locator("figure.sme-figure")
    assert figures.count() == 2
    for figure in figures.all():
        assert len(figure.locator("svg").first.get_attribute("aria-label")) > 60
        figure.locator("summary").first.click()
        assert figure.locator("table").is_visible()
    watched.page.context.close()


class Links(HTMLParser):
    """Addresses that a page leads to, and the places on it that can be led to."""

    def __init__(self) -> None:
        super().__init__()
        self.to: set[str] = set()
        self.ids: set[str] = {"", "top"}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and (name in ("href", "src")):
                self.to.add(value)
            elif value and name == "id":
                self.ids.add(value)


def test_every_link_within_the_book_leads_somewhere(study: Study):
    parsed: dict[str, Links] = {}
    for page in PAGES:
        parsed[page] = Links()
        parsed[page].feed((SITE / page).read_text("utf-8"))
    lost = []
    for page, links in parsed.items():
        for address in links.to:
            target = urlsplit(urljoin(page, address))
            if target.scheme or address.startswith("//"):
                continue
            path, place = unquote(target.path), unquote(target.fragment)
            if not (SITE / path).is_file() or (path in parsed and place not in parsed[path].ids):
                lost.append(f"{page}: {address}")
    assert lost == []


def test_each_chapter_is_offered_as_a_notebook(browser: Browser, site: str):
    watched = open_page(browser, f"{site}/chapters/framework.html", site)
    link = watched.page.locator("a[href$='.ipynb']").first
    address = urljoin(watched.page.url, link.get_attribute("href"))
    answer = watched.page.request.get(address)
    assert answer.status == 200
    assert answer.json()["nbformat"] == 4
    watched.page.context.close()


def test_a_reader_without_scripts_sees_figures_and_tables(browser: Browser, site: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/chapters/comparison.html")
    assert page.locator(".sme-wide svg").first.is_visible()
    assert page.locator(".sme-table td", has_text="low road or mixed").last.is_visible()
    context.close()
