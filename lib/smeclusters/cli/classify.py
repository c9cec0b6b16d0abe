"""``smeclusters classify``: scores and open paths under one weighting."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from smeclusters.analysis.likely import likely_paths
from smeclusters.cli.options import (
    Alone,
    As,
    Bounds,
    CodingGiven,
    Compensation,
    Data,
    LayersGiven,
    SilentAs,
    SilentChoice,
    Vintage,
    load,
    named,
)
from smeclusters.cli.output import Format, likely_cell, measure, paths_in_words, print_records, print_table, with_likely
from smeclusters.model.prepared import Prepared, compare_paths
from smeclusters.model.rules import Rules, Thresholds
from smeclusters.study import each_row, read_weights


def run(
    weighting: Annotated[
        str | None, typer.Option(help="A named weighting; by default the one that others are compared with.")
    ] = None,
    weights: Annotated[Path | None, typer.Option(help="CSV of determinant, weight.")] = None,
    compensation: Compensation = 1.0,
    thresholds: Bounds = (0.4, 0.6),
    silent: SilentAs = SilentChoice.range,
    vintage: Vintage = None,
    data: Data = None,
    layer: LayersGiven = None,
    coding: CodingGiven = None,
    alone: Alone = False,
    format: As = Format.table,
) -> None:
    """Scores and open paths under one weighting."""
    if weighting is not None and weights is not None:
        raise typer.BadParameter("give --weighting or --weights, not both")
    rules = Rules(compensation, Thresholds(*thresholds), silent.key, vintage)
    prepared = Prepared(load(data, layer, coding, alone, vintage), rules)
    framework = prepared.framework
    if weights is not None:
        title, used = weights.name, framework.weigh(read_weights(weights, list(framework.determinants)))
    else:
        title = framework.reference if weighting is None else weighting
        used = named(framework, title)
    frame = compare_paths(prepared, {title: used})
    frame = frame[["cluster", "score_lo", "score_hi", "path", "observed"]]
    frame = with_likely(frame, likely_paths(prepared.ratings, {title: used}, rules))
    if format is not Format.table:
        print_records(frame, format)
        return
    nbsp = "\N{NO-BREAK SPACE}"
    print_table(
        f"Open paths, weighting: {title}",
        ["cluster", "score", "path", "likely", "observed"],
        [
            [
                row.cluster,
                measure(row.score_lo, row.score_hi, f"{nbsp}to{nbsp}"),
                *paths_in_words(row.path),
                likely_cell(row),
                *paths_in_words(row.observed),
            ]
            for row in each_row(frame)
        ],
    )
