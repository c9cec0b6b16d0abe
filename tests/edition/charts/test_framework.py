from __future__ import annotations

import re

import pytest
from tests.edition.charts.drawn import Drawing, read

from smeclusters import Assessed
from whichroad.charts.framework import circles_chart, framework_chart


@pytest.fixture(scope="module", params=["wide", "narrow"])
def framework_drawing(request, paper: Assessed) -> Drawing:
    return read(getattr(framework_chart(paper), request.param))


@pytest.fixture(scope="module", params=["wide", "narrow"])
def circles(request) -> Drawing:
    return read(getattr(circles_chart(), request.param))


def test_each_determinant_of_box_1_leads_to_its_definition_and_its_evidence(
    paper: Assessed, framework_drawing: Drawing
):
    boxes = {mark.href: mark for mark in framework_drawing.of("box")}
    assert len(boxes) == 24
    for row in paper.study.determinants.itertuples():
        key = row.determinant.replace("_", "-")
        name = boxes[f"framework-{row.level}.html#determinant-{key}"]
        below = boxes[f"evidence.html#evidence-{key}"]
        assert (name.fill, below.fill) == ("plus1", "paper")
        assert name.tip == f"{row.name}\n{row.definition} ({row.locator})"
        assert below.tip == f"Evidence on {row.name.lower()}"
        assert (name.x, name.x2, name.y2 + 1) == (below.x, below.x2, below.y)
        entered = {id for cell in paper.cells.values() if cell.determinant == row.determinant for id in cell.entered}
        for box, text in ((name, row.name), (below, f"{len(entered)} rows of evidence")):
            (word,) = [word for word in framework_drawing.words if box.x < word.x < box.x2 and box.y < word.y < box.y2]
            assert word.text == text
            assert (word.x, word.anchor) == (pytest.approx((box.x + box.x2) / 2), "middle")
    assert framework_drawing.word("6 rows of evidence").x < framework_drawing.width / 2  # on the macro-economy


def test_boxes_stand_below_their_level_in_the_order_of_the_table(paper: Assessed, framework_drawing: Drawing):
    heads = {name: framework_drawing.word(name).y for name in paper.study.levels["name"]}
    assert sorted(heads.values()) == list(heads.values())
    tops = [*heads.values(), framework_drawing.height]
    for key, top, bottom in zip(paper.study.levels["level"], tops[:-1], tops[1:], strict=True):
        inside = [mark for mark in framework_drawing.of("box", fill="plus1") if top < mark.y < mark.y2 < bottom]
        found = [mark.tip.split("\n")[0] for mark in sorted(inside, key=lambda mark: (mark.y, mark.x))]
        inside_level = paper.study.determinants["level"] == key
        assert found == list(paper.study.determinants[inside_level]["name"])
        assert 0 < min(mark.y for mark in inside) - top < 20
        below = [mark for mark in framework_drawing.of("box", fill="paper") if top < mark.y < bottom]
        assert 0 < bottom - max(mark.y2 for mark in below) < 40
        assert all(
            not (a.x < b.x2 and b.x < a.x2 and a.y < b.y2 and b.y < a.y2) for a in inside for b in inside if a != b
        )


def test_the_framework_is_told_in_words(paper: Assessed):
    chart = framework_chart(paper)
    assert chart.alt == (
        "Three levels, each with four determinants of a cluster’s competitiveness. Country level: Macro-economy, "
        "Regulation, Financial services, Non-financial services; Cluster level: External economies, Joint action, "
        "Trust, Connectivity; Firm level: Skills, Technological effort, Working conditions, Infrastructure and "
        "machinery."
    )
    assert chart.caption.endswith("how unevenly the paper speaks of the twelve.")
    assert list(chart.table["Level"]) == ["Country level"] * 4 + ["Cluster level"] * 4 + ["Firm level"] * 4
    assert chart.table["Rows of evidence that enter"][0].endswith(">6</a>")


def test_the_virtuous_circle_is_blue_and_the_vicious_one_red(circles: Drawing):
    table = circles_chart().table
    assert list(table) == ["Virtuous circle", "Vicious circle"]
    heads = [circles.word(name) for name in table]
    for name, head, colour in zip(table, heads, ("plus1", "minus1"), strict=True):
        boxes = circles.of("box", fill=colour)
        assert {box.x for box in boxes} == {head.x}
        assert [box.y for box in boxes] == sorted(box.y for box in boxes)
        for box, step in zip(boxes, table[name], strict=True):
            (word,) = [word for word in circles.words if box.x < word.x < box.x2 and box.y < word.y < box.y2]
            assert word.text == step
            assert (word.x, word.anchor) == (pytest.approx((box.x + box.x2) / 2), "middle")
    assert len(circles.of("box")) == 8


def test_arrows_go_down_each_chain_and_back_to_its_beginning(circles: Drawing):
    assert {dot.fill for dot in circles.of("dot")} == {"muted"}
    assert {line.stroke for line in [*circles.of("line"), *circles.of("rule")]} == {"muted"}
    for colour in ("plus1", "minus1"):
        boxes = circles.of("box", fill=colour)
        middle = (boxes[0].x + boxes[0].x2) / 2
        shafts = [rule for rule in circles.of("rule") if rule.x == pytest.approx(middle)]
        down = [dot for dot in circles.of("dot") if dot.x == pytest.approx(middle)]
        assert len(shafts) == len(down) == 3
        for upper, lower, shaft, tip in zip(boxes, boxes[1:], shafts, down, strict=False):
            assert shaft.y == upper.y2 and upper.y2 < shaft.y2 < tip.y < lower.y
            assert points(tip.outline) == "down"
        (back,) = [line for line in circles.of("line") if boxes[0].x2 <= line.x < boxes[0].x2 + 14]
        first, last = ((box.y + box.y2) / 2 for box in (boxes[0], boxes[-1]))
        assert (back.y, back.y2) == (first, last)
        (home,) = [dot for dot in circles.of("dot") if boxes[0].x2 < dot.x < boxes[0].x2 + 14]
        assert home.y == first and points(home.outline) == "left"
        assert home.x < back.x2


def points(outline: str) -> str:
    """Which way a triangle points: to its one corner that lies alone on a side."""
    corners = [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", outline)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    if len({*ys}) == 2:
        return "down" if ys.count(max(ys)) == 1 else "up"
    return "left" if xs.count(min(xs)) == 1 else "right"
