"""The data of each figure as a file, for readers to take along."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from docutils import nodes
from sphinx.application import Sphinx

PLACE = '<a class="sme-csv" hidden>'
"""Where a figure leaves room for the link; a notebook, which has no files beside it, shows none."""

_NUMBER = re.compile(r"−?[\d,]+(\.\d+)?")


def written(cell: str) -> str:
    """A cell as a spreadsheet reads it: numbers without commas and with a plain minus.

    Examples
    --------
    >>> written("−4.5"), written("1,800"), written("−2 to 0")
    ('-4.5', '1800', '−2 to 0')
    """
    return cell.replace(",", "").replace("−", "-") if _NUMBER.fullmatch(cell) else cell


def rows_of(figure: str) -> list[list[str]]:
    """The heads and the cells of a figure's table, without what is for screen readers alone."""
    table = BeautifulSoup(figure, "html.parser").table
    assert table is not None  # every chart has one
    for unseen in table.select(".sme-unseen"):
        unseen.decompose()
    return [[written(_text(cell)) for cell in row(["th", "td"])] for row in table("tr")]


def _text(cell: Tag) -> str:
    return " ".join(cell.get_text().split())


def write_data(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Write the data of each figure of a page to a file that is named by the page, and lead to it."""
    figures = [node for node in doctree.findall(nodes.raw) if PLACE in node.astext()]
    if not figures or app.builder.format != "html":
        return
    folder = Path(app.outdir, "_downloads", "figures")
    folder.mkdir(parents=True, exist_ok=True)
    for number, node in enumerate(figures, 1):
        name = f"{page.rpartition('/')[2]}-{number}.csv"
        with (folder / name).open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows_of(node.astext()))
        address = f"{'../' * page.count('/')}_downloads/figures/{name}"
        shown = node.astext().replace(PLACE, f'<a class="sme-csv" href="{address}" download>')
        node.replace_self(nodes.raw("", shown, **node.attributes))


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("doctree-resolved", write_data)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
