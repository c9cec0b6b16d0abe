"""``smeclusters validate``: every problem of a data folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from smeclusters.cli.options import Alone, As, CodingGiven, LayersGiven
from smeclusters.cli.output import Format, print_records
from smeclusters.errors import InputError, Problem
from smeclusters.study import edition_folder, is_layer, load_study


def run(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", show_default=False)] = None,
    layer: LayersGiven = None,
    coding: CodingGiven = None,
    alone: Alone = False,
    format: As = Format.table,
) -> None:
    """List every problem of a data folder or a layer; exit status 1 if there is one."""
    from smeclusters.claims.assessed import Assessed

    layers = list(layer or ())
    if folder is not None and is_layer(folder):
        layers.insert(0, str(folder))
    whole = edition_folder() if folder is None or is_layer(folder) else folder
    problems: tuple[Problem, ...] = ()
    try:
        study = load_study(whole, layers, coding, alone)
        for note in (*study.notes, *(note for each in study.layers for note in each.notes)):
            print(note, file=sys.stderr)
        _ = layers or Assessed(study).verdicts  # only a check itself knows which claims it can use
    except InputError as error:
        problems = error.problems
    fields = ("file", "row", "field", "value", "expected")
    if format is not Format.table:
        rows = [{field: getattr(problem, field) for field in fields} for problem in problems]
        print_records(pd.DataFrame(rows, columns=list(fields)).astype({"row": "Int64"}), format)
    elif problems:
        print("\n".join(map(str, problems)))
    else:
        print(f"{folder or whole}: no problems")
    if problems:
        raise typer.Exit(1)
