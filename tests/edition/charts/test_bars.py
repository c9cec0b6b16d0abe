from __future__ import annotations

import pytest
from tests.edition.charts.drawn import read

from whichroad.charts.bars import Bar, bar_chart, legend, legend_height
from whichroad.charts.drawing import Canvas

BARS = [
    Bar("One", "three pieces", ((10, "wide"), (0, "zero"), (30, "narrow"))),
    Bar("A name that is too long for a line of ten letters", "one piece", ((50, "plus2"),)),
]


def test_pieces_follow_one_another_on_a_scale_from_nothing_to_the_most():
    drawing = read(bar_chart(BARS, 200, 50, "firms"))
    boxes = drawing.of("box")
    assert [(box.x, box.x2, box.fill) for box in boxes] == [
        (0, 40, "wide"),
        (40, 40, "zero"),
        (40, 160, "narrow"),
        (0, 200, "plus2"),
    ]
    assert [box.tip for box in boxes][::3] == ["One: 10 firms", f"{BARS[1].name}: 50 firms"]
    assert all(box.y2 - box.y == 8 for box in boxes)


def test_each_bar_stands_below_its_words_and_on_a_rule():
    drawing = read(bar_chart(BARS, 200, 50, "firms"))
    (first, second) = (drawing.of("box")[0], drawing.of("box")[-1])
    assert [rule.y for rule in drawing.of("rule", stroke="muted")] == [first.y + 9, second.y + 9]
    assert all((rule.x, rule.x2) == (0, 200) for rule in drawing.of("rule", stroke="muted"))
    names = [word for word in drawing.words if word.weight == "bold"]
    assert " ".join(word.text for word in names) == "One " + BARS[1].name
    assert all(len(word.text) <= 200 // 7 for word in names)
    heights = [word.y for word in sorted(drawing.words, key=lambda word: word.y)]
    assert all(below - above > 14 for above, below in zip(heights, heights[1:], strict=False))
    assert drawing.word("three pieces").y < first.y < first.y2 < names[1].y
    assert drawing.word("one piece").y < second.y
    assert drawing.height == second.y + 20


def test_a_joint_stands_between_pieces_but_not_around_them():
    """What a printer without colour keeps of where a piece ends."""
    drawing = read(bar_chart(BARS, 200, 50, "firms"))
    first = drawing.of("box")[0]
    joints = [(rule.x, rule.x2, rule.y, rule.y2) for rule in drawing.of("rule", stroke="paper")]
    assert joints == [(40, 40, first.y, first.y2)]


def test_a_legend_names_only_the_colours_that_are_shown():
    entries = [("a", "wide"), ("b", "zero"), ("c", "narrow"), ("d", "plus2"), ("e", "minus2")]
    drawing = read(bar_chart(BARS, 300, 50, "firms", entries))
    assert [chip.fill for chip in drawing.of("box") if not chip.tip] == ["wide", "narrow", "plus2"]
    assert not [word for word in drawing.words if word.text in "be"]
    without = read(bar_chart(BARS, 300, 50, "firms", [("e", "minus2")]))
    assert without.height == read(bar_chart(BARS, 300, 50, "firms")).height


def test_a_chart_of_nothing_but_noughts_has_no_length():
    drawing = read(bar_chart([Bar("None", "0", ((0, "wide"),))], 200, 0, "firms"))
    assert [box.width for box in drawing.of("box")] == [0]


def test_a_legend_stands_below_the_bars_in_as_many_lines_as_it_takes():
    entries = [("low road", "wide"), ("high road", "narrow"), ("a rather long entry", "plus2")]
    drawing = read(bar_chart(BARS, 200, 50, "firms", entries))
    chips = [box for box in drawing.of("box") if not box.tip]
    assert [chip.fill for chip in chips] == ["wide", "narrow", "plus2"]
    room = legend_height(200, entries)
    assert {chip.stroke for chip in chips} == {"muted"}
    assert drawing.height == read(bar_chart(BARS, 200, 50, "firms")).height + room
    assert chips[0].y == chips[1].y == pytest.approx(drawing.height - room)
    assert chips[1].x == pytest.approx(30 + 6.7 * len("low road"))
    assert (chips[2].x, chips[2].y) == pytest.approx((0, chips[0].y + 20))
    for chip, (text, _) in zip(chips, entries, strict=True):
        assert (chip.width, chip.y2 - chip.y) == pytest.approx((14, 12))
        word = drawing.word(text)
        assert word.x == pytest.approx(chip.x + 19) and word.y == pytest.approx(chip.y + 6, abs=1)


def test_entries_that_fill_a_line_to_its_end_stay_on_it():
    canvas = Canvas(30 + 6.7 * 10, 40)
    drawing = read(canvas.chart(*legend(canvas, 0, canvas.width, [("x" * 10, "wide"), ("y", "zero")])))
    assert [(box.x, box.y) for box in drawing.of("box")] == [(0, 0), (0, 20)]
