from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.edition.charts.drawn import Drawing, read

from smeclusters import (
    Assessed,
    Framework,
    InputError,
    Rules,
    Thresholds,
    classify,
    sampled_acceptability,
    score,
)
from smeclusters.model.paths import SETS
from whichroad.charts.weights import likely_chart, shares_chart, triangles_chart

COLOURS = {
    "low road": "minus2",
    "low road or mixed": "minus1",
    "mixed": "line",
    "mixed or high road": "plus1",
    "high road": "plus2",
    "could be any": "zero",
}


@pytest.fixture(scope="module", params=["wide", "narrow"])
def shares(request, paper: Assessed) -> Drawing:
    return read(getattr(shares_chart(paper), request.param))


@pytest.fixture(scope="module", params=[("wide", 3), ("narrow", 2)], ids=["wide", "narrow"])
def triangles(request, paper: Assessed) -> tuple[Drawing, int]:
    which, across = request.param
    return read(getattr(triangles_chart(paper), which)), across


def test_bars_show_the_shares_from_the_low_road_to_any(shares: Drawing, paper: Assessed):
    found = sampled_acceptability(paper.ratings, paper.framework)  # by another way than the chart's
    bars = defaultdict(list)
    for box in shares.of("box"):
        if box.tip:
            bars[box.tip.split(":")[0]].append(box)
    assert list(bars) == list(paper.study.clusters["name"])
    for cluster, name in zip(paper.study.clusters["place"], paper.study.clusters["name"], strict=True):
        assert [box.fill for box in bars[name]] == list(COLOURS.values())
        lengths = [box.width / shares.width for box in bars[name]]
        assert lengths == pytest.approx([found.loc[cluster, key] for key in SETS], abs=0.02)
        assert sum(lengths) == pytest.approx(1, abs=0.002)
        assert bars[name][0].x == 0
        for key, box, length in zip(COLOURS, bars[name], lengths, strict=True):
            told = box.tip.removeprefix(f"{name}: {key} under ").removesuffix(" of the weightings")
            number = 0.5 if told == "less than 1 %" else float(told.removesuffix(" %"))
            assert number == pytest.approx(100 * length, abs=0.51)
        words = [
            word.text
            for word in shares.words
            if word.weight == "normal" and bars[name][0].y - 60 < word.y < bars[name][0].y and "%" in word.text
        ]
        large = [key for key, length in zip(COLOURS, lengths, strict=True) if length >= 0.05]
        row = " ".join(words).replace(";", "")
        assert all(key in row for key in large), name


def test_the_legend_names_each_colour(shares: Drawing):
    chips = [box for box in shares.of("box") if not box.tip]
    assert [chip.fill for chip in chips] == list(COLOURS.values())
    for chip, text in zip(chips, COLOURS, strict=True):
        beside = [
            word
            for word in shares.words
            if word.text == text and word.x == pytest.approx(chip.x2 + 5) and chip.y < word.y < chip.y2
        ]
        assert len(beside) == 1
        assert chip.stroke == "muted"
    for one, other in zip(chips, chips[1:], strict=False):
        assert other.x > one.x2 if other.y == one.y else other.y >= one.y2
    assert all(chip.x2 + 5 + 6.4 * len(text) <= shares.width for chip, text in zip(chips, COLOURS, strict=True))
    assert max(chip.y2 for chip in chips) <= shares.height


@pytest.mark.parametrize("prior", ["hierarchical", "flat"])
def test_a_bar_is_as_long_as_all_weightings(paper: Assessed, prior: str):
    chart = shares_chart(paper, prior)
    assert len(chart.table) == len(paper.study.clusters)
    for row in chart.table.itertuples(index=False):
        shares = [0.5 if "less" in cell else float(cell.split()[0]) for cell in row[1 : 1 + len(SETS)]]
        assert sum(shares) == pytest.approx(100, abs=2.5)  # whole per cents, each off by a half at most


