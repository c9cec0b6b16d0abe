"""Layers: rows that somebody else brings to a study, read, checked and laid over it.

A layer is a folder with any of `TABLES`, or one file of evidence. It holds only its own rows; the keys in them
are those of the study, or its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from smeclusters.errors import InputError, Problem
from smeclusters.study import bibliography
from smeclusters.study.bibliography import read_bibliography
from smeclusters.study.handed_in import read_handed_in
from smeclusters.study.needs import NEEDS
from smeclusters.study.tables import Table

if TYPE_CHECKING:
    pass

TABLES = ("places", "memberships", "evidence", "outcomes")
"""What a layer may hold."""

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx")
"""Endings of files that are read as tables."""

ABOUT = ("name", "country", "products", "path")
"""What a file of evidence may say of a place in columns of its own, so that a cluster travels as one file."""

# What is read and then stands in another table, or stands beside a template's rows to say what is asked.
_BESIDE = {"places": ("country",), "evidence": (*ABOUT, "definition")}

ALIASES = {"passage": "locator", "why": "summary", "source": "sources"}
"""Other names of columns, as coding sheets have them."""

_NEEDED = {
    "places": ("place", "name"),
    "memberships": ("place", "within"),
    "evidence": ("place", "determinant", "rating"),
    "outcomes": ("cluster", "path"),
}


def _form(table: str) -> Table:
    """A layer's table: what the method needs of it, less what a layer may leave out."""
    need = NEEDS[table]
    return replace(
        need, fields=tuple(replace(field, required=field.name in _NEEDED[table]) for field in need.fields), links=()
    )


FORMS = {table: _form(table) for table in TABLES}
"""The tables of a layer, by name."""


@dataclass(frozen=True, eq=False)
class Layer:
    """Where rows of a study come from that are not its own.

    Attributes
    ----------
    name : str
        Stands in the column `layer` of the rows that it brought.
    path : path
        Its folder or file.
    references : mapping
        Works of its own, as :func:`read_bibliography` gives them.
    notes : tuple of str
        How its files were read and what was left out, a sentence each.
    """

    name: str
    path: Path
    references: Mapping[str, Any]
    notes: tuple[str, ...]


class Row(NamedTuple):
    """A row of a layer's table, and where it stands."""

    file: str
    number: int
    cells: dict[str, str]

    def fault(self, field: str, expected: str) -> Problem:
        """That something else should stand in one of its cells."""
        return Problem(self.file, self.number, field, self.cells.get(field) or None, expected)


@dataclass(frozen=True)
class LayerRows:
    """What stands in a layer, as text, by table; keys are not looked up yet."""

    path: Path
    rows: Mapping[str, list[Row]]
    references: Mapping[str, Any]
    notes: tuple[str, ...]


def is_layer(path: str | Path) -> bool:
    """Whether a path leads to a layer rather than to the folder of a whole study.

    Parameters
    ----------
    path : path
        A file or folder.

    Returns
    -------
    bool
        True for a table, and for a folder that has some table of a layer and no determinants.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> is_layer(example_study().folder), is_layer(example_study().folder / "evidence.csv")
    (False, True)
    """
    path = Path(path)
    if path.is_dir():
        return not (path / "determinants.csv").exists() and bool(_files(path))
    return path.is_file() and path.suffix.lower() in SUFFIXES


