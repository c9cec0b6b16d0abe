from __future__ import annotations

from dataclasses import replace

import pytest
from tests.edition.charts.drawn import Drawing, read

from smeclusters import Assessed, InputError
from whichroad.charts.claims import tally_chart

COLOURS = {
    "holds": "plus2",
    "holds_in_part": "plus1",
    "depends_on_weights": "minus1",
    "fails": "minus2",
    "not_checked": "zero",
}
PARTS = [
    "The whole paper",
    "Abstract",
    "1 Introduction",
    "2 Framework",
    "3 Clusters",
    "4 Policies",
    "Figures",
    "Findings",
    "Inferences",
    "Theses",
    "Recommendations",
]


@pytest.fixture(scope="module", params=["wide", "narrow"])
def drawing(request, paper: Assessed) -> Drawing:
    return read(getattr(tally_chart(paper), request.param))


def counted(paper: Assessed, part: str) -> list[int]:
    """How many claims of a part have each verdict; sections by the pages that deal with them."""
    kinds = dict(zip(PARTS[6:], ("figure", "finding", "inference", "thesis", "prescription"), strict=True))
    pages = paper.study.locators.set_index("locator")["page"]
    sections: dict[str, str] = {}
    for locator, page in pages.items():
        if locator[0].isdigit():
            sections.setdefault(page, locator[0])
    found = [
        verdict.status
        for claim, verdict in paper.judged.values()
        if part == PARTS[0]
        or claim.kind == kinds.get(part)
        or (part in PARTS[1:6] and sections[pages[claim.locator]] == str(PARTS.index(part) - 1))
    ]
    return [found.count(status) for status in COLOURS]


def test_each_bar_is_parted_as_its_claims_are(drawing: Drawing, paper: Assessed):
    boxes = [box for box in drawing.of("box") if box.tip]
    rows = [boxes[at : at + 5] for at in range(0, len(boxes), 5)]
    assert len(rows) == len(PARTS)
    for part, row in zip(PARTS, rows, strict=True):
        counts = counted(paper, part)
        assert [box.fill for box in row] == list(COLOURS.values())
        shares = [count / sum(counts) for count in counts]
        assert [box.width / drawing.width for box in row] == pytest.approx(shares, abs=1e-4)
        assert row[0].x == 0 and len({box.y for box in row}) == 1
        assert all(a.x2 == pytest.approx(b.x) for a, b in zip(row, row[1:], strict=False))
        assert row[0].tip.endswith("% of the claims")
        head = drawing.word(f"{part}: {sum(counts)} claims")
        assert head.weight == "bold" and row[0].y - 60 < head.y < row[0].y
    assert [row[0].y for row in rows] == sorted(row[0].y for row in rows)


def test_the_legend_names_each_colour(drawing: Drawing):
    chips = [box for box in drawing.of("box") if not box.tip]
    names = ["holds", "holds in part", "hangs on the weights", "fails", "can’t be tested"]
    for chip, name, colour in zip(chips, names, COLOURS.values(), strict=True):
        word = drawing.word(name)
        assert chip.fill == colour
        assert word.x == pytest.approx(chip.x2 + 5) and chip.y < word.y < chip.y2


def test_the_tally_is_told_in_words_and_figures(paper: Assessed):
    chart = tally_chart(paper)
    assert chart.alt == (
        "Of 376 claims: holds 28, holds in part 168, hangs on the weights 5, fails 4, can’t be tested 171."
    )
    assert list(chart.table["Part"]) == PARTS
    assert chart.caption.startswith("Share of the claims with each verdict: in all, then by section")
    columns = ["Holds", "Holds in part", "Hangs on the weights", "Fails", "Can’t be tested"]
    for part, row in zip(PARTS, chart.table[columns].to_numpy().tolist(), strict=True):
        assert row == counted(paper, part), part
    assert (chart.table[columns].sum(axis=1) == chart.table["Claims"]).all()


def test_a_part_without_claims_has_no_bar(paper: Assessed):
    claims = paper.study.claims
    fewer = Assessed(replace(paper.study, claims=claims[claims["kind"] != "thesis"]))
    assert "Theses" not in set(tally_chart(fewer).table["Part"])


def test_a_study_without_claims_is_told(paper: Assessed):
    with pytest.raises(InputError, match="claims.csv: found nothing, expected at least one claim"):
        tally_chart(Assessed(replace(paper.study, claims=paper.study.claims.iloc[:0])))
