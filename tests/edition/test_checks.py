from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any, get_args

import numpy as np
import pandas as pd
import pytest

from smeclusters import Assessed, Framework, InputError, Ratings, Study, observed_acceptability
from smeclusters.claims.claim import GROUNDS, REASONS, STATUSES, Claim, Status, Verdict, read_claims
from smeclusters.claims.record import changes, coding_sensitivity, verdict_frame, verify
from smeclusters.claims.registry import checks

Change = Callable[[Study], Study]

CHECKS = checks()


@pytest.fixture(scope="module")
def claims(study: Study) -> dict[str, Claim]:
    return {claim.id: claim for claim in read_claims(study)}


@pytest.fixture(scope="module")
def verdicts(paper: Assessed) -> dict[str, Verdict]:
    return verify(paper)


def statuses(study: Study) -> dict[str, Status]:
    return {id: verdict.status for id, verdict in verify(Assessed(study)).items()}


# ---- Ways to alter a study; each makes a copy.


def found(table: pd.DataFrame, where: dict[str, Any]) -> pd.Series:
    """Which rows have these values, or one of these."""
    kept = pd.Series(True, index=table.index)
    for field, wanted in where.items():
        kept &= table[field].isin(wanted if isinstance(wanted, tuple) else (wanted,))
    assert kept.any(), where
    return kept


def put(table: str, field: str, value: Any, **where: Any) -> Change:
    """Another value in the rows that are named, or in all."""

    def change(study: Study) -> Study:
        rows = getattr(study, table).copy()
        rows.loc[found(rows, where), field] = value
        return replace(study, **{table: rows})

    return change


def drop(table: str, **where: Any) -> Change:
    """Without the rows that are named."""

    def change(study: Study) -> Study:
        rows = getattr(study, table)
        return replace(study, **{table: rows[~found(rows, where)].reset_index(drop=True)})

    return change


def add(table: str, **cells: Any) -> Change:
    """One row more, in all other fields like the first."""

    def change(study: Study) -> Study:
        rows = getattr(study, table)
        return replace(study, **{table: pd.concat([rows, rows.head(1).assign(**cells)], ignore_index=True)})

    return change


def perfect_firms(study: Study) -> Study:
    """The highest rating on every facet of the firm level, in every cluster."""
    names = study.determinants.query("level == 'firm'")["determinant"]
    study = drop("evidence", determinant=tuple(names))(study)
    for place in study.clusters["place"]:
        for row in study.facets[study.facets["determinant"].isin(names)].itertuples():
            cells = {"place": place, "determinant": row.determinant, "facet": row.facet, "rating": 2}
            study = add("evidence", id=f"{place}-{row.facet}", basis="reported", **cells)(study)
    return study


def dollar_follows_prices(study: Study) -> Study:
    """The dollar dearer each year by as much as prices rose."""
    rows = study.external.copy()
    prices = rows[rows["series"] == "inflation"].set_index(["place", "year"])["value"]
    for place in prices.index.unique("place"):
        dollar = found(rows, {"series": "exchange_rate", "place": place})
        years = rows.loc[dollar, "year"]
        rows.loc[dollar, "value"] = [
            float((1 + prices[place].loc[years.min() + 1 : year] / 100).prod()) for year in years
        ]
    return replace(study, external=rows)


# ---- Every verdict can turn: what was said of which claim, what is altered, what is said then.

NARROW = ("external_economies", "joint_action")
COUNTRY = ("macro", "regulation", "finance", "services")
FIRM = ("skills", "technology", "working_conditions", "infrastructure")

