"""The built book in a real browser, with every other host refused."""

from __future__ import annotations

import json
import re
from copy import copy
from functools import cache
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser
from tests.browser.anchors import RECORDED
from tests.browser.conftest import SITE
from tests.browser.pages import PAGES, Watched, open_page

from smeclusters import Assessed, Study
from smeclusters.study import each_row
from whichroad.addresses import card_address, definition_address, passage
from whichroad.sphinx.references import works_of_layers
from whichroad.sphinx.words import NOT_LINKED
from whichroad.tables.tasks import TASKS


def test_there_are_pages():
    assert len(PAGES) >= 17


@pytest.mark.parametrize("page", PAGES)
def test_a_page_needs_no_other_host_and_raises_no_error(browser: Browser, site: str, page: str):
    watched = Watched(browser.new_page(), site)
    for width, scheme in ((1280, "light"), (390, "dark")):
        watched.page.set_viewport_size({"width": width, "height": 900})
        watched.page.emulate_media(color_scheme=scheme)
        watched.page.goto(f"{site}/{page}", wait_until="networkidle")
        assert watched.complaints == [], scheme
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
        assert watched.page.locator("h1:visible").count() == 1 or page == "index.html"
    watched.page.context.close()


@pytest.mark.parametrize("other", ["https://example.org/", "http://192.0.2.1/x.js"])
def test_other_hosts_are_refused_and_complained_of(browser: Browser, site: str, other: str):
    watched = open_page(browser, f"{site}/chapters/comparison.html", site)
    assert watched.complaints == []
    assert watched.page.evaluate("address => fetch(address, { mode: 'no-cors' }).catch(String)", other) == (
        "TypeError: Failed to fetch"
    )
    assert f"asked another host: {other}" in watched.complaints
    assert any("net::ERR_NAME_NOT_RESOLVED" in each for each in watched.complaints)
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
    watched.page.get_by_role("link", name="How the cell is made").click()
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


@pytest.mark.parametrize("width", [1280, 390])
def test_a_locator_in_a_fold_is_not_cut_off(browser: Browser, site: str, width: int):
    watched = open_page(browser, f"{site}/chapters/paths.html", site, width)
    fold = watched.page.locator("details", has=watched.page.locator("summary", has_text="We decide which road"))
    fold.locator("summary").click()
    locator, around = (each.bounding_box() for each in (fold.locator(".sme-locator a").first, fold))
    assert around["x"] < locator["x"] < locator["x"] + locator["width"] < around["x"] + around["width"]
    watched.page.context.close()


@cache
def soup(page: str) -> BeautifulSoup:
    """The page as it is built; not to be changed."""
    return BeautifulSoup((SITE / page).read_text("utf-8"), "html.parser")


@pytest.mark.parametrize("page", PAGES)
def test_every_figure_has_a_name_a_caption_and_its_data(page: str):
    for figure in soup(page).select("figure.sme-figure"):
        labels = {svg["aria-label"] for svg in figure.select("svg")}
        assert len(figure.select("svg")) == 2 and len(labels) == 1  # both drawings say the same
        assert len(labels.pop()) > 60
        assert len(figure.select_one("figcaption").get_text()) > 30
        data = figure.find_next_sibling()
        assert data["class"] == ["sme-data"] and data.select("details table tbody tr")


def test_there_are_figures_where_one_would_rather_look():
    with_figures = {page.split("/")[-1].removesuffix(".html") for page in PAGES if soup(page).select("svg")}
    assert with_figures >= {
        "index",
        "framework",
        "framework-country",
        "framework-cluster",
        "framework-firm",
        "framework-classes",
        "clusters",
        "glance",
        "comparison",
        "cluster-level",
        "firm-level",
        "country-level",
        "paths",
        "policies",
    }


@pytest.mark.parametrize("page", [page for page in PAGES if page.startswith("chapters/")])
def test_the_first_mention_of_a_cluster_or_determinant_leads_to_it(page: str, paper: Assessed):
    if page.split("/")[-1].removesuffix(".html") in NOT_LINKED:
        return
    article = copy(soup(page).select_one("article"))
    for taken in article.select(
        "h1, h2, h3, h4, a:not(.sme-term), table, svg, dl, details:not(.sd-dropdown), figure, pre, code, summary, "
        ".cell_output"
    ):
        taken.decompose()
    text = article.get_text(" ")
    own = {link["href"] for link in article.select("a.sme-term")}
    wanted = {
        name: card_address(paper, key)
        for key, name in zip(paper.study.clusters["place"], paper.study.clusters["name"], strict=True)
    }
    wanted |= {
        name: definition_address(paper, key)
        for key, name in zip(paper.study.determinants["determinant"], paper.study.determinants["name"], strict=True)
    }
    for name, address in wanted.items():
        here = page.endswith(address.partition("#")[0])  # explained on this very page
        if not here and re.search(rf"(?<![\w-]){name}(?![\w-])", text, re.IGNORECASE):
            assert address in own, name
    assert len(own) == len(article.select("a.sme-term"))  # each once


