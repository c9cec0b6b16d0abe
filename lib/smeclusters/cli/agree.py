"""``smeclusters agree``: codings of the same passages held against each other."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from smeclusters.analysis.agreement import UNIT, agreement, pairwise_agreement, passages, presence, units
from smeclusters.analysis.differences import KINDS, cell_differences, class_differences, unit_differences
from smeclusters.cli.options import As, Data, load
from smeclusters.cli.output import Format, measure, paths_in_words, print_frames, print_records, print_table, print_text
from smeclusters.errors import InputError, Problem, suggestion
from smeclusters.study import Study, each_row, is_layer, load_study
from smeclusters.study.labels import plain_locator
from smeclusters.wording import interval, percent, signed

OWN = "own"
"""What the study's own coding is called."""


class Part(StrEnum):
    """What can be shown alone."""

    agreement = "agreement"
    pairs = "pairs"
    presence = "presence"
    units = "units"
    differences = "differences"
    cells = "cells"
    classes = "classes"


def run(
    codings: Annotated[
        list[str],
        typer.Argument(
            metavar="A B …",
            help=f"Codings: “{OWN}” for the study's own, the name of one that comes along, a data folder, a layer, or "
            "a filled coding sheet.",
        ),
    ],
    where: Annotated[
        list[str] | None,
        typer.Option("--where", help="Only a paragraph such as 3.2.2:1, or a section such as 3.2.2; repeatable."),
    ] = None,
    show: Annotated[
        Part | None, typer.Option("--show", help="One part alone; by default all, and as CSV the units.")
    ] = None,
    past: Annotated[bool, typer.Option("--past", help="Rows about the past count as well.")] = False,
    data: Data = None,
    format: As = Format.table,
) -> None:
    """How far codings agree, and the rows, cells and classes on which they don't."""
    ground = load(data)
    read = _read(codings, data, ground)
    only = where or []
    if not only:
        _print_few(read)
    inside = set(passages(ground, only)) if only else None
    whole = read if inside is None else {name: _within(study, ground, inside) for name, study in read.items()}
    if show is None and format is Format.csv:
        show = Part.units
    few = {Part.units} | ({Part.pairs} if len(read) == 2 else set())  # of two, all that is said of them is the pair's
    most = [part for part in Part if format is Format.json or part not in few]
    shown = [show] if show else most
    frames = {part.value: _FRAMES[part](read, past, only, whole) for part in shown}
    if format is not Format.table and show:
        print_records(frames[show.value], format)
        return
    if format is not Format.table:
        print_frames(frames)
        return
    for part in shown:
        _PRINTED[part](frames[part.value], list(read))
    if not show:
        print_text("All units side by side: --show units.")


# ---- What is compared.


def _read(given: Sequence[str], data: Path | None, ground: Study) -> dict[str, Study]:
    """The codings by name: that of the folder or file, or all of what was typed where two would be the same."""
    if len(given) < 2:
        raise InputError([Problem("codings", None, None, ", ".join(given), f"at least two, such as {OWN} {given[0]}")])
    short = [path.stem if path.is_file() else path.name if path.exists() else str(path) for path in map(Path, given)]
    found: dict[str, Study] = {}
    for text, name in zip(given, short, strict=True):
        name = name if short.count(name) == 1 else text
        while name in found or name in UNIT:
            name += "′"
        found[name] = _coding(text, data, ground)
        if found[name].evidence.empty:
            raise InputError([Problem(text, None, None, None, "at least one row with a rating")])
    return found


def _print_few(read: Mapping[str, Study]) -> None:
    """Say in the error stream which codings are of a few passages: on all others they only seem to differ."""
    passages_of = {name: study.evidence["locator"].nunique() for name, study in read.items()}
    most = max(passages_of.values())
    for name, few in passages_of.items():
        if few < most / 2:
            print(f"{name}: rows on {few} of {most} passages; --where keeps to those.", file=sys.stderr)