TURNS: dict[str, tuple[str, Status, Change, Status]] = {
    # The coded evidence.
    "other_statements": (
        "sinos-connectivity-1", "holds", put("evidence", "rating", -1, id="sinos-connectivity-5"), "holds_in_part"),
    "answers_need": ("policy-training", "holds", put("evidence", "rating", 1, determinant="skills"), "fails"),
    "agrees_with": (
        "finance-limits-growth", "holds_in_part", put("evidence", "rating", 1, id="mercosur-finance-1"), "untestable"),
    "goes_together": (
        "trust-and-connectivity-needed", "fails",
        put("evidence", "rating", 2, place="sinos", determinant=("trust", "connectivity")), "holds_in_part"),
    "is_not_enough": ("joint-action-not-enough", "holds", put("outcomes", "path", "high_road"), "fails"),
    "counterexamples_are_described": (
        "evidence-strongly-suggests", "holds_in_part", put("outcomes", "about", "sample"), "fails"),
    "no_high_road": ("region-missed-high-road", "holds_in_part", put("outcomes", "path", "high_road"), "fails"),
    "price_decides": ("price-still-drives", "holds_in_part", put("outcomes", "path", "low_road"), "holds"),
    "some_path_is_between": ("paths-not-always-matched", "holds", put("outcomes", "path", "low_road"), "fails"),
    "paths_differ": ("growth-experience-varied", "holds_in_part", put("outcomes", "path", "low_road"), "fails"),
    "is_lower": (
        "trujillo-less-specialised", "holds",
        put("evidence", "rating", 2, place="trujillo", determinant="external_economies"), "fails"),
    "points_both_ways": (
        "opening-benefits-and-threats", "holds_in_part",
        put("evidence", "rating", -1, facet=("trade_opening", "import_competition")), "untestable"),
    "success_and_failure": ("success-and-failure", "holds_in_part", put("evidence", "rating", 1), "fails"),
    "every_level_bears": ("many-interlinked-factors", "holds_in_part", put("evidence", "rating", 0), "fails"),
    "clusters_differ": ("clusters-diverse", "holds", put("evidence", "rating", 1), "fails"),
    "likeness_does_not_tell": (
        "comparison-with-model-insufficient", "holds_in_part",
        put("likeness", "likeness", "unlike", cluster=("guadalajara", "gamarra", "cachoeiro")), "fails"),
    "country_burdens_all": (
        "constraints-hold-clusters-back", "untestable",
        put("evidence", "rating", 1, determinant=COUNTRY), "fails"),
    "past_and_present_differ": (
        "social-milieu-changes", "holds_in_part", put("evidence", "rating", 1, id=("sinos-trust-2", "sinos-trust-3")),
        "fails"),
    "nothing_known": (
        "peru-pressure-unknown", "holds", put("evidence", "place", "gamarra", id="sample-connectivity-1"), "fails"),
    "only_these_places": (
        "only-guadalajara-on-macro", "holds", put("evidence", "place", "sinos", id="lac-macro-1"), "holds_in_part"),
    "case_studies_neglect": (
        "macro-unexplored", "holds_in_part", put("evidence", "determinant", "macro", place=("sinos", "cachoeiro")), "fails"),
    # All weightings.
    "leaves_path_open": ("wider-factors-explain-cachoeiro", "depends_on_weights", put("evidence", "rating", -2), "holds"),
    "narrow_framework_misleads": (
        "collective-efficiency-too-narrow", "holds", drop("evidence", determinant=NARROW), "fails"),
    "wider_framework_fits_better": (
        "integrating-framework-needed", "depends_on_weights", drop("evidence", determinant=NARROW), "fails"),
    "firm_level_lifts": ("capabilities-boost-clusters", "depends_on_weights", perfect_firms, "fails"),
    # Set-theoretic tests.
    "consistency_is_low": ("milieu-and-self-help-insufficient", "holds_in_part", put("outcomes", "path", "high_road"), "fails"),
    # The paper's own figures.
    "parts_add_up": ("sinos-firms", "holds_in_part", put("profiles", "value", 1400.0, id="sinos-firms"), "holds"),
    "stage_firms": ("cachoeiro-external_economies-1", "holds_in_part", put("profiles", "value", 365.0, id="cachoeiro-stages"), "holds"),
    "firms_are_small": ("sinos-mostly-smes", "holds", put("profiles", "value", 600_000.0, id="sinos-jobs"), "fails"),
    "most_share_it": (
        "cachoeiro-common-roots", "holds_in_part", put("evidence", "figure", 24.0, id="cachoeiro-trust-2"), "fails"),
    "clusters_hold_much": (
        "clustering-significant", "holds_in_part",
        put("profiles", "value", 20.0, id=("mexico-share", "trujillo-market", "cachoeiro-exports")), "fails"),
    # Its text and its list of works.
    "clusters_are_counted": ("five-clusters", "holds_in_part", put("places", "case", "leon", place="leon"), "fails"),
    "sections_in_order": ("paper-structure", "holds", put("policies", "locator", "3:3", id="open-trade"), "holds_in_part"),
    "framework_is_wider": (
        "framework-adds-two-levels", "holds",
        put("weights", "weight", 1, weighting="collective_efficiency", determinant=COUNTRY + FIRM), "fails"),
    "advice_on_each_level": ("advice-at-several-levels", "holds", put("policies", "level", "firm"), "fails"),
    "titles_speak_of": ("spath-on-regulation", "holds_in_part", put("listed", "title", "Untitled", ref="ref:59"), "fails"),
    "titles_lean": (
        "research-on-interfirm-only", "holds_in_part", put("listed", "title", "Technological Capabilities"), "fails"),
    "among_the_features": (
        "links-in-the-textbook", "holds_in_part", put("textbook", "feature", "ties", feature="cooperation"), "fails"),
    "cites_for_each_level": (
        "box-from-several-literatures", "holds_in_part", put("citations", "locator", "2b:1"), "fails"),
    "works_are_recent": ("new-evidence", "holds_in_part", put("listed", "year", "1990", key="rabellotti1999"), "fails"),
    "several_works_say_so": (
        "evidence-from-other-sources", "holds_in_part",
        put("evidence", "sources", "rabellotti1999", id="sample-technology-1"), "holds"),
    "term_in_titles": (
        "term-coined-on-sinos", "holds_in_part", put("listed", "title", "Collective Efficiency", ref="ref:51"), "fails"),
    "cases_before_the_term": (
        "cases-studied-by-collective-efficiency", "holds_in_part", put("listed", "year", "1990", key="schmitz1994"),
        "holds"),
    "other_works_on_levels": ("complementary-material", "holds", put("evidence", "sources", ""), "fails"),
    "textbook_covers_the_level": (
        "cluster-level-from-textbook", "holds_in_part",
        put("textbook", "determinant", "connectivity", feature="concentration"), "holds"),
    # Figures from outside.
    "hyperinflation": (
        "ven-macro-2", "fails", add("external", series="hyperinflation", place="VEN", year=1989, value=60.0), "holds"),
    "unstable_prices": ("ven-macro-1", "holds_in_part", put("external", "value", 5.0, series="inflation", place="VEN"), "fails"),
    "money_was_there": (
        "access-not-funds", "holds_in_part", put("external", "value", 20.0, series="private_credit", place="ITA"), "holds"),
    "credit_deepened": (
        "stability-brings-saving", "holds_in_part",
        put("external", "value", 60.0, series="private_credit", place="BRA", year=2001), "holds"),
    "registering_got_easier": (
        "lac-regulation-3", "holds_in_part", put("external", "value", 20.0, series="days_to_register_trial"), "fails"),
    "smes_are_much": ("smes-much-of-economy", "holds_in_part", put("external", "value", 60.0, series="sme_gdp"), "holds"),
    "real_rates_swung": ("opening-with-unstable-exchange-rates", "holds_in_part", dollar_follows_prices, "fails"),
    "trade_opened": (
        "guadalajara-macro-1", "holds_in_part", put("external", "value", 90.0, series="tariff_highest", year=1987), "fails"),
    "peso_fell": (
        "guadalajara-macro-2", "holds_in_part", put("external", "value", 3.5, series="exchange_rate", year=1996), "fails"),
    "registering_takes_long": (
        "per-regulation-1", "holds_in_part", put("external", "value", 20.0, series="days_to_register", place="PER", year=2003),
        "fails"),
    "china_gained": (
        "sinos-connectivity-4", "holds_in_part",
        put("external", "value", 700.0, series="us_footwear_imports", place="CHN", year=1999), "fails"),
    "brazil_has_as_many": ("bra-smes", "holds_in_part", put("external", "value", 9.0, series="sme_number"), "fails"),
    "brazil_makes_as_much": ("bra-gdp", "holds_in_part", put("external", "value", 90.0, series="sme_gdp"), "fails"),
    "cachoeiro_exports_as_much": (
        "cachoeiro-exports", "holds_in_part", put("external", "value", 80.0, series="stone_exports"), "holds"),
}  # fmt: skip


