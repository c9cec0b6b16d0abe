from __future__ import annotations

import pytest
from tests.alter import Shown, all_on, as_it_is, assert_shown, drop, judged, names_in, one_sided, put, shown

from smeclusters import Assessed, Study
from smeclusters.claims.claim import Status

# ---- All that a check can say: of which claim, and what is altered for it.

SHOWN: dict[str, Shown] = {
    "consistency_is_low": (
        "milieu-and-self-help-insufficient",
        {
            "supported_within": as_it_is,
            "contradicted": all_on("high_road"),
            "not_checked": drop("outcomes", basis=("stated", "reported")),
        },
    ),
}


@pytest.mark.parametrize(("name", "status"), shown(SHOWN))
def test_each_verdict_can_be_given(paper: Assessed, name: str, status: Status):
    assert_shown(paper, name, SHOWN[name], status)


def test_every_check_speaks_for_and_against_and_leaves_open():
    assert set(SHOWN) == names_in("whichroad.checks.sets")
    assert one_sided(SHOWN) == {}


def test_where_the_evidence_leaves_the_consistency_open_nothing_is_decided(study: Study):
    """With trust unknown and some clusters on the high road the bounds lie on both sides of what is asked for."""
    id = "milieu-and-self-help-insufficient"
    unknown = drop("evidence", determinant="trust")(study)
    assert judged(put("outcomes", "path", "high_road", cluster="sinos")(unknown), id).status == "not_checked"


def test_where_no_condition_could_do_better_the_reason_says_so(study: Study, paper: Assessed):
    told = "With no high road among the cases, no condition could do better."
    id = "milieu-and-self-help-insufficient"
    assert told in paper.verdicts[id].reason
    assert told not in judged(put("outcomes", "path", "high_road", cluster="cachoeiro")(study), id).reason
