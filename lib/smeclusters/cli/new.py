"""``smeclusters new``: a layer to fill in, for a cluster of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from smeclusters.cli.add import report
from smeclusters.cli.options import Alone, Data, load
from smeclusters.cli.output import print_text
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
    files = begin_layer(study, folder, cluster or [], country, alone)
    print_text(f"{folder}: {', '.join(files)}")
    if start is not None:
        addition = add_rows(study, folder, start)
        report(addition)
        write_tables(folder, addition.tables)
    print_text((folder / "README.txt").read_text("utf-8").splitlines()[7].strip())
