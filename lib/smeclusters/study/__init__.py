"""The study: the tables of a data folder, read and checked. Nothing else reads them.

Each file is parsed once. What :func:`find_problems` lets pass, :func:`load_study` reads, as both go by the
same rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from smeclusters.errors import InputError, Problem, one_of
from smeclusters.study import bibliography
from smeclusters.study.bibliography import read_bibliography
from smeclusters.study.check import link_problems, list_problems, study_problems, table_problems
from smeclusters.study.descriptor import describe, edition_folder, read_descriptor
from smeclusters.study.frames import empty_frame, frame
from smeclusters.study.labels import plain_locator, source_label
from smeclusters.study.layers import TABLES, Layer, is_layer, read_layer
from smeclusters.study.needs import NEEDS, OUTSIDE
from smeclusters.study.overlay import lay_over
from smeclusters.study.tables import Field, Rows, Table, parse

__all__ = [
    "Layer",
    "Study",
    "describe",
    "each_row",
    "edition_folder",
    "example_study",
    "find_problems",
    "is_layer",
    "load_study",
    "read_weights",
    "source_label",
]

_EXAMPLE = Path(__file__).parents[1] / "example"

# What a sentence on many clusters leaves open for one of them: its path, and those one step beside it.
_WIDENED = {
    "low_road": "low_road|mixed",
    "mixed": "low_road|mixed|high_road",
    "high_road": "mixed|high_road",
}


def each_row(table: pd.DataFrame) -> Iterator[Any]:
    """The rows of a table, each with its columns as attributes.

    Their types stand in the descriptor, where no type checker looks for them.

    Parameters
    ----------
    table : DataFrame
        Of a study.

    Returns
    -------
    iterator of named tuples
        In the order of the table.

    Examples
    --------
    >>> [row.level for row in each_row(example_study().levels)]
    ['valley', 'workshop']
    """
    return table.itertuples(index=False)


@dataclass(frozen=True, eq=False)
class Study:
    """The coded paper: one frame for each table that ``data/datapackage.json`` describes.

    Text columns hold strings, empty where the table is; number columns hold floats, NaN where
    the table is empty, or integers where every row has one. The column `layer` of places, memberships, evidence
    and outcomes is empty in the study's own rows, and names the layer that brought the others. `coding` names the
    coding that stands in for the study's own evidence. `notes` say how tables were read that are not
    written as the edition's are. `external` joins the tables of
    ``external/``, which are of one form. `vintage` is the year of the source: evidence published later
    is not its own. `label` stands before its passages where they are cited; `authors` are the family names of
    those who wrote it. `references` maps the keys
    of ``references.bib`` to pybtex entries.
    """

    folder: Path
    vintage: int
    label: str
    authors: tuple[str, ...]
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
    story: pd.DataFrame
    textbook: pd.DataFrame
    likeness: pd.DataFrame
    concepts: pd.DataFrame
    outlines: pd.DataFrame
    claims: pd.DataFrame
    former: pd.DataFrame
    verdicts: pd.DataFrame
    citations: pd.DataFrame
    listed: pd.DataFrame
    spellings: pd.DataFrame
    remarks: pd.DataFrame
    external: pd.DataFrame
    references: Mapping[str, Any]
    coding: str = ""
    layers: tuple[Layer, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def own(self) -> Study:
        """The study without what its layers have brought."""
        if not self.layers:
            return self
        tables = {name: getattr(self, name) for name in TABLES}
        own = {name: rows[rows["layer"] == ""].reset_index(drop=True) for name, rows in tables.items()}
        whole = [field.name for field in NEEDS["evidence"].fields if field.type == "integer"]
        filled = [name for name in whole if own["evidence"][name].notna().all()]
        own["evidence"] = own["evidence"].astype(dict.fromkeys(filled, "int64"))  # a layer's row may have had none
        return replace(self, layers=(), **own)

    @property
    def clusters(self) -> pd.DataFrame:
        """The rows of `places` that are clusters, in the order of the file."""
        return self.places[self.places["kind"] == "cluster"]

    @property
    def observed(self) -> dict[str, str]:
        """The paths that may be meant by what is observed, in key form, by cluster.

        One path where the source speaks of the cluster itself. Where it speaks of others, such as all clusters at
        once, the set is one step wider, as a cell would be. A cluster of which nothing is observed is not in it.

        Examples
        --------
        >>> from dataclasses import replace
        >>> study = example_study()
        >>> study.observed
        {'almen': 'high_road', 'borg': 'low_road'}
        >>> replace(study, outcomes=study.outcomes.assign(about="ALP")).observed
        {'almen': 'mixed|high_road', 'borg': 'low_road|mixed'}
        """
        return {
            row.cluster: row.path if row.about == row.cluster else _WIDENED[row.path] for row in each_row(self.outcomes)
        }


def load_study(
    folder: str | Path | None = None,
    layers: Iterable[str | Path] = (),
    coding: str | Path | None = None,
    alone: bool = False,
) -> Study:
    """Read a data folder, by default that of the edition that is installed, and what is to be laid over it.

    Parameters
    ----------
    folder : path, optional
        Folder with CSV tables, ``references.bib``, and a ``datapackage.json`` that describes the tables. A
        folder without one is read by the edition's. By default the folder of the edition that is installed.
    layers : iterable of path or str, default ()
        Layers: folders, files of evidence, or names of those that stand in ``layers/`` of the data folder.
    coding : path or str, optional
        Another coding of the same source, which stands in for its evidence: a folder, or the name of one in
        ``codings/`` of the data folder.
    alone : bool, default False
        Without the places of the source and what it says of them: the framework, and what the layers bring.

    Returns
    -------
    Study
        A frame for each table; one that the folder has not is empty.

    Raises
    ------
    InputError
        With every problem that :func:`find_problems` finds, or that is found in a layer or coding; if no folder is
        given and no edition installed; if `alone` leaves no cluster.

    Examples
    --------
    >>> study = load_study()
    >>> study.vintage, study.label
    (2001, 'WP71')
    """
    study = _load(edition_folder() if folder is None else Path(folder))
    if coding is not None:
        study = _recoded(study, _shipped(coding, study.folder / "codings", "coding"))
    if alone:
        study = _bare(study)
    for layer in layers:
        study = lay_over(study, read_layer(_shipped(layer, study.folder / "layers", "layer")))
    if study.clusters.empty:
        raise InputError([Problem("alone", None, None, None, "a layer with at least one cluster")])
    return study


def _load(folder: Path) -> Study:
    reading = _read(folder)
    if reading.problems:
        raise InputError(reading.problems)
    frames = {table.name: frame(table, reading.rows[table.name]) for table in reading.tables}
    outside = [frames.pop(name) for name in list(frames) if name.startswith(OUTSIDE)]
    own: dict[str, Any] = {
        name: frames[name] if name in frames else empty_frame(need) for name, need in NEEDS.items() if name != OUTSIDE
    }
    own |= {name: own[name].assign(layer=pd.array([""] * len(own[name]), dtype="str")) for name in TABLES}
    return Study(
        folder=reading.folder,
        vintage=reading.vintage,
        label=reading.label,
        authors=reading.authors,
        notes=reading.notes,
        references=reading.references,
        external=pd.concat(outside, ignore_index=True) if outside else empty_frame(NEEDS[OUTSIDE]),
        **own,
    )


def _recoded(study: Study, path: Path) -> Study:
    """The study with the rows of another coding in the place of its own; their ids bear its name."""
    bare = replace(study, evidence=study.evidence.iloc[:0], outcomes=study.outcomes.iloc[:0])
    laid = lay_over(bare, read_layer(path))
    evidence, outcomes = laid.evidence.assign(layer=""), laid.outcomes.assign(layer="")
    evidence["vintage"] = evidence["vintage"].fillna(study.vintage).astype("int64")
    evidence["locator"] = evidence["locator"].map(plain_locator)
    if path.is_file() and len(evidence) and not evidence["locator"].any():  # one sentence, and not one for each row
        raise InputError([Problem(path.name, 1, None, "no passages", "the column passage as well, filled in")])
    known = set(study.locators["locator"])
    problems = [
        Problem(path.name, None, "locator", row.locator or None, f"a passage of the source, for {row.id}")
        for row in each_row(evidence)
        if row.locator not in known
    ]
    if problems:
        raise InputError(problems)
    return replace(
        study,
        coding=laid.layers[-1].name,
        notes=(*study.notes, *laid.layers[-1].notes),
        evidence=evidence,
        outcomes=study.outcomes if outcomes.empty else outcomes,
    )


_OF_PLACES = (
    "places",
    "memberships",
    "profiles",
    "evidence",
    "outcomes",
    "likeness",
    "claims",
    "verdicts",
    "citations",
)
"""Tables of what the source says of its places, or of what is said of it."""


def _bare(study: Study) -> Study:
    """The framework alone."""
    return replace(study, **{name: getattr(study, name).iloc[:0] for name in _OF_PLACES})


def _shipped(given: str | Path, folder: Path, what: str) -> Path:
    """The path that a name stands for: what is there under it, or else what comes with the study."""
    path = Path(given)
    if path.exists():
        return path
    if (own := folder / path).exists():
        return own
    known = sorted(each.name for each in folder.glob("*") if each.is_dir())
    along = f"; {one_of(known, str(given))} comes along" if known else ""
    expected = f"a folder or a file{along}"
    raise InputError([Problem(what, None, None, str(given), expected)])


def example_study() -> Study:
    """A small study of invented clusters, to try things out: its folder comes with the library.

    Two levels, five determinants, three clusters, of which one has no outcome; a cell without evidence, one
    whose facets disagree, one that rests on a guess, and a row that tells of the past.

    Returns
    -------
    Study
        Read anew, so that a reader may change what is in it.

    Examples
    --------
    >>> study = example_study()
    >>> study.clusters["name"].tolist(), study.observed
    (['Almen', 'Borg', 'Cresta'], {'almen': 'high_road', 'borg': 'low_road'})
    """
    return load_study(_EXAMPLE)


def find_problems(folder: str | Path | None = None) -> list[Problem]:
    """Every problem in a data folder, in the order of the tables; empty if there is none.

    Each table is checked by itself first: encoding, columns, types, ranges, allowed values and keys. What
    joins the tables is checked row by row, so that one broken table does not bring a complaint from every
    row that refers to it.

    Parameters
    ----------
    folder : path, optional
        Folder with CSV tables, ``references.bib``, and a ``datapackage.json`` that describes the tables. By default
        the folder of the edition that is installed.

    Returns
    -------
    list of Problem
        Each with file, row, column, what stands there and what should.

    Raises
    ------
    InputError
        If no folder is given and no edition installed.

    Examples
    --------
    >>> print(*find_problems("nowhere"))
    nowhere: found nothing, expected a folder with the tables of a study
    """
    return list(_read(edition_folder() if folder is None else Path(folder)).problems)


def read_weights(path: str | Path, determinants: list[str]) -> dict[str, float]:
    """Read a reader's own weights: a CSV or XLSX with the columns ``determinant`` and ``weight``.

    Parameters
    ----------
    path : path
        The file. Every determinant has one row; weights are non-negative, in any unit.
    determinants : list of str
        The keys that must be there.

    Returns
    -------
    dict
        The weight of each determinant, in the order of the file.

    Raises
    ------
    InputError
        If a column is missing, a determinant unknown, double or absent, or a
        weight negative or not a finite number, or if all are zero.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "mine.csv"
    ...     _ = path.write_text("determinant,weight\\nsoil,1\\nsun,0.5\\n")
    ...     read_weights(path, ["soil", "sun"])
    {'soil': 1.0, 'sun': 0.5}
    """
    path = Path(path)
    fields = (
        Field("determinant", required=True, enum=tuple(determinants)),
        Field("weight", "number", required=True, minimum=0),
    )
    table = Table("weights", path.name, fields, (("determinant",),))
    rows, problems, _ = parse(path, table.columns, table.numbers)
    problems += _new(problems, table_problems(table, rows))
    if not problems:
        given = {cells["determinant"] for _, cells in rows}
        problems = [
            Problem(path.name, None, "determinant", None, f"a row for {determinant} (0 leaves it out)")
            for determinant in determinants
            if determinant not in given
        ]
    if problems:
        raise InputError(sorted(problems, key=_row))
    weights = {cells["determinant"]: float(cells["weight"]) for _, cells in rows}
    if not any(weights.values()):
        raise InputError([Problem(path.name, None, "weight", "0", "at least one weight above 0")])
    return weights


@dataclass(frozen=True)
class _Reading:
    """What stands in a folder, and what is wrong with it."""

    folder: Path
    problems: tuple[Problem, ...]
    vintage: int = 0
    label: str = ""
    authors: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    rows: Mapping[str, Rows] = field(default_factory=dict)
    references: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def _read(folder: Path) -> _Reading:
    if not folder.is_dir():
        expected = "a folder with the tables of a study"
        return _Reading(folder, (Problem(str(folder), None, None, None, expected),))
    try:
        described = read_descriptor(folder)
    except InputError as error:
        return _Reading(folder, error.problems)
    rows: dict[str, Rows] = {}
    problems: dict[str, list[Problem]] = {table.name: [] for table in described.tables}
    notes: list[str] = []
    for table in described.tables:
        try:
            parsed = parse(folder / table.file, table.columns, table.numbers)
            rows[table.name], problems[table.name] = parsed.rows, parsed.problems
            notes += parsed.notes
        except InputError as error:
            problems[table.name] += error.problems
    references: Mapping[str, Any] = {}
    unread: tuple[Problem, ...] = ()
    try:
        references = read_bibliography(folder)
    except InputError as error:
        unread = error.problems
    known = {
        name: (file, keys)
        for name, file, keys in (
            ("sources", bibliography.FILE, None if unread else references),
            *((name, f"{name}.csv", _first_cells(rows.get(name, []))) for name in ("determinants", "places")),
        )
        if keys is not None
    }
    there = _first_cells(rows.get("locators", []))
    passages = {"also": ("locators.csv", there)} if there else {}
    for table in described.tables:
        here, found = rows.get(table.name, []), problems[table.name]
        found += _new(found, table_problems(table, here))
        listed = known | passages if table.name == "claims" else known
        found += _new(found, [*link_problems(table, here, rows), *list_problems(table, here, listed)])
    for name, problem in study_problems(described.tables, rows):
        problems[name].append(problem)
    ordered = [problem for found in problems.values() for problem in sorted(found, key=_row)]
    return _Reading(
        folder,
        (*ordered, *unread),
        described.vintage,
        described.label,
        described.authors,
        described.tables,
        rows,
        references,
        tuple(notes),
    )


def _new(told: list[Problem], found: list[Problem]) -> list[Problem]:
    """Problems of cells of which nothing has been told so far."""
    cells = {(problem.row, problem.field) for problem in told}
    return [problem for problem in found if (problem.row, problem.field) not in cells]


def _first_cells(rows: Rows) -> set[str] | None:
    """What the first column of a table holds; None if it has no rows or cannot be read."""
    return {next(iter(cells.values())) for _, cells in rows} or None


def _row(problem: Problem) -> int:
    return problem.row or 0
