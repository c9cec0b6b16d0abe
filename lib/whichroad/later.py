"""What became of the six clusters: signs of how they turned out, and the rule by which signs become outcomes.

Size and kind are two things: a cluster may shrink and turn to quality, or grow by selling cheaply. The rule was fixed
before any forecast was held against it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal, get_args

import numpy as np
import pandas as pd

from smeclusters.analysis.foresight import Later, by_chance, concordance, confined, pairs
from smeclusters.analysis.sampling import draw
from smeclusters.errors import InputError, Problem, one_of
from smeclusters.model.prepared import Prepared
from smeclusters.model.ratings import Ratings
from smeclusters.model.scoring import Array
from smeclusters.study import Study, load_study
from whichroad.edition import DATA

LAYER = "after"
"""The layer of what came after."""

TABLES = ("signs", "prices", "series", "events", "notes")
"""What stands in the folder of a layer beside what the method reads."""

Dimension = Literal["size", "kind"]
When = Literal["2001", "2010", "latest"]

WORDS: Mapping[Dimension, tuple[str, str, str]] = {
    "size": ("falling", "steady", "rising"),
    "kind": ("low road", "mixed", "high road"),
}
"""What a cluster can turn out to be, from the lowest to the highest."""

WHEN: tuple[When, ...] = get_args(When)


@dataclass(frozen=True)
class Outcome:
    """How a cluster turned out by a time, in one dimension.

    Attributes
    ----------
    lowest, highest : int, in 0…2
        What it may be, as places in `WORDS`.
    signs : int
        How many signs say so.
    """

    lowest: int
    highest: int
    signs: int


def size_of(signs: Sequence[int]) -> Outcome | None:
    """Rising, falling or steady, by the sum of the signs; None where there is none.

    Parameters
    ----------
    signs : sequence of int, in −1…1
        One for each indicator.

    Examples
    --------
    Exports fell, jobs fell, output rose:

    >>> size_of([-1, -1, 1])
    Outcome(lowest=0, highest=0, signs=3)
    """
    if not signs:
        return None
    place = 1 + (sum(signs) > 0) - (sum(signs) < 0)
    return Outcome(place, place, len(signs))


def kind_of(signs: Sequence[int]) -> Outcome | None:
    """High road or low road where at least two signs all say so, or else mixed; a single sign leaves mixed open too.

    Parameters
    ----------
    signs : sequence of int, in −1…1
        One for each indicator: 1 for quality, −1 for price and cheap labour, 0 for both.

    Examples
    --------
    >>> kind_of([1, 1]), kind_of([-1])
    (Outcome(lowest=2, highest=2, signs=2), Outcome(lowest=0, highest=1, signs=1))
    """
    if not signs:
        return None
    if len(signs) == 1:
        return Outcome(min(1, 1 + signs[0]), max(1, 1 + signs[0]), 1)
    place = 1 + signs[0] if len(set(signs)) == 1 else 1
    return Outcome(place, place, len(signs))


_RULES = {"size": size_of, "kind": kind_of}


def turned_out(rows: pd.DataFrame, at: str, dimension: str) -> dict[str, Outcome]:
    """How each cluster turned out by a time.

    Parameters
    ----------
    rows : DataFrame
        As `read_table` gives the signs.
    at : {"2001", "2010", "latest"}
        The time.
    dimension : {"size", "kind"}
        The dimension.

    Returns
    -------
    dict of str to Outcome
        By cluster; one without signs does not stand in it.

    Raises
    ------
    InputError
        If time or dimension is unknown, or an indicator has two signs.

    Examples
    --------
    >>> rows = pd.DataFrame({"cluster": "leon", "at": "2010", "dimension": "kind", "indicator": ["brands"], "sign": 1})
    >>> turned_out(rows, "2010", "kind")
    {'leon': Outcome(lowest=1, highest=2, signs=1)}
    """
    mine = _chosen(rows, at, dimension)
    twice = mine[mine.duplicated(["cluster", "indicator"])]
    if len(twice):
        told = f"{twice['cluster'].iloc[0]}, {twice['indicator'].iloc[0]}"
        raise InputError([Problem("signs", None, "indicator", told, f"one sign a cluster at {at}")])
    rule = _RULES[dimension]
    found = {
        cluster: rule([int(sign) for sign in group]) for cluster, group in mine.groupby("cluster", sort=False)["sign"]
    }
    return {str(cluster): outcome for cluster, outcome in found.items() if outcome}


def _chosen(rows: pd.DataFrame, at: str, dimension: str) -> pd.DataFrame:
    """The signs of one time and one dimension."""
    for field, given, known in (("at", at, WHEN), ("dimension", dimension, get_args(Dimension))):
        if given not in known:
            raise InputError([Problem("signs", None, field, given, one_of(known, given))])
    return rows[(rows["at"] == at) & (rows["dimension"] == dimension)]


def graded(rows: pd.DataFrame, at: str, dimension: str) -> Later:
    """A finer scale than the rule's: the mean of the signs of each cluster.

    Examples
    --------
    >>> signs = pd.DataFrame({"cluster": "leon", "at": "2010", "dimension": "kind", "sign": [1, 0]})
    >>> graded(signs, "2010", "kind")
    {'leon': (0.5, 0.5)}
    """
    means = _chosen(rows, at, dimension).groupby("cluster", sort=False)["sign"].mean()
    return {str(cluster): (float(mean), float(mean)) for cluster, mean in means.items()}


def by_change(rows: pd.DataFrame, prices: pd.DataFrame) -> pd.DataFrame:
    """Signs in which a price counts by how it changed, and not by how high it stands in the country.

    Parameters
    ----------
    rows : DataFrame
        Signs, those of price by its level.
    prices : DataFrame
        Signs of price by its change; none for a time of which no change is known.

    Examples
    --------
    >>> found = by_change(read_table("signs"), read_table("prices"))
    >>> in_words(turned_out(found, "latest", "kind")["sinos"], "kind")
    'low road'
    """
    return pd.concat([rows[rows["indicator"] != "price"], prices], ignore_index=True)


def as_later(outcomes: Mapping[str, Outcome]) -> Later:
    """Outcomes as a forecast is held against them."""
    return {cluster: (float(each.lowest), float(each.highest)) for cluster, each in outcomes.items()}


def in_words(outcome: Outcome | None, dimension: Dimension) -> str:
    """What a cluster turned out to be.

    Examples
    --------
    >>> in_words(Outcome(1, 2, 1), "kind"), in_words(None, "size")
    ('mixed or high road', 'not known')
    """
    if outcome is None:
        return "not known"
    words = WORDS[dimension]
    return " or ".join(dict.fromkeys((words[outcome.lowest], words[outcome.highest])))


_PAPERS = 4  # how many studies keep what was worked out for them

SPACES = {
    "extended": "All three levels",
    "cluster": "Cluster level alone",
    "narrow": "Collective efficiency alone",
}
"""Among which weightings a forecast is looked for, by the key of :func:`spaces`."""

DRAWN = 1 << 13
"""Weightings drawn from each."""


@lru_cache(_PAPERS)
def spaces(paper: Prepared) -> Mapping[str, Array]:
    """Weightings of all levels, of the cluster level alone, and of collective efficiency's two factors alone.

    Parameters
    ----------
    paper : Prepared
        The study.

    Returns
    -------
    dict of str to ndarray, shape (weightings, determinants)
        By key of `SPACES`.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> [int((each > 0).any(axis=0).sum()) for each in spaces(edition()).values()]
    [12, 4, 2]
    """
    framework = paper.framework
    drawn = draw(framework, "hierarchical", DRAWN)
    narrow = framework.weightings[framework.roles["narrow"]].flat
    of_narrow = [key for key, weight in zip(framework.determinants, narrow, strict=True) if weight > 0]
    return {
        "extended": drawn,
        "cluster": confined(framework, drawn, of_level(paper, "cluster")),
        "narrow": confined(framework, drawn, of_narrow),
    }


@dataclass(frozen=True)
class Reading:
    """How many pairs of clusters one weighting puts in the order in which they turned out, as shares.

    Attributes
    ----------
    right : float, in 0…1
        By single ratings, such as the centres of the cells; equal scores count half.
    least, most : float, in 0…1
        Wherever in their ranges the scores lie.
    """

    right: float
    least: float
    most: float


@dataclass(frozen=True)
class Forecast:
    """How often weightings put the clusters in the order in which they turned out.

    Attributes
    ----------
    pairs : int
        How many pairs of clusters turned out differently for certain.
    alike : Reading
        Of the weighting in which all factors count alike.
    chance : float, in 0…1
        How often a random order does at least as well as that weighting.
    better, worse, perfect : float, in 0…1
        The share of the weightings that are right about more than half of the pairs, about less than half, about all.
    """

    pairs: int
    alike: Reading
    chance: float
    better: float
    worse: float
    perfect: float


def reading(paper: Prepared, later: Later, weights: Array, single: Ratings | None = None) -> Reading:
    """The :class:`Reading` of one weighting, by the centres of the cells or by other single ratings."""
    row = concordance(paper, later, [weights], single).iloc[0]
    return Reading(float(row["centre"]), float(row["least"]), float(row["most"]))


def alike(weightings: Array) -> Array:
    """The weighting in which all factors that any of some weightings counts count alike.

    Examples
    --------
    >>> alike(np.array([[0.5, 0.5, 0.0], [0.9, 0.1, 0.0]])).tolist()
    [0.5, 0.5, 0.0]
    """
    counted = (weightings > 0).any(axis=0).astype(float)
    equal: Array = counted / counted.sum()
    return equal


def forecasts(paper: Prepared, later: Later) -> dict[str, Forecast]:
    """How often weightings put the clusters in the order in which they turned out.

    Parameters
    ----------
    paper : Prepared
        The study, without what came later.
    later : mapping of str to (float, float)
        How each cluster turned out.

    Returns
    -------
    dict of str to Forecast
        By key of `SPACES`.

    Examples
    --------
    Had Cachoeiro alone done well:

    >>> from whichroad.edition import edition
    >>> later = dict.fromkeys(edition().ratings.clusters, (0, 0)) | {"cachoeiro": (1, 1)}
    >>> forecasts(edition(), later)["narrow"].alike.right
    0.6
    """
    found = {}
    for key, weightings in spaces(paper).items():
        one = reading(paper, later, alike(weightings))
        each = concordance(paper, later, weightings)["centre"].to_numpy()
        shares = [float(share.mean()) for share in (each > 0.5, each < 0.5, each == 1)]
        found[key] = Forecast(len(pairs(later)), one, by_chance(later, one.right), *shares)
    return found


@lru_cache(_PAPERS)
def foreseen(paper: Prepared) -> Mapping[str, Mapping[str, Forecast]]:
    """The :func:`forecasts` of each outcome of :func:`held_against`.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> list(foreseen(edition())["Size, latest"])
    ['extended', 'cluster', 'narrow']
    """
    return {outcome: forecasts(paper, later) for outcome, later in held_against().items()}


def midpoints(paper: Prepared) -> Ratings:
    """The middle of each cell's range, as a single rating."""
    ratings = paper.ratings
    middle = (ratings.lo + ratings.hi) / 2
    return replace(ratings, lo=middle, hi=middle)


