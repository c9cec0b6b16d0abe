from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from smeclusters import (
    Assessed,
    Cell,
    Prepared,
    Ratings,
    Rules,
    Study,
    collinearity,
    double_counting,
    example_study,
    variation,
)

Centre = float | None
Ends = tuple[float, float]


def table_of(columns: dict[str, Sequence[Centre]], ends: dict[str, Sequence[Ends]] | None = None) -> Prepared:
    """Cells with these centres, by determinant and in the order of the clusters; their ranges are the centres."""
    clusters = tuple(f"c{at}" for at in range(len(next(iter(columns.values())))))
    cells = {}
    for at, cluster in enumerate(clusters):
        for key, centres in columns.items():
            centre = centres[at]
            told = (-2.0, 2.0) if centre is None else (centre, centre)
            lo, hi = (ends or {}).get(key, [told] * len(clusters))[at]
            entered = () if centre is None else (f"{cluster}-{key}",)
            cells[cluster, key] = Cell(cluster, key, lo, hi, centre, entered, (), (), 0, False)
    grid = list(cells.values())
    shape = (len(clusters), len(columns))
    lo, hi, silent = (
        np.array([getattr(cell, name) for cell in grid]).reshape(shape) for name in ("lo", "hi", "silent")
    )
    # Anscombe's values leave −2…+2, which ratings may not.
    ratings = Ratings(clusters, tuple(columns), np.clip(lo, -2, 2), np.clip(hi, -2, 2), silent)
    made = Prepared(example_study())
    vars(made).update(ratings=ratings, cells=cells)  # in the place of what it would work out
    return made


# ---- Correlations, against published figures and those worked out by hand.

ANSCOMBE = {
    "x": [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5],
    "y": [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68],
}


def test_pearson_is_that_of_the_first_of_anscombes_quartet():
    """Anscombe, F. J. (1973), Graphs in statistical analysis: r = 0.816; R's cor.test gives p = 0.00217."""
    row = collinearity(table_of(ANSCOMBE)).iloc[0]
    assert (row["first"], row["second"], row["clusters"]) == ("x", "y", 11)
    assert row["pearson"] == pytest.approx(0.816, abs=5e-4)
    assert row["by_chance"] == pytest.approx(0.00217, abs=0.002)


def test_spearman_is_that_of_the_textbook_example():
    """Hours of television and IQ, as in the article on Spearman's coefficient in Wikipedia: ρ = −29/165."""
    iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110]
    hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17]
    assert collinearity(table_of({"iq": iq, "tv": hours})).loc[0, "spearman"] == pytest.approx(-29 / 165)


def test_ties_share_their_ranks():
    """Ranks 1.5, 1.5, 3, 4 against 1, 2, 3, 4: 4.5 / √(4.5 · 5)."""
    row = collinearity(table_of({"x": [0, 0, 1, 2], "y": [-2, -1, 0, 1]})).iloc[0]
    assert row["spearman"] == pytest.approx(4.5 / np.sqrt(4.5 * 5))


def test_by_chance_is_the_share_of_all_deals_counted_by_hand():
    rising = collinearity(table_of({"x": [-2, -1.5, -1, 0, 1, 2], "y": [-2, -1.5, -1, 0, 1, 2]})).iloc[0]
    assert rising["pearson"] == pytest.approx(1) and rising["by_chance"] == pytest.approx(1 / 720)
    # Where one cluster alone is different, all depends on which of six it is: one deal in six.
    one = collinearity(table_of({"x": [1, -1, -1, -1, -1, -1], "y": [-2, 0, 0.5, 0, 0.5, 0]})).iloc[0]
    assert one["by_chance"] == pytest.approx(1 / 6)


def test_pairs_without_a_correlation_have_none_and_say_of_how_many_clusters():
    table = collinearity(
        table_of({"x": [1, 0, None, 2], "y": [None, 1, 0, 2], "same": [1, 1, 1, 1], "z": [0, 1, 2, -1]})
    ).set_index(["first", "second"])
    assert table.loc[("x", "y"), "clusters"] == 2 and np.isnan(table.loc[("x", "y"), "pearson"])
    assert table.loc[("x", "same"), "clusters"] == 3 and np.isnan(table.loc[("x", "same"), "pearson"])
    assert table.loc[("x", "z"), "pearson"] == pytest.approx(np.corrcoef([1, 0, 2], [0, 1, -1])[0, 1])


def test_correlations_of_the_paper_are_numpys(paper: Assessed):
    table = collinearity(paper).set_index(["first", "second"])
    assert len(table) == 66  # pairs of twelve
    of = {
        key: [paper.cells[cluster, key].centre for cluster in paper.ratings.clusters]
        for key in ("technology", "trust", "external_economies", "connectivity")
    }
    for pair in (("trust", "technology"), ("external_economies", "connectivity")):
        assert table.loc[pair, "pearson"] == pytest.approx(np.corrcoef(of[pair[0]], of[pair[1]])[0, 1])
    # By hand: trust −1, ½, ½, 2, 1½, 1½ and technology 1, −1, −1, −1, −1, −1.
    assert table.loc[("trust", "technology"), "pearson"] == pytest.approx(-(11 / 3) / np.sqrt(35 / 6 * 10 / 3))
    assert table.loc[("trust", "technology"), "by_chance"] == pytest.approx(1 / 6)


# ---- What varies.


