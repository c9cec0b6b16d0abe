"""Our checker against Frictionless, which shares no line with it: on the edition, and on copies with one change."""

from __future__ import annotations

import copy
import csv
import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from frictionless import Package
from tests.support import ROOT

from smeclusters import InputError
from smeclusters.study.check import link_problems, number, table_problems
from smeclusters.study.descriptor import read_descriptor
from smeclusters.study.tables import Field, Table, parse

DATA = ROOT / "data"
DESCRIPTOR = json.loads((DATA / "datapackage.json").read_text("utf-8"))
RESOURCES = {resource["name"]: resource for resource in DESCRIPTOR["resources"]}
OUTSIDE = {name for name in RESOURCES if name.startswith("external/")}

Lines = list[list[str]]

# Cells that are right in some columns and wrong in others.
CELLS = (
    "",
    "x",
    "X",
    "BRA",
    "sinos",
    "a b",
    "é",
    "-",
    "0",
    "-1",
    "+2",
    "3",
    "007",
    "1.5",
    ".5",
    "5.",
    "1e3",
    "-0",
    "1,5",
    "99999",
    "2001",
    "2001-05",
    "a;b",
    "high_road",
    "mixed",
    "stated",
    "0:1",
    "1:1x",
    "fn1",
    "true",
    "None",
)


def frictionless_finds_it_valid(folder: Path, table: str) -> bool:
    """One table, and in those that it points to what it points to."""
    links = RESOURCES[table]["schema"].get("foreignKeys", [])
    others = {link["reference"]["resource"] for link in links} - {table}
    resources = [whole_patterns(RESOURCES[table]), *(without_links(RESOURCES[name]) for name in others)]
    return Package.from_descriptor({"resources": resources}, basepath=str(folder)).validate().valid


def whole_patterns(resource: dict) -> dict:
    """Frictionless puts ^ and $ about a pattern, which then bind to its first and last alternative alone."""
    resource = copy.deepcopy(resource)
    for field in resource["schema"]["fields"]:
        if pattern := field.get("constraints", {}).get("pattern"):
            field["constraints"]["pattern"] = rf"(?:{pattern})\Z"
    return resource


def without_links(resource: dict) -> dict:
    schema = {key: value for key, value in resource["schema"].items() if key != "foreignKeys"}
    return {**resource, "schema": schema}


def we_find_it_valid(path: Path, table: Table) -> bool:
    try:
        rows, problems, _ = parse(path, table.columns, table.numbers)
    except InputError:
        return False
    others = {link.table: parse(DATA / RESOURCES[link.table]["path"], columns(link.table)).rows for link in table.links}
    return not [*problems, *table_problems(table, rows), *link_problems(table, rows, others)]


def columns(table: str) -> list[str]:
    return [field["name"] for field in RESOURCES[table]["schema"]["fields"]]


def another_cell(chance: random.Random, lines: Lines) -> None:
    line = chance.choice(lines[1:])
    line[chance.randrange(len(line))] = chance.choice(CELLS)


def a_cell_of_another_row(chance: random.Random, lines: Lines) -> None:
    column = chance.randrange(len(lines[0]))
    chance.choice(lines[1:])[column] = chance.choice(lines[1:])[column]


def a_row_twice(chance: random.Random, lines: Lines) -> None:
    lines.insert(chance.randrange(1, len(lines)), list(chance.choice(lines[1:])))


def a_cell_less(chance: random.Random, lines: Lines) -> None:
    chance.choice(lines[1:]).pop()


def a_cell_more(chance: random.Random, lines: Lines) -> None:
    chance.choice(lines).append(chance.choice(CELLS))


def columns_exchanged(chance: random.Random, lines: Lines) -> None:
    one, other = chance.sample(range(len(lines[0])), 2)
    lines[0][one], lines[0][other] = lines[0][other], lines[0][one]


CHANGES: tuple[Callable[[random.Random, Lines], None], ...] = (
    *[another_cell] * 5,
    *[a_cell_of_another_row] * 2,
    a_row_twice,
    a_cell_less,
    a_cell_more,
    columns_exchanged,
)


