from __future__ import annotations

import pytest
from tests.alter import Shown, as_it_is, assert_shown, drop, judged, names_in, one_sided, put, shown

from smeclusters import Assessed, Study
from smeclusters.claims.claim import NEEDS, Status, Verdict

# ---- All that a check can say: of which claim, and what is altered for it.

SHOWN: dict[str, Shown] = {
    "answers_need": (
        "policy-training",
        {
            "need_of_clusters": as_it_is,
            "need_of_countries": put("evidence", "place", "BRA", determinant="skills"),
            "need_not_reported": put("evidence", "rating", 1, determinant="skills"),
        },
    ),
}

ONE_SIDED = {"answers_need": {"for", "against", "open"}}  # a recommendation has a scale of its own


@pytest.mark.parametrize(("name", "status"), shown(SHOWN))
def test_each_verdict_can_be_given(paper: Assessed, name: str, status: Status):
    assert_shown(paper, name, SHOWN[name], status)


def test_every_check_speaks_for_and_against_and_leaves_open():
    assert set(SHOWN) == names_in("whichroad.checks.evidence")
    assert one_sided(SHOWN) == ONE_SIDED


# ---- Recommendations.


def test_a_recommendation_has_a_need_and_a_statement_a_verdict(paper: Assessed):
    """Neither is told of in the words of the other."""
    assert set(SHOWN["answers_need"][1]) == set(NEEDS)
    for id, (claim, verdict) in paper.judged.items():
        if claim.check:
            assert (claim.kind == "prescription") == (verdict.status in NEEDS), id


def test_a_need_is_reported_for_clusters_only_where_clusters_are_told_of(study: Study, paper: Assessed):
    """What is told of the country or the region alone is a need of countries, however bad it is."""
    assert paper.verdicts["policy-stability"].status == "need_of_countries"
    assert "Yes, for Argentina, Brazil, Peru, Venezuela and Latin America" in paper.verdicts["policy-stability"].reason
    worse = put("evidence", "rating", -2, place=("lac", "ARG", "BRA", "PER", "VEN"), determinant="macro")(study)
    assert judged(worse, "policy-stability").status == "need_of_countries"
    for place in ("sample", "sinos"):
        nearer = put("evidence", "place", place, id="bra-macro-1")(study)
        assert judged(nearer, "policy-stability").status == "need_of_clusters"


def test_what_runs_contrary_to_a_need_is_told_and_takes_none_away(study: Study, paper: Assessed):
    contrary = " Otherwise, though both can be true – "
    assert "need for it? It does not. It reports the contrary – " in paper.verdicts["policy-self-help"].reason
    assert paper.verdicts["policy-self-help"].status == "need_not_reported"
    one = put("evidence", "rating", -1, id="gamarra-joint_action-1")(study)
    verdict = judged(one, "policy-self-help")
    assert verdict.status == "need_of_clusters"
    assert "one of six clusters (Gamarra)" in verdict.reason and contrary in verdict.reason


def test_the_passages_of_a_need_are_those_of_the_places_named(paper: Assessed):
    reason = paper.verdicts["policy-rd-services"].reason
    assert "(Guadalajara, León, Gamarra and Trujillo): WP71 §3.2.4 ¶3 and WP71 §3.2.2 ¶4. More widely: WP71" in reason


def test_a_need_of_which_nothing_is_told_is_no_need(study: Study):
    gone = drop("evidence", determinant="skills")(study)
    assert judged(gone, "policy-training") == Verdict(
        "need_not_reported",
        "Does section 3 report the need for it? It does not. In no table: "
        "trujillo-skills-1, gamarra-skills-1, cachoeiro-skills-1, cachoeiro-skills-2 and sinos-skills-1.",
        ours=True,
    )