@pytest.mark.parametrize("name", TURNS)
def test_other_data_turn_the_verdict(
    study: Study, claims: dict[str, Claim], verdicts: dict[str, Verdict], name: str
):
    id, before, change, after = TURNS[name]
    assert claims[id].check == name
    assert (verdicts[id].status, verify(Assessed(change(study)), id)[id].status) == (before, after)


def test_every_check_can_turn():
    assert set(TURNS) == set(CHECKS)


def test_an_unknown_check_is_a_fault_that_names_its_row(study: Study):
    row = list(study.claims["id"]).index("ven-macro-2") + 2
    with pytest.raises(InputError, match=r"\(hyperinflation\?\)") as caught:
        verify(Assessed(put("claims", "check", "hyperinflaton", id="ven-macro-2")(study)))
    (problem,) = caught.value.problems
    assert (problem.file, problem.row, problem.field) == ("claims.csv", row, "check")


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_says_what_it_looks_at(name: str):
    check = CHECKS[name]
    assert (check.name, check.run.__name__) == (name, name)
    assert check.ground in GROUNDS
    assert check.run.__doc__


# ---- What is recorded.


def test_verdicts_are_those_recorded(study: Study, paper: Assessed):
    frame = verdict_frame(paper)
    assert changes(paper, frame) == []
    assert set(study.verdicts["id"]) == set(frame["id"])


