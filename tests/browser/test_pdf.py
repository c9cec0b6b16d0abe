"""The book on paper: the whole of it as one PDF, and the single page that a reader prints."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser
from pypdf import PdfReader
from pypdf.generic import Destination
from pypdfium2 import PdfDocument
from tests.browser.conftest import SITE
from tests.support import ROOT

from whichroad.sphinx import handouts, pdf

CHAPTERS = re.findall(r"(?:root|file): (\S+)", (ROOT / "_toc.yml").read_text())
A4 = 643  # CSS pixels between the margins

pytestmark = pytest.mark.xdist_group("pdf")  # printed once, by one worker


def squeezed(text: str) -> str:
    """Text without spaces and ligatures, which no two programs find in the same places."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def built(chapter: str) -> Tag:
    """The article of a built page, less what is not for paper."""
    article = BeautifulSoup((SITE / f"{chapter}.html").read_text("utf-8"), "html.parser").article
    for tag in article.select(".headerlink, .toctree-wrapper, .sme-narrow, details:not(.sd-dropdown, .sme-cell)"):
        tag.extract()
    return article


@pytest.fixture(scope="session")
def pages() -> pdf.Site:
    return pdf.Site(SITE)


@pytest.fixture(scope="session")
def articles() -> dict[str, Tag]:
    return {chapter: built(chapter) for chapter in CHAPTERS}


@pytest.fixture(scope="session")
def titles(articles: dict[str, Tag]) -> list[str]:
    return [article.h1.get_text() for article in articles.values()]


@pytest.fixture(scope="session")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("merged") / "book.html"
    path.write_text(pdf.merge(SITE), "utf-8")
    return path


@pytest.fixture(scope="session")
def printed(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("pdf") / "new" / "book.pdf"
    count = pdf.print_book(SITE, target, browser)
    assert list(target.parent.iterdir()) == [target]
    assert len(PdfReader(target).pages) == count > len(CHAPTERS)
    return target


@pytest.fixture(scope="session")
def book(printed: Path) -> PdfReader:
    return PdfReader(printed)


@pytest.fixture(scope="session")
def texts(printed: Path) -> list[str]:
    """The text of each page, by another reader, which takes a second where pypdf takes a minute."""
    with PdfDocument(printed) as document:
        return [squeezed(page.get_textpage().get_text_bounded()) for page in document]


@pytest.fixture(scope="session")
def starts(book: PdfReader, titles: list[str]) -> dict[str, int]:
    """The page on which each chapter begins, by the PDF's own outline."""
    entries = [entry for entry in book.outline if isinstance(entry, Destination)]
    assert [entry.title for entry in entries if entry.title in titles] == titles
    return {entry.title: book.get_destination_page_number(entry) for entry in entries if entry.title in titles}


def annotations(book: PdfReader) -> list[dict]:
    return [link.get_object() for page in book.pages for link in page.get("/Annots", [])]


def test_it_says_what_it_is(book: PdfReader, titles: list[str], texts: list[str]):
    assert book.metadata.title == titles[0]
    root = book.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert squeezed(titles[0]) in texts[0]
    assert "Version" in texts[0] and "CCBY4.0" in texts[0]
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in book.pages} == {(595, 842)}


def test_each_chapter_begins_on_a_page_of_its_own(starts: dict[str, int], articles: dict[str, Tag], texts: list[str]):
    assert sorted(set(starts.values())) == list(starts.values())
    for (title, start), article in zip(starts.items(), articles.values(), strict=True):
        words = squeezed(article.find("p").get_text())[:60]
        assert texts[start].index(squeezed(title)) < texts[start].index(words)


def test_every_heading_and_summary_is_printed(articles: dict[str, Tag], texts: list[str]):
    whole = "".join(texts)
    for article in articles.values():
        for tag in article.select("h2, h3, .sme-cell > summary"):
            assert squeezed(tag.get_text()) in whole


def test_the_table_of_contents_has_the_numbers_of_the_pages(starts: dict[str, int], texts: list[str]):
    contents = "".join(texts[1 : min(starts.values())])
    for title, start in starts.items():
        assert squeezed(f"{title}{start + 1}") in contents


