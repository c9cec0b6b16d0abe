from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.edition.blocks import links, page, rows, words

from smeclusters import Assessed, Prepared, Rules
from whichroad.tables.importance import importance_table


@pytest.fixture(scope="module")
def shown(paper: Assessed) -> dict[str, dict]:
    return {words(row["Determinant"]): row for row in rows(importance_table(paper))}


def test_weight_and_importance_stand_beside_each_other(paper: Assessed, shown: dict[str, dict]):
    """The importance worked out here: squares of correlations with the plain mean, as parts of their sum."""
    values = np.nan_to_num(paper.centres)
    scores = values.mean(axis=1)
    squares = {
        paper.framework.names[key]: 0 if np.ptp(column) == 0 else np.corrcoef(column, scores)[0, 1] ** 2
        for key, column in zip(paper.ratings.determinants, values.T, strict=True)
    }
    assert list(shown) == list(squares)
    for name, square in squares.items():
        part = 100 * square / sum(squares.values())
        assert words(shown[name]["Weight"]) == "8 %"
        assert words(shown[name]["Importance"]) == ("less than 1 %" if 0 < part < 0.5 else f"{part:.0f} %")
        assert words(shown[name]["r²"]) == f"{square:.2f}"
    assert links(shown["Trust"]["Determinant"]) == ["framework-cluster.html#determinant-trust"]


def test_what_to_mind_is_said(shown: dict[str, dict]):
    told = {name: words(row["To mind"]) for name, row in shown.items()}
    same = ["Financial services", "Non-financial services", "Skills"]
    assert [name for name, each in told.items() if each == "The same in every cluster"] == same
    assert told["Trust"] == "The scores run against it; runs together with technological effort"
    assert told["Infrastructure and machinery"] == "The paper describes it in 1 of 6 clusters, the others stand at 0"
    assert not told["Macro-economy"]
    assert {words(shown[name]["By chance"]) for name in same} == {""}


def test_what_is_left_out_has_no_number(paper: Assessed):
    left = {
        words(row["Determinant"]): row
        for row in rows(importance_table(Prepared(paper.study, Rules(silent="leave_out"))))
    }
    row = left["Infrastructure and machinery"]
    assert [words(row[head]) for head in ("Weight", "Importance", "r²", "Ratio", "By chance")] == [
        "8 %",
        "",
        "",
        "",
        "",
    ]
    assert words(row["To mind"]) == "The paper describes it in 1 of 6 clusters, the others are left out"


def test_of_what_nothing_is_said_that_is_said(paper: Assessed):
    study = paper.study
    fewer = study.evidence[study.evidence["determinant"] != "infrastructure"]
    found = rows(importance_table(Prepared(replace(study, evidence=fewer))))
    assert words(found[-1]["To mind"]) == "The paper says nothing about it"


def test_two_clusters_are_too_few(paper: Assessed):
    study = paper.study
    gone = paper.ratings.clusters[2:]
    fewer = Prepared(replace(study, places=study.places[~study.places["place"].isin(gone)]))
    assert importance_table(fewer).markup == "<p>These tables have too few clusters to compare.</p>"


def test_on_a_phone_each_determinant_is_a_card_and_the_table_names_the_weighting(paper: Assessed):
    block = page(importance_table(paper)).select_one(".sme-table")
    assert block is not None and "sme-cards" in str(block)
    assert block["aria-label"] == "Weights and importance of the determinants: Extended framework"
