from __future__ import annotations

import pytest
from tests.alter import Turn, add, assert_turned, drop, names_in, put

from smeclusters import Assessed, Framework, Ratings, Study, observed_acceptability

NARROW = ("external_economies", "joint_action")


def perfect_firms(study: Study) -> Study:
    """The highest rating on every facet of the firm level, in every cluster."""
    names = study.determinants.query("level == 'firm'")["determinant"]
    study = drop("evidence", determinant=tuple(names))(study)
    for place in study.clusters["place"]:
        for row in study.facets[study.facets["determinant"].isin(names)].itertuples():
            cells = {"place": place, "determinant": row.determinant, "facet": row.facet, "rating": 2}
            study = add("evidence", id=f"{place}-{row.facet}", basis="reported", **cells)(study)
    return study


# ---- Every verdict can turn: what was said of which claim, what is altered, what is said then.

TURNS: dict[str, Turn] = {
    "leaves_path_open": (
        "wider-factors-explain-cachoeiro",
        "depends_on_weights",
        put("evidence", "rating", -2),
        "holds",
    ),
    "narrow_framework_misleads": (
        "collective-efficiency-too-narrow",
        "holds",
        drop("evidence", determinant=NARROW),
        "fails",
    ),
    "wider_framework_fits_better": (
        "integrating-framework-needed",
        "depends_on_weights",
        drop("evidence", determinant=NARROW),
        "fails",
    ),
    "firm_level_lifts": ("capabilities-boost-clusters", "depends_on_weights", perfect_firms, "fails"),
}


@pytest.mark.parametrize("name", TURNS)
def test_other_data_turn_the_verdict(paper: Assessed, name: str):
    assert_turned(paper, name, TURNS[name])


def test_every_check_can_turn():
    assert set(TURNS) == names_in("smeclusters.claims.checks.weightings")


def test_shares_of_weightings_are_those_of_the_robustness_analysis(
    study: Study, ratings: Ratings, framework: Framework, paper: Assessed
):
    table = observed_acceptability(ratings, framework, study.observed)
    for cluster in ("sinos", "guadalajara", "cachoeiro"):  # the paths of the others are told in one sentence
        assert paper.verdicts[f"wider-factors-explain-{cluster}"].share == pytest.approx(table.loc[cluster, "open"])


def test_the_path_seen_is_named(paper: Assessed):
    reasons = {id: verdict.reason for id, verdict in paper.verdicts.items()}
    assert reasons["wider-factors-explain-sinos"].startswith("The paper sees the mixed path there.")
    assert reasons["wider-factors-explain-guadalajara"].startswith("The paper sees the low road there.")
