from __future__ import annotations

import pytest
from tests.alter import Turn, assert_turned, names_in, put

from smeclusters import Assessed

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
