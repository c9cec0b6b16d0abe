from __future__ import annotations

from dataclasses import replace

import pytest
from tests.alter import Turn, all_on, assert_turned, drop, judged, names_in, put

from smeclusters import Assessed, Study
from smeclusters.claims.claim import Claim

# ---- Every verdict can turn: what was said of which claim, what is altered, what is said then.

TURNS: dict[str, Turn] = {
    "other_statements": (
        "sinos-connectivity-1",
        "holds",
        put("evidence", "rating", -1, id="sinos-connectivity-5"),
        "holds_in_part",
    ),
    "agrees_with": (
        "finance-limits-growth",
        "holds_in_part",
        put("evidence", "rating", 1, id="mercosur-finance-1"),
        "not_checked",
    ),
    "goes_together": (
        "trust-and-connectivity-needed",
        "fails",
        put("evidence", "rating", 2, place="sinos", determinant=("trust", "connectivity")),
        "holds_in_part",
    ),
    "is_not_enough": ("joint-action-not-enough", "holds", put("outcomes", "path", "high_road"), "fails"),
    "counterexamples_are_described": (
        "evidence-strongly-suggests",
        "holds_in_part",
        put("outcomes", "about", "sample"),
        "fails",
    ),
    "no_high_road": ("region-missed-high-road", "holds_in_part", all_on("high_road"), "fails"),
    "price_decides": ("price-still-drives", "holds_in_part", put("outcomes", "path", "low_road"), "holds"),
    "some_path_is_between": ("paths-not-always-matched", "holds", put("outcomes", "path", "low_road"), "fails"),
    "paths_differ": ("growth-experience-varied", "holds_in_part", all_on("low_road"), "fails"),
    "is_lower": (
        "trujillo-less-specialised",
        "holds",
        put("evidence", "rating", 2, place="trujillo", determinant="external_economies"),
        "fails",
    ),
    "points_both_ways": (
        "opening-benefits-and-threats",
        "holds_in_part",
        put("evidence", "rating", -1, facet=("trade_opening", "import_competition")),
        "not_checked",
    ),
    "success_and_failure": ("success-and-failure", "holds_in_part", put("evidence", "rating", 1), "fails"),
    "every_level_bears": ("many-interlinked-factors", "holds_in_part", put("evidence", "rating", 0), "fails"),
    "clusters_differ": ("clusters-diverse", "holds", put("evidence", "rating", 1), "fails"),
    "likeness_does_not_tell": (
        "comparison-with-model-insufficient",
        "holds_in_part",
        put("likeness", "likeness", "unlike", cluster=("guadalajara", "gamarra", "cachoeiro")),
        "fails",
    ),
    "past_and_present_differ": (
        "social-milieu-changes",
        "holds_in_part",
        put("evidence", "rating", 1, id=("sinos-trust-2", "sinos-trust-3")),
        "fails",
    ),
    "nothing_known": (
        "peru-pressure-unknown",
        "holds",
        put("evidence", "place", "gamarra", id="sample-macro-2"),
        "fails",
    ),
    "only_these_places": (
        "only-guadalajara-on-macro",
        "holds_in_part",
        put("evidence", "place", "MEX", id="leon-macro-1"),
        "holds",
    ),
}


@pytest.mark.parametrize("name", TURNS)
def test_other_data_turn_the_verdict(paper: Assessed, name: str):
    assert_turned(paper, name, TURNS[name])


def test_every_check_can_turn():
    assert set(TURNS) == names_in("smeclusters.claims.checks.evidence")


@pytest.fixture(scope="module")
def restated(paper: Assessed) -> dict[str, tuple[Claim, tuple[str, ...]]]:
    """Claims that other statements decide, with the ids of these."""
    return {
        id: (claim, tuple(claim.terms.removeprefix("part: ").split(";")))
        for id, claim in paper.claims.items()
        if claim.check == "other_statements"
    }


def test_the_statements_that_decide_a_claim_exist_and_are_others(study: Study, restated):
    for claim, others in restated.values():
        assert set(others) <= set(study.evidence["id"])
        assert not set(others) & set(claim.rows)