def _coding(text: str, data: Path | None, ground: Study) -> Study:
    """The study with one coding as its evidence."""
    path = Path(text)
    if text == OWN:
        return ground
    if not path.exists():
        kinds = {kind: _names(ground.folder / kind) for kind in ("codings", "layers")}
        if text in kinds["codings"]:
            return load_study(data, coding=text)
        if text in kinds["layers"]:
            return _of_layer(text, data)
        known = [OWN, *kinds["codings"], *kinds["layers"]]
        expected = f"a folder, a file, or one of {', '.join(known)}{suggestion(text, known)}"
        raise InputError([Problem("codings", None, None, text, expected)])
    if path.is_dir() and not is_layer(path):
        return load_study(path)
    study = _of_layer(text, data)
    if path.is_file():
        for note in study.layers[-1].notes:
            print(note if note.startswith(path.name) else f"{path.name}: {note}", file=sys.stderr)
    where = study.evidence["locator"].map(plain_locator)
    of_the_source = where.isin(ground.locators["locator"]).any()
    of_nothing = path.is_file() and not where.any() and not study.evidence["sources"].any()
    return load_study(data, coding=text) if of_the_source or of_nothing else study


def _of_layer(text: str, data: Path | None) -> Study:
    """A layer's own rows as a coding: of another work than the study's source."""
    study = load_study(data, layers=[text])
    return replace(study, evidence=study.evidence[study.evidence["layer"] != ""].reset_index(drop=True))


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*") if path.is_dir())


def _within(study: Study, ground: Study, inside: set[str]) -> Study:
    """A coding of some passages, with the study's own rows on all others: so cells differ by those passages alone."""
    own, others = study.evidence, ground.evidence
    rows = [own[own["locator"].isin(inside)], others[~others["locator"].isin(inside)]]
    return replace(study, evidence=pd.concat(rows, ignore_index=True))


_FRAMES = {
    Part.agreement: lambda read, past, where, whole: agreement(read, past, where),
    Part.pairs: lambda read, past, where, whole: pairwise_agreement(read, past, where),
    Part.presence: lambda read, past, where, whole: presence(read, past, where),
    Part.units: lambda read, past, where, whole: units(read, past, where),
    Part.differences: lambda read, past, where, whole: unit_differences(read, past, where),
    Part.cells: lambda read, past, where, whole: cell_differences(whole),
    Part.classes: lambda read, past, where, whole: class_differences(whole),
}


# ---- How it is printed.


def _print_agreement(frame: pd.DataFrame, names: Sequence[str]) -> None:
    print_table(
        f"Agreement between {', '.join(names)}: units, alike in rating, Krippendorff's alpha within 95 of 100 draws",
        ["of", "units", "in two", "in all", "alike", "ordinal", "between", "interval", "between"],
        [
            [
                row.key or row.scope,
                *map(str, (row.units, row.shared, row.in_all)),
                percent(row.exact, 0) if row.shared else "",
                *(text for each in ("ordinal", "interval") for text in _alpha(row, each)),
            ]
            for row in each_row(frame)
        ],
    )
    for reason in dict.fromkeys(frame.loc[frame["reason"] != "", "reason"]):
        print_text(f"No alpha on {', '.join(frame.loc[frame['reason'] == reason, 'key'])}: {reason}.")


def _print_pairs(frame: pd.DataFrame, names: Sequence[str]) -> None:
    print_table(
        "Agreement of each two: units, alike in rating, Krippendorff's alpha within 95 of 100 draws",
        ["one", "other", "units", "in both", "alike", "ordinal", "between", "interval", "between"],
        [
            [
                row.one,
                row.other,
                *map(str, (row.units, row.shared)),
                percent(row.exact, 0) if row.shared else "",
                *(text for each in ("ordinal", "interval") for text in _alpha(row, each)),
            ]
            for row in each_row(frame)
        ],
    )
    for row in each_row(frame[frame["reason"] != ""]):
        print_text(f"No alpha for {row.one} and {row.other}: {row.reason}.")


