"""Specification curves and bars of indices, held to the shares and indices that they draw."""

from __future__ import annotations

import numpy as np
import pytest
from tests.edition.charts.drawn import Drawing, read

from smeclusters import Prepared, Rules, Thresholds, example_study
from smeclusters.analysis.uncertainty.scheme import VARIED
from whichroad.charts.bars import NARROW, WIDE
from whichroad.charts.otherwise import SHADES, curve_chart, decides_chart
from whichroad.otherwise import Otherwise, curve, otherwise
from whichroad.tables.otherwise import TITLES, option_names

COLOURS = [colour for _, colour, _ in SHADES]
KEYS = [thesis.key for thesis in otherwise().theses]
CHIP = 12.0  # of the legend, by which its fields are told from others


@pytest.fixture(scope="module")
def found() -> Otherwise:
    return otherwise()


@pytest.fixture(scope="module", params=KEYS)
def thesis(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module", params=["wide", "narrow"])
def drawing(request: pytest.FixtureRequest, found: Otherwise, thesis: str) -> Drawing:
    return read(getattr(curve_chart(found, thesis), request.param))


def fields(drawing: Drawing, name: str) -> list:
    """The fields beside an option, from the left."""
    (word,) = [word for word in drawing.words if word.text == name]
    return sorted(
        (mark for mark in drawing.of("box") if mark.y < word.y < mark.y2 and mark.x > word.x),
        key=lambda mark: mark.x,
    )


def test_every_title_is_of_a_thesis():
    assert list(TITLES) == KEYS


def test_each_option_has_a_row_of_fields_as_dark_as_it_is_frequent(found: Otherwise, thesis: str, drawing: Drawing):
    columns = 40 if drawing.width > NARROW + 10 else 20
    made, names = curve(found, thesis), option_names(found)
    lifts = made.lifts(columns)
    for at, option in enumerate(made.options):
        row = fields(drawing, names[option])
        left, right = row[0].x, row[-1].x2
        middles = left + (right - left) * (np.arange(columns) + 0.5) / columns
        for middle, lift in zip(middles, lifts[:, at], strict=True):
            (field,) = [mark for mark in row if mark.x < middle < mark.x2]
            limits = [0, *(most for most, _, _ in SHADES)]
            shade = COLOURS.index(field.fill)
            assert limits[shade] <= lift + 1e-9 and lift < limits[shade + 1]


def test_steps_stand_as_high_and_as_long_as_what_they_measure(found: Otherwise, thesis: str, drawing: Drawing):
    made = curve(found, thesis)
    first = min(word.y for word in drawing.words if word.text in {"Who coded"})
    steps = sorted(
        (mark for mark in drawing.of("box") if mark.y2 < first and mark.fill in ("plus2", "minus1")),
        key=lambda mark: mark.x,
    )
    assert len(steps) == len(made.values)
    assert [mark.fill == "plus2" for mark in steps] == made.holds.tolist()
    tall = [mark.y2 - mark.y - 2 for mark in steps]
    scale = max(tall) / max(abs(made.values))
    assert tall == pytest.approx(abs(made.values) * scale, abs=0.1)
    holds = [(mark, share) for mark, share in zip(steps, made.shares, strict=True) if mark.fill == "plus2"]
    if holds:
        long = sum(mark.x2 - mark.x for mark, _ in holds) / sum(share for _, share in holds)
        assert [mark.x2 - mark.x for mark, _ in holds] == pytest.approx([share * long for _, share in holds], abs=0.1)


def test_the_line_lies_where_the_thesis_begins_to_hold(found: Otherwise, thesis: str, drawing: Drawing):
    made = curve(found, thesis)
    lines = [mark for mark in drawing.of("rule") if abs(mark.x - mark.x2) < 0.01 and mark.y2 - mark.y > 300]
    assert len(lines) == (0 < made.fails < 1)
    for line in lines:
        first = fields(drawing, "this edition")
        assert first[0].x < line.x < first[-1].x2
        said = {word.text.split()[0] for word in drawing.words if word.text.startswith(("fails in", "holds in"))}
        assert said == {"fails", "holds"}


def test_the_edition_is_a_dot_on_the_step_that_it_measures_and_its_options_are_bold(
    found: Otherwise, thesis: str, drawing: Drawing
):
    (dot,) = drawing.of("dot")
    first = min(word.y for word in drawing.words if word.text == "Who coded")
    (step,) = [mark for mark in drawing.of("box") if mark.x <= dot.x <= mark.x2 and mark.y2 < first]
    sound = found.theses[found.number(thesis)].holds(np.array([found.own_measure(thesis)]))[0]
    assert (step.fill == "plus2") == sound
    names = option_names(found)
    bold = {word.text for word in drawing.words if word.weight == "bold"}
    for name in VARIED:
        assert {key for key in found.keys(name) if names[name, key] in bold} == {found.own[name]}


def test_letters_can_be_read(drawing: Drawing):
    assert min(word.size for word in drawing.words) >= (12 if drawing.width > NARROW + 10 else 11)


def test_the_words_say_how_often_it_holds_and_what_goes_with_failure(found: Otherwise):
    said = curve_chart(found, "integrating-framework-needed").alt
    assert said.startswith("A wider framework rules out fewer such paths: so in 89 % of 19,440 ways to choose.")
    assert "More frequent where it fails than elsewhere: “Ratings become numbers: by the clusters’ order”" in said
    assert "fails" not in curve_chart(found, "joint-action-not-enough").alt


def test_a_study_of_other_rules_is_drawn_without_a_dot():
    odd = Otherwise(Prepared(example_study(), Rules(thresholds=Thresholds(0.2, 0.9))), {})
    chart = curve_chart(odd, "none_on_high_road")
    assert read(chart.wide).of("dot") == [] and ", here" not in chart.alt


# ---- Which choice decides.


@pytest.mark.parametrize("measure", ["score", "low_road"])
@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_bars_are_as_long_as_the_indices(found: Otherwise, measure, size: str):
    drawing = read(getattr(decides_chart(found, measure), size))
    clusters = found.paper.ratings.clusters
    indices = [found.indices[f"{key}:{measure}"] for key in clusters]
    moved = [name for name in VARIED if max(each[name].total for each in indices) > 0]
    bars = {fill: [mark for mark in drawing.of("box") if mark.fill == fill and mark.tip] for fill in ("wide", "plus2")}
    assert len(bars["plus2"]) == len(bars["wide"]) == len(moved) * len(clusters)
    totals = [each[name].total for name in moved for each in indices]
    firsts = [max(each[name].first, 0) for name in moved for each in indices]
    order = [sorted(marks, key=lambda mark: (round(mark.y), mark.x)) for marks in (bars["plus2"], bars["wide"])]
    scale = max(mark.x2 - mark.x for mark in order[0]) / max(totals)
    for marks, values in zip(order, (totals, firsts), strict=True):
        assert [mark.x2 - mark.x for mark in marks] == pytest.approx([scale * value for value in values], abs=0.05)
    written = [word.text for word in sorted(drawing.words, key=lambda word: (round(word.y), word.x))]
    assert [text for text in written if text.startswith("0.")] == [f"{value:.2f}" for value in totals]
    assert min(word.size for word in drawing.words) >= (12 if size == "wide" else 11)
    assert drawing.width <= (WIDE if size == "wide" else NARROW) + 8


def test_what_moves_no_score_is_left_out_and_the_largest_error_is_said(found: Otherwise):
    chart = decides_chart(found, "score")
    assert set(chart.table["Choice"]).isdisjoint({"Where roads begin", "A path observed"})
    assert "Where roads begin" in set(decides_chart(found, "low_road").table["Choice"])
    errors = [
        max(index.first_error, index.total_error)
        for key in found.paper.ratings.clusters
        for index in found.indices[f"{key}:score"].values()
    ]
    assert f"No standard error is over {max(errors):.2f}." in chart.caption
