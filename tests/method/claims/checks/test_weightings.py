from __future__ import annotations

import pytest
from tests.alter import Shown, as_it_is, assert_shown, both, drop, names_in, one_sided, put, shown

from smeclusters import Assessed, Study
from smeclusters.claims.claim import Status

NARROW = ("external_economies", "joint_action")


def silent_elsewhere(study: Study) -> Study:
    """Nothing is told but of the determinants of the narrow framework."""
    return drop("evidence", determinant=tuple(set(study.determinants["determinant"]) - set(NARROW)))(study)


# ---- All that a check can say: of which claim, and what is altered for it.

SHOWN: dict[str, Shown] = {
    "narrow_framework_misleads": (
        "collective-efficiency-too-narrow",
        {
            "supported_within": as_it_is,
            "contradicted": drop("evidence", determinant=NARROW),
            "depends_on_weights": both(
                put("evidence", "rating", -2, determinant="external_economies"),
                put("evidence", "rating", 2, determinant="joint_action"),
                put("outcomes", "path", "low_road"),
            ),
            "not_checked": put("weights", "weight", 1, weighting="collective_efficiency", determinant="trust"),
        },
    ),
    "wider_framework_fits_better": (
        "integrating-framework-needed",
        {
            "supported_within": silent_elsewhere,
            "contradicted": drop("evidence", determinant=NARROW),
            "depends_on_weights": as_it_is,
            "not_checked": drop("outcomes", basis=("stated", "reported")),
        },
    ),
}


@pytest.mark.parametrize(("name", "status"), shown(SHOWN))
def test_each_verdict_can_be_given(paper: Assessed, name: str, status: Status):
    assert_shown(paper, name, SHOWN[name], status)


def test_every_check_speaks_for_and_against_and_leaves_open():
    assert set(SHOWN) == names_in("smeclusters.claims.checks.weightings")
    assert one_sided(SHOWN) == {}
