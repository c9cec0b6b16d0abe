"""What a reader sees of a block, and what the tables hold, read without the library."""

from __future__ import annotations

import csv

from bs4 import BeautifulSoup, Tag
from tests.support import ROOT

from whichroad.markup import Html


def page(block: Html) -> BeautifulSoup:
    return BeautifulSoup(block.markup, "html.parser")


def rows(block: Html) -> list[dict[str, Tag]]:
    """The cells of each row of a table, by the heading of their column."""
    heads = [head.text for head in page(block).select("thead th")]
    return [dict(zip(heads, row("td"), strict=True)) for row in page(block).select("tbody tr")]


def uneven(shown: BeautifulSoup) -> list[Tag]:
    """The rows of its tables that have more or fewer cells than their table has columns."""
    columns: dict[int, int] = {}  # counted once for each table: to look for its head takes as long as it is long
    found = []
    for row in shown.select(".sme-table tbody tr"):
        table = row.find_parent("table")
        if id(table) not in columns:
            columns[id(table)] = len(table.select("thead th"))
        if len(row.find_all(["td", "th"], recursive=False)) != columns[id(table)]:
            found.append(row)
    return found


def words(tag: Tag) -> str:
    """What is read, without what only a screen reader tells."""
    shown = BeautifulSoup(str(tag), "html.parser")
    for unseen in shown.select(".sme-unseen"):
        unseen.decompose()
    return shown.get_text().replace("\N{NO-BREAK SPACE}", " ")


def column(block: Html, name: str) -> list[str]:
    return [words(row[name]) for row in rows(block)]


def links(tag: Tag) -> list[str]:
    return [link["href"] for link in tag("a")]


def read(table: str) -> list[dict[str, str]]:
    """The rows of one of the edition's tables, as text."""
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
