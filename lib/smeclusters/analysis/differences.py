"""Where codings differ: units, cells and classes, the row on which a difference hangs, and the rule that applies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from operator import attrgetter
from statistics import median
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from smeclusters.analysis.agreement import UNIT, checked, coded_rows, passages, units
from smeclusters.errors import InputError, Problem, one_of
from smeclusters.model.paths import classify
from smeclusters.model.prepared import Prepared
from smeclusters.model.ratings import Cell, Ratings, cells, lineage
from smeclusters.model.rules import Rules
from smeclusters.model.scoring import score
from smeclusters.study import Study, describe, each_row

KINDS = {
    "omission": "one has no row",
    "facet": "under another facet",
    "determinant": "under another determinant",
    "place": "of another place",
    "period": "held to be past by one",
    "count": "more rows by one than by the other",
    "sign": "favourable by one, unfavourable by the other",
    "zero": "weighing both ways by one",
    "strength": "stronger by one than by the other",
    "basis": "the same rating on another basis",
}
"""Kinds of difference between two codings of a unit, in words."""

_DETAILS = ("kind", "instead", "rule")


class Difference(NamedTuple):
    """A unit on which two codings differ: their ratings, the kind, and under what the other has it instead."""

    locator: str
    place: str
    determinant: str
    facet: str
    one_rating: float
    other_rating: float
    kind: str
    instead: str = ""

    @property
    def unit(self) -> tuple[str, ...]:
        """Its passage, place, determinant and facet."""
        return self.locator, self.place, self.determinant, self.facet


_NONE = Difference("", "", "", "", np.nan, np.nan, "")


@dataclass(frozen=True)
class CodingRule:
    """A rule of the codebook, for a kind of difference between codings.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    says : str
        The rule in words.
    between : tuple of str
        The determinants that it keeps apart; any, if there are none.
    """

    kind: str
    says: str
    between: tuple[str, ...] = ()

    def applies(self, difference: Difference) -> bool:
        """Whether it is the rule for a difference.

        Parameters
        ----------
        difference : Difference
            Between two codings of a unit.

        Returns
        -------
        bool
            True if the kind is the same, and both determinants are among those that it keeps apart.

        Examples
        --------
        >>> rule = CodingRule("determinant", "Rule 5", ("roads", "fairs"))
        >>> moved = Difference("2:1", "almen", "roads", "passes", 1, np.nan, "determinant", "fairs")
        >>> rule.applies(moved), rule.applies(moved._replace(instead="guild"))
        (True, False)
        """
        named = {difference.determinant, difference.instead} if difference.kind == "determinant" else set()
        return self.kind == difference.kind and (not self.between or bool(named) and named <= set(self.between))


def coding_rules(study: Study) -> tuple[CodingRule, ...]:
    """The rules of a study's codebook for differences between coders, from its descriptor.

    Parameters
    ----------
    study : Study
        Whose ``datapackage.json`` may have ``rules``: a list of objects with ``kind``, ``says`` and perhaps
        ``between``.

    Returns
    -------
    tuple of CodingRule
        In the order in which they are tried.

    Raises
    ------
    InputError
        If what the descriptor has there are no such rules.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> [rule.kind for rule in coding_rules(example_study())]
    ['omission', 'determinant', 'strength']
    """
    stated = describe(study.folder).get("rules", [])
    problems, rules = [], []
    for rule in stated if isinstance(stated, list) else [stated]:
        given: dict[str, Any] = rule if isinstance(rule, dict) else {}
        kind, says, between = given.get("kind"), given.get("says"), given.get("between", [])
        texts = isinstance(between, list) and all(isinstance(key, str) for key in between)
        if kind in KINDS and isinstance(says, str) and texts:
            rules.append(CodingRule(str(kind), says, tuple(between)))
        else:
            expected = f"a rule with the words “says” and a “kind”, {one_of(KINDS, str(kind))}"
            problems.append(Problem("datapackage.json", None, "rules", str(rule), expected))
    if problems:
        raise InputError(problems)
    return tuple(rules)


def unit_differences(codings: Mapping[str, Study], past: bool = False, where: Sequence[str] = ()) -> pd.DataFrame:
    """The units on which two codings differ, and how.

    Parameters
    ----------
    codings : mapping
        Studies by name, which differ in their evidence.
    past : bool, default False
        Whether rows that tell of the past count.
    where : sequence of str, default ()
        Sections or paragraphs to look at; all, if there are none.

    Returns
    -------
    DataFrame
        One row a pair of codings and unit: ``one, other`` (names), ``locator, place, determinant, facet``,
        ``one_rating, other_rating`` (NaN where there is no row), ``kind`` (of `KINDS`), ``instead`` (the facet,
        determinant or place under which the other coding has it) and ``rule`` (of the first study's codebook).

    Raises
    ------
    InputError
        If there are fewer than two codings, they are not of the same determinants, or there is no such passage.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import example_study
    >>> study = example_study()
    >>> other = replace(study, evidence=study.evidence.query("id != 'borg-craft-1'").replace({"rating": {-2: -1}}))
    >>> unit_differences({"a": study, "b": other})[["place", "determinant", "kind"]].values.tolist()
    [['borg', 'craft', 'omission'], ['borg', 'tools', 'strength']]
    """
    study = checked(codings)
    inside = passages(study, where) if where else None
    say = _sayer(study)
    rows = [
        (one, other, *difference, say(difference))
        for one, other in combinations(codings, 2)
        for difference in _differences(codings[one], codings[other], past)
        if inside is None or difference.locator in inside
    ]
    return pd.DataFrame(rows, columns=["one", "other", *UNIT, "one_rating", "other_rating", *_DETAILS])


def cell_differences(codings: Mapping[str, Study], rules: Rules = Rules()) -> pd.DataFrame:
    """The cells that differ between two codings, and the units on which each difference hangs.

    A difference hangs on a unit if it ends once one of the two takes over what the other has there, be it rows of
    another rating or basis, or none.

    Parameters
    ----------
    codings : mapping
        Studies by name, which differ in their evidence.
    rules : Rules, default Rules()
        Up to which year evidence counts.

    Returns
    -------
    DataFrame
        One row a pair of codings, cell and unit on which it hangs, or a single one without a unit where no unit by
        itself ends the difference: ``one, other, cluster, determinant, one_lo, one_hi, other_lo, other_hi,
        one_silent, other_silent, steps`` (how far an end lies from that of the other interval at most),
        ``locator, place, facet, one_rating, other_rating, kind, instead, rule``.

    Raises
    ------
    InputError
        If there are fewer than two codings, or they are not of the same determinants.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import example_study
    >>> study = example_study()
    >>> other = replace(study, evidence=study.evidence.query("id != 'borg-craft-1'"))
    >>> cell_differences({"a": study, "b": other})[["cluster", "determinant", "steps", "kind"]].values.tolist()
    [['borg', 'craft', 2.0, 'omission']]
    """
    say = _sayer(checked(codings))
    rows = []
    for one, other in combinations(codings, 2):
        for (cluster, determinant), (first, second, exchanges) in _cells(codings[one], codings[other], rules).items():
            hangs = [each.difference for each in exchanges if each.ends] or [_NONE]
            steps = max(abs(first.lo - second.lo), abs(first.hi - second.hi))
            ends = (first.lo, first.hi, second.lo, second.hi, first.silent, second.silent, steps)
            for found in hangs:
                details = (found.locator, found.place, found.facet, *found[len(UNIT) :], say(found))
                rows.append((one, other, cluster, determinant, *ends, *details))
    ends_of = ["one_lo", "one_hi", "other_lo", "other_hi", "one_silent", "other_silent", "steps"]
    details_of = ["locator", "place", "facet", "one_rating", "other_rating", *_DETAILS]
    return pd.DataFrame(rows, columns=["one", "other", "cluster", "determinant", *ends_of, *details_of])


def class_differences(codings: Mapping[str, Study], rules: Rules = Rules()) -> pd.DataFrame:
    """The classes that differ between two codings under each named weighting, and on what each difference hangs.

    Parameters
    ----------
    codings : mapping
        Studies by name, which differ in their evidence; the weightings are those of the first.
    rules : Rules, default Rules()
        Compensation, thresholds, what stands for silence, and the year up to which evidence counts.

    Returns
    -------
    DataFrame
        One row a pair of codings, weighting, cluster and unit on which the difference hangs (as
        :func:`cell_differences` has it), or a single one without a unit: ``one, other, weighting, cluster,
        one_path, other_path`` (open paths), ``locator, place, determinant, facet, one_rating, other_rating, kind,
        instead, rule``.

    Raises
    ------
    InputError
        If there are fewer than two codings, or they are not of the same determinants.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import example_study
    >>> study = example_study()
    >>> other = replace(study, evidence=study.evidence.query("id != 'borg-tools-1'"))
    >>> table = class_differences({"a": study, "b": other})
    >>> table[["weighting", "one_path", "other_path", "kind"]].values.tolist()[1]
    ['handwork', 'low_road', 'low_road|mixed|high_road', 'omission']
    """
    framework = Prepared(checked(codings)).framework
    say = _sayer(next(iter(codings.values())))
    weights = np.array([each.flat for each in framework.weightings.values()])
    rows = []

    def paths(ratings: Ratings) -> np.ndarray:
        return classify(score(ratings, weights, rules), rules.thresholds).keys()

    for one, other in combinations(codings, 2):
        pair = _prepared(codings[one], rules), _prepared(codings[other], rules)
        differing = _cells(codings[one], codings[other], rules)
        for cluster in _clusters(*pair):
            first, second = (_row(each.ratings, cluster) for each in pair)
            before, after = paths(first)[0], paths(second)[0]
            if (before == after).all():
                continue
            exchanges = [each for (key, _), (*_, found) in differing.items() if key == cluster for each in found]
            ended = [
                paths(_with(ratings, [cell(each) for each in exchanges])) == goal
                for ratings, goal, cell in ((first, after, attrgetter("one")), (second, before, attrgetter("other")))
                if exchanges
            ]
            for at in np.flatnonzero(before != after):
                hangs = [
                    each.difference for number, each in enumerate(exchanges) if any(ends[number, at] for ends in ended)
                ] or [_NONE]
                known = (one, other, list(framework.weightings)[at], cluster, str(before[at]), str(after[at]))
                rows += [(*known, *found, say(found)) for found in hangs]
    known_of = ["one", "other", "weighting", "cluster", "one_path", "other_path"]
    return pd.DataFrame(rows, columns=[*known_of, *UNIT, "one_rating", "other_rating", *_DETAILS])


def _sayer(study: Study) -> Callable[[Difference], str]:
    """What gives the words of the rule for a difference; empty where no rule is stated."""
    rules = coding_rules(study)
    return lambda found: next((rule.says for rule in rules if rule.applies(found)), "")


# ---- Units.


@lru_cache(maxsize=16)
def _differences(one: Study, other: Study, past: bool, vintage: int | None = None) -> tuple[Difference, ...]:
    """Every unit on which two codings differ, in the order of the paper."""
    first, second = (_by_unit(study, past, vintage) for study in (one, other))
    known = [set(_by_unit(study, True, vintage)) for study in (one, other)]
    table = units({"one": one, "other": other}, past, vintage=vintage)
    found: dict[tuple[str, ...], Difference] = {}
    for row in each_row(table):
        unit = row.locator, row.place, row.determinant, row.facet
        here, there = first.get(unit, []), second.get(unit, [])
        if kind := _kind(here, there):
            if kind == "omission" and unit in known[0] & known[1]:
                kind = "period"
            found[unit] = Difference(*unit, row.one, row.other, kind)
    for kind, at in (("facet", 3), ("determinant", 2), ("place", 1)):
        _pair_up(found, kind, at)
    return tuple(found.values())


Row = tuple[float, str]
"""Rating and basis."""


def _by_unit(study: Study, past: bool, vintage: int | None) -> dict[tuple[str, ...], list[Row]]:
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in each_row(coded_rows(study, past, vintage=vintage)):
        found.setdefault((row.locator, row.place, row.determinant, row.facet), []).append((row.rating, row.basis))
    return found


def _kind(here: Sequence[Row], there: Sequence[Row]) -> str:
    """How the rows of two codings on one unit differ; empty if they don't."""
    if not here or not there:
        return "omission"
    if sorted(here) == sorted(there):
        return ""
    ratings = [Counter(rating for rating, _ in rows) for rows in (here, there)]
    first, second = (median(each.elements()) for each in ratings)
    if len(here) != len(there) and (first == second or ratings[0] <= ratings[1] or ratings[1] <= ratings[0]):
        return "count"
    if first == second:
        return "basis"
    if first * second < 0:
        return "sign"
    return "strength" if first * second > 0 else "zero"


def _pair_up(found: dict[tuple[str, ...], Difference], kind: str, at: int) -> None:
    """Of units that one coding alone has, those that the other has under one key else: each is told of the other.

    A determinant takes its facet with it. Two ratings that point in opposite directions are not of the same thing.
    What one codes of a larger place the other may code of several within it.
    """
    kept = [position for position in range(len(UNIT)) if position != at and not (at == 2 and position == 3)]
    alone = [each for each in found.values() if each.kind == "omission"]
    for mine in (each for each in alone if np.isnan(each.other_rating)):
        for theirs in (each for each in alone if np.isnan(each.one_rating)):
            free = [found[each.unit].kind == "omission" for each in (mine, theirs)]
            if (
                (all(free) or kind == "place" and any(free))
                and all(mine.unit[position] == theirs.unit[position] for position in kept)
                and np.sign(mine.one_rating) == np.sign(theirs.other_rating)
            ):
                for each, other in ((mine, theirs), (theirs, mine)):
                    known = found[each.unit]
                    instead = ";".join(filter(None, (known.instead, other.unit[at])))
                    found[each.unit] = known._replace(kind=kind, instead=instead)


# ---- Cells, and what an exchange of rows does to them.


class Exchange(NamedTuple):
    """A unit, and a cell of either coding after it has taken over what the other has there."""

    difference: Difference
    one: Cell
    other: Cell
    ends: bool


@lru_cache(maxsize=16)
def _prepared(study: Study, rules: Rules) -> Prepared:
    return Prepared(study, rules)


@lru_cache(maxsize=16)
def _cells(one: Study, other: Study, rules: Rules) -> Mapping[tuple[str, str], tuple[Cell, Cell, tuple[Exchange, ...]]]:
    """The cells that differ, in both codings, and what each exchange would make of them."""
    first, second = _prepared(one, rules), _prepared(other, rules)
    differing = {
        (cluster, determinant): (first.cells[cluster, determinant], second.cells[cluster, determinant])
        for cluster in _clusters(first, second)
        for determinant in first.framework.determinants
        if _ends(first.cells[cluster, determinant]) != _ends(second.cells[cluster, determinant])
    }
    determinants = {determinant for _, determinant in differing}
    around = {cluster: {*lineage(one, cluster), *lineage(other, cluster)} for cluster, _ in differing}
    found: dict[tuple[str, str], list[Exchange]] = {at: [] for at in differing}
    for each in _differences(one, other, False, rules.vintage):
        if each.determinant in determinants:
            mine, theirs = _exchanged(one, other, each, rules), _exchanged(other, one, each, rules)
            for (cluster, determinant), (here, there) in differing.items():
                if determinant == each.determinant and each.place in around[cluster]:
                    ends = _ends(mine[cluster]) == _ends(there) or _ends(theirs[cluster]) == _ends(here)
                    found[cluster, determinant].append(Exchange(each, mine[cluster], theirs[cluster], ends))
    return {at: (here, there, tuple(found[at])) for at, (here, there) in differing.items()}


def _clusters(first: Prepared, second: Prepared) -> Iterator[str]:
    """The clusters that both have, in the order of the first."""
    return (key for key in first.ratings.clusters if key in second.ratings.clusters)


def _ends(cell: Cell) -> tuple[float, float]:
    return cell.lo, cell.hi


def _exchanged(taker: Study, giver: Study, difference: Difference, rules: Rules) -> dict[str, Cell]:
    """By cluster, a coding's cells on the determinant of a unit once it has the other's rows there."""
    kept, given = _on(taker, difference, False), _on(giver, difference, True)
    determinants = taker.determinants[taker.determinants["determinant"] == difference.determinant]
    rows = pd.concat([kept, given], ignore_index=True) if len(given) else kept
    made = cells(replace(taker, evidence=rows, determinants=determinants), rules.vintage)
    return {cell.cluster: cell for cell in made}


def _on(study: Study, difference: Difference, inside: bool) -> pd.DataFrame:
    """A coding's rows on a unit, or on what else there is of its determinant."""
    rows, units = _of_determinant(study, difference.determinant)
    return rows.take([at for at, unit in enumerate(units) if (unit == difference.unit) is inside])


@lru_cache(maxsize=256)
def _of_determinant(study: Study, determinant: str) -> tuple[pd.DataFrame, list[tuple[str, ...]]]:
    """A coding's rows on a determinant, and the unit of each."""
    rows = study.evidence[study.evidence["determinant"] == determinant]
    return rows, [(row.locator, row.place, row.determinant, row.facet) for row in each_row(rows)]


def _row(ratings: Ratings, cluster: str) -> Ratings:
    return ratings.some([ratings.clusters.index(cluster)])


def _with(ratings: Ratings, cells: Sequence[Cell]) -> Ratings:
    """A copy of one cluster's ratings for each cell, with that cell in its place."""
    lo, hi = np.repeat(ratings.lo, len(cells), axis=0), np.repeat(ratings.hi, len(cells), axis=0)
    silent = np.repeat(ratings.silent, len(cells), axis=0)
    for at, cell in enumerate(cells):
        column = ratings.determinants.index(cell.determinant)
        lo[at, column], hi[at, column], silent[at, column] = cell.lo, cell.hi, cell.silent
    return Ratings(tuple(map(str, range(len(cells)))), ratings.determinants, lo, hi, silent)
