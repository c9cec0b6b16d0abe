"""The descriptor of a folder: which tables it has, and what stands in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path, PurePosixPath
from typing import Any, get_args

from smeclusters.errors import InputError, Problem, one_of, suggestion
from smeclusters.study.needs import NEEDS, OBLIGATORY, OUTSIDE
from smeclusters.study.tables import Field, Link, Table, Type, read_text

FILE = "datapackage.json"

_CONSTRAINTS = ("required", "unique", "enum", "pattern", "minimum", "maximum")


@dataclass(frozen=True)
class Descriptor:
    """Of a study's source: its year, what stands before its passages where they are cited, its authors, its tables."""

    vintage: int
    label: str
    authors: tuple[str, ...]
    tables: tuple[Table, ...]


@cache
def edition_folder() -> Path:
    """The data folder of the edition that is installed, which an entry point makes known.

    Returns
    -------
    path
        Of the first edition, if several are installed.

    Raises
    ------
    InputError
        If no edition is installed.

    Examples
    --------
    >>> describe(edition_folder())["vintage"]
    2001
    """
    for point in entry_points(group="smeclusters.editions"):
        return Path(point.load())
    raise InputError([Problem("data folder", None, None, None, "a folder, since no edition is installed")])


def describe(folder: str | Path | None = None) -> dict[str, Any]:
    """The descriptor of the tables as it stands: the folder's own, or the edition's where it has none.

    Parameters
    ----------
    folder : path, optional
        A data folder; by default the one of the edition.

    Returns
    -------
    dict
        The JSON object, as it is written.

    Raises
    ------
    InputError
        If it cannot be read as JSON, or there is none and no edition is installed.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> [resource["name"] for resource in describe(example_study().folder)["resources"]][:2]
    ['locators', 'levels']
    """
    own = None if folder is None else Path(folder) / FILE
    path = own if own is not None and own.exists() else edition_folder() / FILE
    try:
        found = json.loads(read_text(path, "a descriptor of the tables"))
    except (ValueError, RecursionError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError([Problem(FILE, None, None, None, f"a descriptor in JSON ({error})")]) from None
    if not isinstance(found, dict):
        raise InputError([Problem(FILE, None, None, None, "a descriptor, with resources and a vintage")])
    return found


def read_descriptor(folder: Path) -> Descriptor:
    """What a folder's descriptor says, together with what the method needs.

    Parameters
    ----------
    folder : path
        A data folder.

    Returns
    -------
    Descriptor
        Whose tables fulfil both what the folder states and what the method needs.

    Raises
    ------
    InputError
        If a table or column is missing that the method needs, or the descriptor is no descriptor of tables.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> descriptor = read_descriptor(example_study().folder)
    >>> descriptor.vintage, descriptor.tables[1].columns
    (1999, ['level', 'name', 'definition', 'locator', 'role'])
    """
    stated = describe(folder)
    vintage = stated.get("vintage")
    problems = []
    if not isinstance(vintage, int) or isinstance(vintage, bool):
        found = None if vintage is None else str(vintage)
        problems.append(Problem(FILE, None, "vintage", found, "the year of the source, a whole number"))
        vintage = 0
    label = stated.get("label", "")
    if not isinstance(label, str):
        problems.append(Problem(FILE, None, "label", str(label), "text"))
    authors = stated.get("authors", [])
    if not (isinstance(authors, list) and all(isinstance(name, str) for name in authors)):
        problems.append(Problem(FILE, None, "authors", str(authors), "a list of family names"))
    tables = []
    resources = stated.get("resources")
    for resource in resources if isinstance(resources, list) else []:
        try:
            tables.append(_table(resource))
        except (AttributeError, KeyError, TypeError, ValueError, re.error) as error:
            name = resource.get("name") if isinstance(resource, dict) else None
            expected = f"a table as the Table Schema describes it ({error!r})"
            problems += (
                error.problems if isinstance(error, InputError) else [Problem(FILE, None, str(name), None, expected)]
            )
    if not problems:
        problems += _gaps(tables)
    if problems:
        raise InputError(problems)
    return Descriptor(vintage, str(label), tuple(authors), tuple(map(_with_needs, tables)))


def _table(resource: dict[str, Any]) -> Table:
    name, path, schema = str(resource["name"]), PurePosixPath(resource["path"]), resource["schema"]
    if path.is_absolute() or ".." in path.parts:
        raise InputError([Problem(FILE, None, name, str(path), "a path within the folder")])
    fields = tuple(_field(name, field) for field in schema["fields"])
    single = [(field["name"],) for field in schema["fields"] if field.get("constraints", {}).get("unique")]
    keys = [_names(schema["primaryKey"])] if "primaryKey" in schema else []
    links = [
        Link(_names(link["fields"]), link["reference"]["resource"] or name, _names(link["reference"]["fields"]))
        for link in schema.get("foreignKeys", [])
    ]
    return Table(name, str(path), fields, tuple(dict.fromkeys([*keys, *single])), tuple(links))


def _names(stated: str | list[str]) -> tuple[str, ...]:
    return (stated,) if isinstance(stated, str) else tuple(stated)


def _field(table: str, stated: dict[str, Any]) -> Field:
    name, rules = str(stated["name"]), stated.get("constraints", {})
    where = f"{table}.{name}"
    if stated["type"] not in get_args(Type):
        expected = f"{one_of(get_args(Type), str(stated['type']))} as a type"
        raise InputError([Problem(FILE, None, where, str(stated["type"]), expected)])
    if unknown := [rule for rule in rules if rule not in _CONSTRAINTS]:
        expected = f"{one_of(_CONSTRAINTS, unknown[0])} as a constraint"
        raise InputError([Problem(FILE, None, where, unknown[0], expected)])
    low, high = (
        None if bound is None else bound if isinstance(bound, int) else float(bound)
        for bound in (rules.get("minimum"), rules.get("maximum"))
    )
    return Field(
        name,
        stated["type"],
        bool(rules.get("required")),
        tuple(map(str, rules.get("enum", ()))),
        (re.compile(rules["pattern"]).pattern,) if "pattern" in rules else (),
        low,
        high,
        str(stated.get("description", "")),
    )


def _need(table: str) -> Table | None:
    return NEEDS.get(OUTSIDE if table.startswith(OUTSIDE) else table)


def _gaps(tables: list[Table]) -> Iterator[Problem]:
    """What the method needs and the descriptor lacks, and names in it that lead nowhere."""
    columns = {table.name: table.columns for table in tables}
    for name in OBLIGATORY:
        if name not in columns:
            yield Problem(FILE, None, None, None, f"a table {name}")
    for name in columns:
        if [table.name for table in tables].count(name) > 1:
            yield Problem(FILE, None, None, name, "each table once")
    for table in tables:
        need = _need(table.name)
        for field in need.fields if need else ():
            if field.required and field.name not in table.columns:
                yield Problem(FILE, None, table.name, None, f"a field {field.name}")
        for name in dict.fromkeys(table.columns):
            if table.columns.count(name) > 1:
                yield Problem(FILE, None, table.name, name, "each field once")
        for named in (*table.keys, *(link.fields for link in table.links)):
            for name in named:
                if name not in table.columns:
                    yield Problem(FILE, None, table.name, name, f"a field{suggestion(name, table.columns)}")
        for link in (*table.links, *(need.links if need else ())):
            if link.table not in columns:
                yield Problem(FILE, None, table.name, None, f"a table {link.table}, to which it points")
            elif set(link.fields) <= set(table.columns) and not set(link.there) <= set(columns[link.table]):
                there = f"{link.table}.{', '.join(link.there)}"
                yield Problem(FILE, None, table.name, None, f"the fields {there}, to which it points")


def _with_needs(table: Table) -> Table:
    need = _need(table.name)
    if need is None:
        return table
    needed = {field.name: field for field in need.fields}
    links = [link for link in need.links if set(link.fields) <= set(table.columns)]
    return replace(
        table,
        fields=tuple(_narrowed(field, needed[field.name]) if field.name in needed else field for field in table.fields),
        keys=tuple(dict.fromkeys((*table.keys, *need.keys))),
        links=tuple(dict.fromkeys((*table.links, *links))),
    )


def _narrowed(field: Field, need: Field) -> Field:
    """A column that fulfils both what its descriptor states and what the method needs."""
    lows = [bound for bound in (field.minimum, need.minimum) if bound is not None]
    highs = [bound for bound in (field.maximum, need.maximum) if bound is not None]
    both = tuple(word for word in field.enum if word in need.enum)
    return replace(
        field,
        type=need.type,
        required=field.required or need.required,
        enum=both if field.enum and need.enum else field.enum or need.enum,
        patterns=tuple(dict.fromkeys((*field.patterns, *need.patterns))),
        minimum=max(lows, default=None),
        maximum=min(highs, default=None),
    )