def _alpha(row: Any, measured: str) -> tuple[str, ...]:
    value, lo, hi = (getattr(row, measured + end) for end in ("", "_lo", "_hi"))
    return tuple(measure(*ends, " to ").replace("-", "−") for ends in ((value, value), (lo, hi)))


def _print_presence(frame: pd.DataFrame, names: Sequence[str]) -> None:
    print_table(
        "Who has a row", list(frame.columns), [[str(cell) for cell in row] for row in frame.itertuples(index=False)]
    )


def _print_units(frame: pd.DataFrame, names: Sequence[str]) -> None:
    print_table(
        "Units side by side",
        [*UNIT, *names],
        [[*row[: len(UNIT)], *map(_rating, row[len(UNIT) :])] for row in frame.itertuples(index=False)],
    )


def _rating(value: float) -> str:
    return "no row" if pd.isna(value) else signed(value)


def _print_differences(frame: pd.DataFrame, names: Sequence[str]) -> None:
    print_table(
        "Units on which two codings differ",
        [*UNIT, "codings", "ratings", "difference", "instead"],
        [
            [
                row.locator,
                row.place,
                row.determinant,
                row.facet,
                f"{row.one}, {row.other}",
                _ratings(row),
                KINDS[row.kind],
                row.instead,
            ]
            for row in each_row(frame)
        ],
    )
    _print_rules(frame)


def _ratings(row: Any) -> str:
    return ", ".join(_rating(getattr(row, end)) for end in ("one_rating", "other_rating"))


def _print_rules(frame: pd.DataFrame) -> None:
    """The codebook's rule for each kind of difference in a table."""
    for row in each_row(frame[frame["rule"] != ""].drop_duplicates(["kind", "rule"])):
        print_text(f"{KINDS[row.kind].capitalize()}: {row.rule}")
    print()


def _print_cells(frame: pd.DataFrame, names: Sequence[str]) -> None:
    print_table(
        "Cells that differ, and on which row of either coding",
        ["cluster", "determinant", "codings", "cells", "steps", "hangs on"],
        [
            [
                row.cluster,
                row.determinant,
                f"{row.one}, {row.other}",
                ", ".join([_cell(row, "one"), _cell(row, "other")]),
                f"{row.steps:g}",
                hinges,
            ]
            for row, hinges in _each(frame, "cluster", "determinant")
        ],
    )


def _each(frame: pd.DataFrame, *keys: str) -> Iterator[tuple[Any, str]]:
    """Each difference once, with the rows on which it hangs."""
    for _, rows in frame.groupby(["one", "other", *keys], sort=False):
        found = list(each_row(rows))
        yield found[0], "; or ".join(map(_hinge, found))


def _cell(row: Any, which: str) -> str:
    silent, lo, hi = (getattr(row, f"{which}_{name}") for name in ("silent", "lo", "hi"))
    return "silent" if silent else interval(lo, hi, to="…")


def _hinge(row: Any) -> str:
    """The unit on which a difference hangs, with both ratings."""
    unit = " ".join(filter(None, (row.locator, row.place, row.determinant, row.facet)))
    return f"{unit} ({_ratings(row)})" if row.kind else "no single row"


def _print_classes(frame: pd.DataFrame, names: Sequence[str]) -> None:
    print_table(
        "Classes that differ, and on which row of either coding",
        ["weighting", "cluster", "codings", "open paths", "hangs on"],
        [
            [
                row.weighting,
                row.cluster,
                f"{row.one}, {row.other}",
                ", ".join(paths_in_words(row.one_path, row.other_path)),
                hinges,
            ]
            for row, hinges in _each(frame, "weighting", "cluster")
        ],
    )


_PRINTED = {
    Part.agreement: _print_agreement,
    Part.pairs: _print_pairs,
    Part.presence: _print_presence,
    Part.units: _print_units,
    Part.differences: _print_differences,
    Part.cells: _print_cells,
    Part.classes: _print_classes,
}
