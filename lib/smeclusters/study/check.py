"""What is wrong with the rows of a table, alone and beside those of other tables."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from smeclusters.errors import Problem, one_of, suggestion
from smeclusters.study.needs import KEY
from smeclusters.study.tables import Field, Link, Rows, Table

_NUMBER = {
    "integer": re.compile(r"[+-]?[0-9]+"),
    "number": re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?"),
}
_EXACT = 2**53  # whole numbers up to here are themselves as floats too
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what no page can hold
_CODE = "[A-Z]{3}"
_WORDED = "a key: small letters, digits, - and _, a letter first"
_RULES = {
    KEY: _WORDED,
    f"{KEY}-[0-9]+": f"{_WORDED}, and at the end - and a number",
    _CODE: "three capital letters",
    f"{KEY}|{_CODE}": f"{_WORDED}; or three capital letters for a country",
}
_NEVER_EMPTY = ("levels", "determinants", "places", "weightings")
_MANY = 15  # keys that are told one by one


def number(field: Field, text: str) -> float | None:
    """The number that a cell holds; None if it holds none.

    What some readers take for a number and others do not is none: NaN, 1_0, full-width digits.

    Parameters
    ----------
    field : Field
        The column, of the type ``integer`` or ``number``.
    text : str
        What stands in the cell.

    Returns
    -------
    float or None
        The number.

    Examples
    --------
    >>> number(Field("year", "integer"), "1999"), number(Field("year", "integer"), "1999.5")
    (1999.0, None)
    >>> number(Field("value", "number"), "1_0")
    """
    if not _NUMBER[field.type].fullmatch(text):
        return None
    value = float(text)
    limit = _EXACT if field.type == "integer" else math.inf
    return value if abs(value) < limit else None


def table_problems(table: Table, rows: Rows) -> list[Problem]:
    """Cells that break a constraint of their column, and rows whose key an earlier row has.

    Parameters
    ----------
    table : Table
        What its columns allow, and what is unique.
    rows : Rows
        From :func:`smeclusters.study.tables.parse`.

    Returns
    -------
    list of Problem
        Column by column, then key by key; one a cell at the most.

    Examples
    --------
    >>> table = Table("towns", "towns.csv", (Field("town"), Field("firms", "integer", minimum=0)), (("town",),))
    >>> rows = [(2, {"town": "Almen", "firms": "-3"}), (3, {"town": "Almen", "firms": ""})]
    >>> print(*table_problems(table, rows), sep="\\n")
    towns.csv, row 2, firms: found "-3", expected a whole number of at least 0
    towns.csv, row 3, town: found "Almen", expected a key that no earlier row has
    """
    file = PurePosixPath(table.file).name
    found: dict[tuple[int, str], Problem] = {}
    for field in table.fields:
        for row, cells in rows:
            text = cells[field.name]
            if _UNPRINTABLE.search(text):
                expected = "text without control characters"
                found[row, field.name] = Problem(file, row, field.name, ascii(text), expected)
            elif not _fulfilled(field, text):
                found[row, field.name] = Problem(file, row, field.name, text or None, _expected(field, text))
    fields = {field.name: field for field in table.fields}
    for key in table.keys:
        seen = set()
        for row, cells in rows:
            value = tuple(_comparable(fields[name], cells[name]) for name in key)
            if value in seen:
                name, text = ", ".join(key), ", ".join(cells[name] for name in key)
                problem = Problem(file, row, name, text, "a key that no earlier row has")
                found.setdefault((row, name), problem)
            elif any(part != "" for part in value):
                seen.add(value)
    return list(found.values())


def link_problems(table: Table, rows: Rows, tables: Mapping[str, Rows]) -> list[Problem]:
    """Cells that point to what another table does not have.

    A table that could not be read or is empty brings no complaint from every row that points to it. A
    cell that breaks several links is told once.

    Parameters
    ----------
    table : Table
        With its links.
    rows : Rows
        Its rows.
    tables : mapping
        The rows of every table that could be read, by name.

    Returns
    -------
    list of Problem
        Link by link.

    Examples
    --------
    >>> table = Table("facets", "facets.csv", (Field("of"),), (), (Link(("of",), "factors", ("factor",)),))
    >>> print(*link_problems(table, [(2, {"of": "soul"})], {"factors": [(2, {"factor": "soil"})]}))
    facets.csv, row 2, of: found "soul", expected one of soil (soil?)
    """
    file = PurePosixPath(table.file).name
    problems: dict[tuple[int, str], Problem] = {}
    for link in table.links:
        target = tables.get(link.table)
        if not target:
            continue
        known = {tuple(cells[name] for name in link.there) for _, cells in target}
        for row, cells in rows:
            value = tuple(cells[name] for name in link.fields)
            if all(value) and value not in known:
                *scope, field = link.fields
                expected = _linked(link, value, known)
                problems.setdefault((row, link.fields[0]), Problem(file, row, field, value[-1], expected))
    return list(problems.values())


def list_problems(table: Table, rows: Rows, known: Mapping[str, tuple[str, Collection[str]]]) -> list[Problem]:
    """Cells that hold several keys, of which one is unknown.

    Parameters
    ----------
    table : Table
        The table.
    rows : Rows
        Its rows.
    known : mapping
        By the name of the column, the file that the keys are from, and the keys.

    Returns
    -------
    list of Problem
        Row by row.

    Examples
    --------
    >>> table = Table("laws", "laws.csv", (Field("factors"),))
    >>> print(*list_problems(table, [(2, {"factors": "soil;son"})], {"factors": ("factors.csv", ["soil", "sun"])}))
    laws.csv, row 2, factors: found "son", expected a key of factors.csv (sun?)
    """
    return [
        Problem(PurePosixPath(table.file).name, row, name, key, f"a key of {file}{suggestion(key, keys)}")
        for row, cells in rows
        for name, (file, keys) in known.items()
        for key in filter(None, cells.get(name, "").split(";"))
        if key not in keys
    ]


def study_problems(described: Iterable[Table], rows: Mapping[str, Rows]) -> Iterator[tuple[str, Problem]]:
    """What makes tables, each of them right, no study; each with the name of its table.

    Rows that are missing, places that are no clusters, roles that two rows play, determinants with the key of
    a level, weightings that leave a determinant out or weigh nothing.

    Parameters
    ----------
    described : iterable of Table
        All tables of the folder.
    rows : mapping
        The rows of every table that could be read, by name.

    Yields
    ------
    (str, Problem)
        Name of the table, and what is wrong.

    Examples
    --------
    >>> rows = {"levels": [(2, {"level": "valley", "role": "firm"}), (3, {"level": "town", "role": "firm"})]}
    >>> [str(problem) for _, problem in study_problems([], rows)]
    ['levels.csv, row 3, role: found "firm", expected a role that no earlier row plays']
    """
    pointed_to = {link.table for table in described if rows.get(table.name) for link in table.links}
    for name in dict.fromkeys([*_NEVER_EMPTY, *sorted(pointed_to)]):
        if rows.get(name) == []:
            yield name, Problem(f"{name}.csv", None, None, None, "at least one row")
    yield from _cluster_problems(rows)
    yield from _role_problems(rows)
    yield from _key_problems(rows)
    yield from _weight_problems(rows)


def _fulfilled(field: Field, text: str) -> bool:
    if not text:
        return not field.required
    if field.enum and text not in field.enum:
        return False
    if field.type == "string":
        return all(re.fullmatch(pattern, text) for pattern in field.patterns)
    value = number(field, text)
    return (
        value is not None
        and (field.minimum is None or value >= field.minimum)
        and (field.maximum is None or value <= field.maximum)
    )


def _expected(field: Field, text: str) -> str:
    if field.enum:
        return one_of(field.enum, text)
    if field.type == "string":
        broken = (pattern for pattern in field.patterns if not re.fullmatch(pattern, text))
        rule = next((_RULES[pattern] for pattern in broken if pattern in _RULES), "text")
        says_more = field.description.rstrip(".").casefold() not in rule
        return f"{rule} ({field.description})" if says_more else rule
    words = "a whole number" if field.type == "integer" else "a number"
    low, high = field.minimum, field.maximum
    if low is None:
        return words if high is None else f"{words} of at most {high}"
    return f"{words} of at least {low}" if high is None else f"{words} from {low} to {high}"


def _comparable(field: Field, text: str) -> str | float:
    value = None if field.type == "string" or not text else number(field, text)
    return text if value is None else value


def _linked(link: Link, value: tuple[str, ...], known: set[tuple[str, ...]]) -> str:
    choices = sorted(key[-1] for key in known if key[:-1] == value[:-1])
    many = f"a key of {link.table}.csv{suggestion(value[-1], choices)}"
    of = f" for {', '.join(value[:-1])}" if value[:-1] else ""
    return (many if len(choices) > _MANY else one_of(choices, value[-1])) + of


def _cluster_problems(tables: Mapping[str, Rows]) -> Iterator[tuple[str, Problem]]:
    kinds = {cells["place"]: cells["kind"] for _, cells in tables.get("places", [])}
    clusters = [place for place, kind in kinds.items() if kind == "cluster"]
    if kinds and not clusters:
        yield "places", Problem("places.csv", None, "kind", None, "at least one cluster")
    for name in ("outcomes", "likeness"):
        for row, cells in tables.get(name, []):
            place = cells["cluster"]
            if kinds.get(place, "cluster") != "cluster":  # an unknown place is told by its link
                yield name, Problem(f"{name}.csv", row, "cluster", place, one_of(clusters, place))


def _role_problems(tables: Mapping[str, Rows]) -> Iterator[tuple[str, Problem]]:
    for name in ("levels", "weightings"):
        seen = set()
        for row, cells in tables.get(name, []):
            if (role := cells.get("role", "")) and role in seen:
                yield name, Problem(f"{name}.csv", row, "role", role, "a role that no earlier row plays")
            seen.add(role)


def _key_problems(tables: Mapping[str, Rows]) -> Iterator[tuple[str, Problem]]:
    """Determinants that bear the key of a level: a condition that names it would mean either."""
    levels = {cells["level"] for _, cells in tables.get("levels", [])}
    for row, cells in tables.get("determinants", []):
        if (key := cells["determinant"]) in levels:
            yield (
                "determinants",
                Problem("determinants.csv", row, "determinant", key, "a key that no level has"),
            )


def _weight_problems(tables: Mapping[str, Rows]) -> Iterator[tuple[str, Problem]]:
    if not {"weightings", "weights", "determinants"} <= tables.keys():
        return
    given: dict[str, dict[str, str]] = {cells["weighting"]: {} for _, cells in tables["weightings"]}
    for _, cells in tables["weights"]:
        given.setdefault(cells["weighting"], {})[cells["determinant"]] = cells["weight"]
    for weighting, weights in given.items():
        for _, cells in tables["determinants"]:
            if cells["determinant"] not in weights:
                expected = f"a row for {weighting} and {cells['determinant']} (0 leaves it out)"
                yield "weights", Problem("weights.csv", None, "determinant", None, expected)
        if weights and all(number(Field("weight", "number"), text) == 0 for text in weights.values()):
            expected = f"at least one weight above 0 for {weighting}"
            yield "weights", Problem("weights.csv", None, "weight", "0", expected)
