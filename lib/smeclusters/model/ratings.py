"""From evidence rows to a cluster × determinant array of intervals, by the codebook's rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smeclusters.errors import InputError, Problem, one_of
from smeclusters.study import Study, each_row
from smeclusters.wording import counted, in_a_row, interval, plural, signed

Recoded = float | Sequence[float] | None
"""What stands in for a cell: a rating, the two ends of an interval, or None for unknown."""


LOWEST, HIGHEST = -2.0, 2.0


def on_scale(ratings: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ratings put on the scale from 0 to 1.

    Examples
    --------
    >>> on_scale(np.array([-2.0, 0.0, 1.5])).tolist()
    [0.0, 0.5, 0.875]
    """
    return (ratings - LOWEST) / (HIGHEST - LOWEST)


@dataclass(frozen=True, eq=False)
class Ratings:
    """What the evidence says of each cluster and determinant.

    Attributes
    ----------
    clusters, determinants : tuple of str
        Keys of the rows and columns.
    lo, hi : ndarray, shape (clusters, determinants), in −2…+2
        Ends of each cell's interval.
    silent : ndarray of bool, same shape
        True where there is no evidence at all; the interval is then −2…+2.

    Raises
    ------
    InputError
        If shapes differ, an end lies outside −2…+2, or a lower end above its upper end.
    """

    clusters: tuple[str, ...]
    determinants: tuple[str, ...]
    lo: NDArray[np.float64]
    hi: NDArray[np.float64]
    silent: NDArray[np.bool_]

    def __post_init__(self) -> None:
        shape = (len(self.clusters), len(self.determinants))
        for name, kind in (("lo", float), ("hi", float), ("silent", bool)):
            array = np.array(getattr(self, name), dtype=kind)
            array.setflags(write=False)
            object.__setattr__(self, name, array)
            if array.shape != shape:
                raise InputError([Problem("ratings", None, name, str(array.shape), f"the shape {shape}")])
        bad = ~((self.lo >= LOWEST) & (self.lo <= self.hi) & (self.hi <= HIGHEST))
        if bad.any():
            row, column = np.argwhere(bad)[0]
            raise InputError(
                [
                    Problem(
                        "ratings",
                        None,
                        f"{self.clusters[row]}, {self.determinants[column]}",
                        f"{self.lo[row, column]} to {self.hi[row, column]}",
                        "an interval within -2 to 2, its lower end first",
                    )
                ]
            )

    def recode(self, overrides: Mapping[str, Mapping[str, Recoded]]) -> Ratings:
        """The same matrix with some cells replaced.

        Parameters
        ----------
        overrides : mapping of mappings
            By cluster and determinant: a rating in −2…+2, the two ends of an interval, or None for unknown.

        Returns
        -------
        Ratings
            Of the same clusters and determinants.

        Raises
        ------
        InputError
            If a key is unknown or a rating outside −2…+2.

        Examples
        --------
        >>> from smeclusters import example_study
        >>> changed = rate(example_study()).recode({"borg": {"guild": 1, "craft": [0, 1], "tools": None}})
        >>> changed.lo[1].tolist(), changed.hi[1].tolist()
        ([-2.0, 1.0, -2.0, 0.0, -2.0], [0.0, 1.0, 2.0, 1.0, 2.0])
        """
        lo, hi, silent = self.lo.copy(), self.hi.copy(), self.silent.copy()
        for cluster, row in read_overrides(overrides, self.clusters, self.determinants).items():
            for determinant, ends in row.items():
                at = self.clusters.index(cluster), self.determinants.index(determinant)
                silent[at] = ends is None
                lo[at], hi[at] = ends or (LOWEST, HIGHEST)
        return Ratings(self.clusters, self.determinants, lo, hi, silent)

    def some(self, rows: slice | Sequence[int]) -> Ratings:
        """The same matrix with some clusters only, by their positions.

        Parameters
        ----------
        rows : slice or sequence of int
            Positions in `clusters`.

        Returns
        -------
        Ratings
            Of those clusters, in that order.

        Examples
        --------
        >>> from smeclusters import example_study
        >>> rate(example_study()).some([2, 0]).clusters
        ('cresta', 'almen')
        """
        kept = range(len(self.clusters))[rows] if isinstance(rows, slice) else rows
        clusters = tuple(self.clusters[at] for at in kept)
        return Ratings(clusters, self.determinants, self.lo[rows], self.hi[rows], self.silent[rows])

    def frame(self) -> pd.DataFrame:
        """The matrix as a table.

        Returns
        -------
        DataFrame
            One row a cell, cluster by cluster: ``cluster, determinant, lo, hi, silent``.

        Examples
        --------
        >>> from smeclusters import example_study
        >>> rate(example_study()).frame().values.tolist()[1]
        ['almen', 'guild', -1.0, 2.0, False]
        """
        return pd.DataFrame(
            {
                "cluster": np.repeat(self.clusters, len(self.determinants)),
                "determinant": np.tile(self.determinants, len(self.clusters)),
                "lo": self.lo.ravel(),
                "hi": self.hi.ravel(),
                "silent": self.silent.ravel(),
            }
        )


