"""Tables of the explorer's page, read in Python: what ``tables.js`` and ``layer.js`` write."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from smeclusters.errors import InputError, Problem
from smeclusters.explorer.links import VERSION, Setting, read_link
from smeclusters.explorer.overlays import Layered, overlays_along
from smeclusters.explorer.own import COLUMNS, OwnCluster, read_own
from smeclusters.model.framework import Framework
from smeclusters.model.prepared import Prepared
from smeclusters.model.rules import Rules
from smeclusters.study import Study, read_weights
from smeclusters.study.handed_in import Rows, read_handed_in
from smeclusters.study.layers import ALIASES, read_layer
from smeclusters.study.overlay import lay_over

RULES = ("compensation", "threshold_low", "threshold_high", "silent", "coding")
"""Columns of the table of classes that say how it came about, the same in each row."""

LAYERS = "layers"
"""A column beside them that names what lies over the study, where something does."""

KINDS = {
    "classes": ("cluster", "recoded", *RULES),
    "weights": ("determinant", "weight"),
    "sheet": ("passage", "determinant", "rating"),
    "layer": ("place", "determinant", "rating"),
}
"""What each kind of table has in its header; a coding sheet is told apart, as it is no setting."""

_RATED = {"determinant", "rating"}
_NUMBERS = ("rating", "rating_to", "vintage")


def kind_of(header: Iterable[str]) -> str:
    """What kind of table has some columns.

    Parameters
    ----------
    header : iterable of str
        Names of columns, however a spreadsheet writes them.

    Returns
    -------
    str
        A key of `KINDS`, or empty. What has ratings and neither places nor names is a coding sheet that lacks some.

    Examples
    --------
    >>> kind_of(["Place", "Determinant", "Rating", "why"]), kind_of(["name", "link"])
    ('layer', '')
    """
    there = {"_".join(re.split(r"[\s_-]+", name.strip().casefold())) for name in header}
    otherwise = "sheet" if there >= _RATED and "name" not in there else ""
    return next((kind for kind, columns in KINDS.items() if there >= set(columns)), otherwise)


def is_bare_sheet(path: Path, study: Study) -> bool:
    """Whether what looks like clusters of a reader's own is a coding sheet that lacks its passages.

    Its places are the study's, and so it gives them no names.

    Parameters
    ----------
    path : path
        CSV or XLSX with places, determinants and ratings.
    study : Study
        The study of the page.

    Returns
    -------
    bool
        False for a table without rows.

    Examples
    --------
    >>> from smeclusters.study import example_study
    >>> study = example_study()
    >>> is_bare_sheet(study.folder / "evidence.csv", study)
    True
    """
    table = read_handed_in(path, [*COLUMNS, *ALIASES], _NUMBERS)
    known = set(study.clusters["place"]) | set(study.clusters["name"])
    return "name" not in table.header and any(cells.get("place") in known for _, cells in table.rows)


def read_classes(path: Path, study: Study, codings: Iterable[str] | None = None) -> Setting:
    """The setting under which a table of classes came about.

    Rows of clusters that the study has not are passed over: they are a reader's own, and what is said of them
    travels as a table of its own.

    Parameters
    ----------
    path : path
        CSV or XLSX, from *Classes as CSV* of the page.
    study : Study
        The study of the page.
    codings : iterable of str, optional
        As in :func:`read_link`.

    Returns
    -------
    Setting
        Of the name that the reader gave it there, or of the file's.

    Raises
    ------
    InputError
        If a column is missing, the rows are not of one setting, or something in them cannot be used.

    Examples
    --------
    >>> import tempfile
    >>> from smeclusters.study import example_study
    >>> weights = ["weight_roads", "weight_guild", "weight_fairs", "weight_craft", "weight_tools"]
    >>> head = ["cluster", *RULES, "recoded", *weights]
    >>> row = "borg,-inf,0.4,0.6,range,,craft=1..2;tools=unknown,0.1,0.1,0.1,0.4,0.3"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "ada.csv"
    ...     _ = path.write_text(f"{','.join(head)}\\n{row}\\n")
    ...     setting = read_classes(path, example_study())
    >>> setting.name, setting.state["overrides"], setting.state["compensation"]
    ('ada', {'borg': {'craft': (1.0, 2.0), 'tools': None}}, -inf)
    """
    weights = [f"weight_{key}" for key in study.determinants["determinant"]]
    numbers = ["threshold_low", "threshold_high", *weights]
    needed = ["cluster", *RULES, "recoded", *weights]
    table = read_handed_in(path, [*needed, LAYERS, "label", "reason"], numbers)
    if missing := [name for name in needed if name not in table.header]:
        found = ",".join(table.header)
        raise InputError([Problem(path.name, table.top, None, found, f"the columns {', '.join(missing)} as well")])
    if not table.rows:
        raise InputError([Problem(path.name, None, None, None, "a row for each cluster")])
    (top, first), *others = table.rows
    shown = [LAYERS] if LAYERS in table.header else []
    problems = list(_unlike(path.name, first, top, others, [*RULES, *shown, *weights]))
    expected = "one number of at least 0"
    problems += [
        Problem(path.name, top, name, first[name] or None, expected) for name in weights if not _is_share(first[name])
    ]
    if problems:
        raise InputError(problems)
    compensation = "none" if first["compensation"] == "-inf" else first["compensation"].replace(",", ".")
    ends = f"{first['threshold_low']},{first['threshold_high']}"
    laid = [key for key in first.get(LAYERS, "").split(";") if key]
    known = {*study.clusters["place"], *_added(study, laid)}
    cells = [each for _, row in table.rows if row["cluster"] in known for each in _cells(row)]
    shares = [first[name] for name in weights]
    rules = f"{compensation};{ends};{first['silent']};{','.join(cells)};{first['coding']}"
    rules += f";{','.join(laid)}" if laid else ""
    return _setting(path, first.get("label", ""), shares, rules, study, codings)


def _added(study: Study, laid: Sequence[str]) -> tuple[str, ...]:
    """Clusters that layers add; of layers that are not known none, as the link that follows names them."""
    along = overlays_along(study)
    return Layered({"": Prepared(study)}, along).added(laid) if laid and set(laid) <= along.keys() else ()


def read_table_of_weights(path: Path, study: Study) -> Setting:
    """The setting that a table of weights stands for, with the usual rules and cells.

    Parameters
    ----------
    path : path
        CSV or XLSX with the columns ``determinant`` and ``weight``, as :func:`read_weights` takes it.
    study : Study
        The study of the page.

    Returns
    -------
    Setting
        Of the name that the reader gave it on the page, or of the file's.

    Raises
    ------
    InputError
        As :func:`read_weights`.

    Examples
    --------
    >>> import tempfile
    >>> from smeclusters.study import example_study
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "ada.csv"
    ...     _ = path.write_text("determinant,weight\\nroads,1\\nguild,1\\nfairs,0\\ncraft,2\\ntools,4\\n")
    ...     setting = read_table_of_weights(path, example_study())
    >>> setting.name, setting.state["levels"]
    ('ada', {'valley': 2.0, 'workshop': 6.0})
    """
    keys = list(study.determinants["determinant"])
    weights = read_weights(path, keys)
    rows = read_handed_in(path, ["determinant", "weight", "label", "reason"], ["weight"]).rows
    usual = Rules()
    rules = f"{usual.compensation};{usual.thresholds.low},{usual.thresholds.high};{usual.silent}"
    return _setting(path, rows[0][1].get("label", ""), [repr(weights[key]) for key in keys], rules, study, None)


def read_own_table(path: Path, study: Study) -> tuple[OwnCluster, ...]:
    """The clusters of a reader's own that the page has given to take along.

    Parameters
    ----------
    path : path
        CSV or XLSX, a row a statement.
    study : Study
        The study of the page.

    Returns
    -------
    tuple of OwnCluster
        In their order.

    Raises
    ------
    InputError
        With what is wrong, row by row; also if there is no row, or a cluster is one of the study.

    Examples
    --------
    >>> import tempfile
    >>> from smeclusters.study import example_study
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "dorn.csv"
    ...     _ = path.write_text("place,name,determinant,rating,rating_to\\ndorn,Dorn,craft,1,2\\n")
    ...     found = read_own_table(path, example_study())
    >>> found[0].name, found[0].rows[0].hi
    ('Dorn', 2)
    """
    lay_over(study, read_layer(path))  # names each row that cannot be used
    rows = read_handed_in(path, [*COLUMNS, *ALIASES], _NUMBERS).rows
    if not rows:
        raise InputError([Problem(path.name, None, None, None, "a row for each statement")])
    try:
        return read_own(pd.DataFrame([cells for _, cells in rows]).rename(columns=ALIASES), study)
    except InputError as error:
        raise InputError([replace(problem, file=path.name) for problem in error.problems]) from None


def _unlike(name: str, first: dict[str, str], top: int, others: Rows, columns: Iterable[str]) -> Iterable[Problem]:
    for number, row in others:
        for column in columns:
            if row[column] != first[column]:
                yield Problem(name, number, column, row[column] or None, f"{first[column]}, as in row {top}")


def _is_share(text: str) -> bool:
    try:
        return 0 <= float(text) < math.inf
    except ValueError:
        return False


def _cells(row: dict[str, str]) -> list[str]:
    """Re-coded cells of a row as a link has them: craft=1..2 of borg is borg:craft:1:2."""
    return [
        ":".join([row["cluster"], determinant, *(["u"] if ends == "unknown" else ends.split(".."))])
        for determinant, _, ends in (cell.partition("=") for cell in row["recoded"].split(";") if cell)
    ]


def _setting(
    path: Path, label: str, shares: list[str], rules: str, study: Study, codings: Iterable[str] | None
) -> Setting:
    """A setting from what stands in a table, read as a link that says the same."""
    framework = Framework.from_study(study)
    levels = [0.0] * len(framework.levels)
    for level, share in zip(framework.level_of, shares, strict=True):
        levels[level] += float(share)
    text = f"w={VERSION};{','.join(map(repr, levels))};{','.join(shares)};{rules}".replace("e+", "e")
    try:
        return replace(read_link(text, study, label or path.stem, codings), file=path.name)
    except InputError as error:
        raise InputError([replace(problem, file=path.name) for problem in error.problems]) from None
