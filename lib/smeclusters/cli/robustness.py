"""``smeclusters robustness``: how much of all weightings leaves each class open."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

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
from smeclusters.cli.output import Format, likely_cell, print_records, print_table, progress, with_likely
from smeclusters.errors import InputError, Problem
from smeclusters.model.prepared import Prepared
from smeclusters.model.rules import Rules, Thresholds
from smeclusters.study import each_row

if TYPE_CHECKING:
    from smeclusters.analysis.sampling import Prior


class PriorChoice(StrEnum):
    """How weights are spread."""

    hierarchical = "hierarchical"
    flat = "flat"

    @property
    def key(self) -> Prior:
        """The same, as the library calls it."""
        return self.value


def run(
    prior: Annotated[
        PriorChoice,
        typer.Option(help="Levels and the factors within them uniform, or all weights on one simplex."),
    ] = PriorChoice.hierarchical,
    weighting: Annotated[str | None, typer.Option(help="Only weightings near this named one; see --within.")] = None,
    within: Annotated[
        float, typer.Option(help="How much of the weight may be other than in --weighting, 0 to 1.")
    ] = 0.25,
    condition: Annotated[
        list[str] | None,
        typer.Option(
            help='Only weightings with, say, "A >= B" or "A >= 0.05", where A and B are levels or determinants; '
            "may be repeated."
        ),
    ] = None,
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
    """The share of all weightings under which each class is certain, or the evidence leaves it open."""
    # SciPy takes half a second, and few commands need it.
    from smeclusters.analysis.acceptability import acceptability, sampled_acceptability
    from smeclusters.analysis.likely import likely_acceptability
    from smeclusters.analysis.sampling import REPLICATES

    if weighting is not None and condition:
        raise typer.BadParameter("give --weighting or --condition, not both")
    rules = Rules(compensation, Thresholds(*thresholds), silent.key, vintage)
    prepared = Prepared(load(data, layer, coding, alone, vintage), rules)
    framework = prepared.framework
    base = None
    if condition:
        with progress("Sampling", REPLICATES) as tick:
            shares = sampled_acceptability(prepared.ratings, framework, prior.key, rules, condition, tick)
    else:
        if weighting is not None:
            fixed = 1 - within
            if not 0 <= fixed < 1:
                raise InputError([Problem("within", None, None, str(within), "a number above 0, up to 1")])
            base = fixed * named(framework, weighting).flat
        shares = acceptability(prepared.ratings, framework, prior.key, rules, base)
    likely = likely_acceptability(prepared.ratings, framework, prior.key, rules, base, condition or ())
    shares = with_likely(shares[["low_road", "mixed", "high_road", "undetermined", "error"]].reset_index(), likely)
    if format is not Format.table:
        print_records(shares, format)
        return
    print_table(
        "Share of the weightings under which a path is certain, and how likely it is over all of them, %",
        ["cluster", "low road", "mixed", "high road", "undetermined", "error", "likely"],
        [
            [row[0], *(f"{100 * share:.1f}" for share in row[1:5]), f"{100 * row[5]:.1g}", likely_cell(row)]
            for row in each_row(shares)
        ],
    )