def test_the_shares_are_told_in_words(paper: Assessed):
    chart = shares_chart(paper)
    assert chart.alt == (
        "Under most weightings the evidence leaves more than one path open for every cluster but Cachoeiro de "
        "Itapemirim. A single path is certain most often for Cachoeiro de Itapemirim, under 53 % of the weightings."
    )
    assert list(chart.table) == ["Cluster", *COLOURS, "More than one path", "Error at most"]
    assert (
        "from certainly low road at the left to certainly high road, and then any path, at the right" in chart.caption
    )
    one = [float(share.removeprefix("more than ").split()[0]) for share in chart.table["More than one path"]]
    assert one[-1] == 47 and min(one) == one[-1]
    flat = shares_chart(paper, "flat").alt
    assert "for every cluster. A single path" in flat and "under 36 %" in flat
    sure = Assessed(paper.study, Rules(thresholds=Thresholds(0.99, 0.999)))
    assert "more than one path open for no cluster." in shares_chart(sure).alt


def corners(drawing: Drawing, across: int) -> list[tuple[float, float, float]]:
    """The left end, the top and the side of each triangle."""
    side = (drawing.width - 24 * (across - 1)) / across
    rows = [(at % across, at // across) for at in range(6)]
    return [(x * (side + 24), y * (side * math.sqrt(0.75) + 54) + 30, side) for x, y in rows]


def test_triangles_stand_in_rows_with_their_names_above(triangles: tuple[Drawing, int], paper: Assessed):
    drawing, across = triangles
    outlines = drawing.of("line", stroke="muted")
    for name, line, (left, top, side) in zip(
        paper.study.clusters["name"], outlines, corners(drawing, across), strict=True
    ):
        ends = (left, top, left + side, top + side * math.sqrt(0.75))
        assert (line.x, line.y, line.x2, line.y2) == pytest.approx(ends, abs=0.01)
        word = drawing.word(name)
        assert word.x == pytest.approx(left + side / 2) and word.y == pytest.approx(top - 18, abs=1)


def at_mix(paper: Assessed, mix: tuple[float, float, float]) -> list[str]:
    """The class of each cluster where the levels weigh so much and factors are equal within each."""
    weights = np.repeat(np.array(mix) / 4, 4)
    return classify(score(paper.ratings, weights)).keys().tolist()


WORDS = dict(zip(SETS, COLOURS, strict=True))


@pytest.mark.parametrize(
    "mix",
    [(0.9, 0.05, 0.05), (0.05, 0.9, 0.05), (0.05, 0.05, 0.9), (0.34, 0.33, 0.33), (0.5, 0.45, 0.05), (0.1, 0.3, 0.6)],
)
def test_each_mix_has_the_colour_of_its_class(triangles: tuple[Drawing, int], paper: Assessed, mix):
    """The country level weighs all at the left corner, the cluster level at the top, the firm level at the right."""
    drawing, across = triangles
    height = math.sqrt(0.75)
    for (left, top, side), key, name in zip(
        corners(drawing, across), at_mix(paper, mix), paper.study.clusters["name"], strict=True
    ):
        _, cluster, firm = mix
        x = left + side * (0.5 * cluster + firm)
        y = top + side * height * (1 - cluster)
        under = [box for box in drawing.of("box") if box.tip and box.x <= x <= box.x2 and box.y <= y <= box.y2]
        assert WORDS[key] in {box.tip.removeprefix(f"{name}: ") for box in under}
        for box in under:
            assert box.fill == COLOURS[box.tip.removeprefix(f"{name}: ")]


def test_strips_fill_each_triangle(triangles: tuple[Drawing, int], paper: Assessed):
    drawing, across = triangles
    for (left, top, side), name in zip(corners(drawing, across), paper.study.clusters["name"], strict=True):
        strips = [box for box in drawing.of("box") if box.tip.startswith(f"{name}: ")]
        heights = sorted({round(box.y, 3) for box in strips})
        assert len(heights) == 44
        step = side * math.sqrt(0.75) / 44
        for line, y in enumerate(heights):
            row = sorted((box for box in strips if round(box.y, 3) == y), key=lambda box: box.x)
            assert y == pytest.approx(top + line * step, abs=0.01)
            assert row[-1].x2 - row[0].x == pytest.approx(side * (line + 1) / 44)
            assert (row[0].x + row[-1].x2) / 2 == pytest.approx(left + side / 2)
            assert all(a.x2 == pytest.approx(b.x) for a, b in zip(row, row[1:], strict=False))
            assert all(box.y2 - box.y == pytest.approx(step + 0.3) for box in row)


def test_dots_stand_where_the_path_observed_is_ruled_out(triangles: tuple[Drawing, int], paper: Assessed):
    drawing, across = triangles
    dots = drawing.of("dot")
    places = corners(drawing, across)
    height = math.sqrt(0.75)
    expected = []
    for line in range(9):
        cluster = 1 - (line + 0.5) / 9
        for at in range(2 * line + 1):
            firm = (1 - cluster) * (at + 0.5) / (2 * line + 1)
            keys = at_mix(paper, (1 - cluster - firm, cluster, firm))
            for (left, top, side), key, place in zip(places, keys, paper.study.clusters["place"], strict=True):
                if not set(paper.study.observed[place].split("|")) & set(key.split("|")):
                    expected.append((left + side * (0.5 * cluster + firm), top + side * height * (1 - cluster)))
    assert sorted((round(dot.x, 4), round(dot.y, 4)) for dot in dots) == sorted(
        (round(x, 4), round(y, 4)) for x, y in expected
    )
    assert {dot.fill for dot in dots} == {"ink"}


def test_the_table_says_in_what_part_of_the_triangle(paper: Assessed, triangles: tuple[Drawing, int]):
    drawing, across = triangles
    table = triangles_chart(paper).table
    assert list(table) == ["Cluster", "Observed", *COLOURS, "Observed path ruled out"]
    for at, row in enumerate(table.to_dict("records")):
        shares = {name: float(row[name].split()[0]) for name in COLOURS if "less" not in row[name]}
        assert sum(shares.values()) == pytest.approx(100, abs=3)
        name = paper.study.clusters["name"].iloc[at]
        area: Counter[str] = Counter()
        whole = 0.0
        for box in drawing.of("box"):
            if box.tip.startswith(f"{name}: "):
                area[box.tip.removeprefix(f"{name}: ")] += box.width
                whole += box.width
        for words, share in shares.items():
            assert share == pytest.approx(100 * area[words] / whole, abs=1.5)


def test_triangles_have_the_class_of_the_framework_in_their_middle(paper: Assessed, framework: Framework, ratings):
    chart = triangles_chart(paper)
    assert len(chart.table) == len(paper.study.clusters)
    keys = classify(score(ratings, framework.weightings["cluster_level"])).keys()
    ruled_out = [
        not set(paper.study.observed[cluster].split("|")) & set(key.split("|"))
        for cluster, key in zip(ratings.clusters, keys, strict=True)
    ]
    assert ruled_out == [True, False, False, False, False, True]
    for told, expected in zip(chart.table["Observed path ruled out"], ruled_out, strict=True):
        # The corner of the cluster level is part of the triangle.
        assert not expected or told == "less than 1 %" or float(told.split()[0]) > 0


def test_the_triangles_are_told_in_words(paper: Assessed):
    chart = triangles_chart(paper)
    named = [
        name
        for name, share in zip(paper.study.clusters["name"], chart.table["Observed path ruled out"], strict=True)
        if share != "0 %"
    ]
    assert f"for {', '.join(named[:-1])} and {named[-1]};" in chart.alt
    assert chart.caption.endswith("Dotted: the path observed is ruled out.")
    assert (
        "the country level weighs all at the left corner, the cluster level at the top, the firm level at the right"
        in chart.caption
    )


def test_a_level_without_determinants_has_no_corner(paper: Assessed):
    empty = pd.DataFrame([{**paper.study.levels.iloc[0], "level": "none", "name": "No level", "role": ""}])
    one_more = Assessed(replace(paper.study, levels=pd.concat([empty, paper.study.levels])))
    assert list(triangles_chart(one_more).table["mixed"]) == list(triangles_chart(paper).table["mixed"])


def test_triangles_need_three_levels(paper: Assessed):
    two = replace(
        paper.study,
        levels=paper.study.levels.iloc[:2],
        determinants=paper.study.determinants.iloc[:8],
        weights=paper.study.weights[
            paper.study.weights["determinant"].isin(paper.study.determinants["determinant"][:8])
        ],
    )
    with pytest.raises(InputError, match='levels.csv: found "2 levels", expected three levels, one for each corner'):
        triangles_chart(Assessed(two))


# ---- The likely reading.


def by_hand(paper: Assessed, weights: np.ndarray, count: int = 200_000) -> np.ndarray:
    """Shares of the bands, by ratings drawn at random; `weights` is one weighting, or as many as there are draws."""
    rng = np.random.default_rng(7)
    lo, hi = paper.ratings.lo, paper.ratings.hi
    found = []
    for low, high in zip(lo, hi, strict=True):
        drawn = (low + (high - low) * rng.random((count, len(low))) + 2) / 4
        scores = (drawn * weights).sum(axis=1)
        found.append([(scores < 0.4).mean(), ((scores >= 0.4) & (scores < 0.6)).mean(), (scores >= 0.6).mean()])
    return np.array(found)


def lengths(drawing: Drawing) -> list[list[tuple[str, float]]]:
    """The pieces of each bar, from the top: their colours and how much of the width they take."""
    rows = defaultdict(list)
    for box in drawing.of("box"):
        if box.tip:
            rows[box.y].append((box.fill, box.width / drawing.width))
    return [rows[y] for y in sorted(rows)]


@pytest.mark.parametrize("which", ["wide", "narrow"])
def test_likely_bars_are_as_long_as_draws_say_under_each_weighting(paper: Assessed, which: str):
    keys = ["collective_efficiency", "extended"]
    drawing = read(getattr(likely_chart(paper, keys), which))
    expected = np.stack([by_hand(paper, paper.framework.weightings[key].flat) for key in keys], axis=1).reshape(-1, 3)
    bars = lengths(drawing)
    assert len(bars) == 12
    for bar, shares in zip(bars, expected, strict=True):
        found = dict(bar)
        assert set(found) <= {"minus2", "line", "plus2"}
        for colour, share in zip(("minus2", "line", "plus2"), shares, strict=True):
            assert found.get(colour, 0) == pytest.approx(share, abs=0.015)


def test_over_all_weightings_likely_bars_are_as_long_as_draws_say(paper: Assessed):
    rng = np.random.default_rng(8)
    levels = rng.dirichlet(np.ones(3), 200_000)
    weights = np.concatenate([levels[:, [at]] * rng.dirichlet(np.ones(4), 200_000) for at in range(3)], axis=1)
    chart = likely_chart(paper)
    expected = by_hand(paper, weights)
    for bar, shares in zip(lengths(read(chart.wide)), expected, strict=True):
        assert [share for _, share in bar] == pytest.approx(shares.tolist(), abs=0.01)
    whole = [[float(cell.split()[0]) for cell in row[1:4]] for row in chart.table.itertuples(index=False)]
    assert np.abs(np.array(whole) - 100 * expected).max() < 1.5
    assert list(chart.table["Observed"]) == [
        "mixed", "low road", *["low road or mixed"] * 3, "low road",
    ]  # fmt: skip


def test_the_likely_reading_is_told_in_words(paper: Assessed):
    one, other = likely_chart(paper, ["collective_efficiency", "extended"]).alt.split(" Extended framework: ")
    assert one.startswith(
        "Collective efficiency: the high road is the likeliest path of Sinos Valley, Gamarra and Cachoeiro de "
        "Itapemirim."
    )
    assert other.startswith("the high road is the likeliest path of no cluster.") and other.endswith("high road 0 %.")
    lowest, highest = re.search(r"low road (\d+) to (\d+) %", likely_chart(paper).alt).groups()
    assert 36 < int(lowest) < 44 and 68 < int(highest) < 74