def read(path: Path) -> Lines:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write(path: Path, lines: Lines) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(lines)


def in_plain_form(lines: Lines, names: list[str]) -> Lines:
    """What we read and Frictionless does not, as it would: columns in their order, none of nothing, no others.

    It is also read in other encodings and with other marks between cells; `test_handed_in.py` has these.
    """
    header, *rows = lines
    if header[-1] == "" and not any(any(row[len(header) - 1 :]) for row in rows):
        header = header[:-1]
    rows = [row if any(row[len(header) :]) else row[: len(header)] for row in rows]
    if set(names) <= set(header) and all(len(row) == len(header) for row in rows):
        order = [header.index(name) for name in names]
        return [[line[at] for at in order] for line in (header, *rows)]
    return [header, *rows]


# Tables of figures from outside are all of one form.
TABLES = [table for table in read_descriptor(DATA).tables if table.name not in sorted(OUTSIDE)[1:]]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_both_find_the_same_copies_valid(table: Table, tmp_path: Path):
    path = tmp_path / table.file
    for link in [table, *table.links]:
        name = RESOURCES[link.name if isinstance(link, Table) else link.table]["path"]
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(DATA / name, tmp_path / name)
    assert we_find_it_valid(path, table) and frictionless_finds_it_valid(tmp_path, table.name)
    original = read(path)
    chance = random.Random(table.name)
    verdicts = set()
    for change in CHANGES:
        lines = [list(line) for line in original]
        change(chance, lines)
        write(path, lines)
        valid = we_find_it_valid(path, table)
        write(path, in_plain_form(lines, table.columns))
        changed = [there for here, there in zip(original, lines, strict=False) if here != there][:1]
        assert valid is frictionless_finds_it_valid(tmp_path, table.name), (change.__name__, changed)
        verdicts.add(valid)
    assert False in verdicts


# Where we are stricter, as a page, another program or the method itself would stumble.


@pytest.mark.parametrize("text", ["NaN", "INF", "1_0", "１", " 1", "1e400"])
def test_numbers_to_frictionless_alone(text: str, tmp_path: Path):
    (tmp_path / "some.csv").write_text(f"value\n{text}\n", "utf-8")
    schema = {"fields": [{"name": "value", "type": "number"}]}
    resource = {"name": "some", "path": "some.csv", "schema": schema}
    assert Package.from_descriptor({"resources": [resource]}, basepath=str(tmp_path)).validate().valid
    assert number(Field("value", "number"), text) is None


def test_quotation_marks_to_frictionless_alone(tmp_path: Path):
    (tmp_path / "some.csv").write_text('a,b\n1,2\n3,"4\n5,6\n')
    fields = [{"name": "a", "type": "string"}, {"name": "b", "type": "string"}]
    resource = {"name": "some", "path": "some.csv", "schema": {"fields": fields}}
    assert Package.from_descriptor({"resources": [resource]}, basepath=str(tmp_path)).validate().valid
    with pytest.raises(InputError, match="some.csv, row 3: found .*each quotation mark closed"):
        parse(tmp_path / "some.csv", ["a", "b"])


# Where we read more, as people hand it in.


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("value;note\n1,5;\n", ["1.5"]),
        ("note\tvalue\nx\t1\n", ["1"]),
        ("Value \n−1\n\n+2\n", ["-1", "2"]),
        ("value,\n3.0,\n", ["3"]),
    ],
)
def test_forms_to_us_alone(text: str, values: list[str], tmp_path: Path):
    (tmp_path / "some.csv").write_text(text, "utf-8")
    schema = {"fields": [{"name": "value", "type": "number"}]}
    resource = {"name": "some", "path": "some.csv", "schema": schema}
    assert not Package.from_descriptor({"resources": [resource]}, basepath=str(tmp_path)).validate().valid
    assert [cells["value"] for _, cells in parse(tmp_path / "some.csv", ["value"], ["value"]).rows] == values
