from __future__ import annotations

import math
from dataclasses import replace

import pytest
from tests.edition.charts.drawn import Drawing, Mark, read

from smeclusters import Assessed, InputError, Rules, Thresholds
from whichroad.charts.scores import compensation_chart, paths_chart

NAMES = {"low_road": "low road", "mixed": "mixed", "high_road": "high road"}


@pytest.fixture(scope="module", params=["wide", "narrow"])
def paths(request, paper: Assessed) -> Drawing:
    return read(getattr(paths_chart(paper), request.param))


@pytest.fixture(scope="module", params=["wide", "narrow"])
def compensation(request, paper: Assessed) -> Drawing:
    return read(getattr(compensation_chart(paper), request.param))


def scored(paper: Assessed, cluster: str, weighting: str, exponent: float) -> tuple[float, float]:
    """A score by its definition: the weighted power mean of the cells on a scale from 0 to 1."""
    rows = paper.study.weights.query("weighting == @weighting")
    shares = rows.set_index("determinant")["weight"] / rows["weight"].sum()
    ends = []
    for end in ("lo", "hi"):
        cells = {key: (getattr(paper.cells[cluster, key], end) + 2) / 4 for key in shares[shares > 0].index}
        if exponent == 1:
            ends.append(sum(shares[key] * value for key, value in cells.items()))
        elif exponent == 0:
            ends.append(math.prod(value ** shares[key] for key, value in cells.items()))
        else:
            ends.append(min(cells.values()))
    return ends[0], ends[1]


def bands_of(drawing: Drawing, number_of_lines: int, cluster: int) -> tuple[float, float]:
    """From which height to which a cluster has its lines."""
    row = 34 + 20 * number_of_lines
    return 26 + cluster * row, 26 + (cluster + 1) * row


def open_in_words(lo: float, hi: float) -> str:
    """The paths whose bands a score touches."""
    open_paths = [
        NAMES[path]
        for path, low, high in (("low_road", -1, 0.4), ("mixed", 0.4, 0.6), ("high_road", 0.6, 2))
        if lo < high - 1e-9 and hi >= low - 1e-9
    ]
    return "could be any" if len(open_paths) == 3 else " or ".join(open_paths)


def held(drawing: Drawing, paper: Assessed, lines: list[tuple[str, str, str, float]]) -> None:
    """Every mark against the score that it stands for."""
    for at, (cluster, name) in enumerate(zip(paper.study.clusters["place"], paper.study.clusters["name"], strict=True)):
        top, bottom = bands_of(drawing, len(lines), at)
        marks = sorted((mark for mark in drawing.marks if mark.tip and top < mark.y < bottom), key=lambda mark: mark.y)
        assert len(marks) == len(lines)
        for mark, (title, colour, weighting, exponent) in zip(marks, lines, strict=True):
            lo, hi = scored(paper, cluster, weighting, exponent)
            assert mark.fill == colour
            assert (mark.x, mark.x2) == pytest.approx((lo * drawing.width, hi * drawing.width), abs=1e-6)
            assert mark.kind == ("dot" if lo == pytest.approx(hi) else "box")
            start, _, told = mark.tip.removesuffix(f", {open_in_words(lo, hi)}").rpartition(": ")
            ends = [float(end) for end in told.split(" to ")]  # to two digits; a half may go either way
            assert (start, len(set(ends))) == (f"{name}, {title}", len(ends))
            assert (ends[0], ends[-1]) == pytest.approx((lo, hi), abs=0.005 + 1e-9)
            assert mark.tip.endswith(f", {open_in_words(lo, hi)}")


def named_once(drawing: Drawing, lines: list[tuple[str, str, str, float]]) -> None:
    """A legend below all rows names each way of scoring once, beside its colour."""
    chips = [box for box in drawing.of("box", stroke="muted", dashed=False) if not box.tip]
    assert [chip.fill for chip in chips] == [colour for _, colour, *_ in lines]
    for chip, (title, *_) in zip(chips, lines, strict=True):
        word = drawing.word(title)
        assert word.x > chip.x2 and word.y == pytest.approx((chip.y + chip.y2) / 2, abs=1)
        assert chip.y > max(mark.y2 for mark in drawing.marks if mark.tip)