def test_no_claim_holds_against_another_statement(study: Study, restated, paper: Assessed):
    assert {paper.verdicts[id].status for id in restated} == {"holds", "holds_in_part"}
    for id, (_, others) in restated.items():
        turned = study.evidence.copy()
        turned.loc[turned["id"].isin(others), "rating"] *= -1
        changed = judged(replace(study, evidence=turned), id)
        assert changed.status == "holds_in_part" or paper.verdicts[id].status == "holds_in_part", id
        assert ("gainst it" in changed.reason) or paper.verdicts[id].status != "holds", id


@pytest.mark.parametrize("field", ["sources", "basis"])
def test_what_has_no_other_work_behind_it_or_is_a_guess_confirms_nothing(study: Study, restated, field: str):
    for id, (claim, others) in restated.items():
        value = claim.sources if field == "sources" else "inferred"
        changed = put("evidence", field, value, id=others)(study)
        assert judged(changed, id).status == "holds_in_part", id


def test_a_claim_whose_other_statements_are_taken_out_cannot_be_tested(study: Study, restated):
    for id, (_, others) in restated.items():
        assert judged(drop("evidence", id=others)(study), id).status == "not_checked", id


def test_a_statement_that_is_neither_good_nor_bad_cannot_be_confirmed_by_others(study: Study):
    changed = put("evidence", "rating", 0, id="sinos-connectivity-1")(study)
    assert judged(changed, "sinos-connectivity-1").status == "not_checked"


def test_a_rule_is_refuted_by_one_case(study: Study, paper: Assessed):
    id = "trust-and-connectivity-needed"  # of which Sinos Valley alone is a case
    assert paper.verdicts[id].status == "fails"
    tied = put("evidence", "rating", 2, place="sinos", determinant=("trust", "connectivity"))(study)
    assert judged(tied, id).status == "holds_in_part"
    assert judged(put("outcomes", "path", "mixed", cluster="trujillo")(tied), id).status == "holds_in_part"
    seen = put("outcomes", "about", "trujillo", cluster="trujillo")(tied)
    assert judged(put("outcomes", "path", "mixed", cluster="trujillo")(seen), id).status == "fails"


def test_what_a_sentence_on_all_clusters_leaves_open_neither_differs_nor_is_alike(study: Study):
    """Low road for those described; low road or mixed for the others."""
    verdict = judged(put("outcomes", "path", "low_road")(study), "growth-experience-varied")
    assert verdict.status == "not_checked"
    assert verdict.reason.startswith("Paths observed: low road; low road or mixed. ")


def test_a_sentence_on_all_clusters_makes_no_claim_hold_by_leaving_cases_open(study: Study, paper: Assessed):
    """Of five clusters with weak technology two are seen on the low road, and three may be."""
    id = "weak-clusters-stagnate"
    assert paper.verdicts[id].status == "holds_in_part"
    assert judged(all_on("low_road")(study), id).status == "holds"


def test_a_reason_says_which_of_the_rows_that_it_names_no_table_has(study: Study):
    named = put("claims", "terms", "mercosur-finance-1;mercosur-finance-11;negative", id="finance-limits-growth")(study)
    verdict = judged(named, "finance-limits-growth")
    assert verdict.status == "holds_in_part"
    assert verdict.reason.endswith(" In no table: mercosur-finance-11.")


@pytest.mark.parametrize(("now", "status"), [(-1, "holds_in_part"), (0, "fails")])
def test_to_differ_is_to_change_sides(study: Study, now: int, status: str):
    changed = put("evidence", "rating", now, id=("sinos-trust-2", "sinos-trust-3"))(study)
    assert judged(changed, "social-milieu-changes").status == status  # +2 in the past


def test_counterexamples_that_are_all_described_must_be_three(study: Study):
    id = "evidence-strongly-suggests"  # Sinos Valley, Guadalajara and, by the sentence on all, Gamarra
    described = put("outcomes", "about", "gamarra", cluster="gamarra")(study)
    assert judged(described, id).status == "holds"
    two = put("outcomes", "path", "high_road", cluster="gamarra")(described)
    assert judged(two, id).status == "holds_in_part"
