from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from tests.alter import Turn, assert_turned, drop, judged, names_in, put

from smeclusters import Assessed, Study
from smeclusters.claims.claim import Verdict

COUNTRY = ("macro", "regulation", "finance", "services")

# ---- Every verdict can turn: what was said of which claim, what is altered, what is said then.

TURNS: dict[str, Turn] = {
    "answers_need": ("policy-training", "holds", put("evidence", "rating", 1, determinant="skills"), "fails"),
    "country_burdens_all": (
        "constraints-hold-clusters-back",
        "not_checked",
        put("evidence", "rating", 1, determinant=COUNTRY),
        "fails",
    ),
    "case_studies_neglect": (
        "macro-unexplored",
        "holds_in_part",
        put("evidence", "determinant", "macro", place=("sinos", "cachoeiro")),
        "fails",
    ),
}


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


def test_a_need_of_which_nothing_is_told_is_no_need(study: Study):
    gone = drop("evidence", determinant="skills")(study)
    assert judged(gone, "policy-training") == Verdict(
        "fails",
        "Section 3 tells of no such need. In no table: "
        "trujillo-skills-1, gamarra-skills-1, cachoeiro-skills-1, cachoeiro-skills-2 and sinos-skills-1.",
        ours=True,
    )


@pytest.mark.parametrize(
    ("levels", "status"),
    [
        ({"country": 19, "firm": 41}, "holds_in_part"),  # one of the two is neglected
        ({"country": 21, "firm": 33}, "holds_in_part"),  # neither has a third
        ({"country": 21, "firm": 34}, "fails"),
    ],
)
def test_a_level_is_neglected_by_a_fifth_or_if_none_has_a_third(study: Study, levels: dict[str, int], status: str):
    determinants = ["macro"] * levels["country"] + ["skills"] * levels["firm"]
    determinants += ["trust"] * (100 - len(determinants))
    rows = pd.concat([study.evidence.head(1)] * 100, ignore_index=True)
    rows = rows.assign(determinant=determinants, place="sinos", period="current", id=[str(at) for at in range(100)])
    assert judged(replace(study, evidence=rows), "interfirm-variables-as-measure").status == status
