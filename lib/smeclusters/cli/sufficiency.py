"""``smeclusters sufficiency``: how far conditions are enough for an outcome, or needed for it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from smeclusters.cli.options import (
    Alone,
    As,
    CodingGiven,
    Compensation,
    Data,
    LayersGiven,
    SilentAs,
    SilentChoice,
    Vintage,
    load,
)
from smeclusters.cli.output import Format, measure, print_records, print_table
from smeclusters.model.prepared import Prepared
from smeclusters.model.rules import Rules

if TYPE_CHECKING:
    from smeclusters.analysis.qca import Outcome

# What is printed of each test, under which name.
MEASURES = {
    "enough": ("sufficiency", ("consistency", "pri", "coverage")),
    "needed": ("necessity", ("consistency", "relevance", "coverage")),
}


class OutcomeChoice(StrEnum):
    """What the path is turned into, as one types it."""

    high_road = "high-road"
    not_low_road = "not-low-road"

    @property
    def key(self) -> Outcome:
        """The same, as the library calls it."""
        return self.name  # type: ignore[return-value]


def run(
    condition: Annotated[
        list[str] | None,
        typer.Option(help='Levels or determinants, or some at once: "A*B", or not: "~A"; may be repeated.'),
    ] = None,
    outcome: Annotated[OutcomeChoice, typer.Option(help="What the path is turned into.")] = OutcomeChoice.high_road,
    ideal: Annotated[
        bool,
        typer.Option("--ideal", help="With the textbook district, which nobody has observed, as a case."),
    ] = False,
    mixed: Annotated[
        float,
        typer.Option(help="What a mixed path counts as in the high road, from 0 to 1."),
    ] = 0.5,
    compensation: Compensation = 1.0,
    silent: SilentAs = SilentChoice.range,
    vintage: Vintage = None,
    data: Data = None,
    layer: LayersGiven = None,
    coding: CodingGiven = None,
    alone: Alone = False,
    format: As = Format.table,
) -> None:
    """How far conditions are enough for an outcome, or needed for it, with bounds."""
    from smeclusters.analysis.qca import calibrate, parameters_of_fit

    rules = Rules(compensation, silent=silent.key, vintage=vintage)
    cases = calibrate(Prepared(load(data, layer, coding, alone, vintage), rules), outcome.key, ideal, mixed)
    found = parameters_of_fit(cases, condition)
    if format is not Format.table:
        print_records(found, format)
        return
    fields = [(name, prefix, field) for name, (prefix, all_of) in MEASURES.items() for field in all_of]
    print_table(
        f"Enough for, and needed for: {outcome.value.replace('-', ' ')}, {len(cases.cases)} cases",
        ["condition", *(f"{name}: {field}" for name, _, field in fields)],
        [
            [
                row["condition"],
                *(measure(row[f"{prefix}_{field}_lo"], row[f"{prefix}_{field}_hi"]) for _, prefix, field in fields),
            ]
            for _, row in found.iterrows()
        ],
    )
