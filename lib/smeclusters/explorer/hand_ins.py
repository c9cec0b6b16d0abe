"""What a class has handed in, put together: the spread of weights and classes, and what their average hides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smeclusters.errors import InputError, Problem, one_of
from smeclusters.explorer.exported import is_bare_sheet, kind_of, read_classes, read_own_table, read_table_of_weights
from smeclusters.explorer.links import Setting, SharedLinks, read_links
from smeclusters.explorer.overlays import Layered, overlays_along
from smeclusters.explorer.own import OwnCluster, own_ratings
from smeclusters.model.framework import Weights
from smeclusters.model.paths import SETS, classify
from smeclusters.model.prepared import Prepared
from smeclusters.model.ratings import HIGHEST, LOWEST
from smeclusters.model.rules import Rules, Thresholds
from smeclusters.model.scoring import score
from smeclusters.study import Study, load_study
from smeclusters.study.handed_in import read_handed_in
from smeclusters.study.handed_in.contents import decode, is_workbook, read_bytes
from smeclusters.study.handed_in.grid import key

MOST_PAIRS = 5
"""Pairs of settings that are told."""

MOST_SETTINGS = 500
"""Settings that count: as many as the page can show."""

_EXPECTED = "a list of links, or a table of the explorer"
_ELSEWHERE = "links, or a table of the explorer; smeclusters agree compares coding sheets"
_PARTED_BY = re.compile('"?sep=', re.IGNORECASE)  # a first line by which a spreadsheet says what parts its cells
_LINK = re.compile(r"(w|%[57]7)\s*(=|%3d)", re.IGNORECASE)  # though it be broken
_DIGITS = 9  # what differs by less is a tie: sums of weights are rounded


def read_hand_ins(
    paths: str | Path | Iterable[str | Path], study: Study | None = None, codings: Iterable[str] | None = None
) -> SharedLinks:
    """What a class has handed in: lists of links, and tables of the explorer's page.

    Parameters
    ----------
    paths : path or iterable of path
        Files, or folders, of which every file is read, those of folders within too, in the order of their names. A
        text has a link a line, as for :func:`read_links`. A table, CSV or XLSX, is one that the page gives to take
        along: classes, weights, or clusters of a reader's own.
    study : Study, optional
        The study of the page; by default the one that comes with the library.
    codings : iterable of str, optional
        Keys of the other codings that can be chosen there; by default of those in the folder of the study.

    Returns
    -------
    SharedLinks
        All settings, clusters and problems in the order of the files. A table without a name of its own, and a link
        without a name that is alone in its file, bears the file's.

    Raises
    ------
    InputError
        If there is no such file or folder.

    Examples
    --------
    >>> import tempfile
    >>> from smeclusters import example_study
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "ada.txt").write_text("#w=1;1,3;1,1,1,1,1;1;0.4,0.6;range")
    ...     _ = (Path(folder) / "ben.csv").write_text("place,name,determinant,rating\\ndorn,Dorn,craft,3\\n")
    ...     shared = read_hand_ins(folder, example_study())
    >>> [setting.name for setting in shared.settings], str(shared.problems[0])
    (['ada'], 'ben.csv, row 2, rating: found "3", expected a whole number from -2 to 2')
    """
    study = load_study() if study is None else study
    known = None if codings is None else tuple(codings)
    given = [paths] if isinstance(paths, str | Path) else paths
    settings: list[Setting] = []
    problems: list[Problem] = []
    layers: list[tuple[str, tuple[OwnCluster, ...]]] = []
    for path in (file for each in given for file in _files(Path(each))):
        try:
            found = _read(path, study, known)
        except InputError as error:
            problems += error.problems
            continue
        settings += found.settings
        problems += found.problems
        layers += found.layers
    return SharedLinks(tuple(settings), tuple(problems), tuple(layers))


def _files(path: Path) -> list[Path]:
    if not path.exists():
        raise InputError([Problem(str(path), None, None, None, "a file or a folder with what a class has handed in")])
    if path.is_file():
        return [path]
    inside = [file.relative_to(path) for file in path.rglob("*") if file.is_file()]
    return [path / file for file in sorted(inside) if not any(part.startswith(".") for part in file.parts)]


def _read(path: Path, study: Study, codings: Sequence[str] | None) -> SharedLinks:
    if path.suffix.lower() == ".ipynb":
        raise InputError([Problem(path.name, None, None, "a notebook", _EXPECTED)])
    kind = _kind(path, study)
    if kind == "classes":
        return SharedLinks((read_classes(path, study, codings),), ())
    if kind == "weights":
        return SharedLinks((read_table_of_weights(path, study),), ())
    if kind == "sheet":
        raise InputError([Problem(path.name, None, None, "a coding sheet", _ELSEWHERE)])
    if kind == "bare sheet":
        found = "a coding sheet without the column passage"
        raise InputError([Problem(path.name, 1, None, found, f"{_ELSEWHERE} that have it")])
    if kind == "layer":
        return SharedLinks((), (), ((path.stem, read_own_table(path, study)),))
    shared = read_links(path, study, codings)
    if len(shared.settings) == 1 and not shared.problems and not shared.settings[0].name:
        return replace(shared, settings=(replace(shared.settings[0], name=path.stem),))
    return shared


def _kind(path: Path, study: Study) -> str:
    """What kind of table a file holds; empty for a text."""
    data = read_bytes(path, _EXPECTED)
    if is_workbook(data, path.name):
        header: Sequence[str] = read_handed_in(path, ["determinant", "cluster"]).header
        kind = kind_of(header)
    else:
        text, _ = decode(data, path.name)
        lines = [line for line in text.splitlines() if line.strip() and not _PARTED_BY.match(line)]
        header = re.split("[,;\t]", lines[0].replace('"', "")) if lines else []
        kind = kind_of(header)
        if not kind and not any(map(_LINK.search, lines)):  # one sentence, and not one for each line
            raise InputError([Problem(path.name, None, None, lines[0].strip() if lines else None, _EXPECTED)])
    lacking = kind == "sheet" and "passage" not in map(key, header)
    return "bare sheet" if lacking or (kind == "layer" and is_bare_sheet(path, study)) else kind


@dataclass(frozen=True, eq=False)
class ClassSummary:
    """What the settings of a class come to together. The page of the book for classes has the same parts.

    Attributes
    ----------
    settings : DataFrame
        One row a setting that counts, in the order in which they were handed in: ``setting``, its name; ``level_KEY``
        for each level and ``weight_KEY`` for each determinant, weights in 0…1 that add up to 1; ``compensation``
        (−∞…1), ``threshold_low, threshold_high`` (0…1), ``silent`` and ``coding``; ``layers``, where some setting
        has any; ``recoded``, how many cells it re-codes; ``path_KEY`` for each cluster of the study, its open paths
        in key form.
    weights : DataFrame
        One row for each level and each determinant: ``scope`` (``level``, ``determinant``), ``key``, and of its
        weights over all settings ``least, lower, median, upper, most`` (quartiles) and ``mean``, in 0…1.
    classes : DataFrame
        One row a cluster of the study: ``cluster``, and for each set of paths in key form how many settings give it
        that class. A row adds up to the number of settings.
    recoded : DataFrame
        One row for each cell of the study that any setting re-codes: ``cluster, determinant``; ``settings``, how many
        do; ``mean`` of the middles that they give, and ``edition``, the middle of the cell as the study has it, both
        in −2…+2; unknown counts as the middle of the scale. Most often re-coded first, then the largest change, then
        in the order of the study.
    pairs : DataFrame
        The five pairs of settings that disagree most: ``one, other``; ``clusters``, how many have another class; and
        ``distance``, how far apart the weights of the determinants are: 0 for the same, 1 for none in common. By
        `clusters`, then by `distance`, then in the order of the settings.
    average : DataFrame
        One row a cluster of the study: ``cluster``; ``path`` and ``score_lo, score_hi`` (0…1) under the mean of the
        weights of all settings, by the study's own coding, with the usual rules and no cell re-coded; ``hidden``, how
        many settings give the cluster another class.
    own : DataFrame
        One row for each cluster of a reader's own that was handed in, in a link or as a table: ``setting``, the name
        of the hand-in; ``place, name``; ``statements``, how many rows are on it; ``path`` under that setting, empty
        where it came without weights; ``average``, its path under the mean of the weights.
    problems : tuple of Problem
        What could not be read, settings that weigh nothing, and that there are more than `MOST_SETTINGS`, of which
        the first count; the others count without them.
    """

    settings: pd.DataFrame
    weights: pd.DataFrame
    classes: pd.DataFrame
    recoded: pd.DataFrame
    pairs: pd.DataFrame
    average: pd.DataFrame
    own: pd.DataFrame
    problems: tuple[Problem, ...]


def class_summary(
    shared: SharedLinks, study: Study | None = None, codings: Mapping[str, Study] | None = None
) -> ClassSummary:
    r"""What the settings of a class come to together.

    The distance of two settings is the total variation distance of the weights v and w of their determinants,
    ½ Σ \|vᵢ − wᵢ\|: the share of all weight that would have to move for one to become the other. Quartiles are
    interpolated between the two nearest weights, as ``numpy.quantile`` does.

    Parameters
    ----------
    shared : SharedLinks
        From :func:`read_links` or :func:`read_hand_ins`.
    study : Study, optional
        The study of the page; by default the one that comes with the library.
    codings : mapping, optional
        The other codings that settings may choose, by key; by default those that stand in the folder of the study,
        of which only those are read that are chosen.

    Returns
    -------
    ClassSummary
        Of the settings that weigh something. One without a name is called “Setting” and its place among all.

    Raises
    ------
    InputError
        If there is no setting that weighs something: with what was wrong with each.

    References
    ----------
    Levin, D. A., Peres, Y. and Wilmer, E. L. (2009), Markov Chains and Mixing Times, proposition 4.2. Hyndman, R. J.
    and Fan, Y. (1996), Sample Quantiles in Statistical Packages, definition 7.

    Examples
    --------
    Ada gives the workshop three times the weight of the valley, and Ben all of it.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from smeclusters import example_study, read_links
    >>> study = example_study()
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "class.txt"
    ...     _ = file.write_text("Ada #w=1;1,3;1,1,1,1,1;1;0.4,0.6;range\nBen #w=1;0,1;1,1,1,1,1;1;0.4,0.6;range\n")
    ...     summary = class_summary(read_links(file, study), study)
    >>> summary.weights.query("key == 'valley'")[["least", "median", "most"]].values.tolist()
    [[0.0, 0.125, 0.25]]
    >>> summary.pairs.values.tolist()
    [['Ada', 'Ben', 1, 0.25]]
    >>> summary.average[["cluster", "path", "hidden"]].values.tolist()
    [['almen', 'high_road', 0], ['borg', 'low_road', 0], ['cresta', 'high_road', 1]]
    """
    study = load_study() if study is None else study
    usual = Prepared(study)
    members, idle = _followed(shared, usual, codings)
    problems = (*shared.problems, *idle)
    if not members:
        lacking = Problem("settings", None, None, None, "at least one setting that weighs something")
        raise InputError([*problems, lacking])
    mean = _flat(members).mean(axis=0)
    return ClassSummary(
        _settings(members, usual),
        _weights(members, usual),
        _classes(members, usual),
        _recoded(members, usual),
        _pairs(members, usual),
        _average(members, usual, mean),
        _own(members, shared, usual, mean),
        problems,
    )


@dataclass(frozen=True, eq=False)
class _Member:
    """A setting that weighs something, and what follows from it: the open paths of each cluster, its own too."""

    name: str
    setting: Setting
    weights: Weights
    paths: Mapping[str, str]


def _followed(
    shared: SharedLinks, usual: Prepared, codings: Mapping[str, Study] | None
) -> tuple[list[_Member], list[Problem]]:
    coded = {"": usual} | _coded({setting.state["coding"] for setting in shared.settings}, usual.study, codings)
    layered = Layered(coded, overlays_along(usual.study))
    members: list[_Member] = []
    idle: list[Problem] = []
    for at, setting in enumerate(shared.settings[:MOST_SETTINGS], 1):
        name, state = setting.name or f"Setting {at}", setting.state
        try:
            weights = usual.framework.weigh(state["weights"], levels=state["levels"])
        except InputError as error:
            expected = error.problems[0].expected
            idle.append(Problem(setting.file or "settings", setting.row, name, "weights of 0 alone", expected))
            continue
        ratings = layered.ratings(state["coding"], state["laid"], state["own"]).recode(state["overrides"])
        rules = Rules(state["compensation"], Thresholds(*state["thresholds"]), state["silent"])
        paths = classify(score(ratings, weights, rules), rules.thresholds).keys().tolist()
        members.append(_Member(name, setting, weights, dict(zip(ratings.clusters, paths, strict=True))))
    if len(shared.settings) > MOST_SETTINGS:
        expected = f"at most {MOST_SETTINGS}, of which the first count"
        idle.append(Problem("settings", None, None, str(len(shared.settings)), expected))
    return members, idle


def _coded(chosen: set[str], study: Study, codings: Mapping[str, Study] | None) -> dict[str, Prepared]:
    """The other codings that settings choose."""
    keys = sorted(chosen - {""})
    if codings is None:
        over = [layer.path for layer in study.layers]
        return {key: Prepared(load_study(study.folder, over, key)) for key in keys}
    if unknown := [key for key in keys if key not in codings]:
        raise InputError([Problem("codings", None, None, key, one_of(codings, key)) for key in unknown])
    return {key: Prepared(codings[key]) for key in keys}


def _settings(members: Sequence[_Member], usual: Prepared) -> pd.DataFrame:
    framework = usual.framework
    layered = any(member.setting.state["laid"] for member in members)
    return pd.DataFrame(
        [
            {"setting": member.name}
            | {f"level_{key}": each for key, each in zip(framework.levels, member.weights.levels, strict=True)}
            | {f"weight_{key}": each for key, each in zip(framework.determinants, member.weights.flat, strict=True)}
            | {
                "compensation": member.setting.state["compensation"],
                "threshold_low": member.setting.state["thresholds"][0],
                "threshold_high": member.setting.state["thresholds"][1],
                "silent": member.setting.state["silent"],
                "coding": member.setting.state["coding"],
                **({"layers": ";".join(member.setting.state["laid"])} if layered else {}),
                "recoded": sum(map(len, member.setting.state["overrides"].values())),
            }
            | {f"path_{key}": member.paths[key] for key in usual.ratings.clusters}
            for member in members
        ]
    )


def _weights(members: Sequence[_Member], usual: Prepared) -> pd.DataFrame:
    framework = usual.framework
    levels, flat = _levels(members), _flat(members)
    return pd.DataFrame(
        [
            (scope, key, *np.quantile(numbers, [0, 0.25, 0.5, 0.75, 1]).tolist(), float(numbers.mean()))
            for scope, keys, table in (
                ("level", framework.levels, levels),
                ("determinant", framework.determinants, flat),
            )
            for key, numbers in zip(keys, table.T, strict=True)
        ],
        columns=["scope", "key", "least", "lower", "median", "upper", "most", "mean"],
    )


def _levels(members: Sequence[_Member]) -> NDArray[np.float64]:
    return np.array([member.weights.levels for member in members])


def _flat(members: Sequence[_Member]) -> NDArray[np.float64]:
    return np.array([member.weights.flat for member in members])


def _classes(members: Sequence[_Member], usual: Prepared) -> pd.DataFrame:
    counts = {key: Counter(member.paths[key] for member in members) for key in usual.ratings.clusters}
    return pd.DataFrame(
        [(key, *(found[path] for path in SETS)) for key, found in counts.items()], columns=["cluster", *SETS]
    )


def _recoded(members: Sequence[_Member], usual: Prepared) -> pd.DataFrame:
    ratings = usual.ratings
    rows = []
    for i, cluster in enumerate(ratings.clusters):
        for j, determinant in enumerate(ratings.determinants):
            all_of_it = [member.setting.state["overrides"].get(cluster, {}) for member in members]
            middles = [_middle(cells[determinant]) for cells in all_of_it if determinant in cells]
            if middles:
                edition = float(ratings.lo[i, j] + ratings.hi[i, j]) / 2
                rows.append((cluster, determinant, len(middles), sum(middles) / len(middles), edition))
    rows.sort(key=lambda row: (-row[2], -round(abs(row[3] - row[4]), _DIGITS)))
    return pd.DataFrame(rows, columns=["cluster", "determinant", "settings", "mean", "edition"])


def _middle(ends: tuple[float, float] | None) -> float:
    lo, hi = ends or (LOWEST, HIGHEST)
    return (lo + hi) / 2


def _pairs(members: Sequence[_Member], usual: Prepared) -> pd.DataFrame:
    names, flat = [member.name for member in members], _flat(members)
    paths = np.array([[member.paths[key] for key in usual.ratings.clusters] for member in members])

    def pairs() -> Iterator[tuple[str, str, int, float]]:
        for at, name in enumerate(names, 1):
            clusters = (paths[at:] != paths[at - 1]).sum(axis=1).tolist()
            # Rounding may take two that have nothing in common past 1.
            distances = np.minimum(np.abs(flat[at:] - flat[at - 1]).sum(axis=1) / 2, 1.0)
            for other, count, distance in zip(names[at:], clusters, distances.tolist(), strict=True):
                yield name, other, count, distance

    rows = nsmallest(MOST_PAIRS, pairs(), key=lambda row: (-row[2], -round(row[3], _DIGITS)))
    return pd.DataFrame(rows, columns=["one", "other", "clusters", "distance"])


def _average(members: Sequence[_Member], usual: Prepared, mean: NDArray[np.float64]) -> pd.DataFrame:
    scores = score(usual.ratings, mean, usual.rules)
    paths = classify(scores, usual.rules.thresholds).keys().tolist()
    return pd.DataFrame(
        [
            (key, path, lo, hi, sum(member.paths[key] != path for member in members))
            for key, path, lo, hi in zip(scores.clusters, paths, scores.lo.tolist(), scores.hi.tolist(), strict=True)
        ],
        columns=["cluster", "path", "score_lo", "score_hi", "hidden"],
    )


def _own(members: Sequence[_Member], shared: SharedLinks, usual: Prepared, mean: NDArray[np.float64]) -> pd.DataFrame:
    """Own clusters, each hand-in by itself: two may call different clusters alike."""
    handed = [(member.name, member.setting.state["own"], member.paths) for member in members]
    rows = []
    for name, owns, paths in [*handed, *((name, owns, {}) for name, owns in shared.layers)]:
        found = score(own_ratings(usual, owns), mean, usual.rules)
        average = dict(zip(found.clusters, classify(found, usual.rules.thresholds).keys().tolist(), strict=True))
        rows += [(name, own.key, own.name, len(own.rows), paths.get(own.key, ""), average[own.key]) for own in owns]
    return pd.DataFrame(rows, columns=["setting", "place", "name", "statements", "path", "average"])
