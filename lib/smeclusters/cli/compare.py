"""``smeclusters compare``: open paths under all named weightings."""

from __future__ import annotations

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
)
from smeclusters.cli.output import Format, likely_cell, paths_in_words, print_records, print_table, with_likely
from smeclusters.model.prepared import Prepared, compare_paths
from smeclusters.model.rules import Rules, Thresholds


def run(
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
    """Open paths under all named weightings beside the path that the paper observes."""
    rules = Rules(compensation, Thresholds(*thresholds), silent.key, vintage)
    study = load(data, layer, coding, alone, vintage)
    prepared = Prepared(study, rules)
    likely = likely_paths(prepared.ratings, prepared.framework.weightings, rules)
    frame = with_likely(compare_paths(prepared), likely)
    if format is not Format.table:
        print_records(frame, format)
        return
    paths = frame.pivot(index="cluster", columns="weighting", values="path")
    observed = study.observed
    print_table(
        "Open paths by weighting, and the path observed",
        ["cluster", *study.weightings["name"], "observed"],
        [
            [key, *paths_in_words(*paths.loc[key, study.weightings["weighting"]], observed.get(key, ""))]
            for key in study.clusters["place"]
        ],
    )
    likeliest = likely.set_index(["cluster", "weighting"])
    print_table(
        "The likeliest path by weighting, with how likely it is",
        ["cluster", *study.weightings["name"]],
        [
            [key, *(likely_cell(likeliest.loc[(key, name)], "", 1) for name in study.weightings["weighting"])]
            for key in study.clusters["place"]
        ],
    )