def test_a_diamond_is_a_score_and_a_bar_its_range(paths: Drawing, paper: Assessed):
    lines = [
        ("Collective efficiency", "narrow", "collective_efficiency", 1.0),
        ("Extended framework", "wide", "extended", 1.0),
    ]
    held(paths, paper, lines)
    named_once(paths, lines)
    assert {dot.outline.count("L") for dot in paths.of("dot")} == {3}  # four corners


def test_compensation_goes_from_full_to_none(compensation: Drawing, paper: Assessed):
    lines = [
        ("Full (1)", "wide", "extended", 1.0),
        ("Geometric mean (0)", "plus2", "extended", 0.0),
        ("None (−∞)", "narrow", "extended", -math.inf),
    ]
    held(compensation, paper, lines)
    named_once(compensation, lines)


def test_bands_are_the_thresholds(paths: Drawing):
    bands = [(box.fill, box.x / paths.width, box.x2 / paths.width) for box in paths.of("box") if box.fill in NAMES]
    assert bands == [
        ("low_road", 0, pytest.approx(0.4)),
        ("mixed", pytest.approx(0.4), pytest.approx(0.6)),
        ("high_road", pytest.approx(0.6), 1),
    ]
    for path, low, high in (("low_road", 0, 0.4), ("mixed", 0.4, 0.6), ("high_road", 0.6, 1)):
        head = paths.word(NAMES[path])
        assert head.x == pytest.approx((low + high) / 2 * paths.width) and head.anchor == "middle"
    bottom = bands_of(paths, 2, 5)[1]
    assert all(box.y == 0 and box.y2 == bottom for box in paths.of("box") if box.fill in NAMES)


def test_a_threshold_is_a_line_with_its_number(paths: Drawing):
    rules = paths.of("rule", stroke="muted")
    assert [rule.x / paths.width for rule in rules] == pytest.approx([0.4, 0.6])
    assert all(rule.y == 0 and rule.y2 > bands_of(paths, 2, 5)[1] for rule in rules)
    for rule, number in zip(rules, ("0.4", "0.6"), strict=True):
        word = paths.word(number)
        assert (word.x, word.anchor) == (pytest.approx(rule.x), "middle") and word.y > rule.y2


def frame_of(drawing: Drawing, number_of_lines: int, cluster: int) -> list[Mark]:
    top, bottom = bands_of(drawing, number_of_lines, cluster)
    return [box for box in drawing.of("box", dashed=True) if top < box.y < box.y2 < bottom]


def test_the_dashed_frame_is_the_band_of_the_path_observed(paths: Drawing, paper: Assessed):
    edges = {"low_road": (0, 0.4), "mixed": (0.4, 0.6), "high_road": (0.6, 1)}
    for at, row in enumerate(paper.study.clusters.itertuples()):
        observed = paper.study.observed[row.place]
        (frame,) = frame_of(paths, 2, at)
        bands = [edges[path] for path in observed.split("|")]
        low, high = bands[0][0] * paths.width, bands[-1][1] * paths.width
        assert (frame.x, frame.x2) == pytest.approx((low + 3, high - 3))
        assert (frame.fill, frame.stroke) == ("none", "muted")
        title = paths.word(f"{row.name} · observed: {' or '.join(NAMES[path] for path in observed.split('|'))}")
        assert bands_of(paths, 2, at)[0] < title.y < frame.y
    assert paper.study.observed["sinos"] == "mixed" and paper.study.observed["leon"] == "low_road|mixed"


def test_without_an_outcome_there_is_no_frame(paper: Assessed):
    chart = paths_chart(Assessed(replace(paper.study, outcomes=paper.study.outcomes.iloc[:0])))
    drawing = read(chart.wide)
    assert not drawing.of("box", dashed=True)
    assert drawing.word("Sinos Valley").weight == "bold"
    assert chart.alt.endswith("Seen on it by the paper: none.")