def test_every_kind_of_change_is_told(study: Study, paper: Assessed):
    frame = verdict_frame(paper)
    recorded = study.verdicts.set_index("id")
    recorded.loc["ven-macro-2", "status"] = "holds"
    recorded.loc["wider-factors-explain-sinos", "share"] = 0.5
    recorded = recorded.drop("bra-macro-2").rename(index={"arg-macro-2": "an-old-one"}).reset_index()
    assert changes(Assessed(replace(study, verdicts=recorded)), frame) == [
        "an-old-one: recorded holds, now gone",
        "wider-factors-explain-sinos: recorded a share of 0.5, now 0.972",
        "arg-macro-2: nothing recorded, now holds",
        "bra-macro-2: nothing recorded, now holds",
        "ven-macro-2: recorded holds, now fails",
    ]


def test_steps_of_coding_that_turn_a_verdict_are_counted(study: Study):
    """By hand: one step down takes its sign from the claim, another from what confirms it; no other step turns it."""
    ids = ["sinos-connectivity-1", "ven-macro-2"]
    ticks: list[None] = []
    few = replace(study, claims=study.claims[study.claims["id"].isin(ids)])
    assert coding_sensitivity(Assessed(few), lambda: ticks.append(None)) == {ids[0]: 2}
    assert len(ticks) == len(study.evidence)
    recorded = study.verdicts.set_index("id")["turned_by"]
    assert recorded[ids[0]] == 2 and np.isnan(recorded["ven-macro-2"])


# ---- Against what others know.