def read_overrides(
    overrides: Mapping[str, Mapping[str, Recoded]],
    clusters: Sequence[str],
    determinants: Sequence[str],
) -> dict[str, dict[str, tuple[float, float] | None]]:
    """Replaced cells in one form: the two ends of an interval, or None for unknown.

    Parameters
    ----------
    overrides : mapping of mappings
        By cluster and determinant: a rating in −2…+2, the two ends of an interval, or None for unknown.
    clusters, determinants : sequence of str
        The keys that may stand there.

    Returns
    -------
    dict of dict
        By cluster and determinant: two ends, or None.

    Raises
    ------
    InputError
        If a key is unknown or a rating outside −2…+2.

    Examples
    --------
    >>> read_overrides({"a": {"x": 1, "y": None}}, ["a"], ["x", "y"])
    {'a': {'x': (1.0, 1.0), 'y': None}}
    """
    if not isinstance(overrides, Mapping):
        expected = "ratings by cluster and determinant"
        raise InputError([Problem("overrides", None, None, str(overrides), expected)])
    problems: list[Problem] = []
    found: dict[str, dict[str, tuple[float, float] | None]] = {}
    for cluster, row in overrides.items():
        if cluster not in clusters:
            problems.append(Problem("overrides", None, None, str(cluster), one_of(clusters, str(cluster))))
            continue
        if not isinstance(row, Mapping):
            problems.append(Problem("overrides", None, str(cluster), str(row), "ratings by determinant"))
            continue
        for determinant, given in row.items():
            if determinant not in determinants:
                expected = one_of(determinants, str(determinant))
                problems.append(Problem("overrides", None, None, str(determinant), expected))
                continue
            try:
                lo, hi = (LOWEST, HIGHEST) if given is None else given if isinstance(given, Sequence) else (given,) * 2
                lo, hi = float(lo), float(hi)
            except (TypeError, ValueError):
                lo, hi = np.nan, np.nan
            if LOWEST <= lo <= hi <= HIGHEST:
                found.setdefault(cluster, {})[determinant] = None if given is None else (lo, hi)
            else:
                expected = "a rating from -2 to 2, two such ratings with the lower one first, or None"
                problems.append(Problem("overrides", None, f"{cluster}, {determinant}", str(given), expected))
    if problems:
        raise InputError(problems)
    return found


