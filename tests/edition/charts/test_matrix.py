from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from tests.edition.charts.drawn import Drawing, read

from smeclusters import Assessed, InputError
from whichroad.charts.matrix import likeness_chart, matrix_chart, variation_chart


@pytest.fixture(scope="module", params=["wide", "narrow"])
def matrix(request, paper: Assessed) -> Drawing:
    return read(getattr(matrix_chart(paper), request.param))


@pytest.fixture(scope="module", params=["wide", "narrow"])
def likeness(request, paper: Assessed) -> Drawing:
    return read(getattr(likeness_chart(paper), request.param))


def address(cluster: str, determinant: str) -> str:
    return f"evidence.html#cell-{cluster}-{determinant}".replace("_", "-")


def test_a_cell_is_the_bluer_the_more_favourable_and_the_redder_the_less(paper: Assessed, matrix: Drawing):
    shades = {"minus2": -2, "minus1": -1, "zero": 0, "plus1": 1, "plus2": 2}
    boxes = {mark.href: mark.fill for mark in matrix.of("box") if mark.href}
    assert len(boxes) == 72
    for cell in paper.cells.values():
        fill = boxes[address(cell.cluster, cell.determinant)]
        if cell.silent:
            assert fill == "paper"
        else:
            assert abs(shades[fill] - (cell.lo + cell.hi) / 2) <= 0.5, cell
    assert min(box.x for box in matrix.of("box") if box.href) == (190 if matrix.width > 400 else 0)
    assert max(box.x2 for box in matrix.of("box") if box.href) == pytest.approx(matrix.width - 2)
    known = {"minus2": 3, "minus1": 41, "zero": 6, "plus1": 8, "plus2": 5, "paper": 9}
    assert Counter(boxes.values()) == known
    assert boxes[address("guadalajara", "joint_action")] == "plus1"
    assert boxes[address("sinos", "trust")] == "minus1"


def test_a_cell_tells_its_rating_and_its_statements(paper: Assessed, matrix: Drawing):
    boxes = {mark.href: mark for mark in matrix.of("box") if mark.href}
    rows = paper.study.evidence.set_index("id")
    for cell in paper.cells.values():
        box = boxes[address(cell.cluster, cell.determinant)]
        head, sure, *told = box.tip.split("\n")
        assert head.startswith(f"{paper.names[cell.cluster]}, ")
        assert [line.split("  ", 1)[1] for line in told] == [
            f"{rows.loc[id, 'summary']} ({rows.loc[id, 'locator']})" for id in cell.entered
        ]
        assert [line.split("  ", 1)[0].replace("−", "-") for line in told] == [
            f"{rows.loc[id, 'rating']:+d}".replace("+0", "0") for id in cell.entered
        ]
        assert sure.startswith("The paper says nothing" if cell.silent else ("Said", "Not said"))
        inside = [word for word in matrix.words if box.x < word.x < box.x2 and box.y < word.y < box.y2]
        said = " ".join(word.text for word in inside).replace("… ", "…")  # a range on two lines, on a phone
        assert said == head.split(": ")[1].replace(" to ", "…")
        assert inside[0].x == pytest.approx((box.x + box.x2) / 2) and inside[0].anchor == "middle"