def test_who_is_seen_on_the_high_road_is_named(paper: Assessed):
    outcomes = paper.study.outcomes.assign(
        path=["high_road" if place in ("leon", "gamarra") else "mixed" for place in paper.study.outcomes["cluster"]]
    )
    chart = paths_chart(Assessed(replace(paper.study, outcomes=outcomes)))
    assert chart.alt.endswith("Seen on it by the paper: none.")  # a sentence on all clusters leaves a mixed path open
    seen = outcomes.assign(about=outcomes["cluster"])
    chart = paths_chart(Assessed(replace(paper.study, outcomes=seen)))
    assert chart.alt.endswith("Seen on it by the paper: León and Gamarra.")


def test_the_rules_of_the_paper_move_bands_and_scores(paper: Assessed):
    rules = Rules(compensation=-math.inf, thresholds=Thresholds(0.25, 0.75))
    drawing = read(paths_chart(Assessed(paper.study, rules)).wide)
    bands = [box.x2 for box in drawing.of("box") if box.fill in NAMES]
    assert bands == [169, 507, 676]
    (tip,) = [mark.tip for mark in drawing.marks if mark.tip.startswith("Sinos Valley, Extended")]
    lo, hi = scored(paper, "sinos", "extended", -math.inf)
    assert tip.startswith(f"Sinos Valley, Extended framework: {lo:.2f} to {hi:.2f}")


def test_the_paths_chart_says_what_the_classes_are(paper: Assessed):
    chart = paths_chart(paper)
    assert chart.alt == (
        "Fit for the high road by collective efficiency: Sinos Valley, Gamarra and Cachoeiro de Itapemirim; "
        "by the extended framework: none. Seen on it by the paper: none."
    )
    assert chart.caption.startswith(
        "Scores under collective efficiency (first line of each cluster) and under the extended framework "
        "(second line)."
    )
    assert "A diamond is one score, a bar the range that the evidence leaves open; the dashed frame" in chart.caption
    assert chart.caption.endswith(
        "is the band of the path that the paper observed, and one band wider where only a sentence on all clusters "
        "tells it."
    )
    lo, hi = scored(paper, "sinos", "extended", 1)
    assert chart.table.iloc[1].tolist()[1:] == [
        "Extended framework",
        f"{lo:.3f}",
        f"{hi:.3f}",
        "low road or mixed",
        "mixed",
    ]


def test_less_compensation_never_raises_a_score(paper: Assessed):
    table = compensation_chart(paper).table
    for _, lines in table.groupby("Cluster", sort=False):
        for end in ("Score from", "to"):
            ends = lines[end].astype(float).tolist()
            assert ends == sorted(ends, reverse=True)


def test_compensation_is_told_in_words(paper: Assessed):
    chart = compensation_chart(paper)
    fallen = sum(scored(paper, key, "extended", -math.inf)[1] < 0.4 for key in paper.study.clusters["place"])
    assert chart.alt.endswith(f"{fallen} of 6 clusters are classed as low road.")
    assert chart.caption.startswith("The extended framework under full compensation (first line")
    other = compensation_chart(paper, "firm_capability")
    name = paper.study.weightings.set_index("weighting").loc["firm_capability", "name"].lower()
    assert other.caption.startswith(f"The {name} under full compensation")


def test_other_weightings_can_be_asked_for(paper: Assessed):
    drawing = read(paths_chart(paper, "cluster_level", "macro_first").wide)
    titles = paper.study.weightings.set_index("weighting")["name"]
    lines = [
        (titles["cluster_level"], "narrow", "cluster_level", 1.0),
        (titles["macro_first"], "wide", "macro_first", 1.0),
    ]
    held(drawing, paper, lines)


def test_weightings_that_are_missing_are_told(paper: Assessed):
    with pytest.raises(InputError, match=r'weighting: found "extendid", expected one of .*\(extended\?\)'):
        paths_chart(paper, wide="extendid")
    with pytest.raises(InputError, match='weighting: found "nothing", expected one of'):
        compensation_chart(paper, "nothing")
    bare = Assessed(replace(paper.study, weightings=paper.study.weightings.assign(role="")))
    with pytest.raises(
        InputError, match="weightings.csv, role: found nothing, expected a weighting with the role “narrow”"
    ):
        paths_chart(bare)
    assert paths_chart(bare, "cluster_level").alt.startswith("Fit for the high road by ")
