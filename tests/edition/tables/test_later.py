"""Tables of what came after and elsewhere, held to sums that are done here."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from bs4 import BeautifulSoup

from smeclusters import Assessed, Prepared
from whichroad.elsewhere import VARIANTS, elsewhere_alone, with_elsewhere
from whichroad.later import forecasts, held_against, layer_study, read_table, spaces
from whichroad.markup import Html
from whichroad.tables.elsewhere import cases_table, contrast_table, fits_table, lists_elsewhere, variants_table
from whichroad.tables.later import (
    factors_table,
    forecast_choices_table,
    forecasts_table,
    later_lists,
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


def test_each_outcome_has_a_line(paper: Assessed):
    assert [row[0] for row in table(forecasts_table(paper))[1:]] == list(held_against())
    assert len(table(factors_table(paper))) == 13
    choices = table(forecast_choices_table(paper, {}))
    assert [row[0] for row in choices[1:]] == [
        "This edition",
        "Middles of the ranges",
        "Silent factors left out",
        "Geometric mean",
    ]


def test_the_papers_paths_stand_beside_later_ones(paper: Assessed):
    rows = {row[0]: row[1:] for row in table(outcomes_over_time(paper))[1:]}
    assert rows["Cachoeiro de Itapemirim"] == ["low road", "mixed", "mixed", "rising", "rising"]


def test_every_sign_and_every_statement_is_listed(laid: Prepared):
    def count(block: Html) -> int:
        return sum(int(each) for each in re.findall(r"<summary>[^<]*: (\d+) ", block.markup))

    evidence = laid.study.evidence
    assert count(later_lists(laid)) == (evidence["layer"] != "").sum()
    assert count(signs_lists(laid)) == len(read_table("signs"))


def test_contrasts_show_the_papers_cells_where_they_are_its_own(paper: Assessed):
    rows = {row[0]: row[1:] for row in table(contrast_table(with_elsewhere(), "brenta", "sinos"))}
    assert rows["Path observed"] == ["mixed", "mixed"]
    assert rows["Trust"] == ["?", "−1"]
    assert paper.cells["sinos", "trust"].hi == -1


def test_every_cluster_elsewhere_has_a_line_and_a_list(paper: Assessed):
    alone = elsewhere_alone()
    assert len(table(cases_table(alone))) == 1 + len(alone.ratings.clusters)
    assert lists_elsewhere(alone).markup.count("<details") == len(alone.ratings.clusters)
    assert len(table(fits_table(paper, alone))) == 5 and len(table(variants_table(paper))) == 1 + len(VARIANTS)