def test_hyperinflation_is_where_hanke_and_krus_have_it(verdicts: dict[str, Verdict]):
    """World Hyperinflations, Routledge Handbook of Major Events in Economic History (2013): the table."""
    for place, month, year in (("arg", 197, 1989), ("bra", 82, 1990), ("per", 397, 1990)):
        verdict = verdicts[f"{place}-macro-2"]
        assert verdict.status == "holds"
        assert f"{month} per cent a month in {year}" in verdict.reason
    assert verdicts["ven-macro-2"].status == "fails"
    assert "its hyperinflation came in 2016" in verdicts["ven-macro-2"].reason


@pytest.mark.parametrize(
    ("id", "told"),
    [
        ("sinos-firms", "1,400 of 1,800 firms"),  # 500 + 700 + 200
        ("sinos-firms", "the difference of 400"),
        ("sinos-mostly-smes", "83 jobs a firm"),  # 150,000 / 1,800 = 83.3
        ("cachoeiro-external_economies-1", "60 per cent do a single stage"),  # 300 / 500
        ("cachoeiro-external_economies-1", "73 per cent"),
        ("five-clusters", "Six places are named, in five cases"),
        ("bra-gdp", "20 per cent in 2004"),
    ],
)
def test_reasons_give_the_figures_that_can_be_worked_out_by_hand(
    verdicts: dict[str, Verdict], id: str, told: str
):
    assert told in verdicts[id].reason


def test_shares_of_weightings_are_those_of_the_robustness_analysis(
    study: Study, ratings: Ratings, framework: Framework, verdicts: dict[str, Verdict]
):
    table = observed_acceptability(ratings, framework, study.observed)
    for cluster in ("sinos", "guadalajara", "cachoeiro"):  # the paths of the others are told in one sentence
        assert verdicts[f"wider-factors-explain-{cluster}"].share == pytest.approx(table.loc[cluster, "open"])


# ---- Properties.


def test_a_verdict_is_one_of_the_known_ones_and_gives_a_share_where_weightings_decide(
    claims: dict[str, Claim], verdicts: dict[str, Verdict]
):
    assert list(verdicts) == list(claims)
    assert set(STATUSES) == set(get_args(Status)) == {verdict.status for verdict in verdicts.values()}
    for id, verdict in verdicts.items():
        ground = CHECKS[claims[id].check].ground if claims[id].check else ""
        weighed = verdict.status == "depends_on_weights" or ground == "weightings"
        assert (verdict.share is not None) == weighed, id
        assert verdict.share is None or 0 <= verdict.share <= 1, id
        assert ground != "outside" or not verdict.ours, id


def test_a_claim_without_a_check_is_untestable_and_says_why(
    claims: dict[str, Claim], verdicts: dict[str, Verdict]
):
    for id, claim in claims.items():
        if claim.why_not:
            assert verdicts[id] == Verdict("untestable", REASONS[claim.why_not])


def ill_formed(reason: str) -> bool:
    return (
        not reason.endswith(".")
        or not (reason[0].isupper() or reason[0].isdigit())
        or bool(
            re.search(r"  |\bnan\b|(?<=.)\bNone\b| [,.;:]|\(\)|\b[Oo]ne of one\b|\b[Nn]one of one\b", reason)
        )
    )


def test_reasons_are_sentences(verdicts: dict[str, Verdict]):
    assert [verdict.reason for verdict in verdicts.values() if ill_formed(verdict.reason)] == []


@pytest.mark.parametrize("name", ["evidence", "external", "listed", "policies", "outcomes", "likeness"])
def test_the_order_of_rows_is_of_no_account(study: Study, verdicts: dict[str, Verdict], name: str):
    rows = getattr(study, name).sample(frac=1, random_state=7).reset_index(drop=True)
    expected = {id: verdict.status for id, verdict in verdicts.items()}
    assert statuses(replace(study, **{name: rows})) == expected


def test_checks_are_pure(study: Study, verdicts: dict[str, Verdict]):
    frames = {
        field.name: getattr(study, field.name).copy()
        for field in fields(study)
        if isinstance(getattr(study, field.name), pd.DataFrame)
    }
    assert verify(Assessed(study)) == verdicts
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(getattr(study, name), frame)


