from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.edition.blocks import column, links, rows, words
from tests.edition.blocks import read as table_of

from smeclusters import Assessed, Study
from whichroad.tables.variation import collinearity_table, double_counting_table, moved_without


def flipped(study: Study, determinant: str) -> Study:
    """The study with the ratings of one determinant turned round."""
    turned = study.evidence["determinant"] == determinant
    return replace(
        study, evidence=study.evidence.assign(rating=study.evidence["rating"].where(~turned, -study.evidence["rating"]))
    )


def test_a_pair_is_shown_with_its_correlation_under_each_coding(paper: Assessed):
    shown = {
        words(row["Determinants"]): row for row in rows(collinearity_table(paper, {"b": flipped(paper.study, "trust")}))
    }
    row = shown["Trust and Technological effort"]
    r = np.corrcoef(
        *([paper.cells[at, key].centre for at in paper.ratings.clusters] for key in ("trust", "technology"))
    )
    told = f"{r[0, 1]:.2f}"
    assert words(row["This edition"]) == told.replace("-", "−")
    assert words(row["Coder B"]) == told.replace("-", "+")  # turned round, it runs the other way
    assert words(row["By chance, this edition"]) == "17 % of all deals"  # one in six
    assert links(row["Determinants"]) == [
        "framework-cluster.html#determinant-trust",
        "framework-firm.html#determinant-technology",
    ]


def test_only_pairs_from_the_mark_on_are_shown(paper: Assessed):
    def pairs(at_least: float) -> set[str]:
        return set(column(collinearity_table(paper, {}, at_least), "Determinants"))

    assert pairs(0.9) == set() and pairs(0.8) == {"Trust and Technological effort"}
    assert pairs(0.75) == {"Trust and Technological effort", "External economies and Connectivity"}


def test_what_does_not_vary_under_a_coding_is_said(paper: Assessed):
    same = paper.study.evidence.assign(rating=1)
    shown = rows(collinearity_table(paper, {"b": replace(paper.study, evidence=same)}))
    assert {words(row["Coder B"]) for row in shown} == {"does not vary"}


def test_sentences_are_told_by_how_many_cells_they_enter(paper: Assessed):
    """From the table of evidence as it is written: rows of one locator and one sentence."""
    shown = rows(double_counting_table(paper, at_least=5))
    counts = [int(words(row["Cells"])) for row in shown]
    assert counts == sorted(counts, reverse=True) and min(counts) >= 5
    sentences: dict[tuple[str, str], set[str]] = {}
    for row in table_of("evidence"):
        sentences.setdefault((row["locator"], row["sentence"]), set()).add(row["id"])
    entered = {
        where: {at for at, cell in paper.cells.items() if ids & set(cell.entered)} for where, ids in sentences.items()
    }
    assert sorted(counts) == sorted(len(cells) for cells in entered.values() if len(cells) >= 5)
    first = shown[0]
    assert words(first["Sentence"]) == "WP71 §3.2.4 ¶4, sentence 7"
    assert len(entered["3.2.4:4", "7"]) == counts[0]
    assert words(first["Clusters"]) == "all"
    assert words(first["Determinants"]) == "Macro-economy, Regulation, Financial services, Non-financial services"
    assert links(first["Sentence"]) == ["paths.html#wp-3-2-4-4"]
    summaries = {row["id"]: row["summary"] for row in table_of("evidence")}
    for id in sentences["3.2.4:4", "7"]:
        assert words(first["What is coded from it"]).count(summaries[id]) == 1


def test_without_numbers_of_sentences_paragraphs_stand_there(paper: Assessed):
    bare = Assessed(replace(paper.study, evidence=paper.study.evidence.assign(sentence=np.nan)))
    assert not any("sentence" in text for text in column(double_counting_table(bare), "Sentence"))


@pytest.mark.parametrize("ids, moved", [([], ()), (["cachoeiro-infrastructure-1"], ())])
def test_cells_that_rest_on_more_do_not_move(paper: Assessed, ids: list[str], moved: tuple[tuple[str, str], ...]):
    assert moved_without(paper, ids) == moved


def test_a_cell_without_its_only_row_moves(paper: Assessed):
    assert paper.cells["gamarra", "joint_action"].entered == ("gamarra-joint_action-1",)
    assert moved_without(paper, ["gamarra-joint_action-1"]) == (("gamarra", "joint_action"),)