def test_a_dot_stands_at_its_rating_and_a_bar_over_its_range(paper: Assessed, matrix: Drawing):
    """On a scale from −2 to +2 that a rule shows, six pixels inside the cell at both ends."""
    boxes = {mark.href: mark for mark in matrix.of("box") if mark.href}
    rows = paper.study.evidence.set_index("id")
    ranges = [mark for mark in matrix.of("box") if not mark.href]
    shown = 0
    for cell in paper.cells.values():
        box = boxes[address(cell.cluster, cell.determinant)]

        def within(marks, box=box):
            return [mark for mark in marks if box.x <= mark.x <= mark.x2 <= box.x2 and box.y < mark.y < box.y2]

        rules, dots, bars = within(matrix.of("rule")), within(matrix.of("dot")), within(ranges)
        shown += len(dots) + len(bars)
        if cell.silent:
            assert not rules and not dots and not bars
            continue
        left, right = box.x + 6, box.x2 - 6
        assert [(rule.x, rule.x2) for rule in rules] == [pytest.approx((left, right))]
        ends = [left + (value + 2) / 4 * (right - left) for value in (cell.lo, cell.hi)]
        (mark,) = dots + bars
        assert (mark.x, mark.x2) == pytest.approx(tuple(ends)), cell
        assert rules[0].y == pytest.approx((mark.y + mark.y2) / 2)
        if bars:
            of_itself = any(
                rows.loc[id, "place"] == cell.cluster and rows.loc[id, "basis"] != "inferred" for id in cell.entered
            )
            assert mark.fill == ("ink" if of_itself else "paper"), cell  # solid, or hollow
            assert mark.stroke == "ink" and cell.lo < cell.hi
        else:
            assert mark.fill == "ink" and cell.lo == cell.hi
    assert shown == len(ranges) + len(matrix.of("dot")) == 63


def test_levels_determinants_and_clusters_come_in_the_order_of_the_tables(paper: Assessed, matrix: Drawing):
    levels, names = list(paper.study.levels["name"]), list(paper.study.determinants["name"])
    down = sorted((word.y, word.text) for word in matrix.words if word.text in {*levels, *names})
    expected = []
    for level in paper.study.levels.itertuples():
        inside = paper.study.determinants["level"] == level.level
        expected += [level.name, *paper.study.determinants[inside]["name"]]
    assert [text for _, text in down] == expected
    assert {word.text for word in matrix.words if word.weight == "bold"} == set(levels)
    for level in paper.study.levels.itertuples():  # its name stands right above its first row
        first = paper.study.determinants["determinant"][paper.study.determinants["level"] == level.level].iloc[0]
        top = min(mark.y for mark in matrix.of("box") if mark.href.endswith(address("", first).partition("cell-")[2]))
        assert top - 40 < matrix.word(level.name).y < top
    for cluster in paper.study.clusters["place"]:
        cells = [mark for mark in matrix.of("box") if mark.href.startswith(f"evidence.html#cell-{cluster}-")]
        middle = (cells[0].x + cells[0].x2 + 2) / 2
        head = [word for word in matrix.words if word.x == pytest.approx(middle) and word.y < 50]
        lines = [word.text for word in sorted(head, key=lambda word: word.y)]
        assert " ".join(lines) == paper.names[cluster]
    for row in paper.study.determinants.itertuples():
        word = matrix.word(row.name)
        for cluster in paper.study.clusters["place"]:
            (box,) = matrix.of("box", href=address(cluster, row.determinant))
            beside = box.y < word.y < box.y2 and word.x < box.x
            assert beside or box.y - 12 < word.y < box.y


def test_each_cell_of_the_matrix_tells_its_evidence_and_leads_to_it(matrix: Drawing):
    links = {mark.href: mark.tip for mark in matrix.of("box") if mark.href}
    assert len(links) == 72
    tip = links["evidence.html#cell-sinos-trust"]
    assert tip.startswith("Sinos Valley, trust: −1\nSaid of the cluster itself.")
    assert "(3.2.1:7)" in tip


def test_the_slices_of_the_matrix_make_the_whole(paper: Assessed):
    whole = matrix_chart(paper).table
    slices = [matrix_chart(paper, level).table for level in paper.study.levels["level"]]
    assert sum(map(len, slices)) == len(whole)
    assert set().union(*(each["Cell"] for each in slices)) == set(whole["Cell"])


def test_a_slice_shows_its_level_alone(paper: Assessed):
    drawing = read(matrix_chart(paper, "firm").wide)
    assert len([mark for mark in drawing.of("box") if mark.href]) == 24
    assert [word.text for word in drawing.words if word.weight == "bold"] == ["Firm level"]


