"""What a class gets: a form for weights, the roads in short, and a sheet to code on, printed or as a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pandas as pd
from markupsafe import Markup

from smeclusters.analysis.sheet import SHEET, coding_keys, coding_sheet, write_workbook
from smeclusters.model.paths import SETS, in_words
from smeclusters.model.prepared import Prepared
from smeclusters.study import each_row
from smeclusters.study.handed_in import write_table
from whichroad.markup import Html, html_table, render
from whichroad.teaching import PARAGRAPHS

PLACE = "sheets/"
"""Where blank sheets lie on the site."""

SHEETS = {"XLSX": "coding-sheet.xlsx", "CSV": "coding-sheet.csv"}
"""The blank sheets by their form."""

_BLANK = ""
_PROPERTIES = "docProps/core.xml"
_DATES = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
_LINES = 12  # for each passage of a sheet that is typed in


def weights_form(paper: Prepared) -> Html:
    """The determinants with what each means, and room for a reader's weights and reasons."""
    names = dict(zip(paper.study.levels["level"], paper.study.levels["name"], strict=True))
    rows: list[tuple[str, str, str]] = []
    seen = ""
    for row in each_row(paper.study.determinants):
        if row.level != seen:
            rows.append(
                (
                    Markup("<strong>{}</strong>").format(names[row.level]),
                    "The level as a whole, with the reason:",
                    _BLANK,
                )
            )
            seen = row.level
        rows.append((row.name, row.definition, _BLANK))
    frame = pd.DataFrame(rows, columns=["Level or determinant", "What it is", "My points"])
    return _form(frame, "The determinants, with room for weights")


def roads_form(paper: Prepared) -> Html:
    """Which scores make which class, under the usual thresholds, and what the classes are called."""
    low, high = paper.rules.thresholds.low, paper.rules.thresholds.high
    scores = {
        "low_road": f"The whole bar below {low:g}",
        "mixed": f"The whole bar from {low:g} to below {high:g}",
        "high_road": f"The whole bar from {high:g} up",
    }
    meanings = {
        "low_road": "Firms compete by low prices and low wages.",
        "mixed": "Neither road prevails.",
        "high_road": "Firms compete by quality and new products.",
    }
    rows = [(in_words(key), scores[key], meanings[key]) for key in SETS if key in scores]
    several = [in_words(key) for key in SETS if key not in scores]
    rows.append((", ".join(several), "The bar touches more than one band", "Each road named is open."))
    return _form(pd.DataFrame(rows, columns=["Class", "Score, from 0 to 1", "What it says"]), "From score to class")


def coding_form(paper: Prepared, where: Sequence[str], lines: int) -> Html:
    """A coding sheet on paper: lines for each of some passages, under the columns of the workbook."""
    return _form(_repeated(paper, where, lines), "Coding sheet", wide=True)


def write_sheets(paper: Prepared, folder: Path) -> None:
    """Write blank sheets for the paragraphs that students code; a line that stays empty says nothing."""
    sheet = _repeated(paper, PARAGRAPHS, _LINES)
    folder.mkdir(parents=True, exist_ok=True)
    rows = [dict(zip(SHEET, map(str, row), strict=True)) for row in sheet.itertuples(index=False)]
    write_table(folder / SHEETS["CSV"], SHEET, rows, mark=True)
    write_workbook(folder / SHEETS["XLSX"], sheet, coding_keys(paper.study))
    _undate(folder / SHEETS["XLSX"])


def _undate(workbook: Path) -> None:
    """Take the hour of writing out of a workbook, so that two builds of the site are the same."""
    with ZipFile(workbook) as written:
        parts = {name: written.read(name) for name in written.namelist()}
    with ZipFile(workbook, "w") as undated:
        for name, data in parts.items():
            undated.writestr(ZipInfo(name), _DATES.sub(b"", data) if name == _PROPERTIES else data, ZIP_DEFLATED)


def sheet_links(form: str = "") -> Html:
    """Links to these sheets, or to that of one form, to be downloaded.

    Examples
    --------
    >>> sheet_links("CSV").markup
    Markup('<a href="../sheets/coding-sheet.csv" download>CSV</a>')
    >>> sheet_links().markup.striptags()
    'XLSX or CSV'
    """
    link = Markup('<a href="../{}{}" download>{}</a>')
    return Html(Markup(" or ").join(link.format(PLACE, SHEETS[each], each) for each in ([form] if form else SHEETS)))


def _repeated(paper: Prepared, where: Sequence[str], lines: int) -> pd.DataFrame:
    """A blank sheet with several lines for each passage."""
    sheet = coding_sheet(paper.study, where)
    return pd.concat([sheet] * lines).sort_index(kind="stable").reset_index(drop=True)


def _form(frame: pd.DataFrame, label: str, *, wide: bool = False) -> Html:
    return Html(render("form", table=html_table(frame, label), wide=wide))
