from __future__ import annotations

import pytest
from tests.alter import Shown, as_it_is, assert_shown, drop, judged, names_in, one_sided, put, shown

from smeclusters import Assessed, Study
from smeclusters.claims.claim import Status

COUNTRY = ("macro", "regulation", "finance", "services")
FIRM = ("skills", "technology", "working_conditions", "infrastructure")

# ---- All that a check can say: of which claim, and what is altered for it.

SHOWN: dict[str, Shown] = {
    "sections_in_order": (
        "paper-structure",
        {
            "supported_within": as_it_is,
            "mixed": put("policies", "locator", "3:3", id="open-trade"),
            "contradicted": lambda study: put("policies", "locator", "3:3", id="open-trade")(
                put("evidence", "locator", "2a:1", place="sinos")(study)
            ),
            "not_checked": drop("policies", side=("supply", "demand", "both", "")),
        },
    ),
    "framework_is_wider": (
        "framework-adds-two-levels",
        {
            "supported_within": as_it_is,
            "contradicted": put("weights", "weight", 1, weighting="collective_efficiency", determinant=COUNTRY + FIRM),
            "not_checked": put("weightings", "role", "", weighting="collective_efficiency"),
        },
    ),
    "advice_on_each_level": (
        "advice-at-several-levels",
        {
            "supported_within": as_it_is,
            "contradicted": put("policies", "level", "firm"),
            "not_checked": drop("policies", side=("supply", "demand", "both", "")),
        },
    ),
    "other_works_on_levels": (
        "complementary-material",
        {
            "supported_within": as_it_is,
            "contradicted": put("evidence", "sources", ""),
            "not_checked": drop("evidence", determinant=COUNTRY + FIRM),
        },
    ),
    "textbook_covers_the_level": (
        "cluster-level-from-textbook",
        {
            "supported_within": as_it_is,
            "not_checked": put("textbook", "determinant", "skills"),
        },
    ),
    "among_the_features": (
        "links-in-the-textbook",
        {"supported_within": as_it_is, "not_checked": put("textbook", "feature", "ties", feature="cooperation")},
    ),
}

ONE_SIDED = {
    "textbook_covers_the_level": {"against"},
    "among_the_features": {"against"},  # that another passage leaves it out says nothing against it
}


@pytest.mark.parametrize(("name", "status"), shown(SHOWN))
def test_each_verdict_can_be_given(paper: Assessed, name: str, status: Status):
    assert_shown(paper, name, SHOWN[name], status)


def test_every_check_speaks_for_and_against_and_leaves_open():
    assert set(SHOWN) == names_in("whichroad.checks.text")
    assert one_sided(SHOWN) == ONE_SIDED


def test_advice_on_two_levels_is_advice_on_several(study: Study):
    two = put("policies", "level", "firm", level="cluster")(study)
    assert judged(two, "advice-at-several-levels").status == "supported_within"
