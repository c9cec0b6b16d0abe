"""``smeclusters choices``: what stays whatever is chosen between evidence and answer, and which choice decides."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import pandas as pd
import platformdirs
import typer

from smeclusters.cli.options import Alone, As, Data, LayersGiven, load
from smeclusters.cli.output import Format, measure, print_records, print_table, progress
from smeclusters.errors import InputError, MissingExtra, Problem, one_of
from smeclusters.model.paths import PATHS, SETS, in_words
from smeclusters.model.prepared import Prepared
from smeclusters.study import Study, each_row, load_study

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from smeclusters.analysis.uncertainty.choices import Choices
    from smeclusters.analysis.uncertainty.theses import Thesis

POOLED = 1 << 26
"""Cells of all settings from which several processes are done sooner than one: beginning them takes a second."""

HARDLY = 0.005
"""A total index below this is not shown in the table."""


def run(
    thesis: Annotated[
        list[str] | None, typer.Option("--thesis", help="Only this one, by its key; may be repeated. Default: all.")
    ] = None,
    samples: Annotated[int, typer.Option(min=16, help="How many settings to draw, a power of two.")] = 1 << 16,
    points: Annotated[
        int, typer.Option(min=64, help="How many points to work Sobol' indices out from, a power of two.")
    ] = 1 << 12,
    seed: Annotated[int, typer.Option(min=0, help="Of all that is drawn: the same gives the same.")] = 0,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Work all of it out anew, and keep nothing for the next time.")
    ] = False,
    dask: Annotated[str | None, typer.Option(help="Address of a Dask scheduler, to work on its cluster.")] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes to work in. Default: one for each core, if it is worth it.")
    ] = None,
    data: Data = None,
    layer: LayersGiven = None,
    coding: Annotated[
        list[str] | None,
        typer.Option(
            "--coding",
            help="Another coding to choose from, a folder or a name; may be repeated. Default: all of the data folder.",
        ),
    ] = None,
    alone: Alone = False,
    format: As = Format.table,
) -> None:
    """Choose otherwise in all defensible ways at once: how often each thesis and each path stands, and what decides."""
    # SciPy takes half a second, and few commands need it.
    from smeclusters.analysis.uncertainty.choices import Choices
    from smeclusters.analysis.uncertainty.records import flat_records
    from smeclusters.claims.theses import theses

    study = load(data, layer, None, alone)
    choices = Choices.of(study, _codings(study, data, layer, coding, alone))
    asked = _asked(theses(Prepared(study)), thesis)
    samples, points = _power_of_two(samples, "samples"), _power_of_two(points, "points")
    try:
        found = _worked_out(choices, asked, samples, points, seed, no_cache, dask, workers)
    except KeyboardInterrupt:
        kept = "." if no_cache else "; what is done is kept: run the same again to go on."
        print(f"Interrupted{kept}", file=sys.stderr)
        raise typer.Exit(130) from None
    table = flat_records(*found)
    if format is not Format.table:
        print_records(table, format)
        return
    _print_theses(table, choices)
    _print_clusters(table)
    _print_deciding(table)


# ---- What is asked.


def _codings(
    study: Study, data: Path | None, layers: Sequence[str] | None, given: Sequence[str] | None, alone: bool
) -> dict[str, Study]:
    """Other codings by name: they are of the study's own places, so that none is taken unasked where those stay out."""
    if alone or study.coding or not (study.evidence["layer"] == "").any():
        given = given or []
    if given is None:
        given = sorted(path.name for path in (study.folder / "codings").glob("*") if path.is_dir())
    return {Path(name).name: load_study(data, layers or (), name, alone) for name in given}


def _asked(known: Sequence[Thesis], given: Sequence[str] | None) -> list[Thesis]:
    by_key = {each.key: each for each in known}
    if wrong := [key for key in given or () if key not in by_key]:
        raise InputError(Problem("thesis", None, None, key, one_of(by_key, key)) for key in wrong)
    return [by_key[key] for key in dict.fromkeys(given or by_key)]


def _power_of_two(number: int, what: str) -> int:
    power = 1 << (number - 1).bit_length()
    if power != number:
        print(f"{what}: {power} are taken, the next power of two above {number}.", file=sys.stderr)
    return power


# ---- What is worked out.


