"""Charts, tables and cards of a study with layers: they show all of it, as text, each row by its own work."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from tests.edition.blocks import page as shown
from tests.edition.blocks import uneven
from tests.edition.charts.drawn import SVG, read
from tests.edition.charts.test_every_chart import CHARTS
from tests.edition.hostile import MARKUP, hostile_layer

from smeclusters import Assessed, Prepared, Study, example_study, load_study
from whichroad import page
from whichroad.addresses import source_link, works
from whichroad.cards import cluster_card
from whichroad.charts.drawing import to_svg

TAGS = set(["svg", "g", "path", "text", "tspan", "title", "a", "line", "defs", "clipPath", "rect"])
"""What drawings are made of."""

OF_CLUSTERS = (
    "map",
    "matrix",
    "likeness",
    "paths",
    "shares",
    "triangles",
    "balance",
)


@pytest.fixture(scope="module")
def hostile(study: Study, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    folder = hostile_layer(tmp_path_factory.mktemp("layer") / "hostile", study.determinants["determinant"])
    return Prepared(load_study(layers=[folder]))


@pytest.fixture
def sialkot(tmp_path: Path) -> Prepared:
    folder = tmp_path / "punjab"
    folder.mkdir()
    (folder / "places.csv").write_text(
        "place,name,country,products,latitude,longitude\nsialkot,Sialkot,Pakistan,scalpels,32.5,74.5\n", "utf-8"
    )
    (folder / "evidence.csv").write_text(
        "place,determinant,rating,rating_to,summary,sources,locator\n"
        "sialkot,joint_action,1,2,An association inspects for all.,nadvi1999,1608\n"
        "sialkot,trust,1,,Neighbours lend.,a visit,\n"
        "leon,trust,-2,,Nobody lends.,,\n",
        "utf-8",
    )
    (folder / "outcomes.csv").write_text(
        "cluster,path,summary,sources,locator\nsialkot,high road,,nadvi1999,1610\n", "utf-8"
    )
    (folder / "references.bib").write_text(
        "@article{nadvi1999, author={Nadvi, Khalid}, title={Collective efficiency}, year={1999}}\n", "utf-8"
    )
    return Prepared(load_study(layers=[folder]))


# ---- Hostile layers.


@pytest.mark.parametrize("name", OF_CLUSTERS)
def test_every_chart_of_clusters_takes_a_hostile_layer(hostile: Prepared, name: str):
    """Thirty clusters more, of strange names: all text stays text, and stands inside its drawing."""
    chart = CHARTS[name](hostile)
    assert re.search("With what the layer hostile brings", chart.caption)
    for drawing in (chart.wide, chart.narrow):
        root = ElementTree.fromstring(to_svg(drawing, chart.alt))
        assert {element.tag.removeprefix(SVG) for element in root.iter()} <= TAGS
        assert not [key for element in root.iter() for key in element.attrib if key.startswith("on")]
        width = float(root.get("viewBox", "").split()[2])
        for word in read(drawing).words:
            assert "\n" not in word.text
            if word.text.startswith("LLL"):
                long = len(word.text) * word.size * 0.6
                left = word.x - {"start": 0, "middle": long / 2, "end": long}[word.anchor]
                assert left > -long * 0.1 and left + long < width * 1.1, word
    block = BeautifulSoup(chart._repr_html_(), "html.parser")
    assert (MARKUP in block.text) == (name != "balance") and not block.select("script, b, i")


BLOCKS = {
    "all_cells": page.all_cells,
    "clusters": page.clusters_table,
    "outcomes": page.outcomes_table,
    "places": page.places_table,
    "likeness": page.likeness_table,
    "policies": page.policies_table,
    "section": lambda paper: page.evidence_table(paper, "3.2.1"),
    "level": lambda paper: page.level_evidence(paper, "cluster", "own_1", "leon"),
    "card": lambda paper: cluster_card(paper, "own_2"),
    "disagree": lambda paper: page.notable_cells(paper, "disagree"),
    "classes": lambda paper: page.classes_table(paper, paper.framework.weightings),
    "score": lambda paper: page.score_table(paper, "own_4", paper.framework.weightings["extended"]),
    "levers": lambda paper: page.levers_table(paper, paper.framework.weightings["extended"]),
    "best": lambda paper: page.best_levers_table(paper, paper.framework.weightings),
    "narrow": page.narrow_table,
    "fit": page.parameters_of_fit_table,
    "truth": lambda paper: page.truth_table_view(paper, ["trust", "joint_action"]),
    "rank": page.rank_table,
}


@pytest.mark.parametrize("name", BLOCKS)
def test_every_table_takes_a_hostile_layer(hostile: Prepared, name: str):
    block = shown(BLOCKS[name](hostile))
    assert not block.select("script, i, b[onmouseover]")
    assert uneven(block) == []
    assert "nan" not in block.text.split() and "None" not in block.stripped_strings
    for link in block.select("a[href]"):
        assert "own-" not in link["href"] and link["href"] != "references.html#work-nadvi1999", link


def test_no_row_of_a_layer_bears_the_papers_name(hostile: Prepared):
    brought = hostile.study.evidence.query("layer != ''")
    labels = [source_link(hostile, row) for row in brought.itertuples()]
    assert len(labels) == 1000
    assert not [label for label in labels if "WP71" in label or "<a" in label or "<i>" in label]
    assert {str(label) for label in labels} >= {
        "Nadvi 1999, p. 1608",
        "knorringa1999, 3.2.1:4",
        "my &lt;i&gt;own&lt;/i&gt; visit, 3.2.1:4 ¶",
        "hostile, box1",
    }
    tips = "\n".join(mark.tip for mark in read(page.matrix_chart(hostile).wide).of("box"))
    assert "(Nadvi 1999, p. 1608)" in tips
    own = set(hostile.study.own.evidence["summary"])
    assert {said for said in re.findall(r"^[−+\d]+  (.*) \(\d[\d.]*:\d+\)$", tips, re.MULTILINE)} <= own
    evidence = shown(page.evidence_table(hostile, "3.2.1"))
    assert evidence.summary.text == shown(page.evidence_table(Prepared(hostile.study.own), "3.2.1")).summary.text


def test_what_the_book_says_of_the_paper_stays(hostile: Prepared, paper: Assessed):
    assessed = Assessed(hostile.study)
    for name in ("map", "matrix", "likeness", "paths", "shares", "balance", "tally", "firms", "framework"):
        drawn = [re.sub(r"clip\d+", "", CHARTS[name](each)._repr_html_()) for each in (assessed, paper)]
        assert drawn[0] == drawn[1]
    for build in (page.all_cells, page.clusters_table, page.outcomes_table, page.claims_table, page.rank_table):
        assert build(assessed).markup == build(paper).markup


def test_clusters_of_one_name_are_told_apart(hostile: Prepared):
    heads = " ".join(word.text for word in read(page.matrix_chart(hostile).wide).words)
    assert "León" in heads
    assert hostile.names["leon"] == "León" and hostile.names["own_0"] == "León (hostile, own_0)"
    assert hostile.names["own_12"] == "León 12"
    assert len(set(hostile.names.values())) == len(hostile.names)
    cells = list(page.matrix_chart(hostile).table["Cell"])
    assert len(set(cells)) == len(cells) == 36 * 12


# ---- One cluster of a reader's own.


def test_a_cluster_of_ones_own_stands_among_the_papers(sialkot: Prepared):
    alt = page.map_chart(sialkot).alt
    assert alt.startswith("Map of the world. in Brazil: Sinos Valley") and alt.endswith("; in Pakistan: Sialkot.")
    (pakistan,) = [line for line in read(page.map_chart(sialkot).wide).of("line", fill="plus1") if line.x > 400]
    (dot,) = read(page.map_chart(sialkot).wide).of("dot", href="")
    assert pakistan.x < dot.x < pakistan.x2 and dot.tip == "Sialkot, Pakistan\nscalpels"
    assert page.paths_chart(sialkot).alt.endswith("Seen on it: Sialkot.")
    assert page.likeness_chart(sialkot).alt.endswith(" Nothing is coded of Sialkot.")
    assert [word.text for word in read(page.likeness_chart(sialkot).wide).words].count("silent") == 5
    rows = {row["Cell"]: row for row in page.matrix_chart(sialkot).table.to_dict("records")}
    assert (
        rows["Sialkot, trust"]["Rating"] == "+1" and rows["Sialkot, skills"]["How sure"] == "The evidence says nothing."
    )
    matrix = read(page.matrix_chart(sialkot).wide)
    (box,) = [mark for mark in matrix.of("box") if mark.tip.startswith("Sialkot, joint action")]
    assert box.href == "" and box.tip.endswith("\n+1 to +2  An association inspects for all. (Nadvi 1999, p. 1608)")


def test_the_making_of_a_cell_names_the_work(sialkot: Prepared):
    table = shown(page.making_table(sialkot, sialkot.cells["sialkot", "joint_action"]))
    heads = [head.text for head in table.select("th")]
    assert heads == ["Place", "On", "Rating", "What is said", "Basis", "Where", "Works cited"]
    assert [cell.text for cell in table.select("tbody td")] == [
        "Sialkot",
        "Joint action",
        "+1 to +2",
        "An association inspects for all.",
        "stated",
        "Nadvi 1999, p. 1608",
        "Nadvi 1999",
    ]
    assert not table.select("a")
    both = shown(page.level_evidence(sialkot, "cluster", "leon"))
    where = {row.select("td")[3].text: row.select("td")[5] for row in both.select("tbody tr")}
    assert where["Nobody lends."].text == "punjab" and not where["Nobody lends."].a
    assert sum(cell.a is not None and cell.text.startswith("WP71") for cell in where.values()) == len(where) - 1


def test_works_lead_to_the_books_list_or_stand_as_they_are(sialkot: Prepared):
    found = shown(page.making_table(sialkot, sialkot.cells["sialkot", "trust"]))
    assert found.select("tbody td")[-2].text == found.select("tbody td")[-1].text == "a visit"
    made = works(sialkot, "schmitz1999; nadvi1999;<b>", "punjab")
    assert made == '<a href="references.html#work-schmitz1999">Schmitz 1999</a>, Nadvi 1999, &lt;b&gt;'


def test_the_card_of_a_cluster_of_ones_own(sialkot: Prepared):
    card = shown(cluster_card(sialkot, "sialkot"))
    facts = {title.text: title.find_next("dd").text for title in card.select("dt")}
    assert facts["Country"] == "Pakistan" and facts["Path observed"] == "high road"
    assert facts["Works cited on it"] == "Nadvi 1999, a visit" or facts["Works cited on it"] == "a visit, Nadvi 1999"
    assert not card.select("a[href]")


def test_the_explorer_names_the_work(sialkot: Prepared):
    content = page.explorer(sialkot).content
    found = {row["text"]: (row["label"], row["href"], row["facet"]) for row in content["evidence"].values()}
    assert found["An association inspects for all."] == ("Nadvi 1999, p. 1608", "", "")
    assert found["Nobody lends."] == ("punjab", "", "")
    assert all(label.startswith("WP71 ") and href for label, href, _ in list(found.values())[:50])
    [own] = [each for each in content["clusters"] if each["key"] == "sialkot"]
    assert {cell["href"] for cell in own["cells"]} == {""}


def test_layers_go_over_any_study(tmp_path: Path):
    file = tmp_path / "visit.csv"
    file.write_text("place,determinant,rating,sources\nborg,fairs,2,my own visit\n", "utf-8")
    from smeclusters.study.layers import read_layer
    from smeclusters.study.overlay import lay_over

    both = Prepared(lay_over(example_study(), read_layer(file)))
    for name in ("map", "matrix", "likeness", "paths", "compensation", "shares", "balance"):
        if name != "paths" or both.framework.narrow:
            assert "visit" in CHARTS[name](both).caption
