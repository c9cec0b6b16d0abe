from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from tests.alter import Shown, as_it_is, assert_shown, drop, names_in, one_sided, put, shown

from smeclusters import Assessed, Study
from smeclusters.claims.claim import Status


def alike(study: Study) -> Study:
    """Each cluster has a favourable sentence of its own on each facet, and nothing else is said of any."""
    row = (
        study.evidence.query("basis == 'stated' and period == 'current'")
        .head(1)
        .assign(rating=1, rating_to=float("nan"))
    )
    rows = [
        row.assign(id=f"{place}-{facet.facet}", place=place, facet=facet.facet, determinant=facet.determinant)
        for place in study.clusters["place"]
        for facet in study.facets.itertuples()
    ]
    return replace(study, evidence=pd.concat(rows, ignore_index=True))


# ---- All that a check can say: of which claim, and what is altered for it.

SHOWN: dict[str, Shown] = {
    "success_and_failure": (
        "success-and-failure",
        {
            "supported": as_it_is,
            "supported_within": put("evidence", "sources", ""),
            "contradicted": alike,
            "not_checked": drop("evidence", period="current"),
        },
    ),
    "clusters_differ": (
        "clusters-diverse",
        {
            "supported_within": as_it_is,
            "contradicted": alike,
            "not_checked": drop("evidence", period="current"),
        },
    ),
}


@pytest.mark.parametrize(("name", "status"), shown(SHOWN))
def test_each_verdict_can_be_given(paper: Assessed, name: str, status: Status):
    assert_shown(paper, name, SHOWN[name], status)


def test_every_check_speaks_for_and_against_and_leaves_open():
    assert set(SHOWN) == names_in("smeclusters.claims.checks.cells")
    assert one_sided(SHOWN) == {}
