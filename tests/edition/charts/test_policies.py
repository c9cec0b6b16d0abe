from __future__ import annotations

from dataclasses import replace

import pytest
from tests.edition.charts.drawn import Drawing, read

from smeclusters import Assessed
from whichroad.charts.policies import balance_chart


@pytest.fixture(scope="module", params=["wide", "narrow"])
def drawing(request, paper: Assessed) -> Drawing:
    return read(getattr(balance_chart(paper), request.param))


def row_of(drawing: Drawing, paper: Assessed, determinant: str) -> list:
    top = drawing.word(paper.framework.names[determinant]).y
    return [box for box in drawing.of("box") if top < box.y < top + 30]


def test_squares_are_full_hollow_or_dashed_as_their_cells_are_known(paper: Assessed, drawing: Drawing):
    for key in paper.study.determinants["determinant"]:
        cells = [cell for cell in paper.cells.values() if cell.determinant == key]
        silent = sum(not cell.entered for cell in cells)
        around = sum(bool(cell.entered) and cell.widened > 0 for cell in cells)
        squares = sorted((box for box in row_of(drawing, paper, key) if box.stroke), key=lambda box: box.x)
        looks = [(box.fill, box.stroke, box.dashed) for box in squares]
        assert looks == (
            [("ink", "ink", False)] * (6 - around - silent)
            + [("paper", "ink", False)] * around
            + [("paper", "muted", True)] * silent
        ), key
        assert [box.x for box in squares] == [17 * at for at in range(6)]
        assert all(box.width == pytest.approx(14) for box in squares)


def test_bars_count_recommendations_supply_side_first(paper: Assessed, drawing: Drawing):
    acts = paper.study.policies.assign(key=paper.study.policies["determinants"].str.split(";")).explode("key")
    counts = acts.groupby(["key", "side"]).size()
    most = acts.groupby("key").size().max()
    left = 185
    longest = max(box.x2 for box in drawing.of("box", stroke=""))
    unit = (longest - left) / most
    assert unit * most == pytest.approx(drawing.width - left - (150 if drawing.width > 400 else 20))
    for key in paper.study.determinants["determinant"]:
        supply, demand = counts.get((key, "supply"), 0), counts.get((key, "demand"), 0)
        first, second = sorted(
            (box for box in row_of(drawing, paper, key) if not box.stroke), key=lambda box: (box.x, box.x2)
        )
        if not supply:
            first, second = (first, second) if first.fill == "wide" else (second, first)
        assert (first.fill, second.fill) == ("wide", "narrow")
        assert [box.y2 - box.y for box in (first, second)] == pytest.approx([14, 14])
        assert (first.x, first.x2) == pytest.approx((left, left + supply * unit))
        assert (second.x, second.x2) == pytest.approx((left + supply * unit, left + (supply + demand) * unit))
        words = [
            word.text
            for word in drawing.words
            if word.y == pytest.approx(drawing.word(paper.framework.names[key]).y, abs=1)
            and word.x == pytest.approx(left)
        ]
        assert words == [f"{supply} supply, {demand} demand"], key


def test_the_caption_says_what_squares_and_bars_mean(paper: Assessed):
    caption = balance_chart(paper).caption
    assert (
        "a full square rests on the cluster itself, a hollow one on what lies around it, a dashed one is silent"
        in caption
    )
    assert caption.endswith("supply side first, then demand side.")


def test_rows_come_in_the_order_of_the_table(paper: Assessed, drawing: Drawing):
    names = list(paper.study.determinants["name"])
    assert sorted(names, key=lambda name: drawing.word(name).y) == names
    assert drawing.word("Cells").x == 0 and drawing.word("Recommendations").x == pytest.approx(185)


def test_the_balance_counts_every_cell_and_every_recommendation(paper: Assessed):
    table = balance_chart(paper).table
    cells = table[["Cells on the clusters themselves", "Cells on what lies around", "Silent cells"]]
    assert cells.sum().tolist() == [30, 33, 9]
    for side in ("supply", "demand"):
        rows = paper.study.policies.query("side == @side")["determinants"]
        assert table[f"Recommendations, {side} side"].sum() == sum(len(keys.split(";")) for keys in rows)


def test_what_is_recommended_without_evidence_is_named(paper: Assessed):
    assert balance_chart(paper).alt == (
        "The paper recommends to act on regulation, financial services and non-financial services without evidence "
        "on any one cluster, and makes no recommendation on working conditions."
    )
    on_all = paper.study.policies.assign(determinants=";".join(paper.framework.determinants))
    other = Assessed(replace(paper.study, policies=on_all))
    assert balance_chart(other).alt.endswith("without evidence on any one cluster, and on every determinant.")
