from __future__ import annotations

import math
from dataclasses import replace

import pytest
from tests.edition.charts.drawn import Drawing, read

from smeclusters import Assessed, Study, agreement
from whichroad.charts.agreement import agreement_chart


@pytest.fixture(scope="module")
def other(paper: Assessed) -> Study:
    """Made from the study's own rows: each fourth is missing, each seventh a step lower."""
    rows = paper.study.evidence
    lower = rows["rating"].where(rows.index % 7 != 0, (rows["rating"] - 1).clip(lower=-2))
    return replace(paper.study, evidence=rows.assign(rating=lower)[rows.index % 4 != 0].reset_index(drop=True))


@pytest.fixture(scope="module", params=["wide", "narrow"])
def drawing(request, paper: Assessed, other: Study) -> Drawing:
    return read(getattr(agreement_chart(paper, {"b": other}), request.param))


def in_order(paper: Assessed) -> list[tuple[str, str]]:
    """Keys and names from the top: all, then each level with its determinants below it."""
    found = [("", "The whole paper")]
    for level in paper.study.levels.itertuples():
        found.append((level.level, level.name))
        inside = paper.study.determinants.query("level == @level.level")
        found += zip(inside["determinant"], inside["name"], strict=True)
    return found


def test_each_alpha_has_its_dot_and_its_bar_below_its_name(drawing: Drawing, paper: Assessed, other: Study):
    known = agreement({"this edition": paper.study, "b": other}).set_index("key")
    dots, bars = drawing.of("dot"), drawing.of("box")
    last = 0.0

    def at(alpha: float) -> float:
        return 6 + max(0, alpha) * (drawing.width - 12)

    for key, name in in_order(paper):
        row = known.loc[key]
        head = [word for word in drawing.words if word.text == name][0]
        assert head.y > last and (head.weight == "bold") == (row["scope"] != "determinant")
        last = head.y
        if math.isnan(row["ordinal"]):
            assert not [dot for dot in dots if dot.tip.startswith(f"{name}:")]
            continue
        [dot] = [dot for dot in dots if dot.tip.startswith(f"{name}:")]
        assert dot.y > head.y and dot.fill == ("plus2" if row["scope"] == "determinant" else "wide")
        assert dot.x == pytest.approx(at(row["ordinal"]), abs=1e-6)
        ends = [(bar.x, bar.x2) for bar in bars if bar.tip.startswith(f"{name}:")]
        told = [] if math.isnan(row["ordinal_lo"]) else [(at(row["ordinal_lo"]), at(row["ordinal_hi"]))]
        assert ends == [pytest.approx(each, abs=1e-6) for each in told]
        share = f"{100 * row['exact']:.0f} % alike, alpha {row['ordinal']:.2f}".replace("-", "−")
        assert f"{row['units']} unit" in dot.tip and f"{row['shared']} rated by two or more: {share}" in dot.tip


def test_lines_stand_where_codings_are_usable_and_reliable(drawing: Drawing):
    upright = sorted(rule.x for rule in drawing.of("rule") if rule.x == rule.x2)
    assert upright == pytest.approx([6 + limit * (drawing.width - 12) for limit in (2 / 3, 0.8)])
    assert [drawing.word(text).x for text in ("0.67", "0.8")] == pytest.approx(upright)


def test_the_finding_is_told_in_words(paper: Assessed, other: Study):
    known = agreement({"a": paper.study, "b": other}).set_index("key")
    levels = known[known["scope"] == "level"]["ordinal"]
    alt = agreement_chart(paper, {"b": other}).alt
    whole = known.loc[""]
    assert alt.startswith(
        f"Of {whole['units']} units that any of two coders has, two or more rate {whole['shared']}, "
        f"{100 * whole['exact']:.0f} % of them alike. Krippendorff’s alpha in all: {whole['ordinal']:.2f} ("
    )
    assert alt.endswith(f"It is least at the {levels.idxmin()} level, {levels.min():.2f}.")


def test_where_there_is_no_alpha_the_table_says_why(paper: Assessed):
    chart = agreement_chart(paper, {"b": paper.study})
    row = chart.table.set_index(chart.table["Of"].astype(str).str.extract(r">(.*)<")[0].fillna(chart.table["Of"]))
    assert row.loc["Infrastructure and machinery", "Alpha, ordinal"] == "none, as all ratings are the same"
    assert row.loc["The whole paper", "Alpha, interval"] == "1.00 (1.00 to 1.00)"
    assert row.loc["The whole paper", "Rated alike"] == "100 %"
