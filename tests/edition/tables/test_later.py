"""Tables of what came after and elsewhere, held to sums that are done here."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from bs4 import BeautifulSoup

from smeclusters import Assessed, Prepared, load_study
from smeclusters.analysis.foresight import pairs
from whichroad.addresses import works
from whichroad.edition import DATA
from whichroad.elsewhere import VARIANTS, elsewhere_alone, with_elsewhere
from whichroad.later import SPACES, forecasts, held_against, layer_study, pairs_with, read_table, spaces
from whichroad.markup import Html
from whichroad.tables.elsewhere import cases_table, contrast_table, fits_table, lists_elsewhere, variants_table
from whichroad.tables.later import (
    events_list,
    factors_table,
    forecast_choices_table,
    forecasts_table,
    later_lists,
    left_out_table,
    outcomes_over_time,
    signs_lists,
)


def table(block: Html) -> list[list[str]]:
    soup = BeautifulSoup(block.markup, "html.parser")
    return [[cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in soup.find_all("tr")]


@pytest.fixture(scope="module")
def laid() -> Prepared:
    return Prepared(layer_study())


def test_shares_of_pairs_are_counted_pair_by_pair(paper: Assessed):
    """By the centres of the cells and equal weights, with no help from the method."""
    for outcome, later in held_against().items():
        right, count = 0.0, 0
        for one, other in combinations(later, 2):
            (lo_one, hi_one), (lo_other, hi_other) = later[one], later[other]
            if lo_one <= hi_other and lo_other <= hi_one:
                continue
            scores = [
                sum(paper.cells[key, factor].centre or 0.0 for factor in paper.framework.determinants)
                for key in ((one, other) if lo_one > hi_other else (other, one))
            ]
            count += 1
            right += 0.5 if abs(scores[0] - scores[1]) < 1e-9 else float(scores[0] > scores[1])
        found = forecasts(paper, later)["extended"]
        assert found.pairs == count and found.alike.right == pytest.approx(right / count), outcome
        assert found.alike.least <= found.alike.right <= found.alike.most


def test_frameworks_are_among_the_weightings_that_are_drawn(paper: Assessed):
    counted = {key: int((each > 0).any(axis=0).sum()) for key, each in spaces(paper).items()}
    assert counted == {"extended": 12, "cluster": 4, "narrow": 2}


def test_each_outcome_and_framework_has_a_line(paper: Assessed):
    lines = table(forecasts_table(paper))
    assert lines[0] == ["Outcome", "Weightings", "Pairs right", "At worst and at best", "By chance"]
    assert [(row[0].rpartition(" (")[0], row[1]) for row in lines[1:]] == [
        (outcome, name) for outcome in held_against() for name in SPACES.values()
    ]
    assert all(re.fullmatch(r"\d+\xa0% to \d+\xa0%", row[3]) for row in lines[1:])
    assert len(table(factors_table(paper))) == 13


def test_each_choice_has_a_line_for_each_outcome(paper: Assessed):
    lines = table(forecast_choices_table(paper, {}))
    assert lines[0] == ["Choice", "Outcome", *SPACES.values()]
    choices = ["This edition", "Middles of the ranges", "Silent factors left out", "Geometric mean"]
    expected = [[choice, outcome] for choice in choices for outcome in held_against()]
    kinds = [outcome for outcome in held_against() if outcome.startswith("Kind")]
    assert [row[:2] for row in lines[1:]] == expected + [["Price by its change", outcome] for outcome in kinds]
    found = {row[0].rpartition(" (")[0]: row[2] for row in table(forecasts_table(paper))[1:] if row[1] == lines[0][2]}
    assert {row[1]: row[2] for row in lines[1:5]} == found


def test_a_cluster_that_is_left_out_takes_its_pairs_with_it(paper: Assessed):
    later = held_against()["Size, about 2010"]
    lines = {row[0]: row[1:] for row in table(left_out_table(paper))}
    assert len(lines) == 1 + len(later) + 2
    for gone in later:
        left = len(pairs(later)) - sum(gone in pair for pair in pairs(later))
        assert lines[f"Without {paper.names[gone]}"][0] == str(left) == str(len(pairs(later)) - pairs_with(later, gone))


def test_the_papers_paths_stand_beside_later_ones(paper: Assessed):
    lines = table(outcomes_over_time(paper))
    assert lines[0][2:5] == ["Kind, about 2001", "Kind, about 2010", "Kind, latest"]
    rows = {row[0]: row[1:] for row in lines[1:]}
    cachoeiro = ["low road", "mixed or high road", "mixed", "mixed", "not known", "rising", "steady"]
    assert rows["Cachoeiro de Itapemirim"] == cachoeiro


def listed(block: Html) -> int:
    """How many rows the folds of a block say that they hold."""
    return sum(int(each) for each in re.findall(r"<summary>[^<]*: (\d+) ", block.markup))


def test_every_sign_and_every_statement_is_listed(laid: Prepared):
    assert listed(later_lists(laid)) == (laid.study.evidence["layer"] == "after").sum()
    assert listed(signs_lists(laid)) == len(read_table("signs")) + len(read_table("prices"))


def test_statements_tell_the_year_and_what_they_are_of(laid: Prepared):
    notes = read_table("notes")
    said = later_lists(laid).markup
    assert said.count("an interested party)") == (notes["interested"] == "yes").sum()
    assert said.count("(one firm") == (notes["scale"] == "firm").sum()
    assert "(country" not in BeautifulSoup(said, "html.parser").find_all("details")[-1].get_text()  # of a country
    heads = table(later_lists(laid))[0]
    assert heads == ["Factor", "Rating", "What is said", "Year", "Source"]
    elsewhere = lists_elsewhere(elsewhere_alone()).markup
    assert "an interested party)" in elsewhere and "(one firm" in elsewhere
    assert table(lists_elsewhere(elsewhere_alone()))[0] == ["Factor", "Of", *heads[1:]]


def test_both_layers_lie_side_by_side(laid: Prepared):
    both = Prepared(load_study(DATA, layers=["after", "elsewhere"]))
    for build in (later_lists, signs_lists, events_list):
        assert build(both).markup == build(laid).markup
    alone = elsewhere_alone()
    assert lists_elsewhere(both).markup.count("<details") == len(alone.ratings.clusters)
    assert table(lists_elsewhere(both)) == table(lists_elsewhere(with_elsewhere()))


def test_works_of_a_layer_lead_to_the_list_and_many_authors_are_others(laid: Prepared):
    made = works(laid, "castro2011;rabellotti1999", "after")
    assert made == (
        '<a href="references.html#work-castro2011">Castro and others 2011</a>, '
        '<a href="references.html#work-rabellotti1999">Rabellotti 1999</a>'
    )


def test_events_are_listed_with_their_sources(laid: Prepared):
    lines = BeautifulSoup(events_list(laid).markup, "html.parser").select("ol > li")
    assert len(lines) == len(read_table("events"))
    assert lines[0].get_text().startswith("Mexico, 1994: ") and lines[0].get_text().endswith("abstract)")


def test_contrasts_show_the_papers_cells_where_they_are_its_own(paper: Assessed):
    rows = {row[0]: row[1:] for row in table(contrast_table(with_elsewhere(), "brenta", "sinos"))}
    assert rows["Factor"] == ["Riviera del Brenta", "Sinos Valley"]
    assert rows["Path observed"] == ["mixed", "mixed"]
    assert rows["Trust"] == ["?", "−1"]
    assert paper.cells["sinos", "trust"].hi == -1


def test_every_cluster_elsewhere_has_a_line_and_a_list(paper: Assessed):
    alone = elsewhere_alone()
    lines = {row[0]: row for row in table(cases_table(alone))}
    assert len(lines) == 1 + len(alone.ratings.clusters)
    assert lines["Petrolina and Juazeiro"][-1] == "not used" and lines["Sassuolo"][-1].startswith("Italy: ")
    assert lists_elsewhere(alone).markup.count("<details") == len(alone.ratings.clusters)
    assert len(table(fits_table(paper, alone))) == 5 and len(table(variants_table(paper))) == 1 + len(VARIANTS)
