"""Print the built book as one PDF: ``python -m whichroad.sphinx.pdf _build/html book.pdf``.

The pages, in the order of the site's own table of contents, become one HTML document in which every
link between them leads to a place in that document. Chromium prints it twice: the first print tells
on which page each of them begins.
"""

from __future__ import annotations

import html
import json
import os
import re
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import metadata
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser, sync_playwright
from pypdf import PdfReader

from whichroad.sphinx.chromium import ARGUMENTS, obtained

DOCUMENT = """<!DOCTYPE html>
<html lang="{language}" data-theme="light">
<head>
<meta charset="utf-8">
<title>{title}</title>
{sheets}
<style>{style}</style>
</head>
<body>
<main class="bd-main"><div class="bd-content"><div class="bd-article-container">
<section class="title-page">
<p class="title">{title}</p>
<p class="subtitle">{summary}</p>
<p>Version {version}, printed from the pages built on {built}.</p>
<p>Text, figures and data are under <a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>,
code is under the MIT licence. The working paper itself remains its author’s.</p>
</section>
<article class="bd-article contents"><h1>Contents</h1>{contents}</article>
{articles}
</div></div></main>
</body>
</html>
"""
# What only a screen or a script has a use for, and what is folded away, but for prose and the cells of the evidence.
LEFT_OUT = (
    "script, button, input, iframe, [data-screen], .headerlink, .toctree-wrapper, .sme-narrow, "
    "details:not([open], .sd-dropdown, .sme-cell), .sd-summary-state-marker"
)
REFERRING = ("for", "aria-labelledby", "aria-describedby")
NUMBER = """numbers => document.querySelectorAll(".contents a[href^='#']").forEach(
  link => link.querySelector(".number").textContent = numbers[link.hash.slice(1)])"""

_parsed = partial(BeautifulSoup, features="html.parser")


def only(page: Tag, selector: str) -> Tag:
    """What a page of this book has once.

    Raises
    ------
    ValueError
        If it has none.
    """
    found = page.select_one(selector)
    if found is None:
        raise ValueError(f"a page has no {selector}")
    return found


class Site:
    """The built pages in reading order, and what each is called in the merged document."""

    def __init__(self, folder: Path) -> None:
        root = folder.resolve() / "index.html"
        refresh = _parsed(root.read_text("utf-8")).select_one("meta[http-equiv=Refresh]")
        self.start = root.parent / str(refresh["content"]).partition("url=")[2] if refresh else root
        self.pages = {self.start: _parsed(self.start.read_text("utf-8"))}
        self.contents = only(self.pages[self.start], "nav.bd-docs-nav")
        for home in self.contents.select(".bd-sidenav__home-link"):
            home.extract()  # the title page stands in its place
        for link in self.contents.select("a.internal"):
            page, _ = place(self.start, str(link["href"]))
            self.pages[page] = _parsed(page.read_text("utf-8"))
        self.names = {page: "-".join(page.relative_to(root.parent).with_suffix("").parts) for page in self.pages}
        self.names[root] = self.names[self.start]


def place(page: Path, address: str) -> tuple[Path, str]:
    """The file to which a relative address on a page leads, and the place in that file."""
    parts = urlsplit(address)
    return (page.parent / unquote(parts.path)).resolve() if parts.path else page, unquote(parts.fragment)


def merge(folder: Path) -> str:
    """The built site in a folder as one HTML document, with a title page and a table of contents."""
    site = Site(folder)
    start = site.pages[site.start]
    articles = {page: _article(site.names[page], soup) for page, soup in site.pages.items()}
    known = {str(tag["id"]) for article in articles.values() for tag in [article, *article.select("[id]")]}
    for page, article in articles.items():
        for link in article.select("a[href]"):
            lead(link, page, site, known)
        for picture in article.select("img[src]:not([src*=':'])"):
            picture["src"] = place(page, str(picture["src"]))[0].as_uri()
    title = only(articles[site.start], "h1").get_text()
    contents = _contents(site, title)
    for link in contents.select("a[href]"):
        lead(link, site.start, site, known)
    sheets = {
        place(page, str(sheet["href"]))[0]: sheet
        for page, soup in site.pages.items()
        for sheet in soup.select("link[rel=stylesheet]:not([href*='explorer.css'])")  # which keeps room for its script
    }
    for path, sheet in sheets.items():
        sheet["href"] = path.as_uri()
    style = Path(__file__).with_name("pdf.css").read_text("utf-8")
    built = when_built(site.start)
    package = metadata("smeclusters")
    return DOCUMENT.format(
        language=only(start, "html")["lang"],
        title=html.escape(title),
        sheets="\n".join(map(str, sheets.values())),
        style=style.replace('"{title}"', json.dumps(title, ensure_ascii=False)),
        summary=html.escape(package["Summary"]),
        version=package["Version"],
        built=f"{built.day} {built:%B %Y}",
        contents=contents,
        articles="\n".join(map(str, articles.values())),
    )


