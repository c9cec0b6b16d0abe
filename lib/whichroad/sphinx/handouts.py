"""Print what is handed out in class, a page of the book: ``python -m whichroad.sphinx.handouts _build/html PDF``.

The file has the name of the page. ``print.css`` gives a page with a form one sheet of paper, and a page with several
sheets one for each.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser
from pypdf import PdfReader

from whichroad.sphinx.pdf import printing

SHEET = ".sme-sheet"


def print_handout(site: Path, target: Path, browser: Browser) -> tuple[int, int]:
    """Print the page that a file is named after; returns how many pages it takes, and how many sheets it means.

    Where the two differ no file is left: nobody finds half a sheet, nor two.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    page = browser.new_page()
    page.goto((site.resolve() / "chapters" / f"{target.stem}.html").as_uri())
    sheets = page.locator(SHEET).count() or 1
    part = target.with_suffix(".part")
    page.pdf(path=part, prefer_css_page_size=True, print_background=True, tagged=True)
    page.close()
    count = len(PdfReader(part).pages)
    if count == sheets:
        part.replace(target)
    else:
        part.unlink()
    return count, sheets


def main(arguments: Sequence[str] | None = None) -> None:
    what = "Print what is handed out in class, each into a file named after its page."
    with printing("whichroad.sphinx.handouts", what, arguments) as (site, target, browser):
        if not (site / "chapters" / f"{target.stem}.html").is_file():
            sys.exit(f"{site} holds no built page {target.stem}; run make book first.")
        count, sheets = print_handout(site, target, browser)
    if count != sheets:
        sys.exit(f"{target} would have {count} pages in place of {sheets}; shorten its page.")


if __name__ == "__main__":
    main()