def _worked_out(
    choices: Choices,
    asked: Sequence[Thesis],
    samples: int,
    points: int,
    seed: int,
    no_cache: bool,
    dask: str | None,
    workers: int | None,
) -> tuple[Any, pd.DataFrame, pd.DataFrame | None]:
    """What every combination gives, what draws give, and, where that can be said, what decides."""
    from smeclusters.analysis.uncertainty.blocks import PARTS, Kept, Where, digest
    from smeclusters.analysis.uncertainty.multiverse import multiverse
    from smeclusters.analysis.uncertainty.scheme import VARIED, Scheme
    from smeclusters.analysis.uncertainty.sensitivity import sensitivity
    from smeclusters.analysis.uncertainty.simulation import simulate
    from smeclusters.analysis.uncertainty.worlds import Tables

    tables, scheme = Tables.of(choices), Scheme.of(choices)
    folder, refused = platformdirs.user_cache_path("smeclusters") / "choices", _Refused()
    cells = tables.lo[0, 0].size * (scheme.size + samples + points * (len(VARIED) + 2))

    def of(label: str, work: Callable[..., Any], *settings: int) -> Any:
        kept = None
        if not no_cache:
            kept = Kept.of(folder, digest(label, tables, scheme, asked, settings), refused)
        with progress(label, PARTS) as tick:
            return work(choices, asked, *settings, tables=tables, where=Where(executor, kept, tick))

    with _executor(dask, workers, cells) as executor:
        grid = of("Every combination", multiverse)
        drawn = of("Draws", simulate, samples, seed)
        try:
            return grid, drawn, of("What decides", sensitivity, points, seed)
        except (InputError, MissingExtra) as error:
            print(f"What decides is left out: {error}", file=sys.stderr)
            return grid, drawn, None


class _Refused:
    """Says once why nothing is kept."""

    def __init__(self) -> None:
        self.said = False

    def __call__(self, error: OSError) -> None:
        if not self.said:
            print(f"Nothing is kept for the next time: {error.filename or 'cache'}: {error.strerror}.", file=sys.stderr)
        self.said = True


def _executor(dask: str | None, workers: int | None, cells: int) -> AbstractContextManager[Executor | None]:
    from smeclusters.analysis.uncertainty import executors

    if dask is not None:
        return executors.dask(dask)
    if workers is None:
        workers = (os.cpu_count() or 1) if cells >= POOLED else 1
    return executors.pool(min(workers, PROCESSES)) if workers > 1 else nullcontext()


PROCESSES = 61
"""As many as Windows can wait for."""


# ---- What is printed.


def _print_theses(table: pd.DataFrame, choices: Choices) -> None:
    from smeclusters.analysis.uncertainty.choices import NAMES

    names = {(name, option.key): option.name for name, options in choices.each().items() for option in options}

    def said(row: Any) -> str:
        return f"{100 * row.value:.1f} ({NAMES[row.choice]}: {names[row.choice, row.option]})"

    rows = []
    holds = table[table["measure"] == "holds"]
    for key, of in holds.groupby("of", sort=False):
        whole, drawn = of.iloc[0], of[of["kind"] == "drawn"].iloc[0]
        by_option = of[(of["choice"] != "") & of["value"].notna()].sort_values("value", kind="stable")
        least, greatest = by_option.iloc[0], by_option.iloc[-1]
        ends = ["the same", "the same"] if least.value == greatest.value else [said(least), said(greatest)]
        rows.append([str(key), _percent(whole.value), *ends, _percent(drawn.value), f"{100 * drawn.error:.1g}"])
    header = ["thesis", "all settings", "least, by option", "greatest, by option", "drawn", "error"]
    print_table("Share of the settings in which each thesis holds, %", header, rows)


def _print_clusters(table: pd.DataFrame) -> None:
    numbers = table[(table["choice"] == "") & (table["measure"] != "holds")]
    wide = numbers.pivot(index="of", columns=["kind", "measure"], values="value").loc[numbers["of"].unique().tolist()]
    columns = [("multiverse", key) for key in SETS], [("drawn", key) for key in PATHS]
    rows = [
        [
            str(cluster),
            *map(_percent, row[[*columns[0], *columns[1]]]),
            f"{row['drawn', 'score']:.2f}",
            f"{row['drawn', 'rank']:.2f}",
        ]
        for cluster, row in wide.iterrows()
    ]
    header = ["cluster", *map(in_words, SETS), *(f"drawn: {in_words(key)}" for key in PATHS), "mean score", "mean rank"]
    print_table("Share of the settings in which each path is open, and of those drawn, %", header, rows)


def _print_deciding(table: pd.DataFrame) -> None:
    from smeclusters.analysis.uncertainty.choices import NAMES

    shown = table[(table["kind"] == "sobol") & table["measure"].str.match("(holds|score):")]
    if shown.empty:
        return
    index = shown["measure"].str.rpartition(":")[2]
    wide = shown.assign(index=index).pivot(index=["of", "choice"], columns="index", values="value")
    rows = []
    for key in sorted(shown["of"].unique(), key=table.loc[table["kind"] == "multiverse", "of"].unique().tolist().index):
        found = wide.loc[key].sort_values("total", ascending=False, kind="stable")
        told = [row for row in each_row(found.reset_index()) if row.total >= HARDLY]
        rows += [
            [str(key), NAMES[row.choice], measure(row.first, row.first), measure(row.total, row.total)] for row in told
        ]
        rows += [] if told else [[str(key), "hardly varies", "", ""]]
    title = "What decides each thesis and each cluster's score: Sobol' indices by choice, those from 0.01 on"
    print_table(title, ["of", "choice", "first-order", "total"], rows)


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"
