"""What the built book tells machines about itself, without an address and with one."""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from io import BytesIO
from pathlib import Path
from shutil import copy

import pytest
import yaml
from bs4 import BeautifulSoup
from PIL import Image
from tests.browser.conftest import SITE
from tests.support import ROOT

from whichroad.sphinx.metadata import entries, shared_picture

CHAPTERS = sorted((SITE / "chapters").glob("*.html"))
ADDRESS = "https://example.org/road"
DAY = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))["date-released"]


def head(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text("utf-8").partition("</head>")[0], "html.parser")


def content(page: BeautifulSoup, name: str) -> str:
    found = page.select(f'meta[name="{name}"], meta[property="{name}"]')
    assert len(found) == 1, (name, found)
    return str(found[0]["content"])


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_each_chapter_says_what_it_is_and_nothing_that_needs_an_address(path: Path):
    page = head(path)
    assert page.title is not None and page.title.text.endswith("Which road?")
    description = content(page, "description")
    assert 20 < len(description) <= 200 and content(page, "og:description") == description
    assert "WP71" not in description and "✓" not in description
    assert content(page, "og:title") in content(page, "citation_title")
    assert content(page, "citation_author") and content(page, "citation_publication_date") == DAY.replace("-", "/")
    assert (
        page.select("link[rel=canonical], [property='og:url'], [property='og:image'], [name=citation_public_url]") == []
    )
    told = [json.loads(each.text) for each in page.select("script[type='application/ld+json']")]
    kinds = [each["@type"] for each in told]
    assert kinds == ["ScholarlyArticle", "Dataset"] if path.stem == "data" else kinds == ["ScholarlyArticle"]
    assert told[0]["isBasedOn"]["author"] == [{"@type": "Person", "name": "Manuel Albaladejo"}]
    assert all("url" not in each for each in told)


def test_no_two_chapters_have_one_description():
    told = [content(head(path), "description") for path in CHAPTERS]
    assert len(set(told)) == len(told)


def test_icons_feed_and_robots_file_are_there():
    page = head(SITE / "chapters" / "index.html")
    for kind in ("icon", "apple-touch-icon", "alternate"):
        link = page.select_one(f"link[rel~='{kind}']")
        assert (SITE / "chapters" / str(link["href"]).partition("?")[0]).is_file(), kind
    with Image.open(SITE / "_static" / "touch-icon.png") as icon:
        assert icon.size == (180, 180)
    assert (SITE / "robots.txt").read_text() == "User-agent: *\nAllow: /\n"
    assert not (SITE / "sitemap.xml").exists()
    feed = ElementTree.parse(SITE / "changelog.xml").getroot()
    atom = "{http://www.w3.org/2005/Atom}"
    titles = [each.findtext(f"{atom}title") for each in feed.findall(f"{atom}entry")]
    assert titles == [name for name, _ in entries((ROOT / "CHANGELOG.md").read_text("utf-8"))] != []
    assert feed.find(f".//{atom}link") is None


def test_the_page_for_lost_addresses_leads_on():
    page = BeautifulSoup((SITE / "404.html").read_text("utf-8"), "html.parser")
    assert page.h1.text == "Page not found" and page.base is None
    assert {"chapters/index.html", "search.html"} <= {link["href"] for link in page.select("article a")}


def test_a_picture_shows_a_chart_or_a_title():
    drawing = '<svg viewBox="0 0 10 10"><rect width="10" height="10" fill="var(--sme-wide, #0b5f8a)"/></svg>'
    with_chart, without = (Image.open(BytesIO(shared_picture("Trust", chart))) for chart in (drawing, ""))
    assert with_chart.size == without.size == (1200, 630)
    assert with_chart.convert("RGB").getpixel((600, 360)) == (0x0B, 0x5F, 0x8A)
    assert len(without.convert("RGB").getcolors(10**6)) > 10


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of two pages, with an address."""
    folder = tmp_path_factory.mktemp("book")
    settings = {
        "extensions": ["whichroad.sphinx.metadata"],
        "html_baseurl": ADDRESS,
        "html_title": "Book",
        "author": "We",
        "copyright": "2026",
        "language": "en",
        "html_additional_pages": {"404": "notfound.html"},
        "templates_path": ["templates"],
    }
    (folder / "conf.py").write_text("".join(f"{name} = {value!r}\n" for name, value in settings.items()))
    (folder / "index.rst").write_text("Trust\n=====\n\nFirms trust each other.\n")
    (folder / "firms.rst").write_text(":orphan:\n\nFirms\n=====\n\nThey are small.\n")
    (folder / "templates").mkdir()
    copy(ROOT / "lib/whichroad/sphinx/templates/notfound.html", folder / "templates")
    # A process of its own: sphinx-sitemap forks another, which would hold on to what this one has open.
    subprocess.run([sys.executable, "-m", "sphinx", "-q", "-b", "html", folder, folder / "html"], check=True)
    return folder / "html"


def test_with_an_address_links_of_a_lost_page_start_there(published: Path):
    assert BeautifulSoup((published / "404.html").read_text("utf-8"), "html.parser").base["href"] == f"{ADDRESS}/"


def test_with_an_address_the_rest_is_there_too(published: Path):
    page = head(published / "index.html")
    whole = f"{ADDRESS}/index.html"
    assert page.select_one("link[rel=canonical]")["href"] == whole == content(page, "og:url")
    assert content(page, "citation_public_url") == whole
    assert content(page, "citation_author") == "We"
    picture = content(page, "og:image")
    assert picture.startswith(f"{ADDRESS}/_static/") and (published / picture.removeprefix(f"{ADDRESS}/")).is_file()
    assert content(page, "og:image:alt") == "Trust"
    assert json.loads(page.select_one("script[type='application/ld+json']").text)["url"] == whole
    assert f"<loc>{ADDRESS}/firms.html</loc>" in (published / "sitemap.xml").read_text("utf-8")
    assert f"{ADDRESS}/sitemap.xml" in (published / "robots.txt").read_text()
    assert f'href="{ADDRESS}/chapters/changelog.html"' in (published / "changelog.xml").read_text("utf-8")