def when_built(page: Path) -> datetime:
    """When the pages were built: as SOURCE_DATE_EPOCH says, which a release sets, or as the file itself does."""
    return datetime.fromtimestamp(float(os.environ.get("SOURCE_DATE_EPOCH") or page.stat().st_mtime), UTC)


def dated(printed: bytes, moment: datetime) -> bytes:
    """A PDF that says it was made at some moment, so that two prints of the same pages are the same.

    Examples
    --------
    >>> dated(b"/CreationDate (D:20261127234630+00'00')", datetime(2026, 1, 2, tzinfo=UTC))
    b"/CreationDate (D:20260102000000+00'00')"
    """
    return re.sub(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}", rb"\g<1>" + f"{moment:%Y%m%d%H%M%S}".encode(), printed)


def _article(name: str, page: BeautifulSoup) -> Tag:
    """What a page says, less what is of no use on paper; its identifiers begin with its name."""
    article = only(page, "article.bd-article")
    for tag in article.select(LEFT_OUT):
        tag.extract()
    for tag in article.select("noscript"):
        tag.unwrap()  # paper runs no scripts
    for fold in article.select(".sd-dropdown, .sme-cell"):
        fold["open"] = ""
    for tag in article.find_all(True):
        for key, value in tag.attrs.items():
            if key == "id":
                tag[key] = f"{name}--{value}"
            elif key in REFERRING:
                tag[key] = " ".join(f"{name}--{each}" for each in str(value).split())
            elif "url(#" in value:  # what clips or fills a drawing
                tag[key] = str(value).replace("url(#", f"url(#{name}--")
    article["id"] = name
    return article


def lead(link: Tag, page: Path, site: Site, known: set[str]) -> None:
    """Let a link lead to a place in the document or out of the book; make any other plain text."""
    address = str(link["href"])
    parts = urlsplit(address)
    if parts.scheme == "https":
        return
    target, fragment = place(page, address)
    if parts.scheme or parts.netloc or target not in site.names:
        link.unwrap()
        return
    name = site.names[target]
    there = f"{name}--{fragment}"
    link["href"] = f"#{there if there in known else name}"


def _contents(site: Site, title: str) -> Tag:
    """The site's navigation as a table of contents, with room for the numbers of pages."""
    contents = site.contents
    del contents["class"]  # or the theme takes it for a sidebar
    contents.insert(0, _parsed(f'<ul><li><a href="#">{html.escape(title)}</a></li></ul>'))
    for tag in contents.select("summary"):
        tag.extract()
    for tag in contents.select("details"):
        tag.unwrap()
    for link in contents.select("a"):
        link.append(_parsed('<span class="leader"></span><span class="number"></span>'))
    return contents


def print_book(folder: Path, target: Path, browser: Browser) -> int:
    """Print the built site in a folder; returns the number of pages."""
    with TemporaryDirectory() as scratch:
        document = Path(scratch) / "book.html"
        document.write_text(merge(folder), "utf-8")
        page = browser.new_page()
        page.goto(document.as_uri())
        printed = partial(page.pdf, prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
        first = PdfReader(BytesIO(printed()))
        page.evaluate(
            NUMBER,
            {
                name.removeprefix("/"): number + 1
                for name, destination in first.named_destinations.items()
                if (number := first.get_destination_page_number(destination)) is not None
            },
        )
        book = dated(printed(), when_built(folder / "index.html"))
        page.close()
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    part.write_bytes(book)
    part.replace(target)  # a reader never finds half a book
    return len(first.pages)


@contextmanager
def printing(module: str, what: str, arguments: Sequence[str] | None) -> Iterator[tuple[Path, Path, Browser]]:
    """What a command prints with: the folder of the built book, the file to write, and a browser."""
    parser = ArgumentParser(prog=module, description=what)
    parser.add_argument("site", type=Path, help="the folder of the built pages")
    parser.add_argument("target", type=Path, help="the PDF to write")
    given = parser.parse_args(arguments)
    if not (given.site / "index.html").is_file():
        sys.exit(f"{given.site} holds no built book; run make book first.")
    path = obtained()
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=path, args=ARGUMENTS) as browser:
        yield given.site, given.target, browser


def main(arguments: Sequence[str] | None = None) -> None:
    with printing("whichroad.sphinx.pdf", "Print the built book as one PDF.", arguments) as (site, target, browser):
        print("Printing the book; this takes up to a minute.", flush=True)
        count = print_book(site, target, browser)
    print(f"{target}: {count} pages.")


if __name__ == "__main__":
    main()
