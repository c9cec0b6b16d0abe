"""``smeclusters add``: rows from a file into a layer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from smeclusters.cli.options import Data, load
from smeclusters.cli.output import paths_in_words, print_table, print_text
from smeclusters.model.prepared import Prepared, compare_paths
from smeclusters.model.ratings import cell_in_words
from smeclusters.study import each_row
from smeclusters.study.own_layer import Addition, add_rows, write_tables
from smeclusters.wording import plural


def run(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The layer; is made if it is not there.")],
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="CSV, XLSX, or what the explorer exports.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and write nothing.")] = False,
    data: Data = None,
) -> None:
    """Take rows from files into a layer, and show what changes; if something is wrong nothing is written."""
    study = load(data)
    for file in files:
        addition = add_rows(study, folder, file)
        report(addition)
        if not dry_run:
            folder.mkdir(parents=True, exist_ok=True)
            write_tables(folder, addition.tables)
    print_text(f"{folder}: {'nothing written' if dry_run else 'written'}")


def report(addition: Addition) -> None:
    """Say what a file brings, and which cells and classes it changes."""
    for note in addition.notes:
        print_text(note)
    counts = (addition.added, "new"), (addition.changed, "changed"), (addition.kept, "there already")
    told = ", ".join(f"{count} {plural(count, 'row', 'rows')} {what}" for count, what in counts if count)
    print_text(f"Evidence: {told or 'no row'}")
    before, after = Prepared(addition.before), Prepared(addition.after)
    rows = []
    for (cluster, determinant), cell in after.cells.items():
        old = before.cells.get((cluster, determinant))
        was = cell_in_words(old) if old else "no such cluster"
        if was != (now := cell_in_words(cell)) and not (old is None and cell.silent):
            rows.append([cluster, determinant, was, now])
    if rows:
        print_table("Cells that change", ["cluster", "determinant", "before", "after"], rows)
    reference = {after.framework.reference: after.framework.weightings[after.framework.reference]}
    was = {row.cluster: row.path for row in each_row(compare_paths(before, reference))} if addition.before.clusters.size else {}
    moved = [
        [row.cluster, *paths_in_words(was.get(row.cluster, ""), row.path)]
        for row in each_row(compare_paths(after, reference))
        if was.get(row.cluster) != row.path
    ]
    if moved:
        print_table("Classes that change, all factors alike", ["cluster", "before", "after"], moved)
