"""``smeclusters validate``: every problem of a data folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from smeclusters.cli.options import As
from smeclusters.cli.output import Format, print_records
from smeclusters.errors import InputError, Problem
from smeclusters.study import edition_folder, find_notes, find_problems, load_study


def run(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", show_default=False)] = None,
    format: As = Format.table,
) -> None:
    """List every problem of a data folder; exit status 1 if there is one."""
    folder = edition_folder() if folder is None else folder
    problems = find_problems(folder) or _claim_problems(folder)
    for note in find_notes(folder):
        print(note, file=sys.stderr)
    fields = ("file", "row", "field", "value", "expected")
    if format is not Format.table:
        rows = [{field: getattr(problem, field) for field in fields} for problem in problems]
        print_records(pd.DataFrame(rows, columns=list(fields)).astype({"row": "Int64"}), format)
    elif problems:
        print("\n".join(map(str, problems)))
    else:
        print(f"{folder}: no problems")
    if problems:
        raise typer.Exit(1)


def _claim_problems(folder: Path) -> list[Problem]:
    """What is wrong with the claims of sound tables; only a check itself knows what it can use."""
    from smeclusters.claims.assessed import Assessed

    try:
        _ = Assessed(load_study(folder)).verdicts
    except InputError as error:
        return list(error.problems)
    return []
