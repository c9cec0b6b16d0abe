"""Print what is handed out in class, a PDF of one page each: ``python -m whichroad.sphinx.handouts _build/html DIR``.

Each is a page of the book that holds a form; ``print.css`` gives such a page a sheet of its own.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from pypdf import PdfReader

from whichroad.sphinx.chromium import ARGUMENTS, obtained

HANDOUTS = ("handout", "coding-sheet")


def print_handouts(site: Path, folder: Path, browser: Browser) -> Iterator[tuple[Path, int]]:
    """Print them from the built site into a folder; yields each file and how many pages it has."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in HANDOUTS:
        page = browser.new_page()
        page.goto((site.resolve() / "chapters" / f"{name}.html").as_uri())
        target = folder / f"{name}.pdf"
        part = target.with_suffix(".part")
        page.pdf(path=part, prefer_css_page_size=True, print_background=True, tagged=True)
        page.close()
        count = len(PdfReader(part).pages)
        if count == 1:
            part.replace(target)  # nobody finds half a sheet, nor two
        yield target, count


def main(arguments: Sequence[str] | None = None) -> None:
    parser = ArgumentParser(prog="whichroad.sphinx.handouts", description="Print what is handed out in class.")
    parser.add_argument("site", type=Path, help="the folder of the built pages")
    parser.add_argument("folder", type=Path, help="where the PDFs go")
    given = parser.parse_args(arguments)
    if not (given.site / "index.html").is_file():
        sys.exit(f"{given.site} holds no built book; run make book first.")
    path = obtained()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        for target, count in print_handouts(given.site, given.folder, browser):
            if count != 1:
                sys.exit(f"{target} would have {count} pages, and a handout has one; shorten its page.")
        browser.close()


if __name__ == "__main__":
    main()