def single_factors(paper: Prepared, later: Later) -> dict[str, Reading]:
    """What each factor alone would have told, by determinant."""
    keys = paper.framework.determinants
    return {key: reading(paper, later, weights) for key, weights in zip(keys, np.eye(len(keys)), strict=True)}


@cache
def held_against() -> Mapping[str, Later]:
    """What the coding of 2001 is held against: outcomes in which some pair of clusters differs for certain.

    By the rule no two clusters differ for certain in their kind, at either time. The mean of the signs stands in for
    it, and was not fixed beforehand.
    """
    rows = read_table("signs")
    return {
        **kinds_graded(rows),
        "Size, about 2010": as_later(turned_out(rows, "2010", "size")),
        "Size, latest": as_later(turned_out(rows, "latest", "size")),
    }


def kinds_graded(rows: pd.DataFrame) -> dict[str, Later]:
    """The kind at either later time, by the mean of its signs."""
    return {
        "Kind, about 2010, by the mean of its signs": graded(rows, "2010", "kind"),
        "Kind, latest, by the mean of its signs": graded(rows, "latest", "kind"),
    }


EARLY = ("leon", "gamarra")
"""Clusters whose counts of about 2010 begin long before the paper."""


def left_out(paper: Prepared, later: Later) -> dict[tuple[str, ...], dict[str, Reading]]:
    """The :class:`Reading` of equal weights without each cluster in turn, and without those of `EARLY`.

    Parameters
    ----------
    paper : Prepared
        The study, without what came later.
    later : mapping of str to (float, float)
        How each cluster turned out.

    Returns
    -------
    dict of tuple of str to dict
        By the clusters that are gone, and by key of `SPACES`.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> later = {"leon": (0, 0), "gamarra": (1, 1), "sinos": (0, 0), "trujillo": (1, 1)}
    >>> [" and ".join(gone) for gone in left_out(edition(), later)]
    ['leon', 'gamarra', 'sinos', 'trujillo', 'leon and gamarra']
    """
    equal = {key: alike(weightings) for key, weightings in spaces(paper).items()}
    return {
        gone: {key: reading(paper, without(later, *gone), weights) for key, weights in equal.items()}
        for gone in (*((cluster,) for cluster in later), EARLY)
    }


