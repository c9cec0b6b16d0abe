from __future__ import annotations

from statistics import median

import pytest
from tests.edition.blocks import column, links, page, read, rows, words

from smeclusters import Assessed, load_study
from smeclusters.model.ratings import Cell
from whichroad.addresses import anchor
from whichroad.tables.evidence import (
    all_cells,
    cell_counts,
    clusters_table,
    evidence_table,
    facets_table,
    level_evidence,
    likeness_table,
    making_table,
    notable_cells,
    outcomes_table,
    places_table,
    profiles_table,
    textbook_table,
)

NAMES = {row["place"]: row["name"] for row in read("places")}
DETERMINANTS = {row["determinant"]: row["name"] for row in read("determinants")}
LABELS = {row["locator"]: f"WP71 {row['label']}" for row in read("locators")}
PAGES = {row["locator"]: f"{row['page']}.html#wp-" for row in read("locators")}


def told(row: dict[str, str]) -> tuple[str, ...]:
    """A row of evidence as its table should show it: place, what it is on, rating, basis, where."""
    [facet] = [each["name"] for each in read("facets") if each["facet"] == row["facet"]]
    rating = int(row["rating"])
    return (
        NAMES[row["place"]],
        f"{DETERMINANTS[row['determinant']]}: {facet}",
        ("0" if not rating else f"{rating:+d}".replace("-", "−")) + (" (past)" if row["period"] == "past" else ""),
        row["basis"],
        LABELS[row["locator"]],
    )


def shown(block) -> list[tuple[str, ...]]:
    return [tuple(words(row[name]) for name in ("Place", "On", "Rating", "Basis", "Where")) for row in rows(block)]


@pytest.mark.parametrize("section", ["3", "3.1", "3.2.1", "3.2.2", "3.2.3", "3.2.4", "fn6"])
def test_the_table_of_a_section_tells_its_rows_in_the_order_of_the_paper(paper: Assessed, section: str):
    coded = [row for row in read("evidence") if row["locator"].split(":")[0] == section]
    coded.sort(key=lambda row: list(LABELS).index(row["locator"]))
    block = evidence_table(paper, section)
    assert shown(block) == [told(row) for row in coded]
    count = "The one row" if len(coded) == 1 else f"All {len(coded)} rows"
    assert page(block).summary.text == f"{count} of evidence from this section"
    for row, cells in zip(coded, rows(block), strict=True):
        figure = f" ({words(cells['What is said']).rpartition('(')[2]}" if row["figure"] else ""
        assert words(cells["What is said"]) == row["summary"] + figure
        assert links(cells["Checked"]) == [f"claims.html#{anchor('claim', id)}" for id in claims_on(row["id"])]
        assert links(cells["Where"])[0].startswith(PAGES[row["locator"]])
        works = [f"references.html#{anchor('work', key)}" for key in row["sources"].split(";") if key]
        assert links(cells["Works cited"]) == works


def claims_on(row: str) -> list[str]:
    return [claim["id"] for claim in read("claims") if row in claim["rows"].split(";")]


def test_a_figure_stands_in_brackets_behind_what_is_said(paper: Assessed):
    [cell] = [row for row in column(evidence_table(paper, "3.2.3"), "What is said") if "87" in row]
    assert cell.endswith(" (87 per cent of the SMEs surveyed)")


@pytest.mark.parametrize("level", ["country", "cluster", "firm"])
def test_the_evidence_of_a_level_is_what_made_its_cells(paper: Assessed, level: str):
    inside = [row["determinant"] for row in read("determinants") if row["level"] == level]
    for cluster in ("sinos", "leon"):
        entered = {id for key in inside for id in paper.cells[cluster, key].entered + paper.cells[cluster, key].past}
        coded = [row for row in read("evidence") if row["id"] in entered]
        coded.sort(key=lambda row: inside.index(row["determinant"]))
        block = level_evidence(paper, level, cluster)
        assert shown(block) == [told(row) for row in coded]
        assert page(block).summary.text == f"Evidence behind {NAMES[cluster]}, {level} level: {len(coded)} rows"


