"""``smeclusters new``: a layer to fill in, for a cluster of one's own."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from smeclusters.cli.add import report
from smeclusters.cli.options import Alone, Data, load
from smeclusters.errors import InputError
from smeclusters.study.own_layer import add_rows, begin_layer, write_tables


def run(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to make.")],
    cluster: Annotated[list[str] | None, typer.Option(help="Key or name of a cluster; may be repeated.")] = None,
    country: Annotated[str, typer.Option(help="Its country: a code of three letters, as BRA, or a name.")] = "",
    start: Annotated[Path | None, typer.Option("--from", help="CSV or XLSX with rows to begin with.")] = None,
    alone: Alone = False,
    data: Data = None,
) -> None:
    """Write a layer to fill in: a cluster of your own, with a row for each determinant."""
    study = load(data)
    if not cluster and not alone:
        raise typer.BadParameter("name a cluster: --cluster sialkot")
    readme = begin_layer(study, folder, cluster or [], country, alone)
    if start is not None:
        try:
            addition = add_rows(study, folder, start)
        except InputError:
            shutil.rmtree(folder)  # nothing half-done is left behind
            raise
        report(addition)
        write_tables(folder, addition.tables)
    print(readme)