@dataclass(frozen=True, slots=True)
class Cell:
    """How one cell of the matrix was made.

    Attributes
    ----------
    cluster, determinant : str
        Keys.
    lo, hi : float, in −2…+2
        The interval.
    centre : float or None
        Median over the facets, or the middle between those of both ends where rows give ranges; None if the
        cell is silent.
    entered : tuple of str
        Ids of the evidence rows that entered.
    past : tuple of str
        Ids of rows about the cluster that tell of the past: shown, never entered.
    reasons : tuple of str
        What each rule did, in words.
    widened : int
        By how many steps each way uncertainty has widened the interval.
    disagree : bool
        Whether facets point in opposite directions.
    """

    cluster: str
    determinant: str
    lo: float
    hi: float
    centre: float | None
    entered: tuple[str, ...]
    past: tuple[str, ...]
    reasons: tuple[str, ...]
    widened: int
    disagree: bool

    @property
    def silent(self) -> bool:
        """Whether there is no evidence at all."""
        return not self.entered


def cell_in_words(cell: Cell, to: str = " to ") -> str:
    """A cell's rating in words: its interval, or that the source is silent.

    Parameters
    ----------
    cell : Cell
        Any.
    to : str, default " to "
        What stands between the two ends of an interval.

    Returns
    -------
    str
        Such as ``silent``, ``+1`` or ``−1 to +2``.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> study = example_study()
    >>> cell_in_words(explain(study, "borg", "fairs")), cell_in_words(explain(study, "almen", "guild"))
    ('silent', '−1 to +2')
    """
    return "silent" if cell.silent else interval(cell.lo, cell.hi, to=to)


class Evidence(NamedTuple):
    """The fields of an evidence row that decide a cell."""

    id: str
    place: str
    facet: str
    rating: int
    basis: str
    rating_to: int | None = None

    @classmethod
    def of(cls, row: Any) -> Evidence:
        """Those of a row of the table."""
        upper = None if np.isnan(row.rating_to) else int(row.rating_to)
        return cls(row.id, row.place, row.facet, row.rating, row.basis, upper)

    @property
    def upper(self) -> int:
        """The upper end of the rating, where the row gives a range."""
        return self.rating if self.rating_to is None else self.rating_to


def rate(study: Study, vintage: int | None = None) -> Ratings:
    """The matrix of intervals.

    Parameters
    ----------
    study : Study
        The coded paper.
    vintage : int, optional
        Evidence published later than this year stays out; by default the year of the study.

    Returns
    -------
    Ratings
        One row a cluster and one column a determinant, in the order of the tables.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> ratings = rate(example_study())
    >>> ratings.lo[0].tolist(), ratings.hi[0].tolist()  # Almen; on its guild the evidence disagrees
    ([1.0, -1.0, 1.0, 1.5, 1.0], [1.0, 2.0, 1.0, 1.5, 1.0])
    """
    return ratings_of(study, cells(study, vintage))


def ratings_of(study: Study, grid: Iterable[Cell]) -> Ratings:
    """The matrix of cells that have been made already.

    Parameters
    ----------
    study : Study
        The coded paper, for the keys.
    grid : iterable of Cell
        In the order of :func:`cells`.

    Returns
    -------
    Ratings
        One row a cluster and one column a determinant.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> study = example_study()
    >>> ratings_of(study, cells(study)).hi[1].tolist()
    [0.0, -1.0, 2.0, 0.0, -2.0]
    """
    grid = list(grid)
    shape = (len(study.clusters), len(study.determinants))
    return Ratings(
        clusters=tuple(study.clusters["place"]),
        determinants=tuple(study.determinants["determinant"]),
        lo=np.array([cell.lo for cell in grid]).reshape(shape),
        hi=np.array([cell.hi for cell in grid]).reshape(shape),
        silent=np.array([cell.silent for cell in grid]).reshape(shape),
    )


def cells(study: Study, vintage: int | None = None, step: int = 1) -> tuple[Cell, ...]:
    """Every cell with its making, cluster by cluster in the order of the determinants.

    Parameters
    ----------
    study : Study
        The coded paper.
    vintage : int, optional
        Evidence published later than this year stays out; by default the year of the study.
    step : int, default 1
        By how much a doubt widens a cell each way: 1 by the codebook, 0 not at all.

    Returns
    -------
    tuple of Cell
        One for each cluster and determinant.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> [(cell.cluster, cell.determinant) for cell in cells(example_study()) if cell.silent]
    [('borg', 'fairs')]
    """
    return _made(study, study.clusters["place"], study.determinants["determinant"], vintage, step)