def test_pages_are_numbered_after_the_title_page(texts: list[str], titles: list[str]):
    count = len(texts)
    assert f"/{count}" not in texts[0]
    for number, text in enumerate(texts[1:], 2):
        assert f"{number}/{count}" in text
        assert text.startswith(squeezed(titles[0]))


def test_links_within_the_book_lead_to_its_pages(book: PdfReader, articles: dict[str, Tag], merged: Path):
    files = {f"{chapter}.html" for chapter in CHAPTERS}
    wanted = sum(
        urlsplit(urljoin(f"{chapter}.html", link["href"])).path in files
        for chapter, article in articles.items()
        for link in article.select("a[href]")
    )
    document = BeautifulSoup(merged.read_text("utf-8"), "html.parser")
    assert len(document.select("article:not(.contents) a[href^='#']")) == wanted
    assert len(document.select(".contents a[href^='#']")) == len(CHAPTERS)
    names = [link["/Dest"] for link in annotations(book) if "/Dest" in link]
    assert len(names) >= wanted + len(CHAPTERS)
    places = {name: book.get_destination_page_number(place) for name, place in book.named_destinations.items()}
    assert {name for name in names if places.get(name) is None} == set()


def test_a_cell_of_the_matrix_leads_to_its_evidence(book: PdfReader, starts: dict[str, int], texts: list[str]):
    there = book.named_destinations["/chapters-evidence--cell-sinos-trust"]
    page = book.get_destination_page_number(there)
    assert page > starts["The evidence, cell by cell"]
    assert "SinosValley" in texts[page]


def test_other_links_lead_out_of_the_book_and_nowhere_else(book: PdfReader):
    others = [link for link in annotations(book) if "/Dest" not in link]
    assert others
    assert {link["/A"]["/S"] for link in others} == {"/URI"}
    assert [link["/A"]["/URI"] for link in others if not link["/A"]["/URI"].startswith("https://")] == []


def test_identifiers_and_what_refers_to_them_are_unique(merged: Path):
    document = BeautifulSoup(merged.read_text("utf-8"), "html.parser")
    ids = [tag["id"] for tag in document.select("[id]")]
    assert len(ids) == len(set(ids))
    assert {link["href"][1:] for link in document.select("a[href^='#']")} <= set(ids)


@pytest.mark.parametrize(
    ("address", "becomes"),
    [
        ("evidence.html#cell-sinos-trust", "#chapters-evidence--cell-sinos-trust"),
        ("evidence.html#no-such-place", "#chapters-evidence"),
        ("../index.html", "#chapters-index"),
        ("#here", "#a--here"),
        ("https://example.org/x", "https://example.org/x"),
        ("https://example.org", "https://example.org"),
        ("http://example.org", None),
        ("mailto:someone@example.org", None),
        ("../data/evidence.csv", None),
        ("//example.org/evidence.html", None),
    ],
)
def test_links_are_led_anew(pages: pdf.Site, address: str, becomes: str | None):
    page = SITE.resolve() / "chapters" / "a.html"
    pages.names[page] = "a"
    paragraph = BeautifulSoup(f'<p><a href="{address}">there</a></p>', "html.parser").p
    pdf.lead(paragraph.a, page, pages, {"a--here", "chapters-evidence--cell-sinos-trust"})
    assert paragraph.get_text() == "there"
    assert (paragraph.a and paragraph.a["href"]) == becomes


def test_every_figure_and_table_fits_the_paper(browser: Browser, articles: dict[str, Tag], merged: Path):
    page = browser.new_page(viewport={"width": A4, "height": 900})
    page.emulate_media(media="print")
    page.goto(merged.as_uri())
    boxes = page.evaluate("[...document.querySelectorAll('figure svg')].map(e => e.getBoundingClientRect())")
    assert len(boxes) == sum(len(article.select("figure svg")) for article in articles.values()) > 0
    assert all(box["width"] > 200 and box["height"] > 100 and box["right"] <= A4 for box in boxes)
    assert page.locator("figure svg:not(:has(path, rect, text))").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= A4
    page.close()


