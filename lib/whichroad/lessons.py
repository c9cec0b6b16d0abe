"""States of the explorer that lessons and exercises name, and links that open them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

from smeclusters.explorer.content import sliders
from smeclusters.explorer.links import write_link
from smeclusters.model.prepared import Prepared
from smeclusters.model.rules import Rules
from whichroad.markup import Html, link

PAGE = "explorer.html"


@dataclass(frozen=True)
class LessonState:
    """What the explorer shows when a lesson's link opens it.

    Attributes
    ----------
    key : str
        What lessons call it by.
    title : str
        What it shows, in a few words.
    weighting : str
        Key of a named weighting.
    alone : str
        Key of the one determinant that counts, in place of the weighting; empty where the weighting holds.
    rules : Rules
        How cells become paths.
    coding : str
        Key of the coding whose cells count.
    cluster : str
        Key of the cluster chosen; empty for the first.
    """

    key: str
    title: str
    weighting: str = "extended"
    alone: str = ""
    rules: Rules = Rules()
    coding: str = ""
    cluster: str = ""


STATES: Mapping[str, LessonState] = {
    state.key: state
    for state in (
        LessonState("narrow", "Collective efficiency", "collective_efficiency"),
        LessonState("level", "Cluster level", "cluster_level"),
        LessonState("extended", "Extended framework"),
        LessonState("firms", "Firms first", "firm_capability"),
        LessonState("country", "Country first", "macro_first"),
        LessonState("middle", "Extended framework, the middle for silence", rules=Rules(silent="middle")),
        LessonState("weakest", "Extended framework, the weakest factor decides", rules=Rules(compensation=-inf)),
        LessonState("joint", "Joint action alone", alone="joint_action"),
        LessonState("technology", "Technological effort alone", alone="technology"),
        LessonState("credit", "Financial services alone", alone="finance"),
        LessonState("sinos", "Cluster level, Sinos Valley chosen", "cluster_level", cluster="sinos"),
        LessonState(
            "cachoeiro", "Collective efficiency, Cachoeiro chosen", "collective_efficiency", cluster="cachoeiro"
        ),
        LessonState("leon", "Extended framework, León chosen", cluster="leon"),
        LessonState("coder", "Extended framework, coder B", coding="b"),
    )
}


def lesson_state(paper: Prepared, key: str) -> dict[str, Any]:
    """What :class:`smeclusters.Explorer` takes, as a link of the page would give it.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> lesson_state(edition(), "narrow")["levels"]
    {'country': 0.0, 'cluster': 100.0, 'firm': 0.0}
    """
    state, framework = STATES[key], paper.framework
    alone = {key: float(key == state.alone) for key in framework.determinants}
    weights = framework.weigh(alone) if state.alone else framework.weightings[state.weighting]
    rules = state.rules
    return {
        **sliders(framework, weights),
        "compensation": rules.compensation,
        "thresholds": (rules.thresholds.low, rules.thresholds.high),
        "silent": rules.silent,
        "coding": state.coding,
        "laid": (),
        "own": (),
        "overrides": {},
    }


def state_address(paper: Prepared, key: str) -> str:
    """Where the explorer opens in a state, from a page of the book.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> state_address(edition(), "narrow")
    'explorer.html#w=1;0,100,0;25,25,25,25,50,50,0,0,25,25,25,25;1;0.4,0.6;range'
    """
    return f"{PAGE}{write_link(lesson_state(paper, key), STATES[key].cluster)}"


def state_link(paper: Prepared, key: str, text: str = "") -> Html:
    """A link that opens the explorer in a state; by default with the title of the state.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> state_link(edition(), "leon").markup.striptags()
    'Extended framework, León chosen'
    """
    return Html(link(state_address(paper, key), text or STATES[key].title))


def layer_link(paper: Prepared, layer: str, text: str) -> Html:
    """A link that opens the explorer under the usual settings, with a layer over the paper.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> str(layer_link(edition(), "after", "with later works")).split('"')[1].rpartition(";")[2]
    'after'
    """
    state = lesson_state(paper, "extended") | {"laid": (layer,)}
    return Html(link(f"{PAGE}{write_link(state)}", text))