def explain(study: Study, cluster: str, determinant: str, vintage: int | None = None) -> Cell:
    """How one cell was made: which rows entered it and what each rule did.

    Parameters
    ----------
    study : Study
        The coded paper.
    cluster, determinant : str
        Keys of the cell.
    vintage : int, optional
        Evidence published later than this year stays out; by default the year of the study.

    Returns
    -------
    Cell
        With the ids of the rows, and a reason for each rule that did something.

    Raises
    ------
    InputError
        If the cluster or the determinant is unknown.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> cell = explain(example_study(), "borg", "craft")
    >>> cell.lo, cell.hi, cell.reasons[-1]
    (-2.0, 0.0, 'Widened by one step each way: every row is inferred.')
    """
    for what, key, known in (
        ("cluster", cluster, study.clusters["place"]),
        ("determinant", determinant, study.determinants["determinant"]),
    ):
        if key not in set(known):
            raise InputError([Problem(what, None, None, key, one_of(known, str(key)))])
    return _made(study, [cluster], [determinant], vintage)[0]


def kept_out(study: Study, vintage: int | None) -> pd.DataFrame:
    """The rows of evidence that a year keeps out.

    Parameters
    ----------
    study : Study
        With or without layers.
    vintage : int or None
        Evidence published later stays out. None stands for the year of the study, and binds its own rows alone: who
        brings a layer means it to count. A row without a year is never kept out.

    Returns
    -------
    DataFrame
        Rows of the evidence.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> kept_out(example_study(), 1998)["vintage"].unique().tolist()
    [1999, 2004]
    """
    late = study.evidence["vintage"] > (study.vintage if vintage is None else vintage)
    return study.evidence[late & (study.evidence["layer"] == "") if vintage is None else late]


def _made(
    study: Study, clusters: Iterable[str], determinants: Iterable[str], vintage: int | None, step: int = 1
) -> tuple[Cell, ...]:
    late = set(kept_out(study, vintage)["id"])
    current: dict[tuple[str, str], list[Evidence]] = {}
    past: dict[tuple[str, str], list[str]] = {}
    for row in each_row(study.evidence):
        at = row.place, row.determinant
        if row.id in late:
            continue
        if row.period == "past":
            past.setdefault(at, []).append(row.id)
        else:
            current.setdefault(at, []).append(Evidence.of(row))
    names = dict(zip(study.places["place"], study.places["name"], strict=True))
    find = _lineages(study)
    determinants = list(determinants)
    return tuple(
        combine(
            cluster,
            key,
            [row for place in places for row in current.get((place, key), ())],
            places,
            names,
            tuple(past.get((cluster, key), ())),
            step,
        )
        for cluster in clusters
        for places in [find(cluster)]
        for key in determinants
    )


def lineage(study: Study, place: str) -> tuple[str, ...]:
    """The place itself and every place that it lies in, from the specific to the general.

    Parameters
    ----------
    study : Study
        The coded paper.
    place : str
        Key of a place.

    Returns
    -------
    tuple of str
        Keys of places; those that are as general come in the order of the table.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> lineage(example_study(), "borg")
    ('borg', 'ALP')
    """
    return _lineages(study)(place)


def _lineages(study: Study) -> Callable[[str], tuple[str, ...]]:
    within: dict[str, list[str]] = {}
    for inner, outer in zip(study.memberships["place"], study.memberships["within"], strict=True):
        within.setdefault(inner, []).append(outer)
    general = zip(study.places["place"], study.places["generality"], strict=True)
    rank = {place: (generality, at) for at, (place, generality) in enumerate(general)}

    def find(place: str) -> tuple[str, ...]:
        found, unseen = {place}, [place]
        while unseen:
            larger = set(within.get(unseen.pop(), ())) - found
            found |= larger
            unseen += larger
        return (place, *sorted(found - {place}, key=rank.__getitem__))

    return find