def without(later: Later, *gone: str) -> dict[str, tuple[float, float]]:
    """An outcome without some clusters."""
    return {key: ends for key, ends in later.items() if key not in gone}


def pairs_with(later: Later, *clusters: str) -> int:
    """How many of the pairs that differ for certain have one of some clusters in them.

    Examples
    --------
    >>> pairs_with({"leon": (0, 0), "gamarra": (1, 1), "sinos": (0, 0)}, "leon")
    1
    """
    return sum(not {*pair}.isdisjoint(clusters) for pair in pairs(later))


def count_of_pairs(one: Forecast) -> str:
    """How many pairs a forecast is right about, equal scores counting by half.

    Examples
    --------
    >>> whole = Reading(0.8125, 0.0, 1.0)
    >>> count_of_pairs(Forecast(8, whole, 0.1, 0.9, 0.1, 0.0))
    '6½'
    """
    return halves(one.pairs * one.alike.right)


def halves(count: float) -> str:
    """A number to halves.

    Examples
    --------
    >>> halves(2.5), halves(0.5), halves(4.0)
    ('2½', '½', '4')
    """
    whole, half = divmod(round(2 * count), 2)
    return (str(whole) if whole or not half else "") + ("½" if half else "")


@cache
def layer_study() -> Study:
    """The study with the layer of what came after laid over it.

    Examples
    --------
    >>> [layer.name for layer in layer_study().layers]
    ['after']
    """
    return load_study(DATA, layers=[LAYER])


