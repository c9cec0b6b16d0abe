"""The command line: ``smeclusters validate / ratings / classify / compare``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer
from rich.console import Console
from rich.table import Table

from smeclusters.errors import InputError, Problem, one_of
from smeclusters.framework import Framework, Weights
from smeclusters.paths import Thresholds, classify, in_words
from smeclusters.ratings import explain, rate, signed
from smeclusters.scoring import score
from smeclusters.study import DATA, Study, find_problems, load_study, read_weights

app = typer.Typer(
    help="From the coded evidence of QEH Working Paper 71 to scores and industrial paths.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Format(StrEnum):
    table = "table"
    csv = "csv"
    json = "json"


class SilentChoice(StrEnum):
    range = "range"
    middle = "middle"
    leave_out = "leave-out"


Data = Annotated[Path, typer.Option("--data", help="Data folder; by default the one that comes along.")]
As = Annotated[Format, typer.Option("--format", help="How to print the result.")]
Compensation = Annotated[
    float, typer.Option(help="1: strength makes up for weakness in full; 0: geometric mean; -inf: not at all.")
]
Bounds = Annotated[
    tuple[float, float], typer.Option(help="Scores from which a path is mixed, and high road.")
]
SilentAs = Annotated[SilentChoice, typer.Option(help="What stands for a cell on which the paper is silent.")]


def _plainly(command: Callable[..., None]) -> Callable[..., None]:
    """Print what is wrong with the input, a line each, instead of a traceback."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except InputError as error:
            print(error, file=sys.stderr)
            raise typer.Exit(1) from None

    return run


@app.command()
@_plainly
def validate(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", show_default=False)] = DATA, format: As = Format.table
) -> None:
    """List every problem of a data folder; exit status 1 if there is one."""
    problems = find_problems(folder)
    fields = ("file", "row", "field", "value", "expected")
    if format is not Format.table:
        rows = [{field: getattr(problem, field) for field in fields} for problem in problems]
        _print(pd.DataFrame(rows, columns=list(fields)).astype({"row": "Int64"}), format)
    elif problems:
        print("\n".join(map(str, problems)))
    else:
        print(f"{folder}: no problems")
    if problems:
        raise typer.Exit(1)


@app.command()
@_plainly
def ratings(
    explained: Annotated[
        tuple[str, str] | None,
        typer.Option("--explain", metavar="CLUSTER DETERMINANT", help="How one cell was made."),
    ] = None,
    data: Data = DATA,
    format: As = Format.table,
) -> None:
    """The cluster × determinant matrix of rating intervals."""
    study = load_study(data)
    if explained:
        _print_cell(study, *explained, format)
        return
    frame = rate(study).frame()
    if format is not Format.table:
        _print(frame, format)
        return
    frame["shown"] = [
        "silent" if silent else interval(lo, hi)
        for lo, hi, silent in frame[["lo", "hi", "silent"]].itertuples(index=False)
    ]
    names = Framework.from_study(study).names
    shown = frame.pivot(index="determinant", columns="cluster", values="shown")
    _print_table(
        "Ratings, −2 to +2 (the textbook district is +2 throughout)",
        ["determinant", *study.clusters["name"]],
        [[names[key], *shown.loc[key, study.clusters["place"]]] for key in study.determinants["determinant"]],
    )


@app.command(name="classify")
@_plainly
def classify_(
    weighting: Annotated[str | None, typer.Option(help="A named weighting; by default extended.")] = None,
    weights: Annotated[Path | None, typer.Option(help="CSV of determinant, weight.")] = None,
    compensation: Compensation = 1.0,
    thresholds: Bounds = (0.4, 0.6),
    silent: SilentAs = SilentChoice.range,
    data: Data = DATA,
    format: As = Format.table,
) -> None:
    """Scores and open paths under one weighting."""
    if weighting and weights:
        raise typer.BadParameter("give --weighting or --weights, not both")
    study = load_study(data)
    framework = Framework.from_study(study)
    if weights:
        title, used = weights.name, framework.weigh(read_weights(weights, list(framework.determinants)))
    else:
        title = weighting or "extended"
        if title not in framework.weightings:
            raise InputError([Problem("weighting", None, None, title, one_of(framework.weightings, title))])
        used = framework.weightings[title]
    frame = _classes(study, {title: used}, compensation, thresholds, silent)
    frame = frame[["cluster", "score_lo", "score_hi", "path", "observed"]]
    if format is not Format.table:
        _print(frame, format)
        return
    names = dict(zip(study.clusters["place"], study.clusters["name"], strict=True))
    _print_table(
        f"Open paths, weighting: {title}",
        ["cluster", "score", "path", "observed"],
        [
            [names[row.cluster], interval(row.score_lo, row.score_hi, ".2f"), *_words(row.path, row.observed)]
            for row in frame.itertuples()
        ],
    )