def test_what_is_the_same_everywhere_what_may_be_and_what_is_not():
    sure, wide = (0.0, 0.0), (-1.0, 1.0)
    prepared = table_of(
        {"same": [0, 0, 0], "may_be": [0, 0, 1], "differs": [0, 0, 1], "touch": [0, 0, 1], "one": [None, 1, None]},
        {
            "same": [sure, wide, sure],
            "may_be": [sure, wide, (-1.0, 2.0)],
            "differs": [sure, wide, (0.5, 1.5)],
            "touch": [sure, wide, (0.0, 2.0)],
        },
    )
    table = variation(prepared).set_index("determinant")
    assert table["constant"].tolist() == [True, False, False, False, False]
    assert table["overlapping"].tolist() == [True, True, False, True, True]
    assert table.loc["one", ["told", "lowest", "highest"]].tolist() == [1, 1, 1]


def test_of_what_nothing_is_said_nothing_differs(paper: Assessed):
    silent = Prepared(replace(paper.study, evidence=paper.study.evidence.iloc[:0]))
    table = variation(silent)
    assert table["told"].sum() == 0 and table["lowest"].isna().all()
    assert not table["constant"].any() and table["overlapping"].all()


def test_variation_of_the_paper_by_the_ratings_themselves(paper: Assessed):
    table = variation(paper).set_index("determinant")
    centres = pd.Series({at: cell.centre for at, cell in paper.cells.items()}).unstack()
    for key, row in table.iterrows():
        known = centres[key].dropna()
        assert row["told"] == len(known)
        assert row["constant"] == (len(known) == 6 and known.nunique() == 1)
    assert list(table.index[table["constant"]]) == ["finance", "services", "skills"]
    # Nobody is surely different from anybody in these: half of the twelve.
    assert list(table.index[table["overlapping"]]) == [
        "macro",
        "regulation",
        "finance",
        "services",
        "skills",
        "infrastructure",
    ]


# ---- Sentences.


def numbered(study: Study, **sentences: int) -> Study:
    """The study with a sentence for each row: 1 unless told otherwise."""
    named = {id.replace("__", "-"): number for id, number in sentences.items()}
    return replace(study, evidence=study.evidence.assign(sentence=[named.get(id, 1) for id in study.evidence["id"]]))


@pytest.fixture
def toy() -> Study:
    from smeclusters import example_study

    return example_study()


def test_rows_of_one_sentence_are_one_and_those_of_another_are_others(toy: Study):
    """Borg's three rows stand in one paragraph; the drawings in its second sentence."""
    table = double_counting(Prepared(numbered(toy, borg__guild__1=2)))
    of_borg = table[table["locator"] == "2:2"]
    assert of_borg["sentence"].tolist() == [2, 1]
    assert of_borg["rows"].tolist() == [("borg-guild-1",), ("borg-craft-1", "borg-tools-1")]
    assert of_borg["cells"].tolist() == [(("borg", "guild"),), (("borg", "craft"), ("borg", "tools"))]


def test_without_numbers_a_paragraph_stands_for_its_sentences(toy: Study):
    bare = replace(toy, evidence=toy.evidence.drop(columns="sentence", errors="ignore"))
    table = double_counting(Prepared(bare))
    assert table["locator"].tolist() == ["2:1", "2:2", "2:3", "1:1"] and table["sentence"].isna().all()


def test_a_sentence_on_the_country_enters_the_cells_of_all_of_whom_nothing_nearer_is_said(toy: Study):
    without = replace(toy, evidence=toy.evidence[~toy.evidence["id"].isin(["almen-roads-1", "cresta-roads-1"])])
    (row,) = double_counting(Prepared(without)).query("locator == '1:1'").to_dict("records")
    assert row["cells"] == (("almen", "roads"), ("borg", "roads"), ("cresta", "roads"))
    assert (row["determinants"], row["clusters"]) == (("roads",), ("almen", "borg", "cresta"))


def test_rows_of_the_past_and_of_later_years_enter_nothing(toy: Study):
    ids = {id for rows in double_counting(Prepared(toy))["rows"] for id in rows}
    assert "almen-guild-3" not in ids and "almen-tools-2" not in ids
    later = {id for rows in double_counting(Prepared(toy, Rules(vintage=2004)))["rows"] for id in rows}
    assert later - ids == {"almen-tools-2"}


def test_works_of_a_layer_do_not_mix_with_the_paper_s_paragraphs(toy: Study):
    """Two works may both have a page 2:1, and a row without a place stands by itself."""
    rows = toy.evidence.query("id in ['borg-guild-1', 'borg-craft-1', 'borg-tools-1']")
    layered = rows.assign(id=["a", "b", "c"], layer="mine", sources=["one", "two", "two"], locator=["2:1", "2:1", ""])
    evidence = pd.concat([toy.evidence, layered], ignore_index=True)
    table = double_counting(Prepared(replace(toy, evidence=evidence)))
    assert [ids for ids in table["rows"] if set(ids) & {"a", "b", "c"}] == [("a",), ("b",), ("c",)]


def test_all_cells_that_are_told_rest_on_the_sentences(paper: Assessed):
    table = double_counting(paper)
    pairs = {at for cells in table["cells"] for at in cells}
    assert pairs == {at for at, cell in paper.cells.items() if not cell.silent}
    entered = {id for cell in paper.cells.values() for id in cell.entered}
    assert sorted(id for ids in table["rows"] for id in ids) == sorted(entered)
    locators = dict(zip(paper.study.evidence["id"], paper.study.evidence["locator"], strict=True))
    for row in table.itertuples():
        assert {locators[id] for id in row.rows} == {row.locator}
