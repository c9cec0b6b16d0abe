"""The study: the tables of ``data/``, read and checked. The only module that reads files."""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import InvalidOperation
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pandas as pd
from frictionless import Dialect, Resource, Schema, formats
from pybtex.database import BibliographyData, parse_string
from pybtex.exceptions import PybtexError

from smeclusters.errors import InputError, Problem, one_of, suggestion

_ENCODING = "utf-8-sig"  # UTF-8, whether or not a spreadsheet has put its mark in front
_BIBLIOGRAPHY = "references.bib"
_OUTSIDE = "external/"

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what no page can hold
_NUMBERS = {
    "integer": re.compile(r"[+-]?[0-9]+"),
    "number": re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?"),
}

Rows = list[tuple[int, dict[str, str]]]  # line of the file, cells by column


def each_row(table: pd.DataFrame) -> Iterator[Any]:
    """The rows of a table, each with its columns as attributes.

    Their types stand in the descriptor, where no type checker looks for them.

    Examples
    --------
    >>> [row.level for row in each_row(load_study().levels)]
    ['country', 'cluster', 'firm']
    """
    return table.itertuples(index=False)


@dataclass(frozen=True, eq=False)
class Study:
    """The coded paper: one frame for each table that ``data/datapackage.json`` describes.

    Text columns hold strings, empty where the table is; number columns hold floats, NaN where
    the table is empty, or integers where every row has one. `external` joins the tables of
    ``external/``, which are of one form. `vintage` is the year of the source: evidence published later
    is not its own. `label` stands before its passages where they are cited. `references` maps the keys
    of ``references.bib`` to pybtex entries.
    """

    folder: Path
    vintage: int
    label: str
    locators: pd.DataFrame
    levels: pd.DataFrame
    determinants: pd.DataFrame
    facets: pd.DataFrame
    places: pd.DataFrame
    memberships: pd.DataFrame
    profiles: pd.DataFrame
    evidence: pd.DataFrame
    outcomes: pd.DataFrame
    policies: pd.DataFrame
    weightings: pd.DataFrame
    weights: pd.DataFrame
    textbook: pd.DataFrame
    likeness: pd.DataFrame
    concepts: pd.DataFrame
    outlines: pd.DataFrame
    claims: pd.DataFrame
    verdicts: pd.DataFrame
    citations: pd.DataFrame
    listed: pd.DataFrame
    spellings: pd.DataFrame
    remarks: pd.DataFrame
    external: pd.DataFrame
    references: Mapping[str, Any]

    @property
    def clusters(self) -> pd.DataFrame:
        """The rows of `places` that are clusters, in the order of the file."""
        return self.places[self.places["kind"] == "cluster"]

    @property
    def observed(self) -> dict[str, str]:
        """The path that the paper observes, by cluster; a cluster without one is not in it."""
        return dict(zip(self.outcomes["cluster"], self.outcomes["path"], strict=True))


def load_study(folder: str | Path | None = None) -> Study:
    """Read a data folder, by default the one that comes with the library.

    Parameters
    ----------
    folder : path
        Folder with the CSV tables that ``datapackage.json`` describes and ``references.bib``.

    Raises
    ------
    InputError
        With every problem that :func:`find_problems` finds.

    Examples
    --------
    >>> study = load_study()
    >>> len(study.clusters), len(study.determinants)
    (6, 12)
    """
    folder = edition_folder() if folder is None else Path(folder)
    if problems := find_problems(folder):
        raise InputError(problems)
    tables = {name: _read_table(folder / f"{name}.csv", schema) for name, schema in _tables().items()}
    outside = [tables.pop(name) for name in list(tables) if name.startswith(_OUTSIDE)]
    return Study(
        folder=folder,
        vintage=describe()["vintage"],
        label=describe()["label"],
        references=_read_bibliography(folder).entries,
        external=pd.concat(outside, ignore_index=True),
        **tables,
    )


