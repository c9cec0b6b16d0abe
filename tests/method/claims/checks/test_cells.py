from __future__ import annotations

import pytest
from tests.alter import Shown, as_it_is, assert_shown, judged, names_in, one_sided, put, shown

from smeclusters import Assessed, Study
from smeclusters.claims.claim import Status

NEARNESS = "external_economies"
OTHERS = ("sinos", "gamarra", "cachoeiro")

# ---- All that a check can say: of which claim, and what is altered for it.

SHOWN: dict[str, Shown] = {
    "is_lower": (
        "trujillo-less-specialised",
        {
            "supported": put("evidence", "sources", "marshall1920", determinant=NEARNESS),
            "supported_within": as_it_is,
            "mixed": put("evidence", "rating", -2, place="sinos", determinant=NEARNESS),
            "contradicted": put("evidence", "rating", 2, place="trujillo", determinant=NEARNESS),
            "not_checked": put("evidence", "place", "PRY", place="trujillo", determinant=NEARNESS),
        },
    ),
    "success_and_failure": (
        "success-and-failure",
        {"supported_within": as_it_is, "contradicted": put("evidence", "rating", 1)},
    ),
    "clusters_differ": (
        "clusters-diverse",
        {"supported_within": as_it_is, "contradicted": put("evidence", "rating", 1)},
    ),
}

ONE_SIDED = {
    "success_and_failure": {"open"},  # a cell has an interval, however wide: with none sure, there is no sign of either
    "clusters_differ": {"open"},  # the same
}


@pytest.mark.parametrize(("name", "status"), shown(SHOWN))
def test_each_verdict_can_be_given(paper: Assessed, name: str, status: Status):
    assert_shown(paper, name, SHOWN[name], status)


def test_every_check_speaks_for_and_against_and_leaves_open():
    assert set(SHOWN) == names_in("smeclusters.claims.checks.cells")
    assert one_sided(SHOWN) == ONE_SIDED


def test_to_be_lower_than_three_three_are_needed_from_other_authors(study: Study):
    told = put("evidence", "sources", "marshall1920", determinant=NEARNESS)(study)
    id = "trujillo-less-specialised"
    assert judged(told, id).status == "supported"
    for place in (*OTHERS, "trujillo"):
        own = put("evidence", "sources", "", place=place, determinant=NEARNESS)(told)
        assert judged(own, id).status == "supported_within", place
