"""Clusters outside the paper, laid beside its six, or by themselves: what a layer that ships with the edition holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import chain

import pandas as pd

from smeclusters.analysis.foresight import Later, by_chance, concordance, cross_validation, pairs
from smeclusters.errors import InputError, Problem, one_of
from smeclusters.model.paths import PATHS
from smeclusters.model.prepared import Prepared
from smeclusters.model.rules import Thresholds
from smeclusters.study import load_study
from whichroad.edition import DATA
from whichroad.later import Reading, alike, read_table, reading, spaces, turned_out
from whichroad.second import by_second

LAYER = "elsewhere"
"""The layer of clusters elsewhere."""

_STUDIES = 32  # how many keep what was worked out for them


@cache
def with_elsewhere() -> Prepared:
    """The paper's six clusters, and those of the layer beside them.

    Examples
    --------
    >>> {"leon", "sassuolo"} <= set(with_elsewhere().ratings.clusters)
    True
    """
    return Prepared(load_study(DATA, layers=[LAYER]))


@cache
def elsewhere_alone() -> Prepared:
    """The clusters of the layer by themselves; nothing is taken from the paper but its framework.

    Examples
    --------
    >>> "leon" in elsewhere_alone().ratings.clusters
    False
    """
    return Prepared(load_study(DATA, layers=[LAYER], alone=True))


def as_outcome(prepared: Prepared) -> Later:
    """The paths observed, from 0, the low road, to 2, the high road.

    Examples
    --------
    >>> as_outcome(elsewhere_alone())["kolkata"]
    (0.0, 0.0)
    """
    found = {}
    for cluster, key in prepared.study.observed.items():
        places = [PATHS.index(path) for path in key.split("|")]
        found[cluster] = (float(min(places)), float(max(places)))
    return found


@dataclass(frozen=True)
class Fit:
    """How weightings of one kind tell the paths of clusters that were observed.

    Attributes
    ----------
    pairs : int
        How many pairs of clusters are on different paths for certain.
    alike : Reading
        How many of them lie in the right order where all factors count alike.
    chance : float, in 0…1
        How often a random order does as well as that.
    better : float, in 0…1
        The share of the weightings that are right about more than half of the pairs.
    fitted : float, in 0…1
        The share of clusters whose path the best weightings name, of those by which they were chosen.
    named : float, in 0…1
        The share whose path they name when it is left out with all others of its country, on average.
    commonest : float, in 0…1
        The share whose path is named by saying what is commonest among the others.
    """

    pairs: int
    alike: Reading
    chance: float
    better: float
    fitted: float
    named: float
    commonest: float


@lru_cache(_STUDIES)
def fits(paper: Prepared, prepared: Prepared) -> dict[str, Fit]:
    """How the weightings of each of `SPACES` tell the paths observed.

    Parameters
    ----------
    paper : Prepared
        The study, whose framework names the weightings.
    prepared : Prepared
        The clusters, and their paths.

    Returns
    -------
    dict of str to Fit
        By key of `SPACES`.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> list(fits(edition(), edition()))
    ['extended', 'cluster', 'narrow']
    """
    outcome = as_outcome(prepared)
    lies = prepared.study.memberships
    groups = dict(zip(lies["place"], lies["within"], strict=True))
    found = {}
    for key, weightings in spaces(paper).items():
        one = reading(prepared, outcome, alike(weightings))
        tried = cross_validation(prepared, weightings, groups)
        found[key] = Fit(
            len(pairs(outcome)),
            one,
            by_chance(outcome, one.right),
            float((concordance(prepared, outcome, weightings)["centre"] > 0.5).mean()),
            float((tried["fitted"] / tried["of"]).mean()),
            float(tried["named"].mean()),
            float(tried["commonest"].mean()),
        )
    return found


WIDE, WIDER = Thresholds(0.35, 0.65), Thresholds(0.3, 0.7)
"""Thresholds that leave more room for a mixed path."""

VARIANTS = {
    "": "As it stands",
    "second": "By the second coder's ratings",
    "open": "No high road for certain, where no sign of pay is known",
    "product": "Paths by the product alone, one sign being enough",
    "product_two": "Paths by the product alone, two signs asked for",
    "level": "Price by its level alone, never by its change",
    "twin": "Without Montebelluna, whose two signs may be one",
    "wages": "Without working conditions",
    "technology": "Without technological effort",
    "both": "Without either",
    "country": "Without the country level",
    "silent": "Silent factors left out",
    "wide": f"Thresholds of {WIDE.low:g} and {WIDE.high:g}",
    "wider": f"Thresholds of {WIDER.low:g} and {WIDER.high:g}",
    "thin": "Without clusters known from three works or fewer",
}
"""What could have been chosen otherwise, by the key of :func:`variant`."""

FEW = 3
"""So many works or fewer stand behind the evidence on a cluster that is thinly known."""

_WITHOUT = {
    "wages": ("working_conditions",),
    "technology": ("technology",),
    "both": ("working_conditions", "technology"),
}

_LESS = {
    "product_two": "indicator != 'wages'",
    "level": "indicator != 'price_change'",
    "twin": "not (cluster == 'montebelluna' and indicator == 'brands')",
}
"""Which signs are kept, where the rule is held to fewer of them."""


@cache
def variant(key: str) -> Prepared:
    """The clusters of the layer, with one thing chosen otherwise.

    Parameters
    ----------
    key : str
        Of `VARIANTS`.

    Raises
    ------
    InputError
        If there is no such choice.

    Examples
    --------
    >>> len(variant("thin").study.observed) < len(variant("").study.observed)
    True
    """
    if key not in VARIANTS:
        raise InputError([Problem("variant", None, None, key, one_of(VARIANTS, key))])
    alone = elsewhere_alone()
    study, rules = alone.study, alone.rules
    outcomes, evidence = study.outcomes, study.evidence
    if key == "second":
        study = by_second(study, LAYER)
    elif key == "open":
        high = outcomes["path"].eq("high_road") & ~outcomes["cluster"].isin(paid())
        within = dict(zip(study.memberships["place"], study.memberships["within"], strict=True))
        about = outcomes["about"].mask(high, outcomes["cluster"].map(within))  # as what is said of others: a step wider
        study = replace(study, outcomes=outcomes.assign(about=about))
    elif key == "product":
        study = replace(study, outcomes=_by_product(outcomes))
    elif key in _LESS:
        found = by_rule(read_table("signs", LAYER).query(_LESS[key]))
        paths = outcomes["cluster"].map(found)
        study = replace(study, outcomes=outcomes.assign(path=paths)[paths.notna()])
    elif key in _WITHOUT:
        study = replace(study, evidence=evidence[~evidence["determinant"].isin(_WITHOUT[key])])
    elif key == "country":
        level = alone.framework.roles["country"]
        gone = study.determinants.loc[study.determinants["level"] == level, "determinant"]
        study = replace(study, evidence=evidence[~evidence["determinant"].isin(gone)])
    elif key == "silent":
        rules = replace(rules, silent="leave_out")
    elif key in ("wide", "wider"):
        rules = replace(rules, thresholds=WIDE if key == "wide" else WIDER)
    elif key == "thin":
        study = replace(study, outcomes=outcomes[~outcomes["cluster"].isin(thin())])
    return Prepared(study, rules)


def by_rule(signs: pd.DataFrame) -> dict[str, str]:
    """The path of each cluster by two signs or more of about 2010, or else of about 2001.

    Parameters
    ----------
    signs : DataFrame
        As `read_table` gives them.

    Returns
    -------
    dict of str to str
        By cluster; one without two signs of one time does not stand in it.

    Examples
    --------
    >>> by_rule(read_table("signs", LAYER)) == elsewhere_alone().study.observed
    True
    """
    found: dict[str, str] = {}
    for at in ("2001", "2010"):  # those of about 2010 go before
        kinds = turned_out(signs, at, "kind")
        found |= {cluster: PATHS[one.lowest] for cluster, one in kinds.items() if one.signs > 1}
    return found


def paid() -> set[str]:
    """The clusters on whose pay or working conditions there is a sign."""
    signs = read_table("signs", LAYER)
    return set(signs.loc[(signs["indicator"] == "wages") & (signs["at"] != "latest"), "cluster"])


def thin() -> set[str]:
    """The clusters behind whose own rows stand no more than `FEW` works.

    Examples
    --------
    >>> "kolkata" in thin(), "sialkot" in thin()
    (True, False)
    """
    evidence = elsewhere_alone().study.evidence
    works = evidence["sources"].str.split(";").groupby(evidence["place"]).agg(lambda rows: len(set(chain(*rows))))
    return set(works[works <= FEW].index)


def signs_that_decide(cluster: str) -> pd.DataFrame:
    """The signs by which a cluster has its path: those of about 2010, or, where there are not two, of about 2001.

    Examples
    --------
    >>> signs_that_decide("brenta")["indicator"].tolist()
    ['processed', 'wages']
    """
    signs = read_table("signs", LAYER)
    mine = signs[signs["cluster"] == cluster]
    at = next(time for time in ("2010", "2001") if (mine["at"] == time).sum() > 1)
    return mine[mine["at"] == at]


def by_pay_alone(clusters: Iterable[str]) -> list[str]:
    """Those of some clusters that pay alone keeps off the high road: every other sign that decides is a good one.

    Examples
    --------
    >>> by_pay_alone(["brenta", "sialkot"])
    ['brenta']
    """
    return [cluster for cluster in clusters if _of_product(cluster).eq(1).all()]


def _of_product(cluster: str) -> pd.Series[int]:
    """The signs that decide, without those of pay."""
    return signs_that_decide(cluster).query("indicator != 'wages'")["sign"]


def _by_product(outcomes: pd.DataFrame) -> pd.DataFrame:
    """The paths by the signs that decide, without those of pay; a single sign is enough here."""
    paths = []
    for cluster in outcomes["cluster"]:
        left = _of_product(cluster)
        paths.append(PATHS[1 + int(left.iloc[0])] if left.nunique() == 1 else "mixed" if len(left) else "")
    found = outcomes.assign(path=paths)
    return found[found["path"] != ""]