def find_problems(folder: str | Path | None = None) -> list[Problem]:
    """Every problem in a data folder, in the order of the tables; empty if there is none.

    Frictionless checks each table by itself: encoding, columns, types, ranges, allowed values
    and primary keys. What joins the tables is checked here, row by row, so that one broken table
    does not bring a complaint from every row that refers to it.

    Examples
    --------
    >>> find_problems()
    []
    >>> print(find_problems("nowhere")[0])
    nowhere: found nothing, expected a folder with the tables of this study
    """
    folder = edition_folder() if folder is None else Path(folder)
    if not folder.is_dir():
        return [Problem(str(folder), None, None, None, "a folder with the tables of this study")]
    problems: list[Problem] = []
    tables: dict[str, Rows] = {}
    for name, schema in _tables().items():
        found, rows = _read_rows(folder / f"{name}.csv", schema)
        problems += found
        if rows is not None:
            tables[name] = rows
    for name in tables:
        problems += _broken_links(name, tables)
    problems += _list_problems(folder, tables) + _gaps(tables)
    order = [_file(name) for name in _tables()] + [_BIBLIOGRAPHY]
    return sorted(problems, key=lambda p: (order.index(p.file), p.row or 0))


def read_weights(path: str | Path, determinants: list[str]) -> dict[str, float]:
    """Read a reader's own weights: a CSV file with the columns ``determinant`` and ``weight``.

    Parameters
    ----------
    path : path
        The file. Every determinant has one row; weights are non-negative, in any unit.
    determinants : list of str
        The keys that must be there.

    Raises
    ------
    InputError
        If a column is missing or left over, a determinant unknown, double or absent, or a
        weight negative or not a finite number, or if all are zero.
    """
    path = Path(path)
    fields = {field["name"]: field for field in _tables()["weights"]["fields"]}
    schema = {
        "fields": [
            {**fields["determinant"], "constraints": {"required": True, "enum": determinants}},
            fields["weight"],
        ],
        "primaryKey": ["determinant"],
    }
    problems, rows = _read_rows(path, schema)
    if rows is not None and not problems:
        given = {row["determinant"] for _, row in rows}
        problems = [
            Problem(path.name, None, "determinant", None, f"a row for {determinant} (0 leaves it out)")
            for determinant in determinants
            if determinant not in given
        ]
    if problems:
        raise InputError(sorted(problems, key=lambda problem: problem.row or 0))
    weights = {row["determinant"]: float(row["weight"]) for _, row in rows or []}
    if not any(weights.values()):
        raise InputError([Problem(path.name, None, "weight", "0", "at least one weight above 0")])
    return weights


@cache
def edition_folder() -> Path:
    """The data folder of the edition that is installed, which an entry point makes known.

    Raises
    ------
    InputError
        If no edition is installed.
    """
    for point in entry_points(group="smeclusters.editions"):
        return Path(point.load())
    raise InputError([Problem("data folder", None, None, None, "a folder, since no edition is installed")])


@cache
def describe() -> dict[str, Any]:
    """The descriptor of the tables: the edition's own, whatever the folder.

    Examples
    --------
    >>> [resource["name"] for resource in describe()["resources"]][:2]
    ['locators', 'levels']
    """
    return json.loads((edition_folder() / "datapackage.json").read_text(encoding="utf-8"))


def _tables() -> dict[str, dict[str, Any]]:
    """Schemas by table, in the order of the descriptor."""
    return {resource["name"]: resource["schema"] for resource in describe()["resources"]}


def _file(table: str) -> str:
    return f"{table.removeprefix(_OUTSIDE)}.csv"