def test_one_claim_by_itself_fares_as_among_all(study: Study, verdicts: dict[str, Verdict]):
    for id in ("ven-macro-2", "wider-factors-explain-cachoeiro", "no-generalisation", "policy-training"):
        assert verify(Assessed(study), id) == {id: verdicts[id]}


def test_evidence_later_than_the_paper_turns_no_verdict(study: Study):
    rows = study.evidence
    later = rows.assign(id=rows["id"] + "-later", rating=-rows["rating"], vintage=2010)
    assert statuses(replace(study, evidence=pd.concat([rows, later], ignore_index=True))) == statuses(study)


@pytest.fixture(scope="module")
def restated(claims: dict[str, Claim]) -> dict[str, tuple[Claim, tuple[str, ...]]]:
    """Claims that other statements decide, with the ids of these."""
    return {
        id: (claim, tuple(claim.terms.removeprefix("part: ").split(";")))
        for id, claim in claims.items()
        if claim.check == "other_statements"
    }


def test_the_statements_that_decide_a_claim_exist_and_are_others(study: Study, restated):
    for claim, others in restated.values():
        assert set(others) <= set(study.evidence["id"])
        assert not set(others) & set(claim.rows)


def test_no_claim_holds_against_another_statement(study: Study, restated, verdicts: dict[str, Verdict]):
    assert {verdicts[id].status for id in restated} == {"holds", "holds_in_part"}
    for id, (_, others) in restated.items():
        turned = study.evidence.copy()
        turned.loc[turned["id"].isin(others), "rating"] *= -1
        changed = verify(Assessed(replace(study, evidence=turned)), id)[id]
        assert changed.status == "holds_in_part" or verdicts[id].status == "holds_in_part", id
        assert ("gainst it" in changed.reason) or verdicts[id].status != "holds", id


@pytest.mark.parametrize("field", ["sources", "basis"])
def test_what_has_no_other_work_behind_it_or_is_a_guess_confirms_nothing(study: Study, restated, field: str):
    for id, (claim, others) in restated.items():
        value = claim.sources if field == "sources" else "inferred"
        changed = put("evidence", field, value, id=others)(study)
        assert verify(Assessed(changed), id)[id].status == "holds_in_part", id


def test_a_claim_whose_other_statements_are_taken_out_cannot_be_tested(study: Study, restated):
    for id, (_, others) in restated.items():
        assert verify(Assessed(drop("evidence", id=others)(study)), id)[id].status == "untestable", id


def test_a_statement_that_is_neither_good_nor_bad_cannot_be_confirmed_by_others(study: Study):
    changed = put("evidence", "rating", 0, id="sinos-connectivity-1")(study)
    assert verify(Assessed(changed), "sinos-connectivity-1")["sinos-connectivity-1"].status == "untestable"


def test_a_recommendation_is_held_to_the_clusters_themselves(study: Study, verdicts: dict[str, Verdict]):
    """What is told of the country or the region alone answers a need in part, however bad it is."""
    assert verdicts["policy-stability"].status == "holds_in_part"
    assert "for no cluster by itself" in verdicts["policy-stability"].reason
    worse = put("evidence", "rating", -2, place=("lac", "BRA", "PER"), determinant="macro")(study)
    assert verify(Assessed(worse), "policy-stability")["policy-stability"].status == "holds_in_part"
    assert verdicts["policy-self-help"].status == "fails"


def test_a_rule_is_refuted_by_one_case(study: Study, verdicts: dict[str, Verdict]):
    id = "trust-and-connectivity-needed"  # of which Sinos Valley alone is a case
    assert verdicts[id].status == "fails"
    tied = put("evidence", "rating", 2, place="sinos", determinant=("trust", "connectivity"))(study)
    assert verify(Assessed(tied), id)[id].status == "holds_in_part"
    assert (
        verify(Assessed(put("outcomes", "path", "mixed", cluster="trujillo")(tied)), id)[id].status == "fails"
    )


