from __future__ import annotations

import pytest
from tests.alter import Turn, assert_turned, judged, names_in, put

from smeclusters import Assessed, Study

COUNTRY = ("macro", "regulation", "finance", "services")

# ---- Every verdict can turn: what was said of which claim, what is altered, what is said then.

TURNS: dict[str, Turn] = {
    "answers_need": ("policy-training", "holds", put("evidence", "rating", 1, determinant="skills"), "fails"),
    "country_burdens_all": (
        "constraints-hold-clusters-back", "untestable",
        put("evidence", "rating", 1, determinant=COUNTRY), "fails"),
    "case_studies_neglect": (
        "macro-unexplored", "holds_in_part", put("evidence", "determinant", "macro", place=("sinos", "cachoeiro")), "fails"),
}  # fmt: skip


@pytest.mark.parametrize("name", TURNS)
def test_other_data_turn_the_verdict(paper: Assessed, name: str):
    assert_turned(paper, name, TURNS[name])


def test_every_check_can_turn():
    assert set(TURNS) == names_in("whichroad.checks.evidence")


def test_a_recommendation_is_held_to_the_clusters_themselves(study: Study, paper: Assessed):
    """What is told of the country or the region alone answers a need in part, however bad it is."""
    assert paper.verdicts["policy-stability"].status == "holds_in_part"
    assert "for no cluster by itself" in paper.verdicts["policy-stability"].reason
    worse = put("evidence", "rating", -2, place=("lac", "BRA", "PER"), determinant="macro")(study)
    assert judged(worse, "policy-stability").status == "holds_in_part"
    assert paper.verdicts["policy-self-help"].status == "fails"