def test_the_matrix_counts_its_cells(paper: Assessed):
    grid = list(paper.cells.values())
    silent = sum(not cell.entered for cell in grid)
    itself = sum(bool(cell.entered) and not cell.widened for cell in grid)
    around = 72 - silent - itself
    assert (itself, around, silent) == (30, 33, 9)
    good = [cell.determinant for cell in grid if cell.lo > 0]
    between = set(paper.study.determinants.query("level == 'cluster'")["determinant"])
    assert matrix_chart(paper).alt == (
        "Of 72 cells, 30 rest on what the paper says of the cluster itself, 33 on what it says of the country, the "
        "region or the clusters as a group, or only guesses, and on 9 it is silent. "
        f"Of {len(good)} cells that are favourable throughout, {sum(key in between for key in good)} lie at the "
        "cluster level."
    )
    within = set(paper.study.determinants.query("level == 'firm'")["determinant"])
    of_firms = [cell for cell in grid if cell.determinant in within]
    good, bad = sum(cell.lo > 0 for cell in of_firms), sum(cell.hi < 0 for cell in of_firms)
    assert good == 1 and matrix_chart(paper, "firm").alt.endswith(
        f"1 cell is favourable throughout and {bad} unfavourable throughout."
    )
    table = matrix_chart(paper).table
    assert list(table["Rows"]) == [len(cell.entered) for cell in grid]
    assert list(table["Rating"][:3]) == ["−2 to 0", "−2 to 0", "−2 to 0"]


def test_an_unknown_level_is_told(paper: Assessed):
    with pytest.raises(InputError, match=r'level: found "firms", expected one of country, cluster, firm \(firm\?\)'):
        matrix_chart(paper, "firms")


def test_likeness_has_its_colour_its_word_and_its_place(paper: Assessed, likeness: Drawing):
    colours = {"like": "plus2", "partly": "zero", "unlike": "minus1"}
    features = dict(zip(paper.study.textbook["feature"], paper.study.textbook["name"], strict=True))
    boxes = {mark.tip.split(": ")[0]: mark for mark in likeness.of("box")}
    assert len(boxes) == len(paper.study.likeness) == 30
    for row in paper.study.likeness.itertuples():
        box = boxes[f"{paper.names[row.cluster]}, {features[row.feature]}"]
        assert box.fill == colours[row.likeness]
        assert box.tip.split(": ", 1)[1] == f"{row.likeness}\n{row.summary} ({row.locator})"
        (word,) = [word for word in likeness.words if box.x < word.x < box.x2 and box.y < word.y < box.y2]
        assert word.text == row.likeness + ("?" if row.basis == "inferred" else "")
        assert (word.x, word.anchor) == (pytest.approx((box.x + box.x2) / 2), "middle")
        label = likeness.word(features[row.feature])
        beside = likeness.width > 400
        assert box.y < label.y < box.y2 if beside else box.y - 20 < label.y < box.y
        heads = [word for word in likeness.words if word.y < 50 and word.x == pytest.approx((box.x + box.x2 + 2) / 2)]
        assert " ".join(word.text for word in sorted(heads, key=lambda word: word.y)) == paper.names[row.cluster]
    assert min(box.x for box in boxes.values()) == (190 if likeness.width > 400 else 0)
    order = sorted(features.values(), key=lambda name: likeness.word(name).y)
    assert order == list(features.values())


def test_what_the_paper_is_silent_on_has_no_colour(paper: Assessed):
    silent = paper.study.likeness.assign(likeness="silent", basis="")
    drawing = read(likeness_chart(Assessed(replace(paper.study, likeness=silent))).wide)
    assert {box.fill for box in drawing.of("box")} == {"paper"}
    assert [word.text for word in drawing.words].count("silent") == 30


