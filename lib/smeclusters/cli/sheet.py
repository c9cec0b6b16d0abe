"""``smeclusters sheet``: a blank coding sheet for some passages, to be filled in and handed to ``agree``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from smeclusters.analysis.sheet import coding_keys, coding_sheet, write_workbook
from smeclusters.cli.options import As, Data, load
from smeclusters.cli.output import Format, print_records, print_table
from smeclusters.errors import InputError, Problem
from smeclusters.study.handed_in import write_table


def run(
    where: Annotated[
        list[str] | None,
        typer.Option("--where", help="A paragraph such as 3.2.2:1, or all of a section such as 3.2.2; repeatable."),
    ] = None,
    keys: Annotated[bool, typer.Option("--keys", help="The keys that may stand in a sheet, in its place.")] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="A file to write: .csv, or .xlsx with the keys on a second sheet, to choose from."),
    ] = None,
    data: Data = None,
    format: As = Format.csv,
) -> None:
    """A blank coding sheet for chosen passages: a line for each paragraph, to be repeated for each statement."""
    if not where and not keys:
        raise typer.BadParameter("say which passages, as in --where 3.2.2")
    study = load(data)
    table = coding_keys(study) if keys else coding_sheet(study, where or [])
    if out is None:
        _print(table, format)
        return
    if out.exists():  # it may have been filled in
        raise InputError([Problem("--out", None, None, str(out), "the name of a file that is not there yet")])
    if out.suffix.lower() == ".xlsx":
        write_workbook(out, table, coding_keys(study))
    elif out.suffix.lower() == ".csv":
        write_table(out, *_cells(table), mark=True)
    else:
        raise InputError([Problem("--out", None, None, str(out), "a file that ends in .csv or .xlsx")])


def _print(table: pd.DataFrame, form: Format) -> None:
    if form is Format.table:
        rows = [[str(cell) for cell in row] for row in table.itertuples(index=False)]
        print_table("What is to be coded", list(table.columns), rows)
    elif form is Format.csv:
        write_table(sys.stdout, *_cells(table))
    else:
        print_records(table, form)


def _cells(table: pd.DataFrame) -> tuple[list[str], list[dict[str, str]]]:
    columns = [str(name) for name in table.columns]
    return columns, [dict(zip(columns, map(str, row), strict=True)) for row in table.itertuples(index=False)]