COLOURS = """() => {
  const rules = [...document.styleSheets].flatMap(sheet => [...sheet.cssRules]);
  const names = rules.flatMap(rule => [...rule.style ?? []]).filter(name => name.startsWith("--sme-"));
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(names.map(name => [name, style.getPropertyValue(name)]));
}"""


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark"), (1280, "dark")])
def test_a_single_page_is_printed_without_its_surroundings(browser: Browser, site: str, width: int, scheme: str):
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(f"{site}/chapters/comparison.html", wait_until="networkidle")
    assert page.locator("html").get_attribute("data-theme") == scheme
    # The theme does this when a reader on a phone scrolls.
    page.locator("#pst-back-to-top").evaluate("button => button.style.display = 'block'")
    page.emulate_media(media="print", color_scheme=scheme)
    assert page.locator("h1:visible").all_inner_texts() == ["3.2 The comparison"]
    assert page.locator("main p").first.is_visible()
    for place in (
        ".bd-sidebar",
        "button",
        "footer",
        "nav",
        "header",
        "summary",
        ".headerlink",
        ".sme-narrow",
    ):
        assert page.locator(place).count() > 0
        assert page.locator(f"{place}:visible").count() == 0, place
    assert page.locator(".sme-wide:visible").count() == page.locator("figure.sme-figure").count() > 0
    ink = page.evaluate("getComputedStyle(document.querySelector('.sme-wide text')).fill")
    assert ink == "rgb(27, 31, 36)"
    page.close()


def test_all_colours_of_print_are_the_light_ones(browser: Browser, site: str):
    page = browser.new_page(color_scheme="light")
    page.goto(f"{site}/chapters/codebook.html", wait_until="networkidle")
    light = page.evaluate(COLOURS)
    page.close()
    page = browser.new_page(color_scheme="dark")
    page.goto(f"{site}/chapters/codebook.html", wait_until="networkidle")
    assert page.evaluate(COLOURS) != light
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(COLOURS) == light
    for colour in page.locator("article :is(h1, h2, p, a, code, th, td):visible").evaluate_all(
        "found => found.map(one => getComputedStyle(one).color)"
    ):
        assert max(int(part) for part in re.findall(r"\d+", colour)[:3]) < 130, colour
    page.close()


def test_folded_evidence_is_printed(browser: Browser, site: str):
    page = browser.new_page()
    page.goto(f"{site}/chapters/evidence.html")
    cell = page.locator("#cell-sinos-trust")
    assert not cell.locator("table").is_visible()
    page.emulate_media(media="print")
    assert cell.locator("summary").is_visible()
    assert cell.locator("table").is_visible()
    page.close()


def test_folded_prose_is_printed_under_its_heading(browser: Browser, site: str):
    page = browser.new_page()
    page.goto(f"{site}/chapters/paths.html")
    fold = page.locator("details", has=page.get_by_text("We decide which road a cluster is labelled with"))
    said = fold.get_by_text("The paper gives no list of clusters by road")
    assert not said.is_visible()
    page.emulate_media(media="print")
    assert fold.locator("summary").is_visible() and said.is_visible()
    assert not fold.locator("svg").is_visible()
    page.close()


def test_without_a_browser_there_is_one_sentence_and_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("whichroad.sphinx.chromium.installed", lambda: None)
    monkeypatch.setattr("whichroad.sphinx.chromium.install", lambda: None)
    with pytest.raises(SystemExit, match=r"^Chromium is needed, and none could be found [^.]*\.$"):
        pdf.main([str(SITE), str(tmp_path / "book.pdf")])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [pdf.main, handouts.main])
def test_without_a_built_book_there_is_one_sentence(command: Callable[[list[str]], None], tmp_path: Path):
    with pytest.raises(SystemExit, match="holds no built book; run make book first"):
        command([str(tmp_path), str(tmp_path / "handout.pdf")])


def test_a_handout_is_named_after_a_page(tmp_path: Path):
    command = [sys.executable, "-m", "whichroad.sphinx.handouts", SITE]  # apart, since a browser is open here
    wrong = subprocess.run([*command, tmp_path / "sheet.pdf"], capture_output=True, text=True)
    assert wrong.stderr == f"{SITE} holds no built page sheet; run make book first.\n" and wrong.returncode == 1
    subprocess.run([*command, tmp_path / "handout.pdf"], check=True)
    assert [path.name for path in tmp_path.iterdir()] == ["handout.pdf"]
    assert len(PdfReader(tmp_path / "handout.pdf").pages) == 1