@app.command()
@_plainly
def compare(
    compensation: Compensation = 1.0,
    thresholds: Bounds = (0.4, 0.6),
    silent: SilentAs = SilentChoice.range,
    data: Data = DATA,
    format: As = Format.table,
) -> None:
    """Open paths under all named weightings beside the path that the paper observes."""
    study = load_study(data)
    frame = _classes(study, dict(Framework.from_study(study).weightings), compensation, thresholds, silent)
    if format is not Format.table:
        _print(frame, format)
        return
    shown = frame.pivot(index="cluster", columns="weighting", values="path")
    _print_table(
        "Open paths by weighting, and the path observed",
        ["cluster", *study.weightings["name"], "observed"],
        [
            [name, *_words(*shown.loc[key, study.weightings["weighting"]], study.observed.get(key, ""))]
            for key, name in study.clusters[["place", "name"]].itertuples(index=False)
        ],
    )


def interval(lo: float, hi: float, spec: str = "") -> str:
    """An interval as a reader sees it: one number where both ends agree."""
    ends = [format(value, spec) if spec else signed(value) for value in (lo, hi)]
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def _classes(
    study: Study,
    weightings: dict[str, Weights],
    compensation: float,
    thresholds: tuple[float, float],
    silent: SilentChoice,
) -> pd.DataFrame:
    """Records of ``cluster, weighting, score_lo, score_hi, path, observed``."""
    rows = [weights.flat for weights in weightings.values()]
    scores = score(rate(study), rows, compensation, silent.replace("-", "_"))  # type: ignore[arg-type]
    paths = classify(scores, Thresholds(*thresholds)).keys()
    return pd.DataFrame([
        (cluster, weighting, scores.lo[i, j], scores.hi[i, j], paths[i, j], study.observed.get(cluster, ""))
        for i, cluster in enumerate(scores.clusters)
        for j, weighting in enumerate(weightings)
    ], columns=["cluster", "weighting", "score_lo", "score_hi", "path", "observed"])  # fmt: skip


def _print_cell(study: Study, cluster: str, determinant: str, format: Format) -> None:
    cell = explain(study, cluster, determinant)
    rows = study.evidence[study.evidence["id"].isin(cell.entered + cell.past)].copy()
    rows["entered"] = rows["id"].isin(cell.entered)
    rows["lo"], rows["hi"], rows["reasons"] = cell.lo, cell.hi, " ".join(cell.reasons)
    if format is not Format.table:
        _print(rows, format)
        return
    _print_table(
        f"{cluster}, {determinant}: {interval(cell.lo, cell.hi)}",
        ["place", "facet", "rating", "basis", "summary", "locator", "sources"],
        [
            [
                row.place, row.facet, signed(row.rating) if row.entered else f"({signed(row.rating)}, past)",
                row.basis, row.summary, row.locator, row.sources,
            ]
            for row in rows.itertuples()
        ],
    )  # fmt: skip
    print("\n".join(cell.reasons))


def _words(*paths: str) -> list[str]:
    return [in_words(path) if path else "" for path in paths]


def _print(frame: pd.DataFrame, format: Format) -> None:
    if format is Format.csv:
        print(frame.to_csv(index=False, lineterminator="\n"), end="")
    else:
        records = json.loads(frame.to_json(orient="records", double_precision=15))
        print(json.dumps(records, ensure_ascii=False, indent=1))


def _print_table(title: str, header: list[str], rows: list[list[str]]) -> None:
    table = Table(*header, title=title, title_justify="left")
    for row in rows:
        table.add_row(*row)
    Console().print(table)
