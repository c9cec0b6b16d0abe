from __future__ import annotations

from dataclasses import replace

import pytest
from tests.alter import Turn, assert_turned, names_in, put

from smeclusters import Assessed
from smeclusters.claims.registry import checks

# ---- Every verdict can turn: what was said of which claim, what is altered, what is said then.

TURNS: dict[str, Turn] = {
    "clusters_are_counted": ("five-clusters", "holds_in_part", put("places", "case", "leon", place="leon"), "fails"),
    "titles_speak_of": (
        "spath-on-regulation",
        "holds_in_part",
        put("listed", "title", "Untitled", ref="ref:59"),
        "fails",
    ),
    "titles_lean": (
        "research-on-interfirm-only",
        "holds_in_part",
        put("listed", "title", "Technological Capabilities"),
        "fails",
    ),
    "term_in_titles": (
        "term-coined-on-sinos",
        "holds_in_part",
        put("listed", "title", "Collective Efficiency", ref="ref:51"),
        "fails",
    ),
}


@pytest.mark.parametrize("name", TURNS)
def test_other_data_turn_the_verdict(paper: Assessed, name: str):
    assert_turned(paper, name, TURNS[name])


def test_every_check_can_turn():
    assert set(TURNS) == names_in("smeclusters.claims.checks.text")


@pytest.mark.parametrize(("announced", "status"), [(6.0, "holds"), (5.0, "holds_in_part"), (4.0, "fails")])
def test_places_or_cases_are_as_many_as_announced(paper: Assessed, announced: float, status: str):
    """Six places in five cases: León and Guadalajara are one."""
    claim = replace(paper.claims["five-clusters"], figure=announced)
    assert checks()["clusters_are_counted"].run(paper, claim).status == status