def read_layer(path: str | Path) -> LayerRows:
    """The rows of a layer's files, before they are looked at beside a study.

    Parameters
    ----------
    path : path
        A folder with tables of `TABLES`, each as CSV or XLSX, and perhaps ``references.bib``; or a file of evidence.

    Returns
    -------
    LayerRows
        What an evidence file says of places in the columns `ABOUT` stands among the rows of their tables.

    Raises
    ------
    InputError
        If there is no such layer, a file cannot be read, or it lacks a column without which it says nothing.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> rows = read_layer(example_study().folder / "evidence.csv").rows["evidence"]
    >>> rows[0].number, rows[0].cells["place"]
    (2, 'almen')
    """
    path = Path(path)
    files = {"evidence": path} if path.is_file() else _files(path)
    if not files:
        expected = f"a layer: a folder with {', '.join(f'{table}.csv' for table in TABLES)}, or any of them; or a table"
        raise InputError([Problem(str(path), None, None, None, expected)])
    rows: dict[str, list[Row]] = {table: [] for table in TABLES}
    notes: list[str] = []
    problems: list[Problem] = []
    for table, file in files.items():
        columns = [*FORMS[table].columns, *_BESIDE.get(table, ())]
        others = [name for name, column in ALIASES.items() if column in columns]
        numbers = [field.name for field in FORMS[table].fields if field.type != "string"]
        try:
            read = read_handed_in(file, [*columns, *others], numbers)
        except InputError as error:
            problems += error.problems
            continue
        if missing := [name for name in _NEEDED[table] if name not in read.header]:
            found = ",".join(read.header)
            problems.append(Problem(file.name, 1, None, found, f"the columns {', '.join(missing)} as well"))
            continue
        notes += read.notes
        blank = dict.fromkeys(columns, "")
        for number, cells in read.rows:
            renamed = {ALIASES.get(name, name): text.strip() for name, text in cells.items()}
            if any(renamed.get(name) for name in columns):
                rows[table].append(Row(file.name, number, {**blank, **renamed}))
    references: Mapping[str, Any] = {}
    if path.is_dir() and (path / bibliography.FILE).exists():
        try:
            references = read_bibliography(path)
        except InputError as error:
            problems += error.problems
    problems += _part(rows)
    if problems:
        raise InputError(told_in(path, problems))
    return LayerRows(path, rows, references, tuple(notes))


def _files(folder: Path) -> dict[str, Path]:
    """The tables of a layer's folder that are there."""
    found: dict[str, Path] = {}
    for table in TABLES:
        for suffix in SUFFIXES:
            if (file := folder / f"{table}{suffix}").is_file():
                found.setdefault(table, file)
    return found


def told_in(path: Path, problems: Iterable[Problem]) -> list[Problem]:
    """The problems in order, those of a folder with its name before that of the file."""
    where = f"{path.name}/" if path.is_dir() else ""
    named = [replace(problem, file=where + problem.file) for problem in problems]
    return sorted(named, key=lambda problem: (problem.file, problem.row or 0))


def _part(rows: dict[str, list[Row]]) -> Iterator[Problem]:
    """Move what an evidence file says of its places to where the other tables say it."""
    known = {row.cells["place"] for row in rows["places"]}
    first: dict[tuple[str, str], Row] = {}
    for row in rows["evidence"]:
        place = row.cells["place"]
        for name in ABOUT:
            text = row.cells.pop(name)
            if not text:
                continue
            earlier = first.setdefault((place, name), Row(row.file, row.number, {name: text}))
            if earlier.cells[name] != text:
                expected = f"{earlier.cells[name]}, as in row {earlier.number}"
                yield Problem(row.file, row.number, name, text, expected)
    for place in dict.fromkeys(place for place, _ in first):
        about = {name: first[place, name] for name in ABOUT if (place, name) in first}
        row = next(iter(about.values()))
        if place not in known and not about.keys() <= {"path"}:
            cells = {name: about[name].cells[name] if name in about else "" for name in ("name", "country", "products")}
            blank = dict.fromkeys([*FORMS["places"].columns, "country"], "")
            rows["places"].append(
                Row(row.file, row.number, {**blank, **cells, "place": place, "name": cells["name"] or place})
            )
        if "path" in about:
            blank = dict.fromkeys(FORMS["outcomes"].columns, "")
            cells = {**blank, "cluster": place, "path": about["path"].cells["path"]}
            rows["outcomes"].append(Row(row.file, about["path"].number, cells))