def test_every_cell_has_its_anchor_under_its_determinant_with_rows_and_reasons(paper: Assessed):
    block = page(all_cells(paper))
    assert [head["id"] for head in block("h2")] == [anchor("evidence", key) for key in DETERMINANTS]
    for (cluster, key), cell in paper.cells.items():
        box = block.find(id=anchor("cell", cluster, key))
        assert box.find_previous("h2").text == DETERMINANTS[key]
        assert box.summary.text.startswith(f"{NAMES[cluster]}: ")
        assert [reason.text for reason in box.select("ol li")] == list(cell.reasons)
        assert len(box.select("tbody tr")) == len(cell.entered + cell.past)
    assert len(block.select("details")) == len(paper.cells)


def test_a_cell_says_its_interval(paper: Assessed):
    """By the codebook: the median over the facets' medians, as both rows on trust are about the cluster."""
    coded = [
        r for r in read("evidence") if r["place"] == "sinos" and r["determinant"] == "trust" and r["period"] != "past"
    ]
    facets: dict[str, list[int]] = {}
    for row in coded:
        facets.setdefault(row["facet"], []).append(int(row["rating"]))
    rating = median(map(median, facets.values()))
    summary = page(all_cells(paper)).find(id="cell-sinos-trust").summary.text
    assert summary == f"Sinos Valley: {rating:+g}".replace("-", "−")


def test_a_silent_cell_has_no_table(paper: Assessed):
    block = page(making_table(paper, paper.cells["sinos", "infrastructure"]))
    assert block.table is None and len(block.select("ol li")) == 1


def test_cells_in_dispute_and_silent_cells_are_told_apart(paper: Assessed):
    disputed, silent = (rows(notable_cells(paper, kind)) for kind in ("disagree", "silent"))
    assert [tuple(map(words, row.values())) for row in disputed] == [
        ("Macro-economy", "Guadalajara (−2 to +1)"),
        ("Joint action", "Trujillo (−1 to +1)"),
    ]
    assert [tuple(map(words, row.values())) for row in silent] == [
        ("Working conditions", "Guadalajara, León, Gamarra, Trujillo"),
        ("Infrastructure and machinery", "Sinos Valley, Guadalajara, León, Gamarra, Trujillo"),
    ]
    assert links(disputed[1]["Cells"]) == ["evidence.html#cell-trujillo-joint-action"]


def test_cells_are_counted_by_what_they_rest_on():
    def cell(entered: tuple[str, ...], widened: int) -> Cell:
        return Cell("a", "x", -1, 1, None, entered, (), (), widened, False)

    grid = [cell(("p", "q"), 0), cell(("q",), 1), cell(("r",), 2), cell((), 0)]
    assert cell_counts(grid) == {"cells": 4, "direct": 1, "around": 2, "silent": 1, "rows": 3}


def test_what_comes_from_data_is_text_and_not_markup(edit):
    def spoil(lines: list[list[str]]) -> None:
        lines[1][lines[0].index("summary")] = "<script>alert(1)</script>"

    block = evidence_table(Assessed(load_study(edit("evidence", spoil))), "1")
    assert page(block).script is None
    assert "<script>alert(1)</script>" in column(block, "What is said")


def test_a_cluster_of_ones_own_appears_in_every_table(edit):
    row = ["prato", "cluster", "1", "Prato", "", "", "wool", "43.9", "11.1", "2:2"]
    changed = Assessed(load_study(edit("places", lambda lines: lines.append(row))))
    assert column(clusters_table(changed), "Cluster")[-1] == "Prato"
    assert links(rows(places_table(changed))[-1]["Place"]) == ["glance.html#cluster-prato"]
    assert [box.summary.text for box in page(all_cells(changed)).select("[id^=cell-prato]")] == ["Prato: silent"] * 12


def test_the_clusters_stand_side_by_side(paper: Assessed):
    """Of section 3.1: the cluster's own figures, and those of its country's clusters together."""
    table = rows(clusters_table(paper))
    assert [words(row["Cluster"]) for row in table] == [
        NAMES[r["place"]] for r in read("places") if r["kind"] == "cluster"
    ]
    assert {name: words(cell) for name, cell in table[0].items()} == {
        "Cluster": "Sinos Valley",
        "Country": "Brazil",
        "Makes": "women's footwear",
        "Firms": "about 1,800 firms",
        "Of these": "500 shoe producers; 700 service firms; 200 component makers",
        "Employs": "150,000 people (1990)",
        "Sells": "65 per cent of the total production of shoes (exported, 1990)",
        "Rivals abroad": "almost 40 per cent growth a year in shoe imports from China",
        "Path observed": "mixed",
    }
    assert words(table[2]["Employs"]) == "silent"
    assert [words(row["Path observed"]) for row in table] == [
        "mixed",
        "low road",
        *["low road or mixed"] * 3,
        "low road",
    ]