def test_the_captions_say_what_signs_mean(paper: Assessed):
    matrix = matrix_chart(paper).caption
    assert "Ratings from −2 to +2, where +2 is the textbook district. A dot is one rating, a bar the range" in matrix
    assert (
        "solid where the paper speaks of the cluster itself, hollow where it speaks only of what lies around it"
        in matrix
    )
    assert "A question mark stands where only a general sentence" in likeness_chart(paper).caption


def test_likeness_is_counted(paper: Assessed):
    chart = likeness_chart(paper)
    like = paper.study.likeness.query("likeness == 'like'").groupby("cluster").size()
    assert like.max() == 4
    assert chart.alt == (
        "Most like the textbook district, in 4 of 5 features: Sinos Valley, Guadalajara, Gamarra and Cachoeiro de "
        "Itapemirim. 7 of 30 judgements rest on general sentences only."
    )
    assert set(like[like == 4].index) == {"sinos", "guadalajara", "gamarra", "cachoeiro"}
    assert list(chart.table["Likeness"]) == list(paper.study.likeness["likeness"])


@pytest.fixture(scope="module", params=["wide", "narrow"])
def varied(request, paper: Assessed) -> Drawing:
    return read(getattr(variation_chart(paper), request.param))


def test_determinants_stand_in_groups_by_whether_clusters_differ(paper: Assessed, varied: Drawing):
    """Worked out here from the cells: one centre everywhere, one value in all ranges, or neither."""
    of = {key: [paper.cells[at, key] for at in paper.ratings.clusters] for key in paper.framework.determinants}
    same = [
        key
        for key, cells in of.items()
        if len({cell.centre for cell in cells} | {None}) == 2 and all(cell.entered for cell in cells)
    ]
    overlap = [
        key
        for key, cells in of.items()
        if key not in same and max(cell.lo for cell in cells) <= min(cell.hi for cell in cells)
    ]
    rest = [key for key in of if key not in same + overlap]
    titles = ("The same centre in every cluster", "Ranges that all overlap", "Different for certain in some clusters")
    expected = [
        text
        for title, keys in zip(titles, (same, overlap, rest), strict=True)
        for text in (title, *(paper.framework.names[key] for key in keys))
    ]
    left = sorted((word for word in varied.words if word.x == 0 and word.anchor == "start"), key=lambda word: word.y)
    assert [word.text for word in left] == expected


def test_each_cell_shows_its_centre_in_its_colour_and_its_range_below(paper: Assessed, varied: Drawing):
    shades = {"minus2": -2, "minus1": -1, "zero": 0, "plus1": 1, "plus2": 2}
    boxes = {mark.href: mark for mark in varied.of("box") if mark.href}
    assert len(boxes) == 72
    for cell in paper.cells.values():
        box = boxes[address(cell.cluster, cell.determinant)]
        inside = sorted(
            (word for word in varied.words if box.x < word.x < box.x2 and box.y < word.y < box.y2),
            key=lambda word: word.y,
        )
        told = [word.text.replace("−", "-") for word in inside]
        if cell.silent:
            assert (box.fill, told) == ("paper", ["silent"])
            continue
        assert abs(shades[box.fill] - cell.centre) <= 0.5
        assert float(told[0]) == cell.centre
        assert [tuple(map(float, text.split("…"))) for text in told[1:]] == (
            [] if cell.lo == cell.hi else [(cell.lo, cell.hi)]
        )


def test_a_group_without_determinants_has_no_title(paper: Assessed):
    silent = Assessed(replace(paper.study, evidence=paper.study.evidence.iloc[:0]))
    chart = variation_chart(silent)
    assert {word.text for word in read(chart.wide).words if word.size == 13} == {"Ranges that all overlap"}
    assert chart.alt.startswith(
        "Determinants with the same centre in every cluster: none. With ranges that all overlap"
    )
    assert chart.alt.endswith("Different for certain in some clusters: none.")