def _read_table(path: Path, schema: dict[str, Any]) -> pd.DataFrame:
    text = {field["name"]: str for field in schema["fields"] if field["type"] == "string"}
    return pd.read_csv(
        path,
        encoding=_ENCODING,
        dtype=text,
        keep_default_na=False,
        na_values={field["name"]: [""] for field in schema["fields"] if field["name"] not in text},
    )


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The cells of each line below the header, with its number."""
    with path.open(encoding=_ENCODING, newline="") as file:
        lines = csv.reader(file)
        next(lines)
        yield from enumerate(lines, start=2)


def _read_rows(path: Path, schema: dict[str, Any]) -> tuple[list[Problem], Rows | None]:
    """Problems of one table by itself, and its rows as text: None if they cannot be told apart."""
    fields = {field["name"]: field for field in schema["fields"]}
    alone = {key: value for key, value in schema.items() if key != "foreignKeys"}
    if not path.is_file():
        expected = f"a table with the columns {', '.join(fields)}"
        return [Problem(str(path.name or path), None, None, None, expected)], None
    try:
        path.read_text(encoding=_ENCODING)
    except UnicodeDecodeError:
        return [Problem(path.name, None, None, None, "text encoded as UTF-8")], None
    resource = Resource(
        path=path.name,
        basepath=str(path.parent),
        encoding=_ENCODING,
        # Named, because a guess at the separator could differ from what pandas reads later.
        dialect=Dialect(controls=[formats.CsvControl(delimiter=",")]),
        schema=Schema.from_descriptor(alone),
    )
    try:
        report = resource.validate(limit_errors=1_000_000)
        errors = report.flatten(["type", "rowNumber", "fieldName", "cell", "cells", "note"])
    except InvalidOperation:  # on "sNaN", which is told below
        errors = []
    kinds = {kind for kind, *_ in errors}
    if unreadable := [note for kind, *_, note in errors if kind in ("source-error", "scheme-error")]:
        return [Problem(path.name, None, None, None, f"a header and rows ({unreadable[0]})")], None
    # Frictionless overlooks blank lines before the header and blanks within it; other readers do not.
    if any(kind.endswith("-label") for kind in kinds) or _header(path) != list(fields):
        return _header_problems(path, list(fields)), None

    problems: dict[tuple[int, str | None], Problem] = {}  # one for a cell: the first
    rows: Rows = []
    for number, cells in _lines(path):
        if len(cells) == len(fields):
            rows.append((number, dict(zip(fields, cells, strict=True))))
        else:
            found = ",".join(cells) or None
            expected = f"{len(fields)} cells" if found else "a row, or no line at all"
            problems[number, None] = Problem(path.name, number, None, found, expected)
    for kind, row, name, cell, cells, note in errors:
        if (row, None) in problems:
            continue
        if kind == "primary-key":
            key = schema["primaryKey"]
            name, cell = ", ".join(key), ", ".join(dict(zip(fields, cells, strict=True))[k] for k in key)
            expected = "a key that no earlier row has"
        elif kind in ("type-error", "constraint-error"):
            expected = _expected(fields[name], cell)
        elif kind == "unique-error":  # a unique field is the primary key here: said above
            continue
        else:
            expected = f"a table that can be read ({note})"
        problems.setdefault((row, name), Problem(path.name, row, name, cell or None, expected))
    for problem in _misread_cells(path, fields, rows):
        problems.setdefault((problem.row or 0, problem.field), problem)
    return list(problems.values()), rows


def _misread_cells(path: Path, fields: dict[str, Any], rows: Rows) -> Iterator[Problem]:
    """Cells that Frictionless lets pass and that pandas or a page would take for something else."""
    for number, row in rows:
        for name, text in row.items():
            if _UNPRINTABLE.search(text):
                yield Problem(path.name, number, name, ascii(text), "text without control characters")
            pattern = _NUMBERS.get(fields[name]["type"])  # NaN, 1_0 and １ are numbers to some readers
            if text and pattern and not (pattern.fullmatch(text) and math.isfinite(float(text))):
                yield Problem(path.name, number, name, text, _expected(fields[name], text))


def _header(path: Path) -> list[str]:
    with path.open(encoding=_ENCODING, newline="") as file:
        return next(csv.reader(file), [])


def _header_problems(path: Path, expected: list[str]) -> list[Problem]:
    found = _header(path)
    problems = [Problem(path.name, 1, name, None, "this column") for name in expected if name not in found]
    for position, name in enumerate(found):
        if name not in expected:
            problems.append(Problem(path.name, 1, None, name, f"{one_of(expected, name)} as a column"))
        elif name in found[:position]:
            problems.append(Problem(path.name, 1, name, name, "each column once"))
    in_order = Problem(path.name, 1, None, ",".join(found), f"the columns in the order {','.join(expected)}")
    return problems or [in_order]


def _expected(field: dict[str, Any], cell: Any) -> str:
    constraints = field.get("constraints", {})
    if "enum" in constraints:
        return one_of(constraints["enum"], str(cell))
    if field["type"] in ("integer", "number"):
        words = "a whole number" if field["type"] == "integer" else "a number"
        low, high = constraints.get("minimum"), constraints.get("maximum")
        if low is None:
            return words
        return f"{words} of at least {low}" if high is None else f"{words} from {low} to {high}"
    return f"text ({field['description']})"


def _broken_links(name: str, tables: dict[str, Rows]) -> list[Problem]:
    """Cells of one table that point to a key that another table does not have."""
    problems: dict[tuple[int, str], Problem] = {}
    for link in _tables()[name].get("foreignKeys", []):
        fields, there = link["fields"], link["reference"]
        if not tables.get(there["resource"]):
            continue  # the table that it points to has been complained of already
        known = {tuple(row[field] for field in there["fields"]) for _, row in tables[there["resource"]]}
        for number, row in tables[name]:
            value = tuple(row[field] for field in fields)
            if all(value) and value not in known:
                problem = _broken_link(_file(name), number, fields, value, there["resource"], known)
                problems.setdefault((number, fields[0]), problem)
    return list(problems.values())


def _broken_link(
    file: str,
    number: int,
    fields: list[str],
    value: tuple[str, ...],
    target: str,
    known: set[tuple[str, ...]],
) -> Problem:
    *scope, field = fields
    choices = sorted(key[-1] for key in known if key[:-1] == value[:-1])
    many = f"a key of {target}.csv{suggestion(value[-1], choices)}"
    expected = many if len(choices) > 15 else one_of(choices, value[-1])
    of = f" for {', '.join(value[:-1])}" if scope else ""
    return Problem(file, number, field, value[-1], expected + of)


def _list_problems(folder: Path, tables: dict[str, Rows]) -> list[Problem]:
    """Cells that hold several keys, which a foreign key of the descriptor cannot state."""
    problems: list[Problem] = []
    works: set[str] | None
    try:
        works = set(_read_bibliography(folder).entries)
    except InputError as error:
        problems += error.problems
        works = None
    lists = (
        ("sources", works, f"a key of {_BIBLIOGRAPHY}"),
        ("determinants", _keys(tables, "determinants"), "a key of determinants.csv"),
        ("places", _keys(tables, "places"), "a key of places.csv"),
    )
    for name, rows in tables.items():
        for number, row in rows:
            for field, known, expected in lists:
                for key in filter(None, row.get(field, "").split(";")):
                    if known is not None and key not in known:
                        hint = suggestion(key, known)
                        problems.append(Problem(_file(name), number, field, key, expected + hint))
    return problems


def _keys(tables: dict[str, Rows], name: str) -> set[str] | None:
    """What the first column of a table holds; None if it cannot be read."""
    return {next(iter(row.values())) for _, row in tables.get(name, [])} or None


def _gaps(tables: dict[str, Rows]) -> list[Problem]:
    """Rows without which nothing can be scored."""
    problems = [
        Problem(f"{name}.csv", None, None, None, "at least one row")
        for name in ("locators", "levels", "determinants", "facets", "places", "weightings", "textbook")
        if tables.get(name) == []
    ]
    kinds = {row["place"]: row["kind"] for _, row in tables.get("places", [])}
    clusters = [place for place, kind in kinds.items() if kind == "cluster"]
    if kinds and not clusters:
        problems.append(Problem("places.csv", None, "kind", None, "at least one cluster"))
    problems += [
        Problem(f"{name}.csv", number, "cluster", row["cluster"], one_of(clusters, row["cluster"]))
        for name in ("outcomes", "likeness")
        for number, row in tables.get(name, [])
        if kinds.get(row["cluster"], "cluster") != "cluster"  # an unknown place has been told
    ]
    if not {"weightings", "weights", "determinants"} <= tables.keys():
        return problems
    given: dict[str, dict[str, str]] = {row["weighting"]: {} for _, row in tables["weightings"]}
    for _, row in tables["weights"]:
        given.setdefault(row["weighting"], {})[row["determinant"]] = row["weight"]
    for weighting, weights in given.items():
        for _, row in tables["determinants"]:
            if row["determinant"] not in weights:
                expected = f"a row for {weighting} and {row['determinant']} (0 leaves it out)"
                problems.append(Problem("weights.csv", None, "determinant", None, expected))
        if weights and all(_is_zero(weight) for weight in weights.values()):
            expected = f"at least one weight above 0 for {weighting}"
            problems.append(Problem("weights.csv", None, "weight", "0", expected))
    return problems


def _is_zero(text: str) -> bool:
    try:
        return float(text) == 0
    except ValueError:
        return False


def _read_bibliography(folder: Path) -> BibliographyData:
    path = folder / _BIBLIOGRAPHY
    try:
        return parse_string(path.read_text(encoding=_ENCODING), "bibtex")
    except OSError:
        problem = Problem(_BIBLIOGRAPHY, None, None, None, "the works that the tables cite, as BibTeX")
    except UnicodeDecodeError:
        problem = Problem(_BIBLIOGRAPHY, None, None, None, "text encoded as UTF-8")
    except PybtexError as error:
        problem = Problem(_BIBLIOGRAPHY, None, None, None, f"BibTeX that can be read ({error})")
    raise InputError([problem])
