from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from tests.edition.charts.drawn import Drawing, Mark, read

from smeclusters import Assessed, Prepared, Rules, importance
from whichroad.charts.importance import MARKS, importance_chart


@pytest.fixture(scope="module", params=["wide", "narrow"])
def drawing(request, paper: Assessed) -> Drawing:
    return read(getattr(importance_chart(paper), request.param))


def marks_of(drawing: Drawing, name: str) -> dict[str, Mark]:
    """The square of the weight and the circle of the importance, by colour."""
    found = [mark for mark in drawing.of("dot") if mark.tip.startswith(f"{name}: ")]
    return {"weight" if mark.fill == "narrow" else "part": mark for mark in found}


def test_weight_and_importance_stand_on_one_scale(paper: Assessed, drawing: Drawing):
    table = importance(paper).set_index("determinant")
    longest = max(drawing.of("rule", stroke="line"), key=lambda rule: rule.width)
    most = max(table["weight"].max(), table["linear_part"].max())
    for key, row in table.iterrows():
        marks = marks_of(drawing, paper.framework.names[key])
        for mark, part in ((marks["weight"], row["weight"]), (marks["part"], row["linear_part"])):
            centre = (mark.x + mark.x2) / 2
            assert centre == pytest.approx(longest.x + part / most * longest.width, abs=0.5), key
        hollow = (marks["part"].fill, marks["part"].stroke) == ("paper", "wide")
        assert hollow == (row["pearson"] < 0), key


def test_a_line_joins_the_two(paper: Assessed, drawing: Drawing):
    joints = drawing.of("rule", stroke="ink")
    assert len(joints) == 12
    for joint, key in zip(joints, paper.ratings.determinants, strict=True):
        centres = [(mark.x + mark.x2) / 2 for mark in marks_of(drawing, paper.framework.names[key]).values()]
        assert sorted((joint.x, joint.x2)) == pytest.approx(sorted(centres), abs=0.5)


def test_words_say_both_and_can_be_read(paper: Assessed, drawing: Drawing):
    table = importance(paper).set_index("determinant")
    assert drawing.word(f"weight 8 %, part {100 * table.loc['external_economies', 'linear_part']:.0f} %")
    assert min(word.size for word in drawing.words) >= 12
    bold = [word.text for word in drawing.words if word.weight == "bold"]
    assert bold == [paper.framework.names[level] for level in paper.framework.levels]
    assert all(drawing.word(text) for text in MARKS.values())


def test_the_finding_names_what_moves_most_and_what_moves_nothing(paper: Assessed):
    alt = importance_chart(paper).alt
    assert " Financial services, non-financial services and skills together weigh 25 % and have none." in alt
    assert alt.endswith("The scores run against trust and working conditions.")


def test_a_single_one_that_moves_nothing_is_one(paper: Assessed):
    study = paper.study
    extra = study.evidence[study.evidence["determinant"].isin(["finance", "services"])].head(2)
    extra = extra.assign(id=["x", "y"], determinant=["finance", "services"], place="sinos", rating=2, facet="")
    more = Prepared(replace(study, evidence=pd.concat([study.evidence, extra], ignore_index=True)))
    assert " Skills weighs 8 % and has none." in importance_chart(more).alt


def test_where_nothing_differs_nothing_moves(paper: Assessed):
    silent = Prepared(replace(paper.study, evidence=paper.study.evidence.iloc[:0]))
    chart = importance_chart(silent)
    assert chart.alt == "No determinant moves the scores: whatever weighs anything is the same in every cluster."
    assert set(chart.table["Importance"]) == {"0 %"} and set(chart.table["Scores run"]) == {"neither way"}


def test_what_is_left_out_has_a_weight_alone(paper: Assessed):
    chart = importance_chart(Prepared(paper.study, Rules(silent="leave_out")))
    drawing = read(chart.wide)
    assert list(marks_of(drawing, "Infrastructure and machinery")) == ["weight"]
    assert "silent ones are left out" in chart.caption
    assert chart.table.iloc[-1, 2:].tolist() == ["8 %", "", ""]
