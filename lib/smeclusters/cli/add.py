"""``smeclusters add``: rows from a file into a layer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from smeclusters.cli.options import Data, load
from smeclusters.cli.output import paths_in_words, print_table, print_text
from smeclusters.model.prepared import Prepared, compare_paths
from smeclusters.model.ratings import cell_in_words
from smeclusters.study.own_layer import Addition, add_rows, write_tables
from smeclusters.wording import plural


def run(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The layer; is made if it is not there.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, XLSX, or what the explorer exports.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and write nothing.")] = False,
    data: Data = None,
) -> None:
    """Take rows from a file into a layer, and show what changes; if something is wrong nothing is written."""
    addition = add_rows(load(data), folder, file)
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
    cells = [
        [*key, cell_in_words(old) if old else "", cell_in_words(cell)]
        for key, cell in after.cells.items()
        for old in [before.cells.get(key)]
        if (cell.lo, cell.hi, cell.silent) != ((old.lo, old.hi, old.silent) if old else (cell.lo, cell.hi, True))
    ]
    if cells:
        print_table("Cells that change", ["cluster", "determinant", "before", "after"], cells)
    earlier, later = _classes(before), _classes(after)
    moved = [
        [key, *paths_in_words(earlier.get(key, ""), path)] for key, path in later.items() if earlier.get(key) != path
    ]
    if moved:
        print_table(
            f"Classes that change, weighting: {after.framework.reference}", ["cluster", "before", "after"], moved
        )


def _classes(prepared: Prepared) -> dict[str, str]:
    """Open paths by cluster, under the weighting that others are compared with."""
    framework = prepared.framework
    found = compare_paths(prepared, {"": framework.weightings[framework.reference]})
    return dict(zip(found["cluster"], found["path"], strict=True))
