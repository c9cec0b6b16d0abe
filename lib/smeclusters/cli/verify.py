"""``smeclusters verify``: the verdict on every claim, against those on record."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import pandas as pd
import typer

from smeclusters.cli.options import Alone, As, CodingGiven, Data, LayersGiven, load
from smeclusters.cli.output import Format, print_records, print_table, print_text, progress
from smeclusters.errors import InputError, Problem, suggestion
from smeclusters.study import each_row
from smeclusters.wording import percent

if TYPE_CHECKING:
    from smeclusters.claims.assessed import Assessed


def run(
    claim: Annotated[str | None, typer.Option(help="One claim, with its whole reasoning.")] = None,
    record: Annotated[
        bool, typer.Option("--record", help="Write the verdicts down as those that later runs must repeat.")
    ] = False,
    data: Data = None,
    layer: LayersGiven = None,
    coding: CodingGiven = None,
    alone: Alone = False,
    format: As = Format.table,
) -> None:
    """Check every claim of the paper; exit status 1 if a verdict is not the one recorded."""
    from smeclusters.claims.assessed import Assessed
    from smeclusters.claims.record import changes, verdict_frame

    if claim is not None and record:
        raise typer.BadParameter("--record takes all claims, not one")
    assessed = Assessed(load(data, layer, coding, alone))
    known = list(assessed.claims)
    if claim is None:
        with progress("Checking the claims", len(known)) as tick:
            for each in assessed.claims.values():
                with suppress(InputError):  # told with all others, below
                    assessed.judge(each)
                tick()
    elif claim not in known:
        raise InputError([Problem("claim", None, None, claim, f"a claim{suggestion(claim, known)}")])
    frame = verdict_frame(assessed, claim)
    if record:
        _record(assessed, frame)
        return
    moved = changes(assessed, frame)
    shown = frame[["id", "locator", "also", "kind", "status", "share", "reason"]]
    if format is not Format.table:
        print_records(shown, format)
    elif claim is not None:
        for name, value in frame.iloc[0].items():
            if value and not pd.isna(value):
                print_text(f"{name}: {value}")
    else:
        _print_verdicts(assessed, shown, len(moved))
    if moved:
        print("\n".join(moved), file=sys.stderr)
        raise typer.Exit(1)


def _record(assessed: Assessed, frame: pd.DataFrame) -> None:
    from smeclusters.claims.record import coding_sensitivity

    with progress("Turning the coding", len(assessed.study.evidence)) as tick:
        turned = coding_sensitivity(assessed, tick)
    kept = frame[["id", "status", "share"]].assign(turned_by=frame["id"].map(turned).astype("Int64"))
    path = assessed.study.folder / "verdicts.csv"
    kept.to_csv(path, index=False, lineterminator="\n")
    print(f"{path}: {len(kept)} verdicts")


def _print_verdicts(assessed: Assessed, frame: pd.DataFrame, moved: int) -> None:
    from smeclusters.claims.claim import STATUSES

    print_table(
        "Claims of the paper",
        ["claim", "where", "verdict", "share"],
        [
            [
                row.id,
                row.locator,
                row.status.replace("_", " "),
                "" if pd.isna(row.share) else percent(row.share, 0, "\N{NO-BREAK SPACE}%"),
            ]
            for row in each_row(frame)
        ],
    )
    counts = frame["status"].value_counts()
    told = ", ".join(f"{counts.get(key, 0)} {key.replace('_', ' ')}" for key in STATUSES)
    print_text(f"{len(frame)} claims: {told}; {moved or 'none'} otherwise than recorded")
    if gone := sorted(set(assessed.study.claims["id"]) - set(frame["id"])):
        print_text(f"Left out, as no table has the rows that they name: {', '.join(gone)}")
