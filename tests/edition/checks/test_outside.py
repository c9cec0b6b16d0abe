from __future__ import annotations

from dataclasses import replace

import pytest
from tests.alter import Turn, add, assert_turned, drop, found, judged, names_in, put

from smeclusters import Assessed, Study
from smeclusters.claims.claim import Verdict
from smeclusters.claims.record import verify
from smeclusters.claims.registry import checks
from whichroad.checks.outside import thin_credit


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

TURNS: dict[str, Turn] = {
    "hyperinflation": (
        "ven-macro-2",
        "fails",
        add("external", series="hyperinflation", place="VEN", year=1989, value=60.0),
        "holds",
    ),
    "unstable_prices": (
        "ven-macro-1",
        "holds_in_part",
        put("external", "value", 5.0, series="inflation", place="VEN"),
        "fails",
    ),
    "money_was_there": (
        "access-not-funds",
        "holds_in_part",
        put("external", "value", 20.0, series="private_credit", place="ITA"),
        "holds",
    ),
    "credit_deepened": (
        "stability-brings-saving",
        "holds_in_part",
        put("external", "value", 60.0, series="private_credit", place="BRA", year=2001),
        "holds",
    ),
    "registering_got_easier": (
        "lac-regulation-3",
        "holds_in_part",
        put("external", "value", 20.0, series="days_to_register_trial"),
        "fails",
    ),
    "smes_are_much": (
        "smes-much-of-economy",
        "holds_in_part",
        put("external", "value", 60.0, series="sme_gdp"),
        "holds",
    ),
    "real_rates_swung": ("opening-with-unstable-exchange-rates", "holds_in_part", dollar_follows_prices, "fails"),
    "trade_opened": (
        "guadalajara-macro-1",
        "holds_in_part",
        put("external", "value", 90.0, series="tariff_highest", year=1987),
        "fails",
    ),
    "peso_fell": (
        "guadalajara-macro-2",
        "holds_in_part",
        put("external", "value", 3.5, series="exchange_rate", year=1996),
        "fails",
    ),
    "registering_takes_long": (
        "per-regulation-1",
        "holds_in_part",
        put("external", "value", 20.0, series="days_to_register", place="PER", year=2003),
        "fails",
    ),
    "china_gained": (
        "sinos-connectivity-4",
        "holds_in_part",
        put("external", "value", 700.0, series="us_footwear_imports", place="CHN", year=1999),
        "fails",
    ),
    "brazil_has_as_many": ("bra-smes", "holds_in_part", put("external", "value", 9.0, series="sme_number"), "fails"),
    "brazil_makes_as_much": ("bra-gdp", "holds_in_part", put("external", "value", 90.0, series="sme_gdp"), "fails"),
    "cachoeiro_exports_as_much": (
        "cachoeiro-exports",
        "holds_in_part",
        put("external", "value", 80.0, series="stone_exports"),
        "holds",
    ),
}


@pytest.mark.parametrize("name", TURNS)
def test_other_data_turn_the_verdict(paper: Assessed, name: str):
    assert_turned(paper, name, TURNS[name])


def test_every_check_can_turn():
    assert set(TURNS) == names_in("whichroad.checks.outside")


def test_hyperinflation_is_where_hanke_and_krus_have_it(paper: Assessed):
    """World Hyperinflations, Routledge Handbook of Major Events in Economic History (2013): the table."""
    for place, month, year in (("arg", 197, 1989), ("bra", 82, 1990), ("per", 397, 1990)):
        verdict = paper.verdicts[f"{place}-macro-2"]
        assert verdict.status == "holds"
        assert f"{month} per cent a month in {year}" in verdict.reason
    assert paper.verdicts["ven-macro-2"].status == "fails"
    assert "its hyperinflation came in 2016" in paper.verdicts["ven-macro-2"].reason


@pytest.mark.parametrize("name", [name for name, check in checks().items() if check.ground == "outside"])
def test_without_figures_from_outside_nothing_is_said(study: Study, name: str):
    id = TURNS[name][0]
    assert verify(Assessed(replace(study, external=study.external.head(0))), id)[id].status == "not_checked"


@pytest.mark.parametrize(("height", "status"), [(66.0, "holds_in_part"), (67.0, "fails")])
def test_tariffs_have_fallen_if_a_third_is_gone(study: Study, height: float, status: str):
    lower = put("external", "value", height, series="tariff_highest", year=1987)(study)
    assert judged(lower, "guadalajara-macro-1").status == status  # from 100 per cent


def test_only_what_opened_more_than_ten_years_before_is_called_early(paper: Assessed):
    """By the last year of each series: Mexico’s is of 1987, the others’ of 2001."""
    reason = paper.verdicts["region-liberalised"].reason
    assert "More than ten years before the paper: Mexico. " in reason


def test_where_no_prices_are_at_hand_it_is_said(study: Study):
    gone = drop("external", place="VEN", series=("inflation", "hyperinflation"))(study)
    assert judged(gone, "ven-macro-2") == Verdict("not_checked", "No figure on the country’s inflation is at hand.")


def test_of_two_countries_one_with_hyperinflation_holds_in_part(study: Study):
    verdict = judged(put("claims", "places", "VEN;PER", id="ven-macro-2")(study), "ven-macro-2")
    assert verdict.status == "holds_in_part"
    assert verdict.reason.startswith("None is on record for Venezuela up to 2001")
    assert "and prices in Peru rose by 397 per cent a month in 1990." in verdict.reason


def test_that_few_countries_stand_for_a_region_is_said(paper: Assessed):
    region = [claim for claim in paper.claims.values() if claim.check == "unstable_prices" and "lac" in claim.places]
    assert region
    for claim in region:
        assert paper.verdicts[claim.id].reason.endswith(" Five countries stand for all of them.")


def test_credit_is_thin_where_it_is_less_than_half_of_italys(paper: Assessed):
    """By the World Bank’s figures: 16, 16, 15 and 24 per cent of output beside Italy’s 53, and Brazil’s 30."""
    assert thin_credit(paper) == ["ARG", "MEX", "PER", "VEN"]


@pytest.mark.parametrize(("state", "status"), [(64.5, "holds_in_part"), (63.5, "fails")])
def test_exports_are_as_large_within_a_fifth(study: Study, state: float, status: str):
    """The paper has 80 per cent; the town’s own part is 24."""
    changed = put("external", "value", state, series="stone_exports_state")(study)
    assert judged(changed, "cachoeiro-exports").status == status