def test_references_lead_back_to_the_pages_that_cite_them(study: Study):
    works = {work["id"].removeprefix("work-"): work for work in soup("chapters/references.html").select("[id^=work-]")}
    resting = works_of_layers()
    assert set(works) == set(study.references) | set(resting)
    for key, work in works.items():
        citing = {
            page.split("/")[-1]
            for page in PAGES
            if soup_links(page) & {f"references.html#work-{key}"} and not page.endswith("references.html")
        }
        back = {link["href"] for link in work.select(".sme-cited a")}
        assert back - {f"{layer}.html" for layer in resting.get(key, ())} <= citing, key
        assert back or "not cited" in work.get_text()


@cache
def soup_links(page: str) -> frozenset[str]:
    return frozenset(link["href"] for link in soup(page).select("article a[href]"))


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


@cache
def places_on(page: str) -> Links:
    found = Links()
    found.feed((SITE / page).read_text("utf-8"))
    return found


def test_every_link_within_the_book_leads_somewhere():
    parsed = {page: places_on(page) for page in PAGES}
    lost = []
    for page, links in parsed.items():
        for address in links.to:
            target = urlsplit(urljoin(page, address))
            if target.scheme or address.startswith("//"):
                continue
            path, place = unquote(target.path), unquote(target.fragment)
            state = path == "chapters/explorer.html" and place.startswith("w=")  # test_lessons opens these
            if not (SITE / path).is_file() or (path in parsed and not state and place not in parsed[path].ids):
                lost.append(f"{page}: {address}")
    assert lost == []


def test_what_others_may_lead_to_is_still_there():
    """Pages, cells, claims, passages, works, concepts, tables, checks: as they were when first recorded."""
    known: dict[str, list[str]] = json.loads(RECORDED.read_text("utf-8"))
    assert sum(map(len, known.values())) > 900
    assert set(known) <= set(PAGES)
    lost = {page: set(places) - places_on(page).ids for page, places in known.items()}
    assert {page: places for page, places in lost.items() if places} == {}


def test_a_locator_leads_to_the_passage_where_its_page_names_it(study: Study):
    for row in each_row(study.locators):
        page = soup(f"chapters/{row.page}.html")
        label = row.label.replace(" ", "\N{NO-BREAK SPACE}")
        named = [each for each in page.select("article .sme-locator a") if each.text == label]
        place = page.find(id=passage(row.locator))
        assert place is not None, row.locator
        block = place.parent if place.name == "span" else place  # an element has room for one id
        assert block.name == "section" if not named else label in block.text, row.locator


def test_each_chapter_is_offered_as_a_notebook(browser: Browser, site: str):
    watched = open_page(browser, f"{site}/chapters/framework.html", site)
    link = watched.page.locator("a[href$='.ipynb']").first
    address = urljoin(watched.page.url, link.get_attribute("href"))
    answer = watched.page.request.get(address)
    assert answer.status == 200
    assert answer.json()["nbformat"] == 4
    watched.page.context.close()


def test_notebooks_to_work_in_are_offered_with_the_library_that_they_install():
    page = SITE / "chapters" / "tasks.html"
    links = [link["href"] for link in soup("chapters/tasks.html").select("article a[download]")]
    *notebooks, wheel = [(page.parent / address).resolve() for address in links]
    assert [path.name for path in notebooks] == [f"{task.name}.ipynb" for task in TASKS]
    assert all("YOUR CODE HERE" in path.read_text("utf-8") for path in notebooks)
    assert not any("BEGIN SOLUTION" in path.read_text("utf-8") for path in notebooks)
    assert "whichroad/tables/tasks.py" in ZipFile(wheel).namelist()


def test_a_reader_without_scripts_sees_figures_and_tables(browser: Browser, site: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/chapters/paths.html")
    assert page.locator(".sme-wide svg").first.is_visible()
    assert (
        page.get_by_role("region", name="Observed paths")
        .get_by_role("cell", name="low road or mixed")
        .first.is_visible()
    )
    for line, inside in (
        ("The worst case under every named weighting", "could be any"),
        ("We decide which road a cluster is labelled with", "The paper gives no list of clusters by road"),
    ):
        fold = page.locator("details", has=page.locator("summary", has_text=line))
        assert not fold.get_by_text(inside).first.is_visible()
        fold.locator("summary").click()
        assert fold.get_by_text(inside).first.is_visible()
    context.close()
