"""The steps of the argument in words, for pages that tell it."""

from __future__ import annotations

from dataclasses import dataclass

from smeclusters.analysis.likely import likely_paths
from smeclusters.explorer import Step, study_story
from smeclusters.explorer.links import read_link
from smeclusters.model.framework import Weights
from smeclusters.model.paths import classify, in_words, overlap
from smeclusters.model.prepared import Prepared
from smeclusters.model.rules import Rules, Thresholds
from smeclusters.model.scoring import score
from whichroad.words import places_in_words

_BEST = "high_road"
_FROM_ABOVE = ("high_road", "mixed|high_road", "mixed", "low_road|mixed|high_road", "low_road|mixed", "low_road")


@dataclass(frozen=True)
class ShownStep:
    """What a step of the argument shows.

    Attributes
    ----------
    title : str
        As it stands in the table.
    certain, likely, open : tuple of str
        Keys of the clusters that are certain to be on the high road, that are likely to be (in more than half of the
        readings of their cells), and that may be.
    ruled_out : tuple of str
        Of those of which it rules out the observed path.
    classes : str
        The open paths of all clusters, in words.
    """

    title: str
    certain: tuple[str, ...]
    likely: tuple[str, ...]
    open: tuple[str, ...]
    ruled_out: tuple[str, ...]
    classes: str


def argument(paper: Prepared) -> list[ShownStep]:
    """The steps of the edition's story, each with what follows from its state.

    Parameters
    ----------
    paper : Prepared
        The paper.

    Returns
    -------
    list of ShownStep
        In the order of the story.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> [len(step.likely) for step in argument(edition())]
    [3, 3, 3, 0, 0, 0]
    """
    return [_shown(paper, step) for step in study_story(paper.study)]


def _shown(paper: Prepared, step: Step) -> ShownStep:
    weights, rules = step_state(paper, step)
    scores = score(paper.ratings, weights, rules)
    paths = dict(zip(scores.clusters, classify(scores, rules.thresholds).keys(), strict=True))
    likely = likely_paths(paper.ratings, {"": weights}, rules).set_index("cluster")[_BEST]
    grouped = {key: [cluster for cluster, path in paths.items() if path == key] for key in _FROM_ABOVE}
    observed = paper.study.observed
    return ShownStep(
        step.title,
        tuple(grouped[_BEST]),
        tuple(cluster for cluster in paths if likely[cluster] > 0.5),
        tuple(cluster for cluster, path in paths.items() if _BEST in path.split("|")),
        tuple(cluster for cluster, path in paths.items() if not overlap(path, observed.get(cluster, path))),
        "; ".join(f"{in_words(key)}: {places_in_words(paper, some)}" for key, some in grouped.items() if some),
    )


def step_state(paper: Prepared, step: Step) -> tuple[Weights, Rules]:
    """What a step sets.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> weights, rules = step_state(edition(), Step("macro_first", "The country first", "It counts most."))
    >>> weights.levels.round(1).tolist(), rules.silent
    ([0.6, 0.2, 0.2], 'range')
    """
    if step.link in paper.framework.weightings:
        return paper.framework.weightings[step.link], paper.rules
    state = read_link(step.link, paper.study).state
    weights = paper.framework.weigh(state["weights"], levels=state["levels"])
    return weights, Rules(state["compensation"], Thresholds(*state["thresholds"]), state["silent"])
