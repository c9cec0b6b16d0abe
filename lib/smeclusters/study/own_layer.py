"""A layer of a reader's own: begun from what the study asks, and grown by rows from other files."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from smeclusters.errors import InputError, Problem
from smeclusters.study.handed_in.written import write_table
from smeclusters.study.layers import FORMS, TABLES, LayerRows, Row, read_layer
from smeclusters.study.overlay import country_of, lay_over, resolve, slug
from smeclusters.wording import in_a_row

if TYPE_CHECKING:
    from smeclusters.study import Study

Cells = dict[str, str]
Tables = Mapping[str, Sequence[Cells]]
"""Rows by table, as text by column."""

_FIRST = {
    "places": ("place", "name", "kind", "products", "latitude", "longitude"),
    "memberships": ("place", "within"),
    "evidence": ("place", "determinant", "definition", "rating", "basis", "summary", "sources", "locator", "vintage"),
    "outcomes": ("cluster", "path", "basis", "summary", "sources", "locator"),
}
"""Columns in the order in which a reader fills them in; others follow."""

_README = """{names}, to stand beside the clusters of the study.

1. evidence.csv has a row for each factor. Give it a rating from -2 (strongly against competing on quality) to +2
   (strongly for it), a summary in your own words, the source and the page. Leave the rating empty where you know
   nothing. Several rows on one factor are fine; a range is written "-1 to 1".
2. places.csv says where the cluster lies and what it makes; memberships.csv, in which country.
   {country}
3. outcomes.csv may say what path you see it on: low_road, mixed or high_road.
4. See whether all can be read: smeclusters validate {folder}
5. See where it stands:         smeclusters compare --layer {folder}{alone}
6. Take in more rows:           smeclusters add {folder} more.csv
"""


@dataclass(frozen=True)
class Addition:
    """What a file brings to a layer, before it is written.

    Attributes
    ----------
    tables : mapping
        All rows of the layer by table, as they would stand.
    added, changed, kept : int
        Rows of evidence that are new, that stand in for one, and that were there already.
    notes : tuple of str
        How the file was read, and what of it was left out.
    before, after : Study
        With the layer as it is, and as it would be.
    """

    tables: Tables
    added: int
    changed: int
    kept: int
    notes: tuple[str, ...]
    before: Study
    after: Study


def begin_layer(study: Study, folder: Path, clusters: Sequence[str], country: str = "", alone: bool = False) -> str:
    """Write a layer to fill in: a cluster, its country, and a row for each determinant.

    Parameters
    ----------
    study : Study
        Whose determinants are asked for.
    folder : path
        Is made; must not hold anything.
    clusters : sequence of str
        Keys or names.
    country : str
        Key or name of the country in which they lie; "" if it is to be filled in.
    alone : bool
        Whether it is to stand without the places of the study, so that the country is one of its own.

    Returns
    -------
    str
        What its README says: how to go on.

    Raises
    ------
    InputError
        If the folder holds something, or a cluster is one of the study.

    Examples
    --------
    >>> import tempfile
    >>> from smeclusters import example_study
    >>> with tempfile.TemporaryDirectory() as parent:
    ...     folder = Path(parent) / "dorf"
    ...     told = begin_layer(example_study(), folder, ["Dorf"], "ALP")
    ...     first = (folder / "evidence.csv").read_text("utf-8").splitlines()[1]
    >>> told.splitlines()[0], first
    ('Dorf, to stand beside the clusters of the study.', 'dorf,roads,Whether goods get over the passes.,,,,,,')
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError([Problem(str(folder), None, None, None, "a folder that is empty, or none of that name")])
    named = {slug(each): each.replace("_", " ").title() if each == slug(each) else each for each in clusters}
    if not alone and (taken := sorted(named.keys() & set(study.places["place"]))):
        raise InputError([Problem("cluster", None, None, taken[0], "a key that no place of the study has")])
    known = dict(zip(study.places["place"], study.places["name"], strict=True))
    code, name_of_country = country_of(study, country) if country else ("", "")
    own_country = [{"place": code, "name": name_of_country, "kind": "country"}]
    questions = dict(zip(study.determinants["determinant"], study.determinants["definition"], strict=True))
    tables: dict[str, list[Cells]] = {
        "places": [{"place": key, "name": name, "kind": "cluster"} for key, name in named.items()]
        + (own_country if code and (alone or code not in known) else []),
        "memberships": [{"place": key, "within": code} for key in named] if code else [],
        "evidence": [
            {"place": key, "determinant": factor, "definition": meaning}
            for key in named
            for factor, meaning in questions.items()
        ],
        "outcomes": [{"cluster": key} for key in named],
    }
    inherited = 0 if alone else study.evidence["place"].eq(code).sum()
    told = (
        f"{inherited} rows of {study.label} on {known[code]}, up to {study.vintage}, count for it too."
        if inherited
        else "Nothing is taken from its country until you add rows on it."
    )
    folder.mkdir(parents=True, exist_ok=True)
    write_tables(folder, tables)
    names, option = in_a_row(list(named.values())) or "Your clusters", " --alone" if alone else ""
    readme = _README.format(names=names, country=told, folder=folder.name, alone=option)
    (folder / "README.txt").write_text(readme, "utf-8")
    return readme


