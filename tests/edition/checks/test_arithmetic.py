from __future__ import annotations

import pytest
from tests.alter import Shown, as_it_is, assert_shown, drop, judged, names_in, one_sided, put, shown

from smeclusters import Assessed, Study
from smeclusters.claims.claim import STATUSES, Status
from smeclusters.claims.record import verify
from smeclusters.claims.registry import checks

SHARES = ("mexico-share", "trujillo-market", "cachoeiro-exports")

# ---- All that a check can say: of which claim, and what is altered for it.

SHOWN: dict[str, Shown] = {
    "stage_firms": (
        "cachoeiro-external_economies-1",
        {
            "supported_within": as_it_is,
            "contradicted": put("profiles", "value", 200.0, id="cachoeiro-stages"),
            "not_checked": drop("profiles", id="cachoeiro-firms"),
        },
    ),
    "firms_are_small": (
        "sinos-mostly-smes",
        {"supported_within": as_it_is, "not_checked": put("profiles", "value", 600_000.0, id="sinos-jobs")},
    ),
    "clusters_hold_much": (
        "clustering-significant",
        {
            "supported_within": as_it_is,
            "mixed": put("profiles", "value", 20.0, id="trujillo-market"),
            "contradicted": put("profiles", "value", 20.0, id=SHARES),
            "not_checked": drop("profiles", id="trujillo-market"),
        },
    ),
    "few_train": (
        "cachoeiro-skills-1",
        {
            "supported_within": as_it_is,
            "not_checked": put("evidence", "figure", 20.0, id="cachoeiro-skills-2"),
        },
    ),
    "one_sample_allows": (
        "cachoeiro-trust-2",
        {"contradicted": put("profiles", "value", 84.0, id="cachoeiro-firms"), "not_checked": as_it_is},
    ),
}

ONE_SIDED = {
    "few_train": {"against"},  # many may do something, and few of them much
    "firms_are_small": {"against"},  # a mean tells how many firms can be large, not how many are
    "one_sample_allows": {"for"},  # that percentages can be parts of one number does not show that they are
}


@pytest.mark.parametrize(("name", "status"), shown(SHOWN))
def test_each_verdict_can_be_given(paper: Assessed, name: str, status: Status):
    assert_shown(paper, name, SHOWN[name], status)


def test_every_check_speaks_for_and_against_and_leaves_open():
    assert set(SHOWN) == names_in("whichroad.checks.arithmetic")
    assert one_sided(SHOWN) == ONE_SIDED


@pytest.mark.parametrize(
    ("id", "told"),
    [
        ("sinos-firms", "1,400 of 1,800 firms"),  # 500 + 700 + 200
        ("sinos-firms", "the difference of 400"),
        ("sinos-mostly-smes", "83 jobs a firm"),  # 150,000 / 1,800 = 83.3
        ("cachoeiro-external_economies-1", "60 per cent are “stage firms”"),  # 300 / 500
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
    [(251.0, "supported_within"), (250.0, "contradicted")],
)
def test_most_firms_do_a_single_stage_above_a_half(study: Study, stages: float, status: str):
    """Of 500 firms, beside 73 per cent of those asked."""
    changed = put("profiles", "value", stages, id="cachoeiro-stages")(study)
    assert judged(changed, "cachoeiro-external_economies-1").status == status


def test_the_percentages_of_cachoeiro_need_85_firms(paper: Assessed):
    """By hand: 81, 62, 39 and 37 of 85 are 95.29, 72.94, 45.88 and 43.53 per cent; no part of 64 is 46."""
    assert paper.claims["cachoeiro-trust-2"].check == "one_sample_allows"
    reason = paper.verdicts["cachoeiro-trust-2"].reason
    assert "95.3, 73, 46 and 44 per cent" in reason and "beginning with 85, 106 and 107" in reason


@pytest.mark.parametrize(("nothing", "status"), [(33.0, "not_checked"), (34.0, "supported_within")])
def test_a_third_of_the_firms_is_not_few(study: Study, nothing: float, status: str):
    changed = put("evidence", "figure", nothing, id="cachoeiro-skills-2")(study)
    assert judged(changed, "cachoeiro-skills-1").status == status
