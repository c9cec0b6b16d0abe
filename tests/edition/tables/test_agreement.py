from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from tests.edition.blocks import column, links, rows, words

from smeclusters import Assessed, Study
from whichroad.tables.agreement import disputed_cells_table, disputed_classes_table

RULE_1 = (
    "Rule 1: what the paper says about a place is coded, and nothing else; "
    "an analogy (“as in the case of X”) is a row for X too."
)


def without(study: Study, *ids: str, **ratings: int) -> Study:
    evidence = study.evidence[~study.evidence["id"].isin(ids)].reset_index(drop=True)
    changed = {id.replace("__", "-"): rating for id, rating in ratings.items()}
    put = [changed.get(id, rating) for id, rating in zip(evidence["id"], evidence["rating"], strict=True)]
    return replace(study, evidence=evidence.assign(rating=put))


@pytest.fixture(scope="module")
def others(paper: Assessed) -> dict[str, Study]:
    """In b no machines and premises of Cachoeiro; in c its machines are good, its training worse."""
    b = without(paper.study, "cachoeiro-infrastructure-1", "cachoeiro-infrastructure-2")
    c = without(paper.study, cachoeiro__infrastructure__2=2, cachoeiro__skills__1=-2)
    return {"b": b, "c": c}


def test_cells_more_than_a_step_apart_stand_side_by_side(paper: Assessed, others: dict[str, Study]):
    [row] = rows(disputed_cells_table(paper, others))
    assert {name: words(cell) for name, cell in row.items() if name != "Hangs on"} == {
        "Cell": "Cachoeiro de Itapemirim, infrastructure and machinery",
        "This edition": "−2",
        "Coder B": "silent",
        "Coder C": "−2 to +2",
        "The codebook says": f"{RULE_1} Rule 2: “although X, Y” is two rows, X and Y.",
    }
    assert links(row["Cell"]) == ["evidence.html#cell-cachoeiro-infrastructure"]
    about = "WP71 §3.2.2 ¶4 Cachoeiro de Itapemirim, infrastructure and machinery"
    assert words(row["Hangs on"]).split("; ") == [
        f"{about} (machinery): one has no row (this edition −2, coder B no row, coder C +2)",
        f"{about} (premises): one has no row (this edition −2, coder B no row, coder C −2)",
    ]
    assert links(row["Hangs on"]) == ["firm-level.html#wp-3-2-2-4"] * 2


def test_how_far_is_for_the_caller_to_say(paper: Assessed, others: dict[str, Study]):
    cells = column(disputed_cells_table(paper, others, 0), "Cell")
    assert cells == [
        "Cachoeiro de Itapemirim, infrastructure and machinery",
        "Cachoeiro de Itapemirim, skills",
    ]
    assert rows(disputed_cells_table(paper, others, 4)) == []


def test_what_no_single_row_decides_is_told(paper: Assessed):
    """Both rows are gone: to bring back either would not bring back the other."""
    both = without(paper.study, cachoeiro__infrastructure__1=2, cachoeiro__infrastructure__2=1)
    assert column(disputed_cells_table(paper, {"b": both}), "Hangs on") == ["no single row"]


def test_classes_that_differ_stand_side_by_side(paper: Assessed):
    """Without the only rows on Cachoeiro's specialisation, whose external economies are then those of the sample."""
    gone = without(paper.study, "cachoeiro-external_economies-1", "cachoeiro-external_economies-2")
    found = rows(disputed_classes_table(paper, {"b": gone}))
    assert {words(row["Cluster"]) for row in found} == {"Cachoeiro de Itapemirim"}
    by_weighting = {words(row["Weighting"]): (words(row["This edition"]), words(row["Coder B"])) for row in found}
    assert by_weighting["Collective efficiency"][0] != by_weighting["Collective efficiency"][1]


def test_coders_who_agree_differ_on_nothing(paper: Assessed):
    same = {"b": replace(paper.study, evidence=pd.DataFrame(paper.study.evidence))}
    for build in (disputed_cells_table, disputed_classes_table):
        assert rows(build(paper, same)) == []