def test_each_figure_of_a_section_has_its_row(paper: Assessed):
    for section in ("3", "3.1", "3.2.3"):
        coded = [row for row in read("profiles") if row["locator"].split(":")[0] == section]
        block = profiles_table(paper, section)
        count = "The one figure" if len(coded) == 1 else f"All {len(coded)} figures"
        assert page(block).summary.text == f"{count} that this section gives"
        for row, cells in zip(coded, rows(block), strict=True):
            assert words(cells["Place"]) == NAMES[row["place"]]
            assert words(cells["What"]) == row["indicator"]
            assert words(cells["Year"]) == row["year"]
            assert words(cells["Our note"]) == row["note"]
            assert links(cells["Checked"]) == [f"claims.html#{anchor('claim', id)}" for id in claims_on(row["id"])]
            if row["qualifier"] != "exact":
                assert words(cells["Figure"]).startswith(f"{row['qualifier']} ")


def test_outcomes_say_of_whom_the_paper_speaks(paper: Assessed):
    path = {"low_road": "low road", "mixed": "mixed", "high_road": "high road"}
    shown = rows(outcomes_table(paper))
    assert list(shown[0]) == ["Cluster", "Path", "What is said", "Basis", "Checked", "Where"]
    assert [tuple(words(row[name]) for name in ("Cluster", "Basis")) for row in shown] == [
        (NAMES[row["cluster"]], row["basis"] + f" of {NAMES[row['about']]}" * (row["about"] != row["cluster"]))
        for row in read("outcomes")
    ]
    counts = {row["cluster"]: path[row["path"]] for row in read("outcomes")}
    counts |= {row["cluster"]: "low road or mixed" for row in read("outcomes") if row["about"] != row["cluster"]}
    assert [words(row["Path"]) for row in shown] == list(counts.values())
    assert [len(links(row["Where"])) for row in shown] == [1 + bool(row["sources"]) for row in read("outcomes")]
    last = shown[-1]
    assert words(last["What is said"]).endswith(" (95.3 per cent of the firms interviewed)")
    assert links(last["Checked"]) == ["claims.html#claim-path-cachoeiro"]


def test_likeness_is_told_feature_by_feature(paper: Assessed):
    features = {row["feature"]: row["name"] for row in read("textbook")}
    assert [
        tuple(words(row[name]) for name in ("Feature", "Cluster", "Likeness", "What is said", "Basis", "Where"))
        for row in rows(likeness_table(paper))
    ] == [
        (
            features[row["feature"]],
            NAMES[row["cluster"]],
            row["likeness"],
            row["summary"],
            row["basis"],
            LABELS[row["locator"]],
        )
        for row in read("likeness")
    ]


def test_features_and_facets_lead_to_their_determinant(paper: Assessed):
    level = {row["determinant"]: row["level"] for row in read("determinants")}

    def defined(key: str) -> list[str]:
        return [f"framework-{level[key]}.html#determinant-{key.replace('_', '-')}"]

    for block, table, name in (
        (textbook_table(paper), read("textbook"), "Feature"),
        (facets_table(paper), read("facets"), "Facet"),
    ):
        assert [(words(row[name]), links(row["Determinant"])) for row in rows(block)] == [
            (row["name"], defined(row["determinant"])) for row in table
        ]
    assert column(facets_table(paper), "Keys") == [f"{row['determinant']}, {row['facet']}" for row in read("facets")]
    assert column(textbook_table(paper), "What the model says") == [row["definition"] for row in read("textbook")]
    assert column(facets_table(paper), "What it covers") == [row["definition"] for row in read("facets")]


def test_places_are_told_with_their_keys(paper: Assessed):
    heads = {
        "Place": "name",
        "Key": "place",
        "Kind": "kind",
        "Makes": "products",
        "The paper also writes": "spelling",
    }
    assert [{name: words(row[name]) for name in heads} for row in rows(places_table(paper))] == [
        {name: row[field] for name, field in heads.items()} for row in read("places")
    ]