def combine(
    cluster: str,
    determinant: str,
    rows: Sequence[Evidence],
    places: Sequence[str],
    names: dict[str, str],
    past: tuple[str, ...] = (),
    step: int = 1,
) -> Cell:
    """One cell from its evidence, by the rules of the codebook (``chapters/codebook.md``).

    Parameters
    ----------
    cluster, determinant : str
        Keys of the cell.
    rows : sequence of Evidence
        Rows on the determinant about any place, without those that tell of the past.
    places : sequence of str
        The cluster and the places that it lies in, from the specific to the general.
    names : dict
        Names of the places, for the reasons.
    past : tuple of str, default ()
        Ids of rows that are shown only.
    step : int, default 1
        By how much a doubt widens the cell each way: 1 by the codebook, 0 not at all.

    Returns
    -------
    Cell
        The interval, and how it was made.

    Examples
    --------
    >>> rows = [Evidence("1", "a", "x", 2, "stated"), Evidence("2", "a", "y", -1, "stated")]
    >>> cell = combine("a", "d", rows, ["a"], {"a": "Almen"})
    >>> cell.lo, cell.hi, cell.centre
    (-1.0, 2.0, 0.5)
    """
    # Rule 1: from the specific to the general, up to the first place of which the paper says
    # something without hedging; a guess about the cluster does not hide what is known of its country.
    entered: list[Evidence] = []
    reached: list[str] = []
    for place in places:
        here = [row for row in rows if row.place == place]
        if here:
            entered += here
            reached.append(names[place])
        if any(row.basis != "inferred" for row in here):
            break
    if not entered:
        reason = "The paper says nothing of it, here or in general: any rating is possible."
        return Cell(cluster, determinant, LOWEST, HIGHEST, None, (), past, (reason,), 0, False)
    reasons = [f"{_count(len(entered), 'row')} entered, about {in_a_row(reached)}."]

    # Rule 2: the median within each facet, then over the facets; where rows give ranges, for each end by itself.
    facets = sorted({row.facet for row in entered}, key=[row.facet for row in entered].index)
    lower = [median(row.rating for row in entered if row.facet == facet) for facet in facets]
    upper = [median(row.upper for row in entered if row.facet == facet) for facet in facets]
    lo, hi = float(median(lower)), float(median(upper))
    centre = (lo + hi) / 2
    medians = zip(facets, lower, upper, strict=True)
    told = ", ".join(f"{facet.replace('_', ' ')} {interval(low, high)}".strip() for facet, low, high in medians)
    reasons.append(f"Median by facet: {told}; over the facets: {interval(lo, hi)}.")

    # Rule 3: facets that point in opposite directions leave the whole range between them open.
    below, above = (min(ends) < 0 < max(ends) for ends in (lower, upper))
    disagree = below or above
    lo, hi = float(min(lower)) if below else lo, float(max(upper)) if above else hi
    if disagree:
        reasons.append(f"The facets disagree in sign: from {signed(lo)} to {signed(hi)}.")

    # Rule 4: what nobody says plainly of the cluster itself is not certain, whatever a report says of its country.
    own = [row for row in entered if row.place == cluster]
    guessed = all(row.basis == "inferred" for row in entered)
    widened = 0
    if step and all(row.basis == "inferred" for row in own):
        widened = step * (2 if guessed and not own else 1)
        why = [] if own else ["no row is about the cluster itself"]
        if guessed:
            why.append("every row is inferred")
        elif own:
            why.append("what is said of the cluster itself is inferred")
        steps = f"{counted(widened)} {plural(widened, 'step', 'steps')}"
        reasons.append(f"Widened by {steps} each way: {', and '.join(why)}.")
    lo, hi = max(LOWEST, lo - widened), min(HIGHEST, hi + widened)
    ids = tuple(row.id for row in entered)
    return Cell(cluster, determinant, lo, hi, centre, ids, past, tuple(reasons), widened, disagree)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("s" if number != 1 else "")
