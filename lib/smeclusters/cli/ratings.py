"""``smeclusters ratings``: the matrix of cells, and how one of them was made."""

from __future__ import annotations

from typing import Annotated, Any

import pandas as pd
import typer

from smeclusters.cli.options import Alone, As, CodingGiven, Data, LayersGiven, Vintage, load
from smeclusters.cli.output import Format, print_records, print_table, print_text
from smeclusters.model.ratings import cell_in_words, cells, explain, rate
from smeclusters.study import Study, each_row, source_label
from smeclusters.wording import interval, signed


def run(
    explained: Annotated[
        tuple[str, str] | None,
        typer.Option("--explain", metavar="CLUSTER DETERMINANT", help="How one cell was made."),
    ] = None,
    vintage: Vintage = None,
    data: Data = None,
    layer: LayersGiven = None,
    coding: CodingGiven = None,
    alone: Alone = False,
    format: As = Format.table,
) -> None:
    """The cluster × determinant matrix of rating intervals."""
    study = load(data, layer, coding, alone, vintage)
    if explained:
        _print_cell(study, *explained, vintage, format)
        return
    if format is not Format.table:
        print_records(rate(study, vintage).frame(), format)
        return
    shown = {(cell.cluster, cell.determinant): cell_in_words(cell, "…") for cell in cells(study, vintage)}
    print_table(
        "Ratings, −2 to +2 (the textbook district is +2 throughout)",
        ["determinant", *study.clusters["place"]],
        [[key, *(shown[place, key] for place in study.clusters["place"])] for key in study.determinants["determinant"]],
    )


def _print_cell(study: Study, cluster: str, determinant: str, vintage: int | None, form: Format) -> None:
    cell = explain(study, cluster, determinant, vintage)
    rows = study.evidence[study.evidence["id"].isin(cell.entered + cell.past)].copy()
    rows["entered"] = rows["id"].isin(cell.entered)
    rows["lo"], rows["hi"], rows["reasons"] = cell.lo, cell.hi, " ".join(cell.reasons)
    if form is not Format.table:
        print_records(rows if study.layers else rows.drop(columns=["rating_to", "layer"]), form)
        return
    title = f"{cluster}, {determinant}: {cell_in_words(cell)}"
    if rows.empty:
        print_text(title)
    else:
        print_table(
            title,
            ["place", "facet", "rating", "summary", "where"],
            [
                [
                    row.place,
                    row.facet,
                    _rating(row) + ("" if row.entered else " (past)"),
                    row.summary,
                    _where(study, row),
                ]
                for row in each_row(rows)
            ],
        )
    for reason in cell.reasons:
        print_text(reason)


def _rating(row: Any) -> str:
    return signed(row.rating) if pd.isna(row.rating_to) else interval(row.rating, row.rating_to)


def _where(study: Study, row: Any) -> str:
    if row.layer:
        return f"{source_label(study, row)}, {row.basis}"
    return " ".join(filter(None, [row.locator, row.basis, row.sources.replace(";", " ")]))