def write_tables(folder: Path, tables: Tables) -> None:
    """Write the tables of a layer: all of them, or, if one cannot be written, none.

    Parameters
    ----------
    folder : path
        Of the layer.
    tables : mapping
        Rows by table.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_tables(Path(folder), {"memberships": [{"place": "dorf", "within": "ALP"}]})
    ...     (Path(folder) / "memberships.csv").read_text("utf-8")
    'place,within\\ndorf,ALP\\n'
    """
    with tempfile.TemporaryDirectory(dir=folder, prefix=".writing-") as part:
        for table, rows in tables.items():
            others = dict.fromkeys(name for row in rows for name, text in row.items() if text)
            write_table(Path(part) / f"{table}.csv", list(dict.fromkeys([*_FIRST[table], *others])), rows)
        for table in tables:
            os.replace(Path(part) / f"{table}.csv", folder / f"{table}.csv")


def add_rows(study: Study, folder: Path, file: Path) -> Addition:
    """What a layer would be with the rows of a file.

    A row of evidence with the id of one that is there stands in for it; one that says the same is there already;
    the first on a determinant takes the line that was left empty for it.

    Parameters
    ----------
    study : Study
        Without the layer.
    folder : path
        The layer; may not be there yet.
    file : path
        CSV, XLSX, or a layer's folder.

    Returns
    -------
    Addition
        Nothing is written.

    Raises
    ------
    InputError
        If something is wrong with either.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> with tempfile.TemporaryDirectory() as parent:
    ...     folder, file = Path(parent) / "dorf", Path(parent) / "more.csv"
    ...     _ = begin_layer(example_study(), folder, ["Dorf"], "ALP")
    ...     _ = file.write_text("place,determinant,rating\\ndorf,roads,2\\n")
    ...     addition = add_rows(example_study(), folder, file)
    >>> addition.added, addition.tables["evidence"][0]["rating"]
    (1, '2')
    """
    there = read_layer(folder) if folder.is_dir() and any(folder.glob("*.*")) else None
    before = lay_over(study, there) if there else study
    rows, notes = resolve(before, read_layer(file))
    tables = {table: [dict(row.cells) for row in there.rows[table]] if there else [] for table in TABLES}
    places = {cells["place"] for cells in tables["places"]} | set(study.places["place"])
    tables["places"] += [row.cells for row in rows["places"] if row.cells["place"] not in places]
    pairs = [(cells["place"], cells["within"]) for cells in tables["memberships"]]
    tables["memberships"] += [
        row.cells for row in rows["memberships"] if (row.cells["place"], row.cells["within"]) not in pairs
    ]
    observed = {cells["cluster"]: cells for cells in tables["outcomes"]}
    for row in rows["outcomes"]:
        cluster = row.cells["cluster"]
        if not observed.get(cluster, {}).get("path") and cluster not in study.observed:
            tables["outcomes"] = [cells for cells in tables["outcomes"] if cells["cluster"] != cluster] + [row.cells]
    counts = _merge(tables["evidence"], [row.cells for row in rows["evidence"]])
    after = lay_over(study, LayerRows(folder, _rows(tables), there.references if there else {}, ()))
    return Addition(tables, *counts, tuple(notes), before, after)


def _rows(tables: Tables) -> dict[str, list[Row]]:
    return {
        table: [
            Row(f"{table}.csv", number, {**dict.fromkeys(FORMS[table].columns, ""), **cells})
            for number, cells in enumerate(tables[table], start=2)
        ]
        for table in TABLES
    }


def _merge(there: list[Cells], new: Iterable[Cells]) -> tuple[int, int, int]:
    """Bring new rows of evidence into those that are there; how many are added, stand in for one, or were there."""
    added = changed = kept = 0
    asked = FORMS["evidence"].columns
    for cells in new:
        same = [old for old in there if cells["id"] and old["id"] == cells["id"]]
        blank = [old for old in there if _about(old) == _about(cells) and not old["rating"]]
        if any(_said(old, asked) == _said(cells, asked) for old in there):
            kept += 1
        elif same:
            same[0].update({name: text for name, text in cells.items() if text})
            changed += 1
        elif blank:
            blank[0].update({name: text for name, text in cells.items() if text})
            added += 1
        else:
            there.append(cells)
            added += 1
    return added, changed, kept


def _about(cells: Cells) -> tuple[str, str]:
    return cells["place"].casefold(), cells["determinant"].casefold()


def _said(cells: Cells, columns: Iterable[str]) -> Cells:
    """What a row says, less what it says by default."""
    usual = {"basis": "stated", "period": "current"}
    return {name: cells[name] for name in columns if cells.get(name) and cells[name] != usual.get(name)}
