"""Answers of the exercises, worked out by the library from the edition's data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from smeclusters.analysis.acceptability import acceptability
from smeclusters.analysis.agreement import agreement, units
from smeclusters.analysis.levers import levers
from smeclusters.analysis.qca import calibrate, deviant_cases, parameters_of_fit
from smeclusters.model.paths import classify
from smeclusters.model.prepared import Prepared, compare_paths
from smeclusters.model.ratings import HIGHEST, LOWEST
from smeclusters.model.scoring import score
from smeclusters.study import Study

PASSAGE = "3.2.1:5"
"""The paragraph that two coders are compared on."""

LEANING = 0.67
"""What a mixed path counts as in the exercise on calibration."""


@dataclass(frozen=True)
class Answers:
    """What the exercises ask for, on paper, in the explorer and in notebooks.

    Attributes
    ----------
    trust : tuple of float
        The ends of the cell on trust in Trujillo.
    cachoeiro : float
        Its score under collective efficiency.
    leon : tuple of float
        Ends of its score under collective efficiency.
    against : tuple of str
        Clusters with joint action that did not take the high road.
    shared, coded, same : int
        Units of the passage that this edition and coder B both have, that either has, and that they rate alike.
    consistency : float
        Of joint action with the high road, by the middles of the cells and the path as the paper's sentence has it.
    fit : tuple of str
        Clusters certain to be on the high road under collective efficiency.
    single : tuple of str
        Clusters with a single class where firms come first.
    share : float
        How much of the weight, in per cent, the cluster level needs before a cluster is certain to be on the high road.
    closed : tuple of str
        Clusters for which the high road is no longer open once silence counts as the middle.
    recoded : str
        The class of Sinos Valley under the cluster level, once its trust is rated as low as can be.
    by_coder : tuple of str
        Clusters that coder B gives another class under the extended framework.
    silent : int
        How many cells are silent.
    ruled_out : int
        How many observed paths collective efficiency rules out.
    low_road : str
        The cluster for which most weightings make the low road certain.
    lever : str
        The determinant that moves Cachoeiro most under the extended framework, with little compensation.
    alpha : float
        Of the two further coders, for ordered ratings.
    upper : float
        The most that the consistency of joint action can be, if a mixed path leans towards the high road.
    """

    trust: tuple[float, float]
    cachoeiro: float
    leon: tuple[float, float]
    against: tuple[str, ...]
    shared: int
    coded: int
    same: int
    consistency: float
    fit: tuple[str, ...]
    single: tuple[str, ...]
    share: float
    closed: tuple[str, ...]
    recoded: str
    by_coder: tuple[str, ...]
    silent: int
    ruled_out: int
    low_road: str
    lever: str
    alpha: float
    upper: float


def exercise_answers(paper: Prepared, others: Mapping[str, Study]) -> Answers:
    """What the exercises ask for.

    Parameters
    ----------
    paper : Prepared
        The paper.
    others : mapping
        The other codings, B among them.

    Returns
    -------
    Answers
        Keys of clusters and determinants, and numbers as the library gives them.
    """
    clusters, named = paper.ratings.clusters, paper.framework.weightings
    found = compare_paths(paper, named).set_index(["weighting", "cluster"])
    columns = ("path", "score_lo", "score_hi", "contradicted")
    path, lo, hi, overruled = (found[name].to_dict() for name in columns)
    trust = paper.cells["trujillo", "trust"]
    side_by_side = units({"own": paper.study, "b": others["b"]}, where=[PASSAGE])
    shared = side_by_side.dropna(subset=["own", "b"])
    joint = np.array([_middle(paper, key) for key in clusters])
    reached = np.array([0.5 if "low_road" not in paper.study.observed[key] else 0.0 for key in clusters])
    filled = Prepared(paper.study, replace(paper.rules, silent="middle"))
    middle = compare_paths(filled, {"": named["extended"]}).set_index("cluster")["path"]
    coded = compare_paths(Prepared(others["b"], paper.rules), {"": named["extended"]}).set_index("cluster")["path"]
    shares = acceptability(paper.ratings, paper.framework)
    moved = levers(paper.ratings, named["extended"], replace(paper.rules, compensation=0.5))
    best = moved[moved["cluster"] == "cachoeiro"].assign(gain=lambda frame: frame["gain_lo"] + frame["gain_hi"])
    fit = parameters_of_fit(calibrate(paper, mixed=LEANING)).set_index("condition")
    return Answers(
        trust=(trust.lo, trust.hi),
        cachoeiro=lo["collective_efficiency", "cachoeiro"],
        leon=(lo["collective_efficiency", "leon"], hi["collective_efficiency", "leon"]),
        against=deviant_cases(calibrate(paper), "joint_action"),
        shared=len(shared),
        coded=len(side_by_side),
        same=int((shared["own"] == shared["b"]).sum()),
        consistency=float(np.minimum(joint, reached).sum() / joint.sum()),
        fit=tuple(key for key in clusters if path["collective_efficiency", key] == "high_road"),
        single=tuple(key for key in clusters if "|" not in path["firm_capability", key]),
        share=_share_of_the_cluster_level(paper),
        closed=tuple(
            key for key in clusters if "high_road" in path["extended", key] and "high_road" not in middle[key]
        ),
        recoded=_recoded(paper),
        by_coder=tuple(key for key in clusters if coded[key] != path["extended", key]),
        silent=sum(not cell.entered for cell in paper.cells.values()),
        ruled_out=sum(overruled["collective_efficiency", key] for key in clusters),
        low_road=str(shares["low_road"].idxmax()),
        lever=str(best.sort_values("gain")["determinant"].iloc[-1]),
        alpha=float(agreement(others).iloc[0]["ordinal"]),
        upper=fit["sufficiency_consistency_hi"].to_dict()["joint_action"],
    )


def _middle(paper: Prepared, cluster: str) -> float:
    """The middle of a cluster's cell on joint action, from 0 to 1."""
    cell = paper.cells[cluster, "joint_action"]
    return ((cell.lo + cell.hi) / 2 - LOWEST) / (HIGHEST - LOWEST)


def _share_of_the_cluster_level(paper: Prepared) -> float:
    """Where the lowest score of the first cluster reaches the high road, if the other two levels weigh alike."""
    equal = [1.0] * len(paper.framework.determinants)
    alone, without = (
        score(paper.ratings, paper.framework.weigh(equal, levels=levels), paper.rules).lo
        for levels in ([0, 1, 0], [1, 0, 1])
    )
    needed = (paper.rules.thresholds.high - without) / (alone - without)
    return 100 * float(needed[(needed >= 0) & (needed <= 1)].min())


def _recoded(paper: Prepared) -> str:
    """The class of Sinos Valley by its own level, with trust as low as can be."""
    ratings = paper.ratings.recode({"sinos": {"trust": LOWEST}})
    found = score(ratings, paper.framework.weightings["cluster_level"], paper.rules)
    return str(classify(found, paper.rules.thresholds).keys()[found.clusters.index("sinos")])
