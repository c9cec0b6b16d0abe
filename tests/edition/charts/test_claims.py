from __future__ import annotations

from dataclasses import replace

import pytest
from tests.edition.charts.drawn import Drawing, read

from smeclusters import Assessed, InputError
from smeclusters.claims.claim import NEEDS
from whichroad.charts.claims import needs_chart, tally_chart
from whichroad.marks import VERDICTS

COLOURS = {
    "supported": "plus2",
    "supported_within": "plus1",
    "supported_in_part": "part",
    "mixed": "minus1",
    "contradicted": "minus2",
    "depends_on_weights": "weights",
    "not_checked": "zero",
}
NEED_COLOURS = {"need_of_clusters": "plus2", "need_of_countries": "plus1", "need_not_reported": "zero"}
KINDS = {"Figures": "figure", "Findings": "finding", "Inferences": "inference", "Theses": "thesis"}
SECTIONS = ["Abstract", "1 Introduction", "2 Framework", "3 Clusters", "4 Policies"]
LEVELS = {"Country level": "country", "Cluster level": "cluster", "Firm level": "firm"}


@pytest.fixture(scope="module", params=["wide", "narrow"])
def drawing(request, paper: Assessed) -> Drawing:
    return read(getattr(tally_chart(paper), request.param))


def counted(paper: Assessed, part: str) -> list[int]:
    """How many statements of a part have each verdict; sections by the pages that deal with them."""
    pages = paper.study.locators.set_index("locator")["page"]
    sections: dict[str, str] = {}
    for locator, page in pages.items():
        if locator[0].isdigit():
            sections.setdefault(page, locator[0])
    found = [
        "supported_in_part" if verdict.status == "supported_within" and verdict.part else verdict.status
        for claim, verdict in paper.judged.values()
        if verdict.status not in NEEDS
        and (
            part == "All statements"
            or claim.kind == KINDS.get(part, "prescription" if part == "Recommendations" else None)
            or (part in SECTIONS and sections[pages[claim.locator]] == str(SECTIONS.index(part)))
        )
    ]
    return [found.count(status) for status in COLOURS]


def needed(paper: Assessed, part: str) -> list[int]:
    """Of how many recommendations to a level the need is reported, by the table of policies."""
    level = dict(zip(paper.study.policies["id"], paper.study.policies["level"], strict=True))
    found = [
        verdict.status
        for claim, verdict in paper.judged.values()
        if part == "All recommendations" or LEVELS[part] in {level.get(row) for row in claim.rows}
    ]
    return [found.count(status) for status in NEEDS]


def assert_bars(drawing: Drawing, colours: dict[str, str], parts: dict[str, list[int]], of: str) -> None:
    boxes = [box for box in drawing.of("box") if box.tip]
    rows = [boxes[at : at + len(colours)] for at in range(0, len(boxes), len(colours))]
    assert len(rows) == len(parts)
    for (part, counts), row in zip(parts.items(), rows, strict=True):
        assert [box.fill for box in row] == list(colours.values())
        shares = [count / sum(counts) for count in counts]
        assert [box.width / drawing.width for box in row] == pytest.approx(shares, abs=1e-4)
        assert row[0].x == 0 and len({box.y for box in row}) == 1
        assert all(a.x2 == pytest.approx(b.x) for a, b in zip(row, row[1:], strict=False))
        assert row[0].tip.endswith(f"% of the {of}")
        head = drawing.word(f"{part}: {sum(counts)}")
        assert head.weight == "bold" and row[0].y - 60 < head.y < row[0].y
    assert [row[0].y for row in rows] == sorted(row[0].y for row in rows)


def test_each_bar_is_parted_as_its_statements_are(drawing: Drawing, paper: Assessed):
    parts = {part: counted(paper, part) for part in ["All statements", *SECTIONS, *KINDS, "Recommendations"]}
    assert_bars(drawing, COLOURS, {part: counts for part, counts in parts.items() if sum(counts)}, "statements")


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_each_bar_is_parted_as_its_recommendations_are(paper: Assessed, size: str):
    parts = {part: needed(paper, part) for part in ["All recommendations", *LEVELS]}
    assert_bars(read(getattr(needs_chart(paper), size)), NEED_COLOURS, parts, "recommendations")


def test_the_legend_names_each_colour(drawing: Drawing):
    chips = [box for box in drawing.of("box") if not box.tip]
    assert len(chips) == len(COLOURS)
    for chip, (status, colour) in zip(chips, COLOURS.items(), strict=True):
        word = drawing.word(VERDICTS[status])
        assert chip.fill == colour
        assert word.x == pytest.approx(chip.x2 + 5) and chip.y < word.y < chip.y2


@pytest.mark.parametrize(
    ("chart", "statuses", "count", "first"),
    [(tally_chart, COLOURS, counted, "All statements"), (needs_chart, NEED_COLOURS, needed, "All recommendations")],
)
def test_the_tally_is_told_in_words_and_figures(paper: Assessed, chart, statuses, count, first: str):
    made = chart(paper)
    told = [f"{VERDICTS[status]} {number}" for status, number in zip(statuses, count(paper, first), strict=True)]
    assert made.alt == f"{first}: {', '.join(told)}."
    assert made.table["Part"].iloc[0] == first
    names = [VERDICTS[status] for status in statuses]
    columns = [name[0].upper() + name[1:] for name in names]
    assert list(made.table.columns) == ["Part", "Claims", *columns]
    for part, row in zip(made.table["Part"], made.table[columns].to_numpy().tolist(), strict=True):
        assert row == count(paper, part), part
    assert (made.table[columns].sum(axis=1) == made.table["Claims"]).all()


def test_each_claim_is_in_one_of_the_two_charts(paper: Assessed):
    """Statements in the one, recommendations with their need in the other."""
    firsts = [chart(paper).table["Claims"].iloc[0] for chart in (tally_chart, needs_chart)]
    assert sum(firsts) == len(paper.claims)
    assert set(COLOURS) | set(NEED_COLOURS) == set(VERDICTS)


def test_a_part_without_claims_has_no_bar(paper: Assessed):
    claims = paper.study.claims
    fewer = Assessed(replace(paper.study, claims=claims[claims["kind"] != "thesis"]))
    assert "Theses" not in set(tally_chart(fewer).table["Part"])


def test_a_study_without_claims_is_told(paper: Assessed):
    with pytest.raises(InputError, match="claims.csv: found nothing, expected at least one claim"):
        tally_chart(Assessed(replace(paper.study, claims=paper.study.claims.iloc[:0])))
