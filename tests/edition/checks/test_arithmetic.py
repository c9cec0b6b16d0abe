from __future__ import annotations

import pytest
from tests.alter import Turn, assert_turned, drop, judged, names_in, put

from smeclusters import Assessed, Study
from smeclusters.claims.claim import STATUSES
from smeclusters.claims.record import verify
from smeclusters.claims.registry import checks

# ---- Every verdict can turn: what was said of which claim, what is altered, what is said then.

TURNS: dict[str, Turn] = {
    "stage_firms": (
        "cachoeiro-external_economies-1",
        "holds_in_part",
        put("profiles", "value", 365.0, id="cachoeiro-stages"),
        "holds",
    ),
    "firms_are_small": ("sinos-mostly-smes", "holds", put("profiles", "value", 600_000.0, id="sinos-jobs"), "fails"),
    "clusters_hold_much": (
        "clustering-significant",
        "holds_in_part",
        put("profiles", "value", 20.0, id=("mexico-share", "trujillo-market", "cachoeiro-exports")),
        "fails",
    ),
    "one_sample_allows": (
        "cachoeiro-skills-2",
        "not_checked",
        put("profiles", "value", 84.0, id="cachoeiro-firms"),
        "contradicted",
    ),
}


@pytest.mark.parametrize("name", TURNS)
def test_other_data_turn_the_verdict(paper: Assessed, name: str):
    assert_turned(paper, name, TURNS[name])


def test_every_check_can_turn():
    assert set(TURNS) == names_in("whichroad.checks.arithmetic")


@pytest.mark.parametrize(
    ("id", "told"),
    [
        ("sinos-firms", "1,400 of 1,800 firms"),  # 500 + 700 + 200
        ("sinos-firms", "the difference of 400"),
        ("sinos-mostly-smes", "83 jobs a firm"),  # 150,000 / 1,800 = 83.3
        ("cachoeiro-external_economies-1", "60 per cent do a single stage"),  # 300 / 500
        ("cachoeiro-external_economies-1", "73 per cent"),
        ("five-clusters", "Six places are named, in five cases"),
        ("bra-gdp", "20 per cent in 2004"),
    ],
)
def test_reasons_give_the_figures_that_can_be_worked_out_by_hand(paper: Assessed, id: str, told: str):
    assert told in paper.verdicts[id].reason


def test_a_figure_that_was_taken_out_makes_no_check_stumble(study: Study, paper: Assessed):
    taken = [("profiles", key) for key in study.profiles["id"]]
    taken += [("evidence", "cachoeiro-external_economies-2")]
    ids = [id for id, claim in paper.claims.items() if claim.check and checks()[claim.check].ground == "arithmetic"]
    for table, key in taken:
        left = drop(table, id=key)(study)
        for id in ids:
            assert all(verdict.status in STATUSES for verdict in verify(Assessed(left), id).values()), key


@pytest.mark.parametrize(
    ("stages", "status"),
    [(329.0, "holds"), (328.0, "holds_in_part"), (251.0, "holds_in_part"), (250.0, "fails")],
)
def test_stages_and_phases_agree_within_a_tenth_and_are_most_above_a_half(study: Study, stages: float, status: str):
    """Of 500 firms, beside 73 per cent of those asked: a tenth less is 65.7 per cent, or 328.5 firms."""
    changed = put("profiles", "value", stages, id="cachoeiro-stages")(study)
    assert judged(changed, "cachoeiro-external_economies-1").status == status


def test_the_percentages_of_cachoeiro_need_85_firms(paper: Assessed):
    """By hand: 81, 62, 39 and 37 of 85 are 95.29, 72.94, 45.88 and 43.53 per cent; no part of 64 is 46."""
    for id in ("cachoeiro-skills-2", "cachoeiro-trust-2", "path-cachoeiro"):
        assert paper.claims[id].check == "one_sample_allows"
        reason = paper.verdicts[id].reason
        assert "95.3, 73, 46 and 44 per cent" in reason and "beginning with 85, 106 and 107" in reason
