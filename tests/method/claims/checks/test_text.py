from __future__ import annotations

from dataclasses import replace

import pytest
from tests.alter import Shown, as_it_is, assert_shown, names_in, one_sided, put, shown

from smeclusters import Assessed
from smeclusters.claims.claim import Status
from smeclusters.claims.registry import checks

# ---- All that a check can say: of which claim, and what is altered for it.

SHOWN: dict[str, Shown] = {
    "clusters_are_counted": (
        "five-clusters",
        {
            "supported_within": put("claims", "figure", 6.0, id="five-clusters"),
            "mixed": as_it_is,
            "contradicted": put("places", "case", "leon", place="leon"),
        },
    ),
}

ONE_SIDED = {"clusters_are_counted": {"open"}}  # a study has clusters, and they can be counted


@pytest.mark.parametrize(("name", "status"), shown(SHOWN))
def test_each_verdict_can_be_given(paper: Assessed, name: str, status: Status):
    assert_shown(paper, name, SHOWN[name], status)


def test_every_check_speaks_for_and_against_and_leaves_open():
    assert set(SHOWN) == names_in("smeclusters.claims.checks.text")
    assert one_sided(SHOWN) == ONE_SIDED


@pytest.mark.parametrize(("announced", "status"), [(6.0, "supported_within"), (5.0, "mixed"), (4.0, "contradicted")])
def test_places_or_cases_are_as_many_as_announced(paper: Assessed, announced: float, status: str):
    """Six places in five cases: León and Guadalajara are one."""
    claim = replace(paper.claims["five-clusters"], figure=announced)
    assert checks()["clusters_are_counted"].run(paper, claim).status == status