# ---- Claims that a check cannot use.


@pytest.mark.parametrize(
    ("id", "field", "value", "told"),
    [
        (
            "no-efficiency-without-trust",
            "terms",
            "trust+",
            'terms: found "trust+", expected terms, an arrow and terms',
        ),
        ("no-efficiency-without-trust", "terms", "thrust+ -> trust+", "(trust?), for goes_together of"),
        (
            "weak-clusters-stagnate",
            "terms",
            "technology- -> path:low_rod",
            "(low_road?), for goes_together of",
        ),
        (
            "trujillo-less-specialised",
            "terms",
            "external_economies: trujilo < sinos",
            "(trujillo?), for is_lower of",
        ),
        (
            "sinos-connectivity-1",
            "rows",
            "",
            "rows: found nothing, expected rows of evidence.csv, for other_statements of",
        ),
        ("sinos-connectivity-1", "terms", "", "terms: found nothing, expected ids of rows of evidence.csv"),
        ("wider-factors-explain-sinos", "places", "bra", "expected a cluster, for leaves_path_open of"),
        (
            "milieu-and-self-help-insufficient",
            "terms",
            "joint_action+, path:mixed -> path:high_road",
            "expected determinants, such as trust+ or trust-, before the arrow, for consistency_is_low of",
        ),
    ],
)
def test_a_claim_that_its_check_cannot_use_is_told_of(
    study: Study, id: str, field: str, value: str, told: str
):
    changed = put("claims", field, value, id=id)(study)
    changed = put("claims", "summary", "Something.", id=id)(changed)
    changed = put("claims", "locator", "3:1", id=id)(changed)
    changed = put("claims", "kind", "finding", id=id)(changed)
    with pytest.raises(InputError) as error:
        verify(Assessed(changed), id)
    row = list(study.claims["id"]).index(id) + 2
    assert str(error.value).startswith(f"claims.csv, row {row}, ")
    assert told in str(error.value)


def test_a_reason_says_which_of_the_rows_that_it_names_no_table_has(study: Study):
    named = put(
        "claims", "terms", "mercosur-finance-1;mercosur-finance-11;negative", id="finance-limits-growth"
    )(study)
    verdict = verify(Assessed(named), "finance-limits-growth")["finance-limits-growth"]
    assert verdict.status == "holds_in_part"
    assert verdict.reason.endswith(" In no table: mercosur-finance-11.")


# ---- Where rows are missing.


@pytest.mark.parametrize(
    "name", ["evidence", "profiles", "outcomes", "policies", "likeness", "listed", "external"]
)
def test_a_table_without_rows_makes_no_check_stumble(study: Study, name: str):
    verdicts = verify(Assessed(replace(study, **{name: getattr(study, name).head(0)}))).values()
    assert {verdict.status for verdict in verdicts} <= set(STATUSES)
    assert [verdict.reason for verdict in verdicts if ill_formed(verdict.reason)] == []


def test_a_figure_that_was_taken_out_makes_no_check_stumble(study: Study, claims: dict[str, Claim]):
    taken = [("profiles", key) for key in study.profiles["id"]]
    taken += [("evidence", "cachoeiro-external_economies-2")]
    ids = [id for id, claim in claims.items() if claim.check and CHECKS[claim.check].ground == "arithmetic"]
    for table, key in taken:
        left = drop(table, id=key)(study)
        for id in ids:
            assert all(verdict.status in STATUSES for verdict in verify(Assessed(left), id).values()), key


@pytest.mark.parametrize("name", [name for name, check in CHECKS.items() if check.ground == "outside"])
def test_without_figures_from_outside_nothing_is_said(study: Study, name: str):
    id = TURNS[name][0]
    assert verify(Assessed(replace(study, external=study.external.head(0))), id)[id].status == "untestable"