def later_only(study: Study, layer: str = LAYER) -> Study:
    """A study with a layer's evidence alone, so that cells rest on what came after and on nothing else.

    Examples
    --------
    >>> set(later_only(layer_study()).evidence["layer"])
    {'after'}
    """
    evidence = study.evidence
    return replace(study, evidence=evidence[evidence["layer"] == layer].reset_index(drop=True))


def shifts(paper: Prepared, later: Prepared, factors: Collection[str] = ()) -> tuple[int, int, int]:
    """On how many cells later works see more good than the paper does, on how many less, and on how many the same.

    Parameters
    ----------
    paper, later : Prepared
        The study by its own evidence, and by later evidence alone; cells are counted on which both speak.
    factors : collection of str, optional
        Of which factors; by default of all.

    Returns
    -------
    tuple of int
        Better, worse and the same, by the middles of the cells.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> shifts(edition(), edition())[:2]
    (0, 0)
    """
    both = [
        (then, later.cells[key])
        for key, then in paper.cells.items()
        if not (then.silent or later.cells[key].silent) and (not factors or key[1] in factors)
    ]
    moves = [(now.lo + now.hi) - (then.lo + then.hi) for then, now in both]
    better, worse = sum(move > 0 for move in moves), sum(move < 0 for move in moves)
    return better, worse, len(moves) - better - worse


def of_level(paper: Prepared, level: str) -> list[str]:
    """The factors of a level, by its role.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> of_level(edition(), "cluster")
    ['external_economies', 'joint_action', 'trust', 'connectivity']
    """
    framework = paper.framework
    inside = framework.level_of == framework.levels.index(framework.roles[level])
    return [key for key, kept in zip(framework.determinants, inside, strict=True) if kept]


@cache
def read_table(name: str, layer: str = LAYER) -> pd.DataFrame:
    """A table of a layer that stands beside what the method reads.

    Parameters
    ----------
    name : str
        Of `TABLES`; not every layer has all.
    layer : str, default "after"
        Name of a layer that comes with the edition.

    Raises
    ------
    InputError
        If there is no such table.

    Examples
    --------
    >>> read_table("events").columns.tolist()
    ['place', 'year', 'event', 'sources', 'locator']
    """
    path = DATA / "layers" / layer / f"{name}.csv"
    if name not in TABLES or not path.is_file():
        raise InputError([Problem(layer, None, "table", name, one_of(TABLES, name))])
    return pd.read_csv(path, dtype={"at": str, "observed": str}, keep_default_na=False)


def since_in_words() -> dict[str, str]:
    """What became of each cluster by the latest signs, for the rows of the explorer.

    Examples
    --------
    >>> since_in_words()["sinos"]
    'since then: mixed path, size falling'
    """
    rows = read_table("signs")
    kinds, sizes = turned_out(rows, "latest", "kind"), turned_out(rows, "latest", "size")
    clusters = dict.fromkeys([*kinds, *sizes])
    return {
        key: f"since then: {_path(in_words(kinds.get(key), 'kind'))}, size {in_words(sizes.get(key), 'size')}"
        for key in clusters
    }


def _path(kind: str) -> str:
    """A kind as that of a path: “mixed” alone could be anything."""
    return f"{kind} path" if kind == "mixed" else f"path {kind}" if kind == in_words(None, "kind") else kind
